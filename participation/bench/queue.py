"""What the moderators' queue costs with many open cases, beside the same page with ten."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import select

from participation.bench.board import Cost, MakeApp, cost_of, idea, town_with
from participation.contributions.rules import Status
from participation.contributions.service import receive_many, write_down
from participation.foundation import database
from participation.foundation.permissions import Role
from participation.moderation.models import Case
from participation.people import service as people
from participation.people.web import COOKIE
from participation.process.models import Format

MOST_STATEMENTS = 30
FEW = 10
PAGES = {
    "the first page": "/desk/queue?lang=de",
    "flagged by a rule": "/desk/queue?cause=rule&lang=de",
    "page 50": "/desk/queue?page=50&lang=de",
    "the public page": "/moderation?lang=de",
}


def measure(cases: int, create_app: MakeApp) -> list[Cost]:
    """The queue with FEW cases, then its pages with so many."""
    with TemporaryDirectory() as folder, town_with(3, Path(folder), create_app) as app:
        key = moderator()
        wait(FEW)
        costs = [page(app, key, f"{FEW} cases", "/desk/queue?lang=de")]
        wait(cases - FEW)
        return costs + [page(app, key, name, address) for name, address in PAGES.items()]


def moderator() -> str:
    with database.transaction() as tx:
        person = people.open_account(tx, 1, "Max Beispiel", [Role.MODERATOR])
        return people.hand_key(tx, person.id, 1)


def wait(count: int) -> None:
    """So many more contributions that nobody has read."""
    with database.transaction() as tx:
        collection = tx.session.get_one(Format, 1)
        there = len(tx.session.scalars(select(Case.id)).all())
        said = [idea(10_000 + there + number) for number in range(count)]
        rows = [write_down(one, into=collection, author_id=None, status=Status.WAITING) for one in said]
        receive_many(tx, rows, into=collection)


def page(app: Flask, key: str, name: str, address: str) -> Cost:
    client = app.test_client()
    client.set_cookie(COOKIE, key)
    return cost_of(client, name, address)
