"""A hall with an open space: phones bring concerns, the desk lets them through and gives them times and places."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.foundation import chance, database
from participation.moderation.models import Case
from participation.openspace.models import InSpace, Space, SpaceRoom, SpaceSlot, Topic
from participation.sessions.models import RunStep
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console
from tests.voting.evening import Evening, Phone, begin_evening

PLACES = {
    "rooms": "Aula\nCafé\nWiese",
    "day": "2026-11-30",
    "hour": "18:00",
    "count": "3",
    "minutes": "45",
    "pause": "15",
}


@dataclass
class SpaceDesk:
    """One moderator at one marketplace."""

    moderator: Moderator
    topic: str

    @property
    def address(self) -> str:
        return f"/desk/sessions/{self.topic}/space"

    def sends(self, form: dict[str, object], path: str = "") -> tuple[int, str]:
        sent = {**form, "form_token": self.moderator.form_token()}
        answer = self.moderator.client.post(f"{self.address}{path}?lang=en", data=sent, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    def does(self, act: str, number: int = 0, **more: object) -> tuple[int, str]:
        """number: of a concern, as this desk sees it now."""
        about = {"topic": seen(number)} if number else {}
        return self.sends({"act": act, **about, **{key: str(it) for key, it in more.items()}})

    def lets_through(self, *numbers: int, table: type[InSpace] = Topic) -> int:
        with database.reading() as session:
            cases = {case.contribution_id: case.revision for case in session.scalars(select(Case))}
        picked = [f"{one.id}:{cases.get(one.contribution_id or 0, 0)}" for one in numbered(*numbers, table=table)]
        return self.sends({"act": "release", "kind": table.KIND.value, "one": picked})[0]

    def places(self, number: int, slot: int, room: int) -> tuple[int, str]:
        """slot, room: counted from 0."""
        return self.does("place", number, to=f"{slots()[slot].id}:{rooms()[room].id}")

    def shows(self, lang: str = "en") -> str:
        return self.moderator.reads(f"{self.address}?lang={lang}")


@dataclass
class OpenSpace:
    """An open session with an open space of three places and three times. screen: a projector."""

    house: House
    evening: Evening
    console: Console
    desk: SpaceDesk
    screen: FlaskClient

    def phone(self) -> Phone:
        return self.evening.phone()

    def brings(self, phone: Phone, text: str, lang: str = "de", **more: object) -> tuple[int, str]:
        form = {"text": text, "once": chance.token(), **more}
        return posts(phone.client, f"/spaces/{space().public_id}/topics", form, lang)

    def is_told(self, *texts: str) -> None:
        """A new phone for each concern; the desk has let all of them through."""
        for text in texts:
            assert self.brings(self.phone(), text)[0] == 303
        self.desk.lets_through(*range(1, 1 + space().topics))

    def is_told_one(self, text: str) -> None:
        assert self.brings(self.phone(), text)[0] == 303
        self.desk.lets_through(space().topics)

    def reports(self, client: FlaskClient, number: int, said: str, lang: str = "de", **more: object) -> tuple[int, str]:
        form = {"said": said, "once": chance.token(), **more}
        return posts(client, f"/spaces/{space().public_id}/topics/{number}/report", form, lang)

    def agrees(self, phone: Phone, text: str, lang: str = "de", **more: object) -> tuple[int, str]:
        form = {"text": text, "once": chance.token(), **more}
        return posts(phone.client, f"/spaces/{space().public_id}/actions/new", form, lang)

    def wants(self, phone: Phone, number: int, want: str = "yes") -> int:
        return posts(phone.client, f"/spaces/{space().public_id}/topics/{number}/want", {"want": want})[0]

    def calls_up(self, kind: str) -> None:
        assert self.console.presses("select", step=step_of(kind)) == 303

    def projects(self, lang: str = "de") -> str:
        return self.screen.get(f"/screen?lang={lang}").text

    def reads(self, path: str = "", lang: str = "de") -> str:
        return self.house.resident().reads(f"/spaces/{space().public_id}{path}?lang={lang}")


def posts(client: FlaskClient, address: str, form: dict[str, object], lang: str = "de") -> tuple[int, str]:
    answer = client.post(f"{address}?lang={lang}", data=form, headers=SAME_ORIGIN)
    return answer.status_code, answer.text


def open_space(house: House, *, places: dict[str, str] | None = None, moderator: Moderator | None = None) -> OpenSpace:
    evening = begin_evening(house)
    moderator = moderator or house.moderator()
    console = Console(moderator, evening.topic)
    assert console.sends("space/new", PLACES if places is None else places)[0] == 303
    hall = OpenSpace(house, evening, console, SpaceDesk(moderator, evening.topic), house.app.test_client())
    hall.calls_up("topics")
    opened = moderator.client.post(
        f"/desk/sessions/{evening.topic}/screen", data={"form_token": moderator.form_token()}, headers=SAME_ORIGIN
    )
    assert hall.screen.get(opened.location, follow_redirects=True).status_code == 200
    return hall


def space() -> Space:
    with database.reading() as session:
        return session.scalars(select(Space).order_by(Space.id.desc())).first() or Space()


def step_of(kind: str) -> int:
    with database.reading() as session:
        found = select(RunStep.id).where(RunStep.kind == kind).order_by(RunStep.id.desc())
        return session.scalars(found).first() or 0


def numbered(*numbers: int, table: type[InSpace] = Topic) -> list[InSpace]:
    with database.reading() as session:
        found = select(table).where(table.space_id == space().id, table.number.in_(numbers)).order_by(table.number)
        return list(session.scalars(found))


def topic(number: int) -> Topic:
    with database.reading() as session:
        wanted = Topic.space_id == space().id, Topic.number == number
        return session.scalars(select(Topic).where(*wanted)).one()


def seen(number: int) -> str:
    found = topic(number)
    return f"{found.id}:{found.revision}"


def rooms() -> list[SpaceRoom]:
    with database.reading() as session:
        wanted = SpaceRoom.space_id == space().id, ~SpaceRoom.gone
        return list(session.scalars(select(SpaceRoom).where(*wanted).order_by(SpaceRoom.id)))


def slots() -> list[SpaceSlot]:
    with database.reading() as session:
        wanted = SpaceSlot.space_id == space().id, ~SpaceSlot.gone
        return list(session.scalars(select(SpaceSlot).where(*wanted).order_by(SpaceSlot.starts_at)))


def stands(number: int) -> tuple[int, int] | int | None:
    """(time, place) counted from 0, the number of the concern it goes on in, or None."""
    found = topic(number)
    if found.part_of_id is not None:
        with database.reading() as session:
            return session.get_one(Topic, found.part_of_id).number
    if found.room_id is None:
        return None
    times, places = [one.id for one in slots()], [one.id for one in rooms()]
    return times.index(found.slot_id or 0), places.index(found.room_id)


def said(kind: str = "topic") -> list[Contribution]:
    with database.reading() as session:
        return list(session.scalars(select(Contribution).where(Contribution.kind == kind).order_by(Contribution.id)))


def kept(table: type[InSpace]) -> list[InSpace]:
    with database.reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))


def lines(page: str) -> list[str]:
    """The rows of a projector's page, as text."""
    rows = re.findall(r"<li data-row[^>]*>(.*?)</li>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
