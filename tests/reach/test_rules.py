"""What may be asked, and which sheet is taken."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.foundation.locales import WRITTEN
from participation.foundation.messages import NotFound
from participation.process.form_rules import NoSuchChoice
from participation.reach import rules
from participation.reach.rules import (
    ANSWERED,
    UNSAID,
    NoQuestion,
    NothingToChoose,
    Offer,
    check_switch,
    marks_of,
    question_from,
    question_named,
    questions,
)

AGE = Offer("age", several=False, keys=("young", "old"))
LANGUAGES = Offer("languages", several=True, keys=("de", "tr", "ar"))


def test_the_shipped_questions_speak_every_language_of_the_town() -> None:
    assert list(questions()) == [
        "age", "gender", "district", "arrival", "years", "languages", "migration", "schooling",
    ]  # fmt: skip
    for one in questions().values():
        assert [set(texts) for texts in (one.name, one.label, *(answer.words for answer in one.answers))] == [
            set(WRITTEN)
        ] * (2 + len(one.answers))
        assert len({answer.key for answer in one.answers}) == len(one.answers)
    assert [one.key for one in questions().values() if not one.answers] == ["district"]


def test_a_question_that_lists_no_answers_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        question_from({"key": "age", "answers": "none"})


def test_no_key_of_an_answer_is_a_counter_of_its_own() -> None:
    text = (rules.CONTENT / "questions.json").read_text(encoding="utf-8")

    keys = {answer["key"] for one in json.loads(text) for answer in one["answers"]}

    assert not keys & {ANSWERED, UNSAID}


def test_what_nobody_ships_is_not_there() -> None:
    assert question_named("age") is questions()["age"]
    with pytest.raises(NotFound):
        question_named("income")


def test_an_empty_sheet_says_nothing_about_anything() -> None:
    assert marks_of([AGE, LANGUAGES], {}) == {"age": (UNSAID,), "languages": (UNSAID,)}
    assert marks_of([AGE], {"age": [""]}) == {"age": (UNSAID,)}


def test_a_sheet_counts_what_was_ticked() -> None:
    sheet = {"age": ["old"], "languages": ["ar", "de"], "income": ["1"]}

    assert marks_of([AGE, LANGUAGES], sheet) == {"age": (ANSWERED, "old"), "languages": (ANSWERED, "de", "ar")}


@pytest.mark.parametrize("ticked", [["ancient"], ["young", "old"], [ANSWERED], [UNSAID]])
def test_what_is_not_offered_is_not_counted(ticked: list[str]) -> None:
    with pytest.raises(NoSuchChoice):
        marks_of([AGE], {"age": ticked})


@settings(deadline=None)  # a shared machine may pause between two examples
@given(
    st.dictionaries(st.sampled_from(["age", "languages", "other"]), st.lists(st.sampled_from(["young", "de", "tr"])))
)
def test_each_sheet_counts_once_for_each_question(sheet: dict[str, list[str]]) -> None:
    try:
        marks = marks_of([AGE, LANGUAGES], sheet)
    except NoSuchChoice:
        return
    assert {key: (ANSWERED in keys) != (UNSAID in keys) for key, keys in marks.items()} == {
        "age": True,
        "languages": True,
    }


def test_only_what_can_be_answered_is_asked() -> None:
    check_switch([AGE, LANGUAGES], asks=True)
    check_switch([], asks=False)

    with pytest.raises(NothingToChoose):
        check_switch([AGE, Offer("district", several=False, keys=("north",))], asks=False)
    with pytest.raises(NoQuestion):
        check_switch([], asks=True)
