"""A method in a few steps comes onto any run sheet with one button."""

from sqlalchemy import select

from participation.foundation import database
from participation.sessions.methods import METHODS
from participation.sessions.models import LiveSession, RunStep
from tests.conftest import SAME_ORIGIN, House
from tests.console.desk import Console
from tests.voting.evening import begin_evening


def steps(live: int) -> list[tuple[str, int | None]]:
    with database.reading() as session:
        found = session.scalars(select(RunStep).where(RunStep.session_id == live).order_by(RunStep.position))
        return [(one.kind, one.minutes) for one in found if one.kind != "vote"]


def test_a_method_stands_behind_the_step_that_is_on(house: House) -> None:
    evening = begin_evening(house)
    moderator = house.moderator()
    console = Console(moderator, evening.topic)
    with database.reading() as session:
        live = session.scalars(select(LiveSession).where(LiveSession.public_id == evening.topic)).one().id
    for title in ("Vorher", "Nachher"):
        assert console.sends("steps/new", {"kind": "text", "title_de": title})[0] == 303
    with database.reading() as session:
        first = session.scalars(select(RunStep.id).where(RunStep.kind == "text").order_by(RunStep.id)).first()
    console.presses("select", step=first or 0)

    assert console.sends("methods", {"method": "one_two_four_all"})[0] == 303

    found = steps(live)
    place = found.index(("silence", 1))
    assert found[place : place + 4] == [("silence", 1), ("talk", 2), ("talk", 4), ("talk", 5)]
    assert found[place - 1] == ("text", None)
    with database.reading() as session:
        words = session.scalars(select(RunStep).where(RunStep.kind == "silence")).one()
    assert set(words.title) == set(words.text) == {"de", "en", "tr", "ar"}
    assert words.title["en"] == "Each for themselves"


def test_every_method_is_offered_with_its_time(house: House) -> None:
    evening = begin_evening(house)
    moderator = house.moderator()
    page = moderator.reads(f"/desk/sessions/{evening.topic}/methods?lang=en")

    for one in METHODS.values():
        assert one.name in page
    assert "12 min" in page
    assert f"/desk/sessions/{evening.topic}/methods" in moderator.reads(f"/desk/sessions/{evening.topic}?lang=en")


def test_there_is_no_other_method(house: House) -> None:
    evening = begin_evening(house)
    moderator = house.moderator()
    form = {"method": "dance", "form_token": moderator.form_token()}
    address = f"/desk/sessions/{evening.topic}/methods"
    assert moderator.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 400
