"""What lies over the steps of an evening: undo, announcements, the brake, several screens, a rehearsal."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from participation.foundation import clock, database
from participation.foundation.permissions import Role
from participation.sessions.models import LiveSession, RunStep, ScreenKey
from participation.sessions.rules import CALLS
from participation.voting.models import Ballot, BallotOption, CountedBallot, RoomTicket, Seat, Vote
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console, newest_ballot
from tests.console.test_run_sheet import adds, live, steps
from tests.voting.evening import Evening, begin_evening

SCRIPT = "Nicht länger als fünf Minuten."


@pytest.fixture
def evening(house: House) -> Evening:
    return begin_evening(house)


@pytest.fixture
def console(evening: Evening, moderator: Moderator) -> Console:
    return Console(moderator, evening.topic)


def opens_screen(console: Console, house: House, **form: str) -> FlaskClient:
    """A projector with a key of its own."""
    hall = house.app.test_client()
    answer = console.moderator.client.post(
        f"/desk/sessions/{console.topic}/screen",
        data={"form_token": console.moderator.form_token(), **form},
        headers=SAME_ORIGIN,
    )
    assert hall.get(answer.location, follow_redirects=True).status_code == 200
    return hall


# --- undo


def test_the_last_press_is_taken_back_and_taken_back_again_it_is_done(console: Console) -> None:
    [vote] = steps()
    words = adds(console)
    console.presses("select", step=words.id)
    console.presses("time_start")
    running = live().clock_ends_at

    assert console.presses("undo") == 303
    assert (live().step_id, live().clock_ends_at) == (words.id, None)
    assert console.presses("undo") == 303
    assert (live().step_id, live().clock_ends_at) == (words.id, running)
    console.presses("blank")
    assert console.presses("undo") == 303
    assert live().view == "step"
    console.presses("select", step=vote.id)
    assert console.presses("undo") == 303
    assert (live().step_id, live().clock_ends_at) == (words.id, running)


def test_where_there_is_nothing_to_go_back_to_it_is_said(console: Console) -> None:
    words = adds(console, act="now")
    other = adds(console, act="now")
    console.sends(f"steps/{words.id}/remove", {})

    status, page = console.sends("", {"act": "undo"})

    assert status in {404, 409}
    assert console.presses("undo") == 409
    assert live().step_id == other.id
    assert page


def test_an_open_vote_is_not_left_by_taking_a_press_back(console: Console, evening: Evening) -> None:
    [vote] = steps()
    adds(console, act="now")
    console.presses("select", step=vote.id)
    evening.opens()

    assert console.presses("undo") == 409
    assert live().step_id == vote.id
    console.presses("blank")
    assert console.presses("undo") == 303  # the view alone leaves no vote
    assert live().step_id == vote.id


def test_whoever_did_not_see_the_last_press_does_not_take_it_back(house: House, evening: Evening) -> None:
    first = Console(house.moderator("Max Beispiel"), evening.topic)
    second = Console(house.moderator("Aylin Örnek"), evening.topic)
    words = adds(first)
    seen = live().moves
    first.presses("select", step=words.id)

    assert second.presses("undo", moves=seen) == 409
    assert live().step_id == words.id
    assert second.presses("undo", moves=live().moves) == 303


# --- announcements


@pytest.mark.parametrize("key", sorted(CALLS))
def test_a_ready_made_announcement_is_read_in_every_language_until_it_is_taken_away(
    console: Console, evening: Evening, house: House, key: str
) -> None:
    hall = opens_screen(console, house)

    assert console.presses("message", call=key) == 303

    phone = evening.phone()
    assert len({live().message[lang] for lang in ("de", "en", "tr", "ar", "uk", "fa")}) == 6
    for lang in ("de", "ar", "uk"):
        assert live().message[lang] in phone.sees(lang)
        assert live().message[lang] in hall.get(f"/screen?lang={lang}").text
    assert console.presses("message_end") == 303
    assert live().message == {}
    assert console.presses("undo") == 303
    assert live().message["de"] in phone.sees("de")


def test_own_words_are_one_line_and_not_too_long(console: Console, evening: Evening) -> None:
    assert console.presses("message", words="Das rote Fahrrad\nsteht im Weg.") == 303
    assert list(live().message.values()) == ["Das rote Fahrrad steht im Weg."]
    assert console.presses("message", words="x" * 161) == 422
    assert console.presses("message", words=" ") == 422
    assert "Das rote Fahrrad steht im Weg." in evening.phone().sees("tr")


def test_an_announcement_ends_with_the_session(console: Console, evening: Evening) -> None:
    console.presses("message", call="soon")
    console.presses("end")

    assert live().message == {}
    assert console.presses("message", call="soon") == 409
    assert "five minutes" not in evening.stranger().sees("en")


# --- the brake


@pytest.fixture
def interpreter(house: House) -> Moderator:
    return house.moderator("Iris Sprachmittlerin", Role.INTERPRETER)


def in_the_booth(interpreter: Moderator, topic: str, act: str) -> int:
    form = {"act": act, "form_token": interpreter.form_token()}
    return interpreter.client.post(f"/desk/booth/{topic}", data=form, headers=SAME_ORIGIN).status_code


def test_interpreters_read_the_next_step_before_the_room(
    console: Console, evening: Evening, interpreter: Moderator
) -> None:
    adds(console, script=SCRIPT)

    booth = interpreter.reads(f"/desk/booth/{evening.topic}?lang=en")
    assert "Der Rahmen" in booth
    assert "ما هو الثابت؟" in booth
    assert SCRIPT in booth
    assert "Der Rahmen" not in evening.phone().sees("de")
    pushed = interpreter.client.get(f"/desk/booth/{evening.topic}/now?lang=en").get_json()
    assert SCRIPT in pushed["frame"]["html"]
    assert evening.topic in interpreter.reads("/desk/booth")


def test_the_brake_tells_the_desk_and_stops_the_time_until_they_can_follow(
    console: Console, evening: Evening, interpreter: Moderator
) -> None:
    adds(console, act="now", minutes="10")
    console.presses("time_start")
    now = clock.now() + timedelta(minutes=1)
    with clock.held_at(now):
        assert in_the_booth(interpreter, evening.topic, "brake") == 303
        left = live().clock_left
        assert left is not None
        assert 530 <= left <= 541
        assert "Slower, please: the interpreters cannot follow." in console.shows()
        assert in_the_booth(interpreter, evening.topic, "brake") == 303  # pulled twice it is pulled
        assert live().clock_left == left
        assert in_the_booth(interpreter, evening.topic, "ease") == 303
        assert live().clock_ends_at == now + timedelta(seconds=left)
    assert "Slower, please" not in console.shows()
    assert live().brake_at is None


def test_a_time_that_the_moderator_stopped_does_not_go_on_by_itself(
    console: Console, evening: Evening, interpreter: Moderator
) -> None:
    adds(console, act="now", minutes="10")
    console.presses("time_start")
    console.presses("time_stop")
    in_the_booth(interpreter, evening.topic, "brake")

    assert console.presses("ease") == 303

    assert (live().clock_ends_at, live().brake_at) == (None, None)


def test_the_brake_refuses_no_press_of_the_desk(console: Console, evening: Evening, interpreter: Moderator) -> None:
    words = adds(console)
    seen = live().moves
    in_the_booth(interpreter, evening.topic, "brake")

    assert console.presses("select", step=words.id, moves=seen) == 303


# --- over midnight, and over the change to winter time


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 11, 30, 22, 50, tzinfo=UTC), "12:10"),  # ten to midnight in Musterstadt
        (datetime(2026, 10, 25, 0, 50, tzinfo=UTC), "2:10"),  # ten minutes before the hour that comes twice
        (datetime(2026, 3, 29, 0, 50, tzinfo=UTC), "3:10"),  # before the hour that is left out
    ],
)
def test_a_time_runs_its_minutes_whatever_the_clock_on_the_wall_does(
    console: Console, evening: Evening, now: datetime, until: str
) -> None:
    adds(console, act="now", minutes="20")
    with clock.held_at(now):
        assert console.presses("time_start") == 303
        assert live().clock_ends_at == now + timedelta(minutes=20)
        assert f"until <bdi>{until}" in evening.stranger().sees("en")
    with clock.held_at(now + timedelta(minutes=15)):
        assert console.presses("time_stop") == 303
        assert live().clock_left == 5 * 60


# --- screens


def test_each_screen_has_a_number_a_language_and_its_own_content(console: Console, house: House) -> None:
    first = opens_screen(console, house)
    second = opens_screen(console, house, shows="join")
    token = {"form_token": console.moderator.form_token(), "screen_lang": "ar"}
    arabic = console.moderator.client.post(
        f"/desk/sessions/{console.topic}/screen?lang=de", data=token, headers=SAME_ORIGIN, follow_redirects=True
    )
    assert '<html lang="ar" dir="rtl"' in arabic.text

    assert 'data-number="1" data-shows="follow"' in first.get("/screen?lang=de").text
    assert 'data-number="2" data-shows="join"' in second.get("/screen?lang=de").text
    assert console.sends("screens/1", {"shows": "time"})[0] == 303
    told = second.get("/screen/now?lang=de").get_json()["frame"]["shows"]
    assert told == {"1": "time", "2": "join", "3": "follow"}
    assert "Screen 2" in console.moderator.reads(f"/desk/sessions/{console.topic}/screens?lang=en")


def test_a_screen_that_is_shut_sees_nothing_more_and_the_others_go_on(console: Console, house: House) -> None:
    first, second = opens_screen(console, house), opens_screen(console, house)

    assert console.sends("screens/1", {"act": "shut"})[0] == 303

    assert first.get("/screen").status_code == 404
    assert first.get("/screen/now").status_code == 404
    assert second.get("/screen/now?lang=de").get_json()["frame"]["shows"] == {"2": "follow"}
    assert console.sends("screens/1", {"shows": "join"})[0] == 404
    third = opens_screen(console, house)
    assert 'data-number="3"' in third.get("/screen?lang=de").text


# --- rehearsal

KEPT_NOWHERE = (RunStep, Ballot, BallotOption, Vote, CountedBallot, Seat, RoomTicket, ScreenKey)


def rows() -> dict[str, int]:
    with database.reading() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in KEPT_NOWHERE
        }


def plans(console: Console) -> Console:
    """A session that has not begun, with words and with a vote."""
    form = {"title": "Der große Abend", "place": "Halle", "pattern": "", "form_token": console.moderator.form_token()}
    answer = console.moderator.client.post("/desk/sessions", data=form, headers=SAME_ORIGIN)
    planned = Console(console.moderator, answer.location.split("/")[-1].partition("?")[0])
    assert planned.sends("steps/new", {"kind": "text", "title_de": "Willkommen", "script": SCRIPT})[0] == 303
    assert planned.sends("ballots/new", {"question": "Ja?", "method": "yesno", "kind": "confidential"})[0] == 303
    return planned


def rehearses(planned: Console) -> Console:
    answer = planned.moderator.client.post(
        f"/desk/sessions/{planned.topic}/rehearse",
        data={"form_token": planned.moderator.form_token()},
        headers=SAME_ORIGIN,
    )
    return Console(planned.moderator, answer.location.split("/")[-1].partition("?")[0])


def test_a_whole_evening_is_rehearsed_and_leaves_nothing(console: Console, house: House) -> None:
    planned = plans(console)
    before = rows()
    copy = rehearses(planned)
    assert copy.topic != planned.topic
    assert copy.presses("open") == 303
    with database.reading() as session:
        [rehearsal] = session.scalars(select(LiveSession).filter_by(rehearsal=True)).all()
        sheet = session.scalars(select(RunStep).filter_by(session_id=rehearsal.id).order_by(RunStep.position)).all()
    assert [(one.kind, one.script) for one in sheet] == [("text", SCRIPT), ("vote", "")]
    opens_screen(copy, house)
    phone = house.app.test_client()
    assert copy.sends("tickets", {"count": "1"})[0] == 200
    assert phone.post("/join", data={"code": rehearsal.code}, headers=SAME_ORIGIN).status_code == 303
    assert "nothing of it is kept" in phone.get(f"/live/{copy.topic}?lang=en").text
    assert copy.presses("select", step=sheet[1].id) == 303
    assert copy.ballot_act("start") == 303
    assert copy.presses("end") == 409  # not while a vote is open
    assert copy.ballot_act("cancel", reason="Nur geprobt.") == 303

    assert copy.presses("end") == 303

    assert rows() == before
    assert "This rehearsal has ended. Nothing of it was kept." in copy.shows()
    assert copy.presses("open") == 404
    assert "Thank you for taking part." in phone.get(f"/live/{copy.topic}?lang=en").text
    listed = console.moderator.reads("/desk/sessions?lang=en")
    assert listed.count("Der große Abend") == 1
    with clock.held_at(clock.now() + timedelta(hours=2)):
        rehearses(planned)
    with database.reading() as session:
        assert session.scalar(select(LiveSession).filter_by(public_id=copy.topic)) is None


def test_the_numbers_of_a_rehearsal_are_never_given_again(console: Console) -> None:
    """The log names sessions and votes by them."""
    planned = plans(console)
    copy = rehearses(planned)
    with database.reading() as session:
        numbers = session.scalar(select(func.max(LiveSession.id))), session.scalar(select(func.max(Ballot.id)))
    copy.presses("open")
    copy.presses("end")

    with clock.held_at(clock.now() + timedelta(hours=2)):
        rehearses(planned)

    with database.reading() as session:
        now = session.scalar(select(func.max(LiveSession.id))), session.scalar(select(func.max(Ballot.id)))
    assert (now[0] or 0) > (numbers[0] or 0)
    assert (now[1] or 0) > (numbers[1] or 0)


def test_residents_are_not_invited_to_a_rehearsal_and_no_harvest_knows_it(house: House, console: Console) -> None:
    console.presses("end")
    copy = rehearses(plans(console))
    copy.presses("open")
    sheet = steps(3)
    copy.presses("select", step=sheet[1].id)
    copy.ballot_act("start")
    copy.ballot_act("close")
    from participation.voting import ledger  # noqa: PLC0415 - beside its use

    ledger.current().finish(newest_ballot().id)
    copy.ballot_act("publish")

    assert "Der große Abend" not in house.resident().reads("/?lang=en")
    assert "Der große Abend" not in console.moderator.reads("/desk/harvest?lang=en")


def test_only_what_has_not_begun_is_rehearsed(console: Console) -> None:
    assert console.sends("rehearse", {})[0] == 409
    copy = rehearses(plans(console))
    assert copy.sends("rehearse", {})[0] == 409
