"""A hall with a world café: guests take part by phone or by slip, the desk plans rounds and lets notes through."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.foundation import chance, database
from participation.moderation.models import Case
from participation.sessions.models import LiveSession, RunStep
from participation.worldcafe.models import Cafe, CafeGuest, CafeNote, CafePlace, CafeRound, CafeTable
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console
from tests.voting.evening import Evening, Phone, begin_evening

PLAN = {
    "tables": "5",
    "people": "4",
    "minutes": "20",
    "places": "am Fenster\n\nneben der Tür",
    "question_1_de": "Was hat Ihnen beim Ankommen geholfen?",
    "question_1_ar": "ما الذي ساعدكم عند الوصول؟",
    "question_2_de": "Was hat gefehlt?",
    "question_3_de": "Was soll die Stadt als Nächstes tun?",
}


@dataclass
class CafeHall:
    """An open session with a café. screen: a projector."""

    house: House
    evening: Evening
    console: Console
    moderator: Moderator
    screen: FlaskClient

    def desk(self, act: str, **more: object) -> tuple[int, str]:
        return self.console.sends("cafe", {"act": act, **{key: str(it) for key, it in more.items()}})

    def comes(self, *languages: str) -> Phone:
        """Somebody with a phone joins and takes part."""
        phone = self.evening.phone()
        assert self.says(phone, "in", languages=list(languages)) == 303
        return phone

    def come(self, count: int) -> list[Phone]:
        return [self.comes() for _ in range(count)]

    def says(self, phone: Phone, act: str, **more: object) -> int:
        return posts(phone.client, f"/cafes/{cafe().public_id}/me", {"act": act, **more})[0]

    def me(self, phone: Phone, lang: str = "en") -> str:
        return phone.client.get(f"/cafes/{cafe().public_id}/me?lang={lang}").text

    def notes(self, phone: Phone, table: int, text: str, lang: str = "de", **more: object) -> tuple[int, str]:
        form = {"text": text, "once": chance.token(), **more}
        return posts(phone.client, f"/cafes/{cafe().public_id}/tables/{table}", form, lang)

    def table(self, number: int, lang: str = "en", phone: Phone | None = None) -> str:
        client = phone.client if phone else self.house.app.test_client()
        return client.get(f"/cafes/{cafe().public_id}/tables/{number}?lang={lang}").text

    def lets_through(self) -> int:
        """All that waits."""
        with database.reading() as session:
            cases = {case.contribution_id: case.revision for case in session.scalars(select(Case))}
            picked = [f"{one.id}:{cases.get(one.contribution_id or 0, 0)}" for one in session.scalars(select(CafeNote))]
        return self.console.sends("cafe", {"act": "release", "one": picked})[0]

    def calls(self, number: int) -> None:
        """Call up a round."""
        assert self.console.presses("select", step=steps("round")[number - 1]) == 303

    def harvests(self) -> None:
        assert self.console.presses("select", step=steps("harvest")[0]) == 303

    def shows(self, lang: str = "en") -> str:
        return self.moderator.reads(f"/desk/sessions/{self.evening.topic}/cafe?lang={lang}")

    def projects(self, lang: str = "en") -> str:
        return self.screen.get(f"/screen?lang={lang}").text

    def reads(self, path: str = "", lang: str = "de") -> str:
        return self.house.resident().reads(f"/cafes/{cafe().public_id}{path}?lang={lang}")


def posts(client: FlaskClient, address: str, form: Mapping[str, object], lang: str = "de") -> tuple[int, str]:
    answer = client.post(f"{address}?lang={lang}", data=form, headers=SAME_ORIGIN)
    return answer.status_code, answer.text


def open_cafe(house: House, *, plan: dict[str, str] | None = None, moderator: Moderator | None = None) -> CafeHall:
    evening = begin_evening(house)
    moderator = moderator or house.moderator()
    console = Console(moderator, evening.topic)
    assert console.sends("cafe/new", PLAN if plan is None else plan)[0] == 303
    hall = CafeHall(house, evening, console, moderator, house.app.test_client())
    opened = moderator.client.post(
        f"/desk/sessions/{evening.topic}/screen", data={"form_token": moderator.form_token()}, headers=SAME_ORIGIN
    )
    assert hall.screen.get(opened.location, follow_redirects=True).status_code == 200
    return hall


def cafe() -> Cafe:
    with database.reading() as session:
        return session.scalars(select(Cafe).order_by(Cafe.id.desc())).first() or Cafe()


def steps(kind: str) -> list[int]:
    """Of the newest café's session, in the order of its run sheet."""
    with database.reading() as session:
        wanted = select(RunStep.id).where(RunStep.kind == kind, RunStep.session_id == cafe().session_id)
        return list(session.scalars(wanted.order_by(RunStep.position)))


def live() -> LiveSession:
    with database.reading() as session:
        return session.get_one(LiveSession, cafe().session_id)


def rounds() -> list[CafeRound]:
    with database.reading() as session:
        wanted = select(CafeRound).join(RunStep, RunStep.id == CafeRound.step_id).where(CafeRound.cafe_id == cafe().id)
        return list(session.scalars(wanted.order_by(RunStep.position)))


def guests() -> list[CafeGuest]:
    with database.reading() as session:
        return list(session.scalars(select(CafeGuest).where(CafeGuest.cafe_id == cafe().id).order_by(CafeGuest.number)))


def seats(number: int) -> dict[int, int]:
    """Number of a guest -> number of their table, in a round."""
    one = rounds()[number - 1]
    with database.reading() as session:
        rows = session.execute(
            select(CafeGuest.number, CafeTable.number)
            .join(CafePlace, CafePlace.guest_id == CafeGuest.id)
            .join(CafeTable, CafeTable.id == CafePlace.table_id)
            .where(CafePlace.round_id == one.id)
        )
        return {guest: table for guest, table in rows}  # noqa: C416 - rows are not pairs to the checker


def sizes(number: int) -> list[int]:
    found = seats(number)
    return sorted(list(found.values()).count(table) for table in set(found.values()))


def said() -> list[Contribution]:
    with database.reading() as session:
        return list(session.scalars(select(Contribution).where(Contribution.kind == "note").order_by(Contribution.id)))
