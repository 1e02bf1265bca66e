"""A hall with a speakers' list: two organisations, phones that ask, a desk that calls up."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select

from participation.foundation import database
from participation.foundation.permissions import Actor, Role
from participation.organisations import service as organisations
from participation.organisations.rules import Kind
from participation.organisations.service import Portrait
from participation.sessions.models import RunStep
from participation.speaking.models import SpeakersList, Speech
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console
from tests.voting.evening import Evening, Phone, begin_evening

OFFICE = Actor(1, None, frozenset({Role.ADMINISTRATION, Role.ADMINISTRATOR}))


@dataclass
class Table:
    """An open session at a speakers' list. bridge, mosque: keys of organisations; screen: a projector."""

    evening: Evening
    console: Console
    screen: FlaskClient
    bridge: str
    mosque: str

    def phone(self) -> Phone:
        return self.evening.phone()

    def asks(self, phone: Phone, name: str, organisation: str = "", wish: str = "speech") -> tuple[int, str]:
        form = {"name": name, "organisation": organisation, "wish": wish}
        answer = phone.client.post(f"/speakers/{the_list().public_id}?lang=en", data=form, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    def is_asked(self, *wishes: tuple[str, str]) -> list[Phone]:
        """A phone for each (name, organisation)."""
        phones = [self.phone() for _ in wishes]
        for phone, (name, organisation) in zip(phones, wishes, strict=True):
            assert self.asks(phone, name, organisation)[0] == 303
        return phones

    def goes_back(self, phone: Phone) -> int:
        address = f"/speakers/{the_list().public_id}/back?lang=en"
        return phone.client.post(address, headers=SAME_ORIGIN).status_code

    def does(self, act: str, name: str = "", *, place: int | None = None, **more: object) -> tuple[int, str]:
        """name: of whom it is about; place: in the order in which they asked, where nobody has a name."""
        about = {"speech": speech_of(name).id} if name else {}
        if place is not None:
            about = {"speech": speeches()[place].id}
        return self.console.sends(f"speakers/{the_list().step_id}", {"act": act, **about, **more})

    def writes_down(self, name: str, organisation: str = "", wish: str = "speech") -> tuple[int, str]:
        return self.console.sends(
            f"speakers/{the_list().step_id}",
            {"act": "enter", "name": name, "organisation": organisation, "wish": wish},
        )

    def order(self) -> list[str]:
        """Who waits, as the screen shows it."""
        shown = self.projects().partition("speakers-next")[2].partition("</ol>")[0]
        return re.findall(r"<b><bdi[^>]*>([^<]*)</bdi></b>", shown)

    def projects(self, lang: str = "en") -> str:
        return self.screen.get(f"/screen?lang={lang}").text


def open_table(
    house: House, *, minutes: str = "3", moderator: Moderator | None = None, confidential: bool = False
) -> Table:
    evening = begin_evening(house)
    moderator = moderator or house.moderator()
    console = Console(moderator, evening.topic)
    with database.transaction() as tx:
        keys = [
            organisations.take_in(tx, Portrait(name, Kind.MIGRANT), by=OFFICE).key
            for name in ("Verein Brücke", "Moscheeverein")
        ]
    asked = {
        "question_de": "Wohin mit dem Geld?",
        "minutes": minutes,
        **({"confidential": "y"} if confidential else {}),
    }
    assert console.sends("speakers/new", asked)[0] == 303
    table = Table(evening, console, house.app.test_client(), *keys)
    assert console.presses("select", step=the_list().step_id) == 303
    opened = moderator.client.post(
        f"/desk/sessions/{evening.topic}/screen", data={"form_token": moderator.form_token()}, headers=SAME_ORIGIN
    )
    assert table.screen.get(opened.location, follow_redirects=True).status_code == 200
    return table


def the_list() -> SpeakersList:
    with database.reading() as session:
        return session.scalars(select(SpeakersList).order_by(SpeakersList.id.desc())).first() or SpeakersList()


def speech_of(name: str) -> Speech:
    """The newest of that name."""
    with database.reading() as session:
        return session.scalars(select(Speech).filter_by(name=name).order_by(Speech.id.desc())).first() or Speech()


def speeches() -> list[Speech]:
    with database.reading() as session:
        return list(session.scalars(select(Speech).order_by(Speech.id)))


def words_step() -> int:
    """A step of another kind."""
    with database.reading() as session:
        return session.scalars(select(RunStep.id).where(RunStep.kind != "speakers").order_by(RunStep.id)).first() or 0
