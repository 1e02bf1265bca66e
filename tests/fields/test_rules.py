"""The rules of fields, as examples and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.fields.rules import (
    NOWHERE_LIMIT,
    READ_CHARACTERS,
    TRIED,
    Mode,
    best_two,
    first_sentences,
    key_from,
    least_sure_margin,
    modes_from,
    pages,
)

SCORES = st.lists(st.floats(-50, 50), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("Ein Satz. Noch ein Satz.", 12, "Ein Satz."),
        ("Ein Satz. Noch ein Satz.", 100, "Ein Satz. Noch ein Satz."),
        ("أين نتعلم؟ في المدرسة.", 12, "أين نتعلم؟"),
        ("ኣውቶቡስ። ትምህርቲ።", 8, "ኣውቶቡስ።"),
        ("Ein langer Satz ohne Ende", 10, "Ein langer"),
        ("  ", 10, ""),
    ],
)
def test_as_many_whole_sentences_as_fit_are_read(text: str, limit: int, expected: str) -> None:
    assert first_sentences(text, limit) == expected


@given(st.text(max_size=2000))
def test_never_more_is_read_than_the_limit_and_never_nothing_of_something(text: str) -> None:
    read = first_sentences(text)

    assert len(read) <= READ_CHARACTERS
    assert bool(read) == bool(text.strip())


@given(SCORES, st.floats(0, 1), st.floats(0, 5))
def test_the_two_best_fields_are_proposed_the_better_first(scores: list[float], nowhere: float, limit: float) -> None:
    guesses = best_two(scores, nowhere, limit)

    assert [guess.score for guess in guesses] == sorted(scores, reverse=True)[:2]
    assert [guess.rank for guess in guesses] == [1, 2][: len(scores)]
    assert all(scores[guess.field] == guess.score for guess in guesses)
    assert len({guess.field for guess in guesses}) == len(guesses)


@given(SCORES, st.floats(0, 1), st.floats(0, 5))
def test_sure_means_a_wide_margin_and_some_field(scores: list[float], nowhere: float, limit: float) -> None:
    guesses = best_two(scores, nowhere, limit)

    expected = len(scores) > 1 and guesses[0].margin >= limit and nowhere < NOWHERE_LIMIT
    assert {guess.sure for guess in guesses} == {expected}


def test_of_equal_fields_the_earlier_comes_first() -> None:
    assert [guess.field for guess in best_two([1.0, 3.0, 3.0], 0.0, 0.0)] == [1, 2]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("", list(Mode)), ("magic", list(Mode)), ("use", [Mode.USE, Mode.TFIDF]), ("tfidf", [Mode.TFIDF])],
)
def test_modes_are_tried_from_the_wanted_one_on(wanted: str, expected: list[Mode]) -> None:
    assert modes_from(wanted) == expected


@pytest.mark.parametrize(
    ("name", "taken", "expected"),
    [
        ("Kultur & Feste", set(), "kultur-feste"),
        ("Kultur", {"kultur"}, "kultur-2"),
        ("Kultur", {"kultur", "kultur-2"}, "kultur-3"),
        ("ثقافة", set(), "field"),
    ],
)
def test_a_new_field_gets_a_key_of_its_own(name: str, taken: set[str], expected: str) -> None:
    assert key_from(name, taken) == expected


def test_the_smallest_margin_is_chosen_that_keeps_the_share() -> None:
    margins = [float(number) for number in range(20, 0, -1)]
    right = [True] * 12 + [False, True, True, True] + [False] * 4

    assert least_sure_margin(margins, right, 0.9) == 5.0
    assert least_sure_margin(margins, right, 1.0) == 9.0
    assert least_sure_margin(margins[:5], right[:5], 0.5) == float("inf")
    assert least_sure_margin(margins, [False] * 20, 0.5) == float("inf")


@given(st.lists(st.tuples(st.floats(0, 9), st.booleans()), max_size=40), st.floats(0.01, 1))
def test_from_the_chosen_margin_on_the_wanted_share_is_right(ideas: list[tuple[float, bool]], wanted: float) -> None:
    margins, right = [margin for margin, _ in ideas], [hit for _, hit in ideas]

    chosen = least_sure_margin(margins, right, wanted)

    sure = [hit for margin, hit in ideas if margin >= chosen]
    if chosen < float("inf"):
        assert len(sure) >= TRIED
        assert sum(sure) / len(sure) >= wanted


@given(st.integers(0, 1000), st.integers(1, 50))
def test_pages_hold_everything(total: int, per_page: int) -> None:
    count = pages(total, per_page)

    assert count * per_page >= total
    assert count == 1 or (count - 1) * per_page < total
