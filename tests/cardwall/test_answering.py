"""Questions are taken up: one is being answered, others were, or are answered later; everybody reads how many."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from participation.cardwall.rules import Answered, Question, counted
from participation.contributions.rules import Standing, Status
from participation.foundation import database
from participation.foundation.audit import AuditEntry
from participation.moderation.rules import REASON_NAMES, Reason
from tests.cardwall.hall import Hall, cards_numbered, lines, open_hall, said, wall
from tests.cardwall.test_questions import on_the_phone, wants
from tests.conftest import SAME_ORIGIN, House

QUESTIONS = some.builds(Question, some.sampled_from(Status), some.sampled_from(Standing), some.sampled_from(Answered))


@given(some.lists(QUESTIONS, max_size=30))
def test_every_question_is_counted_once(questions: list[Question]) -> None:
    found = counted(questions, {})

    assert found.received == len(questions)
    assert found.received == found.waiting + found.refused + found.withdrawn + found.shown


@pytest.fixture
def hall(house: House) -> Hall:
    hall = open_hall(house, hearts=True)
    hall.is_told("Wann kommt die Kita?", "Wer bezahlt das?", "Gibt es Kaffee?")
    return hall


def figures(page: str) -> tuple[int, ...]:
    """Received, shown, answered here, answered later."""
    found = re.search(r"Questions: (\d+)\. Shown: (\d+)\. Answered in the hall: (\d+)\. .*?writing: (\d+)\.", page)
    return tuple(int(one) for one in found.groups()) if found else ()


def test_a_question_stands_large_on_the_screen_then_it_is_answered(hall: Hall) -> None:
    phone = hall.phone()
    assert hall.desk.does("take_up", 2)[0] == 303

    assert lines(hall.projects("en")) == []
    assert "Being answered now" in hall.projects("en")
    assert "Wer bezahlt das?" in hall.projects("en")
    assert "Gibt es Kaffee?" not in hall.projects("en")
    assert [number for number, _ in on_the_phone(phone)] == ["1", "3"]

    assert hall.desk.does("answer_here", 2)[0] == 303
    assert hall.desk.does("answer_later", 3)[0] == 303

    assert lines(hall.projects("en")) == ["Wann kommt die Kita?"]
    assert figures(hall.projects("en")) == figures(phone.sees()) == (3, 3, 1, 1)
    assert figures(hall.house.resident().reads(f"/walls/{wall().public_id}?lang=en")) == (3, 3, 1, 1)
    assert hall.desk.does("answer_open", 3)[0] == 303
    assert lines(hall.projects("en")) == ["Wann kommt die Kita?", "Gibt es Kaffee?"]
    with database.reading() as session:
        acts = list(session.scalars(select(AuditEntry.action).where(AuditEntry.object == f"wall:{wall().id}")))
    assert acts == ["wall.question"] * 4


def test_whoever_takes_it_up_by_mistake_puts_it_back(hall: Hall) -> None:
    hall.desk.does("take_up", 1)
    hall.desk.does("take_up", 1)
    hall.desk.does("take_up", 2)
    assert hall.desk.does("put_back", 1)[0] == 303
    assert wall().card_id is not None  # another one is up by now
    assert hall.desk.does("put_back", 2)[0] == 303

    assert len(lines(hall.projects())) == 3
    assert wall().card_id is None


def test_what_its_author_withdraws_leaves_the_screen(hall: Hall) -> None:
    author = hall.phone()
    hall.writes(author, "Von mir?")
    hall.desk.lets_through(4)
    hall.desk.does("take_up", 4)
    assert "Von mir?" in hall.projects()

    [mine] = [one for one in said() if one.text == "Von mir?"]
    author.client.post(f"/mine/{mine.public_id}/withdraw", headers=SAME_ORIGIN)

    assert "Von mir?" not in hall.projects()
    assert len(lines(hall.projects())) == 3
    assert figures(hall.projects("en")) == (4, 3, 0, 0)


def test_everybody_reads_how_many_are_not_shown_and_why(hall: Hall) -> None:
    hall.writes(hall.phone(), "Kauft bei mir!")
    [last] = [one for one in said() if one.text == "Kauft bei mir!"]
    assert hall.desk.moderator.decides(last.public_id, "reject", reason="advertising") == 303

    page = hall.house.resident().reads(f"/walls/{wall().public_id}?lang=en")

    assert figures(page) == (4, 3, 0, 0)
    assert "1 is not shown." in page
    assert REASON_NAMES[Reason.ADVERTISING] in page
    assert "Kauft bei mir!" not in page


def test_only_questions_of_this_wall_that_the_hall_reads_are_taken_up(hall: Hall) -> None:
    hall.writes(hall.phone(), "Wartet noch")
    assert hall.desk.does("take_up", 4)[0] == 404
    assert hall.desk.sends({"act": "take_up", "card": "99999:0"})[0] == 404
    assert hall.desk.sends({"act": "take_up"})[0] == 404
    assert [one.answered for one in cards_numbered(1, 2, 3, 4)] == ["open"] * 4


def test_an_ordinary_wall_has_no_questions_to_answer(house: House) -> None:
    hall = open_hall(house)
    hall.is_told("Eins")
    assert hall.desk.does("take_up", 1)[0] == 404
    assert "Questions:" not in hall.projects("en")


def test_a_heart_changes_nothing_about_what_is_answered(hall: Hall) -> None:
    hall.desk.does("take_up", 2)
    assert wants(hall.phone(), 2) == 303
    assert wall().card_id == cards_numbered(2)[0].id
