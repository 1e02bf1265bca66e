"""Slides with a source, by their doors."""

import pytest
from sqlalchemy import func, select

from participation.foundation import database
from participation.sessions.models import RunStep
from participation.slides.models import Slide
from tests.conftest import House, Moderator
from tests.console.desk import Console
from tests.console.test_hall import plans, rehearses
from tests.voting.evening import Evening, begin_evening
from tests.worksheets.workshop import open_workshop

WORDS = {
    "title_de": "Unsere Stadt in Zahlen",
    "title_ar": "مدينتنا بالأرقام",
    "text_de": "Was fällt auf?",
    "source": "Stadt Musterstadt, Statistik 2026",
    "link": "https://musterstadt.example/zahlen",
    "values": "38 %\n1.250",
    "labels_de": "Kinder mit zwei Sprachen\nMenschen im Sprachkurs",
    "labels_ar": "أطفال بلغتين\nأشخاص في دورة اللغة",
}


@pytest.fixture
def evening(house: House) -> Evening:
    return begin_evening(house)


@pytest.fixture
def console(evening: Evening, moderator: Moderator) -> Console:
    return Console(moderator, evening.topic)


def slide() -> tuple[RunStep, Slide]:
    with database.reading() as session:
        found = session.execute(select(RunStep, Slide).join(Slide, Slide.step_id == RunStep.id)).one()
        return found[0], found[1]


def test_the_hall_reads_figures_words_and_source_each_in_its_language(house: House) -> None:
    workshop = open_workshop(house)
    assert workshop.console.sends("slides/new", WORDS)[0] == 303
    step, _ = slide()
    assert workshop.console.presses("select", step=step.id) == 303
    screen = workshop.projects("ar")
    for words in ("مدينتنا بالأرقام", "أطفال بلغتين", "38 %", "Stadt Musterstadt", "Was fällt auf?"):
        assert words in screen
    assert "<a href" not in screen.partition("source")[2].partition("</p>")[0]  # nobody presses on a screen
    phone = workshop.phone().sees("de")
    assert "Menschen im Sprachkurs" in phone
    assert 'href="https://musterstadt.example/zahlen"' in phone


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": " "},
        {"link": "javascript:alert(1)"},
        {"link": "http://musterstadt.example"},
        {"values": "viele\nwenige"},
        {"labels_de": "nur eine Zeile"},
        {"title_de": "", "title_ar": ""},
        {"values": "\n".join(["1"] * 9), "labels_de": "\n".join(["x"] * 9), "labels_ar": ""},
        {"minutes": "viele"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(console: Console, wrong: dict[str, str]) -> None:
    status, page = console.sends("slides/new", {**WORDS, "script": "Langsam sprechen", **wrong})
    assert status == 422
    assert "Langsam sprechen" in page
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Slide)) == 0


def test_it_is_worded_anew_and_a_slower_hand_keeps_what_it_typed(console: Console) -> None:
    console.sends("slides/new", WORDS)
    step, _ = slide()
    new = {**WORDS, "revision": "0", "source": "Landkreis, 2026", "values": "", "labels_de": "", "labels_ar": ""}
    assert console.sends(f"slides/{step.id}", new)[0] == 303
    assert (slide()[1].source, slide()[1].figures, slide()[0].revision) == ("Landkreis, 2026", [], 1)
    status, page = console.sends(f"slides/{step.id}", {**WORDS, "revision": "0", "source": "Zu spät, 2020"})
    assert status == 409
    assert "Zu spät, 2020" in page
    assert "Landkreis, 2026" in page


def test_one_that_was_taken_out_meanwhile_can_become_a_new_one(console: Console) -> None:
    console.sends("slides/new", WORDS)
    step, _ = slide()
    assert console.sends(f"steps/{step.id}/remove", {})[0] == 303
    status, page = console.sends(f"slides/{step.id}", {**WORDS, "revision": "0"})
    assert status == 404
    assert WORDS["source"] in page
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Slide)) == 0


def test_a_rehearsal_shows_the_same_slide_and_leaves_none_behind(console: Console) -> None:
    planned = plans(console)
    assert planned.sends("slides/new", WORDS)[0] == 303
    copy = rehearses(planned)
    with database.reading() as session:
        assert [one.source for one in session.scalars(select(Slide))] == [WORDS["source"]] * 2
    assert copy.presses("open") == 303
    assert copy.presses("end") == 303
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Slide)) == 1


def test_one_from_a_pattern_says_at_the_desk_that_its_source_is_missing(console: Console, moderator: Moderator) -> None:
    form = {"title": "Erster Tag", "pattern": "workshop_1", "form_token": moderator.form_token()}
    answer = moderator.client.post("/desk/sessions", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    day = Console(moderator, answer.location.split("/")[-1].partition("?")[0])
    assert day.presses("open") == 303
    with database.reading() as session:
        step = session.scalars(select(RunStep.id).where(RunStep.kind == "slide")).first()
    assert day.presses("select", step=step) == 303
    assert "Nothing says yet where this comes from." in day.shows()
