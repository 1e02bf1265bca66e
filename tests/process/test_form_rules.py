"""What a form asks and which answers it takes, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.text import TooLong
from participation.process.form_rules import (
    FEWEST_CHOICES,
    LONGEST,
    MOST_CHOICES,
    WITH_CHOICES,
    AnswerMissing,
    Choice,
    ChoiceMissing,
    ChoicesMissing,
    FieldKind,
    FieldPlan,
    Given,
    NoSuchChoice,
    NoSuchKind,
    TooManyChoices,
    answer_to,
    check_plan,
    choices_kept,
    kind_named,
)

OFFERED = ["a", "b", "c"]
OWN_WORDS = sorted(set(FieldKind) - WITH_CHOICES)


@pytest.mark.parametrize("kind", OWN_WORDS)
def test_own_words_are_kept_as_plain_text(kind: FieldKind) -> None:
    assert answer_to(kind, (), ["  Am\u202e Bach\x00 "], required=True) == Given(text="Am Bach")


def test_only_a_longer_text_has_lines() -> None:
    assert answer_to(FieldKind.LONG, (), ["eins\nzwei"], required=False) == Given(text="eins\nzwei")
    assert answer_to(FieldKind.PLACE, (), ["eins\nzwei"], required=False) == Given(text="eins zwei")


@pytest.mark.parametrize("kind", OWN_WORDS)
@pytest.mark.parametrize("typed", [[], [""], ["  \n"], ["\u200b\u200d"]])
def test_nothing_is_an_answer_only_where_it_may_be(kind: FieldKind, typed: list[str]) -> None:
    assert answer_to(kind, (), typed, required=False) is None
    with pytest.raises(AnswerMissing):
        answer_to(kind, (), typed, required=True)


@pytest.mark.parametrize("kind", OWN_WORDS)
def test_an_answer_has_a_length(kind: FieldKind) -> None:
    assert answer_to(kind, (), ["x" * LONGEST[kind]], required=True)
    with pytest.raises(TooLong):
        answer_to(kind, (), ["x" * (LONGEST[kind] + 1)], required=False)


def test_choices_are_kept_in_the_order_of_the_form() -> None:
    assert answer_to(FieldKind.SEVERAL, OFFERED, ["c", "a", "c"], required=True) == Given(chosen=("a", "c"))
    assert answer_to(FieldKind.ONE, OFFERED, ["b"], required=True) == Given(chosen=("b",))


@pytest.mark.parametrize("kind", sorted(WITH_CHOICES))
def test_nothing_chosen_is_an_answer_only_where_it_may_be(kind: FieldKind) -> None:
    assert answer_to(kind, OFFERED, ["", ""], required=False) is None
    with pytest.raises(ChoiceMissing):
        answer_to(kind, OFFERED, [], required=True)


def test_only_what_is_offered_can_be_chosen_and_of_one_only_one() -> None:
    for kind, typed in ((FieldKind.ONE, ["z"]), (FieldKind.SEVERAL, ["a", "z"]), (FieldKind.ONE, ["a", "b"])):
        with pytest.raises(NoSuchChoice):
            answer_to(kind, OFFERED, typed, required=False)


@given(st.lists(st.sampled_from([*OFFERED, "", "z"])))
def test_whatever_is_sent_only_offered_answers_are_kept_each_once(typed: list[str]) -> None:
    try:
        answer = answer_to(FieldKind.SEVERAL, OFFERED, typed, required=False)
    except NoSuchChoice:
        assert "z" in typed
    else:
        assert (answer.chosen if answer else ()) == tuple(key for key in OFFERED if key in typed)


def choices(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(str(number), {"de": str(number)}) for number in range(count))


@pytest.mark.parametrize("kind", sorted(WITH_CHOICES))
def test_a_question_with_choices_has_at_least_two_and_not_too_many(kind: FieldKind) -> None:
    check_plan(kind, FieldPlan({"de": "Wo?"}, {}, choices=choices(FEWEST_CHOICES)))
    with pytest.raises(ChoicesMissing):
        check_plan(kind, FieldPlan({"de": "Wo?"}, {}, choices=choices(FEWEST_CHOICES - 1)))
    with pytest.raises(TooManyChoices):
        check_plan(kind, FieldPlan({"de": "Wo?"}, {}, choices=choices(MOST_CHOICES + 1)))


def test_a_question_in_own_words_needs_none() -> None:
    check_plan(FieldKind.TEXT, FieldPlan({"de": "Wo?"}, {}))


def test_what_is_not_wanted_any_more_stays_for_who_chose_it() -> None:
    old, gone, worded = Choice("a", {"de": "Bach"}), Choice("b", {"de": "Park"}), Choice("a", {"de": "Am Bach"})

    kept = choices_kept([old, gone], [Choice("c", {"de": "Markt"}), worded])

    assert [(one.key, one.words["de"], one.gone) for one in kept] == [
        ("c", "Markt", False),
        ("a", "Am Bach", False),
        ("b", "Park", True),
    ]
    assert choices_kept(kept, [Choice("b", {"de": "Park"})])[0] == Choice("b", {"de": "Park"})


def test_a_kind_has_a_name() -> None:
    assert [kind_named(kind) for kind in FieldKind] == list(FieldKind)
    with pytest.raises(NoSuchKind):
        kind_named("../text")
