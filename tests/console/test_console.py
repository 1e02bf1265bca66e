"""The moderator's desk: every button, and what the hall sees of it."""

import re

import pytest

from participation.foundation import database
from participation.sessions.models import LiveSession
from participation.voting import ledger
from tests.conftest import SAME_ORIGIN, House, Moderator
from tests.console.desk import Console, newest_ballot
from tests.ideas.test_board import counted_statements
from tests.voting.evening import Evening, begin_evening


def live_session() -> LiveSession:
    with database.reading() as session:
        return session.get_one(LiveSession, 1)


@pytest.fixture
def evening(house: House) -> Evening:
    return begin_evening(house)


@pytest.fixture
def console(evening: Evening, moderator: Moderator) -> Console:
    return Console(moderator, evening.topic)


def test_an_evening_from_the_plan_to_the_last_word(house: House, moderator: Moderator) -> None:
    form = {"title": "Werkstatt am Bach", "place": "Stadthalle", "form_token": moderator.form_token()}
    planned = moderator.client.post("/desk/sessions?lang=de", data=form, headers=SAME_ORIGIN)
    console = Console(moderator, planned.location.split("/")[-1].split("?")[0])

    lines = {"question": "Was zuerst?", "question_ar": "بماذا نبدأ؟", "source": "own", "own": "Bus\nGarten\nCafé"}
    assert console.sends("ballots/new", {**lines, "method": "single", "kind": "mood"})[0] == 303
    assert newest_ballot().question == {"en": "Was zuerst?", "ar": "بماذا نبدأ؟"}
    assert house.resident().client.get(f"/live/{console.topic}").status_code == 200

    assert console.presses("open") == 303
    assert re.fullmatch("[0-9]{6}", live_session().code or "")
    assert console.presses("select", step=1) == 303
    assert console.ballot_act("start") == 303
    assert newest_ballot().state == "open"
    assert console.ballot_act("close") == 303
    ledger.current().finish(1)
    assert console.ballot_act("publish") == 303
    assert console.presses("end") == 303
    assert (live_session().state, live_session().code) == ("ended", None)
    assert "The session has ended." in console.shows()


def test_what_two_moderators_press_at_once_happens_once(house: House, evening: Evening) -> None:
    first = Console(house.moderator("Max Beispiel"), evening.topic)
    second = Console(house.moderator("Aylin Örnek"), evening.topic)
    seen = evening.ballot().revision

    assert first.ballot_act("start", revision=seen) == 303
    assert second.ballot_act("start", revision=seen) == 409
    phone = evening.phone()
    assert phone.votes({evening.letters["A"]: 1})["status"] == "stored"


def test_a_second_start_does_not_take_the_key_of_a_running_ballot(house: House, evening: Evening) -> None:
    console = Console(house.moderator(), evening.topic)
    seen = evening.ballot().revision
    console.ballot_act("start", revision=seen)
    phone = evening.phone()
    phone.votes({evening.letters["A"]: 1})

    assert console.ballot_act("start", revision=seen) == 409

    assert phone.votes({evening.letters["B"]: 1})["own_revision"] == 2
    assert len(evening.rows()) == 1


def test_a_wrong_ballot_is_cancelled_with_a_reason_the_hall_reads(console: Console, evening: Evening) -> None:
    console.ballot_act("start")
    phone = evening.phone()
    phone.votes({evening.letters["A"]: 1})

    assert console.ballot_act("cancel", reason="  ") == 422
    assert evening.ballot().state == "open"
    assert console.ballot_act("cancel", reason="Die Frage war falsch übersetzt.") == 303

    assert "Die Frage war falsch übersetzt." in phone.sees()
    answer = phone.votes({evening.letters["A"]: 1})
    assert (answer["status"], answer["sentence"]) == (
        "rejected",
        "This vote was cancelled. Nothing of it is counted or shown.",
    )
    assert evening.ballot().result is None


def test_a_rehearsal_is_wiped_in_one_step(console: Console, evening: Evening) -> None:
    console.ballot_act("rehearse")
    phone = evening.phone()
    phone.votes({evening.letters["A"]: 2})
    assert evening.ballot().rehearsal
    evening.ends()
    evening.publishes()

    assert console.presses("wipe") == 303

    ballot = evening.ballot()
    assert (ballot.state, ballot.rehearsal, ballot.result, ballot.voted) == ("ready", False, None, None)
    assert console.ballot_act("start") == 303
    assert phone.votes({evening.letters["B"]: 1})["own_revision"] == 1
    assert console.presses("wipe") == 409


def test_the_projector_shows_what_the_console_says(console: Console, evening: Evening, house: House) -> None:
    hall = house.app.test_client()
    answer = console.moderator.client.post(
        f"/desk/sessions/{evening.topic}/screen",
        data={"form_token": console.moderator.form_token()},
        headers=SAME_ORIGIN,
    )
    key = answer.location.split("?")[0]
    assert hall.get("/screen").status_code == 404
    opened = hall.get(key)
    assert (opened.status_code, opened.location.split("?")[0]) == (303, "/screen")

    console.presses("join")
    code = live_session().code or ""
    assert f"{code[:3]} {code[3:]}" in hall.get("/screen").text
    console.presses("step")
    assert "Was zuerst?" in hall.get("/screen?lang=de").text
    console.presses("blank")
    dark = hall.get("/screen?lang=de").text
    assert 'data-view="blank"' in dark
    assert re.search(r'data-slide="step"[^>]* hidden', dark)


