"""Musterstadt as a running server, for stories in a browser: the demo's evening with a vote that is open."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from participation.bench.stand import Host, Server, database_url
from participation.bench.wire import Caller
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.fields.models import FieldOfAction
from participation.foundation.database import Database, Transaction
from participation.foundation.permissions import Actor, Role
from participation.people import service as people
from participation.people.models import Person
from participation.people.queries import account_named
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.service import open_screen
from participation.voting.models import Ballot

STAFF = {"moderator": "Max Beispiel", "administration": "Erika Muster", "interpreter": "Samira Mithal"}


@dataclass
class Musterstadt:
    """server: running; cookies: role -> what its browser carries."""

    server: Server
    topic: str
    code: str
    screen: str
    links: dict[str, str]
    idea: str
    field_id: int
    field_key: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def signed_in(self, role: str) -> Host:
        """A colleague at the desk; their link works once."""
        host = Host(Caller(self.server.port), self.topic)
        host.signs_in(self.links[role])
        return host

    def starts_the_mood(self, host: Host) -> None:
        """The second line of the run sheet: a single choice over the fields, with live bars."""
        with self.reading() as tx:
            step = tx.session.scalars(select(RunStep).order_by(RunStep.position)).all()[1]
            ballot = tx.session.get_one(Ballot, step.ballot_id)
        host.acts("select", step=str(step.id))
        host.moves("start", ballot)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        house = Database(database_url(self.server.instance))
        try:
            with house.transaction() as tx:
                yield tx
        finally:
            house.close()


@contextmanager
def running_musterstadt(instance: Path) -> Iterator[Musterstadt]:
    environ = {**os.environ, "PARTICIPATION_INSTANCE": str(instance)}
    subprocess.run(
        [sys.executable, "-m", "participation", "demo", "--reset"], env=environ, check=True, capture_output=True
    )
    house = Database(database_url(instance))
    with house.transaction() as tx:
        town = described(tx, Server(instance))
    house.close()
    town.server.start()
    try:
        yield town
    finally:
        town.server.kill()


def described(tx: Transaction, server: Server) -> Musterstadt:
    live = tx.session.get_one(LiveSession, 1)
    host = Actor(live.municipality_id, None, frozenset({Role.MODERATOR}))
    idea = tx.session.scalars(select(Contribution.public_id).where(Contribution.status == Status.PUBLISHED)).first()
    field = tx.session.scalars(select(FieldOfAction).order_by(FieldOfAction.position)).first()
    assert idea is not None
    assert field is not None
    return Musterstadt(
        server=server,
        topic=live.public_id,
        code=live.code or "",
        screen=open_screen(tx, live, by=host),
        links={role: people.write_link(tx, account(tx, name)) for role, name in STAFF.items()},
        idea=idea,
        field_id=field.id,
        field_key=field.key,
    )


def account(tx: Transaction, name: str) -> Person:
    person = account_named(tx.session, name)
    assert person is not None
    return person
