"""A round table in a town: interest groups with seats, phones that hold them, a desk, a session that is open."""

import re
from dataclasses import dataclass, field
from typing import TypeVar

from flask.testing import FlaskClient
from sqlalchemy import select

from participation.foundation import database
from participation.foundation.database import Base
from participation.foundation.permissions import Actor, Role
from participation.organisations import service as organisations
from participation.organisations.rules import Kind
from participation.organisations.service import Portrait
from participation.roundtable.models import (
    AgendaItem,
    RoundTable,
    SeatBallot,
    SeatVote,
    TablePaper,
    TableSeat,
    TableTask,
)
from participation.sessions.models import LiveSession, RunStep
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console

OFFICE = Actor(1, None, frozenset({Role.ADMINISTRATION, Role.ADMINISTRATOR}))
SCOPE = "Der Tisch beschließt über 20.000 Euro. Alles andere empfiehlt er dem Rat."
RULES = "Wir lassen einander ausreden."


@dataclass
class Holder:
    """A phone with a seat."""

    client: FlaskClient
    circle: "Circle"

    def posts(self, path: str, lang: str = "en", **form: object) -> tuple[int, str]:
        """path: behind the address of the table."""
        sent = {key: str(value) for key, value in form.items()}
        address = f"/tables/{self.circle.key}{path}?lang={lang}"
        answer = self.client.post(address, data=sent, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    def reads(self, path: str = "", lang: str = "en") -> str:
        return self.client.get(f"/tables/{self.circle.key}{path}?lang={lang}").text

    def accepts(self, version: int = 1) -> int:
        return self.posts("/rules", version=version)[0]

    def is_here(self, here: str = "yes") -> tuple[int, str]:
        return self.posts(f"/sessions/{self.circle.number}/here", here=here)

    def sees(self, lang: str = "en") -> str:
        return self.client.get(f"/live/{self.circle.console.topic}?lang={lang}").text

    def votes(self, answer: object, reason: str = "", lang: str = "en") -> tuple[int, str]:
        return self.posts(f"/ballots/{newest(SeatBallot).public_id}", lang, answer=answer, reason=reason)

    def dissents(self, text: str) -> tuple[int, str]:
        once = f"mark-of-a-form-{len(text):03}"
        return self.posts(f"/ballots/{newest(SeatBallot).public_id}/dissent", text=text, once=once)

    def puts_forward(self, text: str, kind: str = "proposal", once: str = "") -> tuple[int, str]:
        path = f"/sessions/{self.circle.number}/items/{self.circle.item.id}/new"
        return self.posts(path, text=text, kind=kind, once=once)


@dataclass
class Circle:
    """The desk of a table. number: of the session that is on; step: that of the item that is on."""

    house: House
    moderator: Moderator
    key: str = ""
    number: int = 0
    step: int = 0
    seats: list[int] = field(default_factory=list)

    @property
    def console(self) -> Console:
        with database.reading() as session:
            newest_one = session.scalars(select(LiveSession.public_id).order_by(LiveSession.id.desc())).first()
        return Console(self.moderator, newest_one or "")

    @property
    def item(self) -> AgendaItem:
        with database.reading() as session:
            return session.scalars(select(AgendaItem).where(AgendaItem.step_id == self.step)).one()

    def posts(self, path: str, **form: object) -> tuple[int, str]:
        """At the desk; path: behind the address of the table."""
        sent = {"form_token": self.moderator.form_token(), **{key: str(value) for key, value in form.items()}}
        address = f"/desk/tables/{self.key}{path}?lang=en" if self.key else f"/desk/tables{path}?lang=en"
        answer = self.moderator.client.post(address, data=sent, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    def reads(self, path: str = "", lang: str = "en") -> str:
        return self.moderator.reads(f"/desk/tables/{self.key}{path}?lang={lang}")

    def does(self, act: str, **more: object) -> tuple[int, str]:
        """At the item that is on, from the console."""
        return self.console.sends(f"items/{self.step}", {"act": act, **more})

    def seats_group(self, name: str) -> None:
        assert self.posts("/seats", act="group", name_de=name)[0] == 303
        with database.reading() as session:
            self.seats = list(session.scalars(select(TableSeat.id).order_by(TableSeat.id)))

    def code_for(self, seat: int, part: str = "delegate") -> str:
        """seat: its place among the seats."""
        status, page = self.posts(f"/seats/{self.seats[seat]}/code", part=part)
        assert status == 200, page
        found = re.search(r"/seat/([\w-]+)<", page)
        assert found is not None
        return found[1]

    def phone(self) -> Holder:
        return Holder(self.house.app.test_client(), self)

    def sits(self, seat: int, part: str = "delegate", *, agrees: bool = True) -> Holder:
        """A phone that takes a seat, and accepts the rules."""
        holder = self.phone()
        assert holder.client.post(f"/seat/{self.code_for(seat, part)}", headers=SAME_ORIGIN).status_code == 303
        if agrees:
            assert holder.accepts() == 303
        return holder

    def meets(self, *agenda: str, place: str = "Rathaus") -> None:
        """A session is planned and opened, and its first own item called up."""
        assert self.posts("/sessions", agenda="\n".join(agenda), place=place)[0] == 303
        self.number += 1
        assert self.console.presses("open") == 303
        self.calls_up(agenda[0])

    def calls_up(self, title: str) -> None:
        with database.reading() as session:
            live = session.scalars(select(LiveSession).order_by(LiveSession.id.desc())).first()
            assert live is not None
            steps = session.scalars(select(RunStep).where(RunStep.session_id == live.id))
            self.step = next(step.id for step in steps if title in step.title.values())
        assert self.console.presses("select", step=self.step) == 303

    def join(self, *holders: Holder) -> None:
        """Their phones join the session and say that they are here."""
        with database.reading() as session:
            code = session.scalars(select(LiveSession.code).order_by(LiveSession.id.desc())).first()
        for holder in holders:
            answer = holder.client.post("/join", data={"code": code}, headers=SAME_ORIGIN)
            assert answer.status_code == 303, answer.text
            assert holder.is_here()[0] == 303

    def proposes(self, text: str) -> TablePaper:
        """The desk writes it down."""
        assert self.does("write", text=text, kind="proposal")[0] == 303
        return newest(TablePaper)

    def asks(self, paper: TablePaper, **how: object) -> tuple[int, str]:
        return self.does("vote", paper=paper.id, **how)

    def ends(self) -> tuple[int, str]:
        return self.does("close", ballot=newest(SeatBallot).public_id)

    def records(self, reasons: str = "So haben wir es besprochen.") -> tuple[int, str]:
        return self.does("record", ballot=newest(SeatBallot).public_id, text=reasons)


Row = TypeVar("Row", bound=Base)


def newest(table: type[Row]) -> Row:
    with database.reading() as session:
        found = session.scalars(select(table).order_by(table.id.desc())).first()  # type: ignore[attr-defined] # all have one
        assert found is not None
        return found


def votes() -> list[SeatVote]:
    with database.reading() as session:
        return list(session.scalars(select(SeatVote).order_by(SeatVote.ballot_id, SeatVote.seat_id)))


def tasks() -> list[TableTask]:
    with database.reading() as session:
        return list(session.scalars(select(TableTask).order_by(TableTask.id)))


def found_circle(house: House, groups: tuple[str, ...] = ("Vereine", "Schulen", "Wirtschaft")) -> Circle:
    """A table with a frame, rules and a seat for each group. The first seat is that of an organisation."""
    circle = Circle(house, house.moderator())
    assert circle.posts("", title_de="Runder Tisch Integration", title_ar="طاولة الاندماج المستديرة")[0] == 303
    circle.key = newest(RoundTable).public_id
    assert circle.posts("/frame", scope_de=SCOPE, quorum=50)[0] == 303
    assert circle.posts("/rules", rules_de=RULES)[0] == 303
    for name in groups:
        circle.seats_group(name)
    with database.transaction() as tx:
        bridge = organisations.take_in(tx, Portrait("Verein Brücke", Kind.MIGRANT), by=OFFICE).key
    given = {"organisation": bridge, "mandate": "Bis 5.000 Euro", "delegate": "Amina", "substitute": "Basel"}
    assert circle.posts(f"/seats/{circle.seats[0]}", **given)[0] == 303
    return circle


def seated_circle(house: House) -> tuple[Circle, list[Holder]]:
    """Three seats are taken, a session is open, and all are here."""
    circle = found_circle(house)
    holders = [circle.sits(place) for place in range(3)]
    circle.meets("Wohin mit dem Geld?", "Schulwege")
    circle.join(*holders)
    return circle, holders
