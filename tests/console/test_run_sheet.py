"""The run sheet: words for the hall, notes for whoever leads, the time, and two moderators at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from babel.dates import format_time as babel_time
from sqlalchemy import select

from participation.foundation import clock, database
from participation.foundation.locales import WRITTEN
from participation.sessions.asking import Asks
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.patterns import PATTERNS
from participation.sessions.rules import LONGEST_PARAGRAPH
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console
from tests.ideas.test_board import counted_statements
from tests.voting.evening import Evening, begin_evening

FRAME = {
    "kind": "text",
    "title_de": "Der Rahmen",
    "title_ar": "الإطار",
    "text_de": "Was steht fest?\nWas ist offen?",
    "text_ar": "ما هو الثابت؟",
    "minutes": "5",
    "script": "Nicht länger als fünf Minuten.",
    "material": "Plakat",
}


@pytest.fixture
def evening(house: House) -> Evening:
    return begin_evening(house)


@pytest.fixture
def console(evening: Evening, moderator: Moderator) -> Console:
    return Console(moderator, evening.topic)


def steps(session_id: int = 1) -> list[RunStep]:
    with database.reading() as session:
        wanted = select(RunStep).where(RunStep.session_id == session_id).order_by(RunStep.position)
        return list(session.scalars(wanted))


def live() -> LiveSession:
    with database.reading() as session:
        return session.get_one(LiveSession, 1)


def adds(console: Console, **more: str) -> RunStep:
    """A step behind the one that is on."""
    before = {one.id for one in steps()}
    assert console.sends("steps/new", {**FRAME, **more})[0] == 303
    return next(one for one in steps() if one.id not in before)


def screen(console: Console, house: House, lang: str = "de") -> str:
    hall = house.app.test_client()
    answer = console.moderator.client.post(
        f"/desk/sessions/{console.topic}/screen",
        data={"form_token": console.moderator.form_token()},
        headers=SAME_ORIGIN,
    )
    hall.get(answer.location.split("?")[0])
    return hall.get(f"/screen?lang={lang}").text


def test_everybody_reads_a_step_in_their_language_and_only_moderators_read_the_notes(
    console: Console, evening: Evening, house: House
) -> None:
    step = adds(console)
    assert "Der Rahmen" not in evening.phone().sees("de")

    assert console.presses("select", step=step.id) == 303

    phone = evening.phone()
    assert "Der Rahmen" in phone.sees("de")
    assert "ما هو الثابت؟" in phone.sees("ar")
    assert '<li data-row dir="auto">Was ist offen?</li>' in screen(console, house)
    desk = console.shows()
    assert "Nicht länger als fünf Minuten." in desk
    assert "Plakat" in desk
    pushed = phone.client.get(f"/live/{evening.topic}/now?lang=de").text
    for everybody in (phone.sees("de"), screen(console, house), pushed):
        assert "Nicht länger" not in everybody
        assert "Plakat" not in everybody


def test_a_new_step_stands_behind_the_one_that_is_on_and_now_shows_it_at_once(console: Console) -> None:
    [vote] = steps()
    last = adds(console, title_de="Zuletzt")
    between = adds(console, title_de="Dazwischen", act="now")

    assert [one.id for one in steps()] == [vote.id, between.id, last.id]
    assert live().step_id == between.id


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title_de": "", "title_ar": " "}, "There is no text yet"),
        ({"text_de": "x" * (LONGEST_PARAGRAPH + 1)}, "A paragraph has 241 characters"),
        ({"minutes": "bald"}, "whole minutes"),
        ({"minutes": "0"}, "whole minutes"),
        ({"minutes": "٩٩٩٩٩٩٩٩٩٩"}, "whole minutes"),
        ({"minutes": "000001" + "9" * 30}, "whole minutes"),
        ({"minutes": "0000010000"}, "whole minutes"),
        ({"title_de": "x" * 200}, "200"),
    ],
)
def test_a_step_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    console: Console, wrong: dict[str, str], sentence: str
) -> None:
    status, page = console.sends("steps/new", {**FRAME, **wrong})

    assert status == 422
    assert sentence in page
    assert "Nicht länger als fünf Minuten." in page
    assert wrong.get("text_de", FRAME["text_de"]) in page
    assert len(steps()) == 1


def test_words_are_changed_and_two_who_change_them_lose_nothing(console: Console) -> None:
    step = adds(console)
    address = f"steps/{step.id}"
    assert console.sends(address, {**FRAME, "title_de": "Unser Rahmen", "revision": 0})[0] == 303

    status, page = console.sends(address, {**FRAME, "title_de": "Mein Rahmen", "revision": 0})

    assert status == 409
    assert "Somebody else changed this a moment ago" in page
    assert 'value="Mein Rahmen"' in page
    assert "<b>Unser Rahmen</b>" in page  # what the other one stored stands beside it
    assert [one.title.get("de") for one in steps()][1] == "Unser Rahmen"


def test_a_vote_gets_notes_and_minutes_and_keeps_its_question(console: Console) -> None:
    [vote] = steps()
    form = {"minutes": "7", "script": "Erst erklären.", "title_de": "Anders", "revision": 0}

    assert console.sends(f"steps/{vote.id}", form)[0] == 303

    [vote] = steps()
    assert (vote.minutes, vote.script, vote.title) == (7, "Erst erklären.", {})
    assert console.sends(f"steps/{vote.id}/remove", {})[0] == 404
    assert len(steps()) == 1


def test_steps_change_places_and_at_the_ends_nothing_happens(console: Console) -> None:
    [vote] = steps()
    first, second = adds(console, title_de="Eins"), adds(console, title_de="Zwei")
    assert [one.id for one in steps()] == [vote.id, second.id, first.id]

    console.sends(f"steps/{second.id}/move", {"to": "later"})
    console.sends(f"steps/{second.id}/move", {"to": "later"})
    console.sends(f"steps/{vote.id}/move", {"to": "earlier"})

    assert [one.id for one in steps()] == [vote.id, first.id, second.id]


def test_a_step_goes_but_not_while_the_hall_sees_it(console: Console) -> None:
    step = adds(console, act="now")

    status, page = console.sends(f"steps/{step.id}/remove", {})
    assert (status, "The hall sees this step at this moment" in page) == (409, True)
    console.presses("select", step=steps()[0].id)
    assert console.sends(f"steps/{step.id}/remove", {})[0] == 303
    assert step.id not in [one.id for one in steps()]


def test_the_time_is_started_stopped_prolonged_and_ended(console: Console, evening: Evening) -> None:
    adds(console, act="now", minutes="10")
    now = clock.now()
    with clock.held_at(now):
        assert console.presses("time_start") == 303
        assert live().clock_ends_at == now + timedelta(minutes=10)
        assert f'data-clock="{round((now + timedelta(minutes=10)).timestamp() * 1000)}"' in evening.phone().sees()
        assert (
            f"until <bdi>{babel_time(clock.local(now + timedelta(minutes=10)), 'short', locale='en')}</bdi>"
            in evening.phone().sees()
        )
        assert console.presses("time_more") == 303
        assert live().clock_ends_at == now + timedelta(minutes=11)
        assert console.presses("time_stop") == 303
    assert (live().clock_ends_at, live().clock_left) == (None, 660)
    assert "11:00" in evening.phone().sees()
    assert console.presses("time_stop") == 409
    assert console.presses("time_on") == 303
    assert console.presses("time_end") == 303
    assert (live().clock_ends_at, live().clock_left) == (None, None)
    assert console.presses("time_more") == 409


def test_the_time_belongs_to_its_step_and_ends_with_it(console: Console) -> None:
    [vote] = steps()
    adds(console, act="now")
    console.presses("time_start")

    console.presses("select", step=vote.id)

    assert live().clock_ends_at is None


def test_of_two_moderators_the_second_reads_who_was_faster(house: House, evening: Evening) -> None:
    first = Console(house.moderator("Max Beispiel"), evening.topic)
    second = Console(house.moderator("Aylin Örnek"), evening.topic)
    [vote] = steps()
    later, last = adds(first, title_de="Später"), adds(first, title_de="Zuletzt")
    seen = live().moves

    assert first.presses("select", step=later.id, moves=seen) == 303
    refused = second.moderator.client.post(
        f"/desk/sessions/{evening.topic}?lang=en",
        data={"act": "select", "step": last.id, "moves": seen, "form_token": second.moderator.form_token()},
        headers=SAME_ORIGIN,
    )

    assert refused.status_code == 409
    assert "Max Beispiel moved the session on 1 s ago" in refused.text
    assert live().step_id == later.id
    assert second.presses("select", step=later.id, moves=seen) == 303  # both wanted the same: nobody is refused
    assert second.presses("select", step=vote.id, moves=live().moves) == 303


def test_whoever_is_faster_than_their_own_last_press_is_not_refused(house: House, evening: Evening) -> None:
    first = Console(house.moderator("Max Beispiel"), evening.topic)
    second = Console(house.moderator("Aylin Örnek"), evening.topic)
    [vote] = steps()
    words = adds(first)
    seen = live().moves

    assert first.presses("select", step=words.id, moves=seen) == 303
    assert first.presses("time_start", moves=seen) == 303
    assert second.presses("select", step=vote.id, moves=live().moves) == 303
    assert first.presses("select", step=words.id, moves=seen) == 409


def test_what_is_shown_now_is_refused_where_somebody_moved_on_meanwhile(house: House, evening: Evening) -> None:
    first = Console(house.moderator("Max Beispiel"), evening.topic)
    second = Console(house.moderator("Aylin Örnek"), evening.topic)
    words, seen = adds(first), live().moves
    second.presses("select", step=words.id)

    status, page = first.sends("steps/new", {**FRAME, "title_de": "Mein Einwurf", "act": "now", "moves": seen})

    assert status == 409
    assert "Aylin Örnek moved the session on" in page
    assert 'value="Mein Einwurf"' in page
    assert live().step_id == words.id
    assert len(steps()) == 2
    assert first.sends("steps/new", {**FRAME, "act": "now", "moves": live().moves})[0] == 303


def test_an_open_vote_is_not_left_by_a_slip_of_the_clicker(console: Console, evening: Evening) -> None:
    words = adds(console)
    evening.opens()

    assert console.presses("select", step=words.id) == 409
    assert console.sends("steps/new", {**FRAME, "act": "now"})[0] == 409
    form = {"question": "Pause?", "source": "own", "own": "Ja\nNein", "act": "now"}
    status, page = console.sends("ballots/new", form)

    assert (status, "The vote is still open. Please end it first." in page) == (409, True)
    assert len(steps()) == 2
    assert 'data-state="open"' in evening.phone().sees()


def test_words_for_a_step_that_somebody_took_out_become_a_new_one(console: Console) -> None:
    step = adds(console)
    console.sends(f"steps/{step.id}/remove", {})

    status, page = console.sends(f"steps/{step.id}", {**FRAME, "title_de": "Mein Rahmen", "revision": 0})

    assert status == 404
    assert 'value="Mein Rahmen"' in page
    assert f'action="/desk/sessions/{console.topic}/steps/new' in page


def test_two_who_add_a_step_at_the_same_moment_get_a_place_each(house_on_postgres: House) -> None:
    evening = begin_evening(house_on_postgres)
    consoles = [Console(house_on_postgres.moderator(name), evening.topic) for name in ("Max Beispiel", "Aylin Örnek")]
    tokens = [one.moderator.form_token() for one in consoles]

    def adds_at_once(place: int) -> int:
        form = {**FRAME, "title_de": f"Nummer {place}", "form_token": tokens[place]}
        address = f"/desk/sessions/{evening.topic}/steps/new"
        return consoles[place].moderator.client.post(address, data=form, headers=SAME_ORIGIN).status_code

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(adds_at_once, range(2))) == [303, 303]

    assert sorted(one.position for one in steps()) == [0, 1, 2]


def test_phones_see_the_time_before_and_after_a_vote_as_well(console: Console, evening: Evening) -> None:
    console.presses("time_start")
    assert "data-clock=" in evening.phone().sees()
    evening.opens()
    assert "data-clock=" in evening.phone().sees()
    evening.ends()
    assert "data-clock=" in evening.phone().sees()


def test_the_hall_is_asked_in_one_go(console: Console, evening: Evening) -> None:
    evening.opens()
    evening.ends()
    form = {"question": "Pause jetzt?", "source": "own", "own": "Ja\nNein", "method": "single", "kind": "mood"}

    status, _ = console.sends("ballots/new", {**form, "act": "now", "moves": live().moves})

    assert status == 303
    page = evening.phone().sees("de")
    assert "Pause jetzt?" in page
    assert 'data-state="open"' in page


@pytest.mark.parametrize("name", PATTERNS)
def test_a_session_starts_from_a_run_sheet_in_every_language_of_the_town(
    moderator: Moderator, house: House, name: str
) -> None:
    form = {"title": "Nachmittag", "pattern": name, "form_token": moderator.form_token()}

    answer = moderator.client.post("/desk/sessions?lang=de", data=form, headers=SAME_ORIGIN)

    assert len(steps()) == len(PATTERNS[name].lines)
    found = [one for one in steps() if one.kind != "vote"]  # whose words are those of its question
    assert len(found) == sum(line.asks is not Asks.AGREEMENT for line in PATTERNS[name].lines)
    for one in found:
        assert set(one.title) == set(WRITTEN)
        assert set(one.text) in (set(), set(WRITTEN))
        assert (
            max([len(line) for text in one.text.values() for line in text.split("\n")], default=0) <= LONGEST_PARAGRAPH
        )
    desk = moderator.reads(answer.location)
    assert all(one.title["de"] in desk for one in found)


def test_one_and_many_steps_cost_the_same_statements(console: Console) -> None:
    adds(console, act="now")
    with counted_statements() as two:
        console.shows()
    for number in range(3):
        adds(console, title_de=f"Schritt {number}")
    with counted_statements() as five:
        page = console.shows()

    assert "Schritt 2" in page
    assert len(two) == len(five)