def test_an_unknown_act_and_a_foreign_step_are_refused_in_words(console: Console) -> None:
    assert console.presses("dance") == 400
    assert console.presses("select", step=99) == 404
    assert console.presses("start", ballot="x", revision=0) == 404


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"question": "", "source": "own", "own": "A\nB"}, "Please write at least one word."),
        ({"question": "Was?", "source": "own", "own": "A"}, "at least two options"),
        ({"question": "Was?", "source": "own", "own": "\n".join("abcdefghijklmnopqrstuvwxyzä")}, "at most 26"),
        (
            {"question": "Was?", "source": "own", "own": "A\nB", "method": "dots", "dots": "3", "per_option": "4"},
            "1 to 50",
        ),
        ({"question": "x" * 201, "source": "own", "own": "A\nB"}, "201 characters"),
        ({"question": "Was?", "source": "ideas", "ideas": ["no-such"]}, "at least two options"),
    ],
)
def test_a_ballot_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    console: Console, form: dict[str, object], sentence: str
) -> None:
    status, page = console.sends("ballots/new", form)

    assert status == 422
    assert sentence in page
    assert str(form["question"]) in page
    assert newest_ballot().id == 1


def test_a_ballot_over_ideas_shows_each_in_its_own_language(console: Console, house: House) -> None:
    author = house.resident()
    ideas = [author.posts("Daha çok dil kursu istiyoruz"), author.posts("نريد دورة سباحة للنساء")]
    for idea in ideas:
        console.moderator.approves(idea)

    status, _ = console.sends("ballots/new", {"question": "Which one?", "source": "ideas", "ideas": ideas})

    assert status == 303
    options = newest_ballot().options
    assert [option.title for option in options] == [
        {"tr": "Daha çok dil kursu istiyoruz"},
        {"ar": "نريد دورة سباحة للنساء"},
    ]
    assert newest_ballot().dots == 3


def test_tickets_are_printed_once_and_unused_ones_come_back(console: Console) -> None:
    status, page = console.sends("tickets", {"act": "print", "count": "12"})
    assert status == 200
    assert len(set(re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", page))) == 12
    assert (
        re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}", console.moderator.reads(f"/desk/sessions/{console.topic}/tickets")) == []
    )

    assert console.sends("tickets", {"act": "return", "numbers": "11-12"})[0] == 303
    refused, page = console.sends("tickets", {"act": "return", "numbers": "99"})
    assert (refused, "Please name the numbers" in page, 'value="99"' in page) == (422, True, True)
    assert console.sends("tickets", {"act": "print", "count": "999"})[0] == 422


def test_a_resident_stands_before_a_closed_door(evening: Evening, house: House) -> None:
    resident = house.resident()
    resident.posts("Eine Idee, damit ein Cookie da ist")

    base = f"/desk/sessions/{evening.topic}"
    pages = ["/desk/sessions", base, f"{base}/tickets", f"{base}/ballots/new", f"{base}/now"]
    assert [resident.client.get(page).status_code for page in pages] == [403] * 5
    doors = ["/desk/sessions", base, f"{base}/tickets", f"{base}/ballots/new", f"{base}/screen"]
    form = {"act": "start", "title": "Meine Sitzung"}
    assert [resident.client.post(door, data=form, headers=SAME_ORIGIN).status_code for door in doors] == [403] * 5


def test_one_and_three_sessions_cost_the_same_statements(console: Console, moderator: Moderator) -> None:
    with counted_statements() as one:
        moderator.reads("/desk/sessions")
    for title in ("Zweiter Abend", "Dritter Abend"):
        form = {"title": title, "form_token": moderator.form_token()}
        moderator.client.post("/desk/sessions", data=form, headers=SAME_ORIGIN)
        topic = newest_session()
        console_of_it = Console(moderator, topic)
        console_of_it.sends("ballots/new", {"question": "Was?", "source": "own", "own": "A\nB"})
    with counted_statements() as three:
        page = moderator.reads("/desk/sessions")

    assert "Dritter Abend" in page
    assert len(one) == len(three)


def newest_session() -> str:
    with database.reading() as session:
        found = session.query(LiveSession).order_by(LiveSession.id.desc()).first()
        assert found is not None
        return found.public_id


def test_a_long_run_sheet_costs_the_same_statements(console: Console) -> None:
    with counted_statements() as one:
        console.shows()
    for number in range(3):
        console.sends("ballots/new", {"question": f"Frage {number}?", "source": "own", "own": "A\nB"})
    with counted_statements() as four:
        page = console.shows()

    assert "Frage 2?" in page
    assert len(one) == len(four)
