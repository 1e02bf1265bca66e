"""A hall with a wall of cards: phones write, the desk puts them in order."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import select

from participation.cardwall.models import Wall, WallCard, WallGroup
from participation.contributions.models import Contribution
from participation.foundation import chance, database
from participation.moderation.models import Case
from participation.sessions.models import RunStep
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console
from tests.voting.evening import Evening, Phone, begin_evening

QUESTION = "Was hilft beim Ankommen?"


@dataclass
class WallDesk:
    """One moderator at one wall."""

    moderator: Moderator
    topic: str
    step: int

    @property
    def address(self) -> str:
        return f"/desk/sessions/{self.topic}/walls/{self.step}"

    def does(self, act: str, *cards: int, **more: object) -> tuple[int, str]:
        """cards: by their numbers on the wall, as this desk sees them now."""
        picked = [f"{one.id}:{one.revision}" for one in cards_numbered(*cards)]
        return self.sends({"act": act, "card": picked, **{key: str(it) for key, it in more.items()}})

    def sends(self, form: dict[str, object], path: str = "") -> tuple[int, str]:
        sent = {**form, "form_token": self.moderator.form_token()}
        answer = self.moderator.client.post(f"{self.address}{path}?lang=en", data=sent, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    def lets_through(self, *cards: int) -> int:
        with database.reading() as session:
            cases = {case.contribution_id: case.revision for case in session.scalars(select(Case))}
        picked = [f"{one.id}:{cases.get(one.contribution_id or 0, 0)}" for one in cards_numbered(*cards)]
        return self.sends({"act": "release", "card": picked})[0]

    def groups(self, *cards: int, name: str = "") -> int:
        status, _ = self.does("move", *cards, to="new", name=name)
        assert status == 303
        return groups()[-1].id

    def shows(self, lang: str = "en") -> str:
        return self.moderator.reads(f"{self.address}?lang={lang}")


@dataclass
class Hall:
    """An open session whose wall is on. screen: a projector."""

    house: House
    evening: Evening
    console: Console
    desk: WallDesk
    screen: FlaskClient

    def phone(self) -> Phone:
        return self.evening.phone()

    def writes(self, phone: Phone, text: str, lang: str = "de", **more: str) -> tuple[int, str]:
        return writes(phone.client, text, lang, **more)

    def is_told(self, *texts: str) -> None:
        """A new phone for each card; the desk has let all of them through."""
        for text in texts:
            assert self.writes(self.phone(), text)[0] == 303
        self.desk.lets_through(*range(1, 1 + wall().numbers))

    def projects(self, lang: str = "de") -> str:
        return self.screen.get(f"/screen?lang={lang}").text


def writes(client: FlaskClient, text: str, lang: str = "de", **more: str) -> tuple[int, str]:
    form = {"text": text, "once": chance.token(), **more}
    answer = client.post(f"/walls/{wall().public_id}/cards?lang={lang}", data=form, headers=SAME_ORIGIN)
    return answer.status_code, answer.text


def open_hall(house: House, *, hidden: bool = False, hearts: bool = False, moderator: Moderator | None = None) -> Hall:
    evening = begin_evening(house)
    moderator = moderator or house.moderator()
    console = Console(moderator, evening.topic)
    cover = {name: "yes" for name, wanted in (("hidden", hidden), ("hearts", hearts)) if wanted}
    assert console.sends("walls/new", {"question_de": QUESTION, "question_ar": "ما الذي يساعد؟", **cover})[0] == 303
    step = wall_step()
    assert console.presses("select", step=step) == 303
    screen = house.app.test_client()
    opened = moderator.client.post(
        f"/desk/sessions/{evening.topic}/screen", data={"form_token": moderator.form_token()}, headers=SAME_ORIGIN
    )
    assert screen.get(opened.location, follow_redirects=True).status_code == 200
    return Hall(house, evening, console, WallDesk(moderator, evening.topic, step), screen)


def wall() -> Wall:
    with database.reading() as session:
        return session.scalars(select(Wall).order_by(Wall.id.desc())).first() or Wall()


def wall_step() -> int:
    with database.reading() as session:
        return (
            session.scalars(select(RunStep.id).where(RunStep.kind == "cards").order_by(RunStep.id.desc())).first() or 0
        )


def cards_numbered(*numbers: int) -> list[WallCard]:
    with database.reading() as session:
        found = select(WallCard).where(WallCard.wall_id == wall().id, WallCard.number.in_(numbers))
        return list(session.scalars(found.order_by(WallCard.number)))


def groups() -> list[WallGroup]:
    with database.reading() as session:
        return list(session.scalars(select(WallGroup).where(~WallGroup.gone).order_by(WallGroup.number)))


def standing() -> dict[int, int | None]:
    """Number of a card -> the group it stands in."""
    with database.reading() as session:
        rows = session.execute(select(WallCard.number, WallCard.group_id).order_by(WallCard.number))
        return {number: group for number, group in rows}  # noqa: C416 - rows are not pairs to the checker


def said() -> list[Contribution]:
    with database.reading() as session:
        return list(session.scalars(select(Contribution).where(Contribution.kind == "card").order_by(Contribution.id)))


def lines(page: str) -> list[str]:
    """The cards of a projector's page, without their numbers."""
    return [re.sub(r"\s+", " ", one) for one in re.findall(r'<li data-row>.*?<bdi lang="[^"]*">(.*?)</bdi>', page)]
