"""The people of the town hall: administrators who invite, whoever comes by their links, and a neighbour town."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.foundation import audit, database, web
from participation.foundation.municipality import Municipality, found_municipality
from participation.foundation.permissions import Role
from participation.people import service as people
from participation.people.models import Membership, Person
from participation.people.web import COOKIE
from participation.process.models import Process
from participation.process.service import RUNNING, plan_process
from tests.conftest import SAME_ORIGIN, House

NEIGHBOUR_HOST = "nachbarstadt.example"


@dataclass
class Somebody:
    """A browser, on the host of one town."""

    client: FlaskClient
    secret: bytes
    person: int = 0
    host: str = "localhost"

    def reads(self, address: str, status: int = 200) -> str:
        answer = self.client.get(address, base_url=f"http://{self.host}")
        assert answer.status_code == status, answer.text
        return "" if str(answer.mimetype).endswith("sheet") else answer.text

    def sends(self, address: str, status: int = 303, **form: str | Sequence[str]) -> TestResponse:
        answer = self.client.post(
            address, data={**form, **self.seal()}, headers=SAME_ORIGIN, base_url=f"http://{self.host}"
        )
        assert answer.status_code == status, answer.text
        return answer

    def seal(self) -> dict[str, str]:
        """What the forms of whoever is signed in carry besides."""
        cookie = self.client.get_cookie(COOKIE, domain=self.host)
        return {"form_token": web.form_token(self.secret, cookie.value)} if cookie else {}

    def invites(self, name: str, *grants: str, status: int = 200, **more: str) -> str:
        """The link shown, or the page of a refusal."""
        nonce = nonce_in(self.reads("/desk/team/invite"))
        page = self.sends("/desk/team?lang=en", status, **{"nonce": nonce, **more}, name=name, grant=list(grants)).text
        return link_in(page) if status == 200 else page

    def comes_by(self, link: str, status: int = 303) -> str:
        """Open the link's page and press its button; returns where one arrives."""
        token = link.rpartition("/")[2]
        return self.sends("/sign-in", status, token=token).location or ""

    def changes(self, person: int, *grants: str, status: int = 303) -> str:
        seen = seen_in(self.reads(f"/desk/team/{person}"))
        return self.sends(f"/desk/team/{person}?lang=en", status, seen=seen, grant=list(grants)).text

    def removes(self, person: int, status: int = 303) -> str:
        seen = seen_in(self.reads(f"/desk/team/{person}"))
        return self.sends(f"/desk/team/{person}/remove?lang=en", status, seen=seen).text


def nonce_in(page: str) -> str:
    return page.split('name="nonce" value="')[1].split('"', maxsplit=1)[0]


def seen_in(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def link_in(page: str) -> str:
    return page.split('id="link" dir="ltr" readonly value="')[1].split('"', maxsplit=1)[0]


def code_in(page: str) -> str:
    return page.split('<bdi class="num" dir="ltr">')[1].split("<", maxsplit=1)[0]


def words_of(page: str) -> str:
    """A page as it is read aloud."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@dataclass
class Office:
    """Musterstadt with two processes, and Nachbarstadt beside it under a host of its own."""

    house: House
    first: int
    second: int
    foreign: int

    def colleague(self, name: str, *roles: Role, process: int | None = None, town: int = 1) -> Somebody:
        """Somebody with these roles, signed in."""
        with database.transaction() as tx:
            person = people.open_account(tx, town, name, roles if process is None else [])
            if process is not None:
                tx.session.add_all(
                    Membership(municipality_id=town, person_id=person.id, process_id=process, role=role)
                    for role in roles
                )
            key = people.hand_key(tx, person.id, 1)
        visitor = self.visitor(town)
        visitor.person = person.id
        visitor.client.set_cookie(COOKIE, key, domain=visitor.host)
        return visitor

    def administrator(self, name: str = "Ayşe Amt", town: int = 1) -> Somebody:
        return self.colleague(name, Role.ADMINISTRATOR, town=town)

    def visitor(self, town: int = 1) -> Somebody:
        host = NEIGHBOUR_HOST if town == 2 else "localhost"
        return Somebody(self.house.app.test_client(), self.house.settings.secret_key, host=host)


def open_office(house: House) -> Office:
    with database.transaction() as tx:
        first = tx.session.query(Process).one()
        town = tx.session.get_one(Municipality, first.municipality_id)
        neighbour = found_municipality(tx, slug="nachbarstadt", name="Nachbarstadt", host=NEIGHBOUR_HOST)
        second = plan_process(tx, town, title={"de": "Stadtpark"}, question={"de": "Was?"}, lead={}, phases=[RUNNING])
        foreign = plan_process(
            tx, neighbour, title={"de": "Nachbarn"}, question={"de": "Was?"}, lead={}, phases=[RUNNING]
        )
        return Office(house, first.id, second.id, foreign.id)


def person_named(name: str) -> int:
    with database.reading() as session:
        return session.scalars(select(Person.id).where(Person.name == name).order_by(Person.id.desc())).first() or 0


def grants_in_town(person: int, town: int = 1) -> set[tuple[str, int | None]]:
    with database.reading() as session:
        rows = session.query(Membership).filter_by(person_id=person, municipality_id=town)
        return {(one.role, one.process_id) for one in rows}


def log_of(*actions: str) -> list[tuple[str, str, str, str]]:
    with database.reading() as session:
        return [
            (entry.actor, entry.action, entry.object, entry.reason)
            for entry in audit.entries(session)
            if entry.action in actions
        ]
