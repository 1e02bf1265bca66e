"""A podium: who sits there, questions in every language, hearts, taking up; names that go by themselves."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from participation.cardwall.models import Wall
from participation.forum.models import ForumPart, PodiumGuest
from participation.foundation import chance, clock, database, tidying
from participation.sessions.models import LiveSession, RunStep
from tests.cardwall.hall import WallDesk, lines
from tests.conftest import SAME_ORIGIN, House
from tests.forum.day import Day, plan_day, said

PEOPLE = "Dr. Amal Muster; Bürgermeisterin; Stadt Musterstadt\nليلى مثال; ; جمعية اللقاء\nJonas Exempel"


@pytest.fixture
def day(house: House) -> Day:
    day = plan_day(house)
    day.opens(day.plenary)
    return day


def podium(day: Day, people: str = PEOPLE) -> WallDesk:
    """The podium of the run sheet is on; returns the desk of its wall."""
    step = day.calls_up("podium")
    assert names(day, step, people) == 303
    return WallDesk(day.moderator, day.plenary.public_id, step.id)


def names(day: Day, step: RunStep, people: str) -> int:
    address = f"/desk/sessions/{day.plenary.public_id}/podium/{step.id}"
    with database.reading() as session:
        seen = session.get_one(RunStep, step.id).revision
    form = {"guests": people, "revision": seen, "form_token": day.moderator.form_token()}
    return day.moderator.client.post(address, data=form, headers=SAME_ORIGIN).status_code


def asks(phone: FlaskClient, text: str, lang: str) -> int:
    with database.reading() as session:
        wall = session.scalars(select(Wall.public_id).order_by(Wall.id.desc())).first()
    form = {"text": text, "once": chance.token()}
    return phone.post(f"/walls/{wall}/cards?lang={lang}", data=form, headers=SAME_ORIGIN).status_code


def sees(phone: FlaskClient, day: Day, lang: str = "en") -> str:
    return phone.get(f"/live/{day.plenary.public_id}?lang={lang}").text


def test_who_sits_there_stands_on_screen_and_phones_while_the_step_is_on(day: Day) -> None:
    podium(day)
    phone, screen = day.joins(), day.screen()

    for page in (sees(phone, day), screen.get("/screen?lang=de").text):
        for words in ("Dr. Amal Muster", "Bürgermeisterin", "ليلى مثال", "جمعية اللقاء", "Jonas Exempel"):
            assert words in page
    day.calls_up("text")
    assert "Amal" not in sees(phone, day)
    assert "Amal" not in screen.get("/screen?lang=de").text
    assert "Amal" not in day.reads()


def test_questions_in_three_languages_are_taken_up_by_hearts(day: Day) -> None:
    desk = podium(day)
    german, turkish, arabic = (day.joins() for _ in range(3))
    assert asks(german, "Wann wird gebaut?", "de") == 303
    assert asks(turkish, "Kira ne kadar olacak?", "tr") == 303
    assert asks(arabic, "متى تفتح الروضة؟", "ar") == 303
    assert "Wann wird gebaut?" not in sees(turkish, day)
    assert desk.lets_through(1, 2, 3) == 303

    with database.reading() as session:
        wall = session.scalars(select(Wall.public_id).order_by(Wall.id.desc())).first()
    for phone in (german, turkish):
        phone.post(f"/walls/{wall}/cards/3/want", data={"want": "yes"}, headers=SAME_ORIGIN)
    screen = day.screen()
    assert lines(screen.get("/screen?lang=de").text)[0] == "متى تفتح الروضة؟"
    assert desk.does("take_up", 3)[0] == 303

    page = screen.get("/screen?lang=en").text
    assert "Being answered now" in page
    assert "متى تفتح الروضة؟" in page
    assert "Questions: 3. Shown: 3. Answered in the hall: 0." in sees(german, day)
    assert desk.does("answer_later", 3)[0] == 303
    assert "Answered later in writing: 1." in sees(arabic, day)
    assert [one.status for one in said("card")] == ["published"] * 3


def test_a_podium_without_questions_is_a_podium(day: Day) -> None:
    podium(day)
    page = day.screen().get("/screen?lang=en").text
    assert "Dr. Amal Muster" in page
    assert "Questions:" not in page
    assert "Who sits there?" in day.moderator.reads(f"/desk/sessions/{day.plenary.public_id}?lang=en")


def test_a_podium_is_planned_in_any_session(house: House) -> None:
    moderator = house.moderator()
    token = {"form_token": moderator.form_token()}
    made = moderator.client.post("/desk/sessions", data={"title": "Abend", **token}, headers=SAME_ORIGIN).location
    address = f"{made.partition('?')[0]}/podium/new"

    def posts(**form: str) -> tuple[int, str]:
        answer = moderator.client.post(f"{address}?lang=en", data={**form, **token}, headers=SAME_ORIGIN)
        return answer.status_code, answer.text

    assert posts(question_de="Gespräch", guests="Amina; Ärztin", minutes="30")[0] == 303
    status, page = posts(question_de="Voll", guests="\n".join(f"Gast {number}" for number in range(20)))
    assert status == 422
    assert "At most 12 people fit on a podium." in page
    assert "Gast 19" in page
    assert posts(question_de="", guests="Amina")[0] == 422
    assert posts(question_de="Leer", guests="; Ärztin")[0] == 422
    with database.reading() as session:
        step = session.scalars(select(RunStep).where(RunStep.kind == "podium")).one()
        assert (step.title, step.minutes) == ({"de": "Gespräch"}, 30)
        assert [(one.name, one.role) for one in session.scalars(select(PodiumGuest))] == [("Amina", "Ärztin")]


def test_names_are_written_anew_and_what_is_wrong_is_kept_in_the_form(day: Day) -> None:
    step = day.calls_up("podium")
    assert names(day, step, PEOPLE) == 303
    assert names(day, step, "أمينة؛ مديرة؛ جمعية") == 303
    with database.reading() as session:
        [guest] = session.scalars(select(PodiumGuest)).all()
    assert (guest.name, guest.role, guest.organisation) == ("أمينة", "مديرة", "جمعية")
    assert names(day, step, "Nur eine") == 303
    assert names(day, step, "x" * 200) == 422
    page = day.moderator.reads(f"/desk/sessions/{day.plenary.public_id}/podium/{step.id}?lang=en")
    assert "Nur eine" in page
    assert names(day, day.calls_up("text"), PEOPLE) == 404


def test_the_step_goes_with_its_people_but_not_with_questions(day: Day) -> None:
    podium(day)
    step = day.calls_up("text")
    with database.reading() as session:
        found = session.scalars(select(RunStep).where(RunStep.kind == "podium")).one()
    address = f"/desk/sessions/{day.plenary.public_id}/steps/{found.id}/remove"
    token = {"form_token": day.moderator.form_token()}

    assert step.id != found.id
    assert day.moderator.client.post(address, data=token, headers=SAME_ORIGIN).status_code == 303
    with database.reading() as session:
        assert session.scalars(select(PodiumGuest)).all() == []
        assert session.scalars(select(Wall)).all() == []


def test_a_podium_where_somebody_asked_stays(day: Day) -> None:
    desk = podium(day)
    asks(day.joins(), "Wann?", "de")
    day.calls_up("text")
    address = f"/desk/sessions/{day.plenary.public_id}/steps/{desk.step}/remove"
    token = {"form_token": day.moderator.form_token()}
    assert day.moderator.client.post(address, data=token, headers=SAME_ORIGIN).status_code == 409
    with database.reading() as session:
        assert len(session.scalars(select(PodiumGuest)).all()) == 3


def test_a_rehearsal_has_the_same_people_and_keeps_no_question(house: House) -> None:
    day = plan_day(house)
    with database.reading() as session:
        wanted = RunStep.session_id == day.plenary.id, RunStep.kind == "podium"
        step = session.scalars(select(RunStep).where(*wanted)).one()
    names(day, step, PEOPLE)
    token = {"form_token": day.moderator.form_token()}
    address = f"/desk/sessions/{day.plenary.public_id}"
    copied = day.moderator.client.post(f"{address}/rehearse", data=token, headers=SAME_ORIGIN).location
    with database.reading() as session:
        topic = copied.partition("?")[0].rsplit("/", 1)[-1]
        live = session.scalars(select(LiveSession).where(LiveSession.public_id == topic)).one()
    live = day.opens(live)
    tried = day.calls_up("podium", live)
    phone = day.joins(live)
    assert "Dr. Amal Muster" in phone.get(f"/live/{live.public_id}?lang=en").text
    assert asks(phone, "Geprobt?", "de") == 303
    desk = WallDesk(day.moderator, live.public_id, tried.id)
    assert desk.lets_through(1) == 303
    assert desk.does("take_up", 1)[0] == 303
    assert "Geprobt?" in phone.get(f"/live/{live.public_id}?lang=en").text

    ending = f"/desk/sessions/{live.public_id}"
    day.moderator.client.post(ending, data={"act": "end", **token}, headers=SAME_ORIGIN)

    with database.reading() as session:
        assert {one.step_id for one in session.scalars(select(PodiumGuest))} == {step.id}
        assert {one.step_id for one in session.scalars(select(Wall))} == {step.id}
    assert said("card") == []


def test_thirty_days_later_nobody_is_named(day: Day) -> None:
    podium(day)
    day.link("Wohnen")
    token = {"form_token": day.moderator.form_token()}
    address = f"/desk/sessions/{day.plenary.public_id}"
    day.moderator.client.post(address, data={"act": "end", **token}, headers=SAME_ORIGIN)
    house = database.current()

    with clock.held_at(clock.now() + timedelta(days=29)):
        tidying.tidy(house)
    assert day.part("Wohnen").lead == "Frau Muster"
    with clock.held_at(clock.now() + timedelta(days=33)):
        tidying.tidy(house)

    with database.reading() as session:
        assert session.scalars(select(PodiumGuest)).all() == []
        assert {one.lead for one in session.scalars(select(ForumPart))} == {""}
        assert {one.key_hash for one in session.scalars(select(ForumPart))} == {None}
