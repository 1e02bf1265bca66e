"""How many ideas have an answer and how long it took: small numbers are not told, and what stands elsewhere counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.echo.rules import (
    FEWEST,
    Count,
    Days,
    IdeaFacts,
    by_field,
    days_until,
    figures,
    first_answers,
    under_way_through,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def idea(number: int, *, waited: int | None = None, age: int = 10, field: str | None = None) -> IdeaFacts:
    """An idea that is public for `age` days and had its answer after `waited`."""
    public_at = NOW - age * DAY
    answered_at = None if waited is None else public_at + waited * DAY
    return IdeaFacts(number, public_at, field, field is not None, answered_at)


def test_ideas_are_counted_by_what_became_of_them() -> None:
    ideas = [idea(1, waited=2, field="park"), idea(2, field="park"), idea(3, age=91), idea(4, age=90)]

    found = figures(ideas, NOW)

    assert (found.ideas, found.answered, found.under_way, found.waiting, found.long) == tuple(
        Count(one) for one in (4, 1, 2, 3, 1)
    )
    assert found.days is None


@pytest.mark.parametrize(("number", "few"), [(0, False), (1, True), (4, True), (5, False), (900, False)])
def test_a_number_below_five_is_not_told_but_none_is(number: int, few: bool) -> None:  # noqa: FBT001 - a table
    assert Count(number).is_few is few


def test_how_long_it_took_is_told_from_five_answers_on() -> None:
    waits = [number * DAY for number in (1, 2, 3, 4, 40)]

    assert days_until(waits[:4]) is None
    assert days_until(waits) == Days(half=3, most=40)
    assert days_until([-DAY] * 10) == Days(half=0, most=0)
    assert days_until([DAY] * 9 + [50 * DAY]) == Days(half=1, most=1)


@given(st.lists(st.integers(0, 2_000), min_size=FEWEST, max_size=60))
def test_half_lies_within_most_and_nine_of_ten_do(days: list[int]) -> None:
    found = days_until([one * DAY for one in days])

    assert found
    assert found.half <= found.most
    assert sum(one <= found.most for one in days) >= 0.9 * len(days)


def test_each_field_has_its_own_figures() -> None:
    found = by_field([idea(1, field="park"), idea(2, waited=1, field="park"), idea(3, field="bus"), idea(4)], NOW)

    assert {key: (one.ideas.exact, one.answered.exact) for key, one in found.items()} == {"park": (2, 1), "bus": (1, 0)}


def test_an_answer_to_what_an_idea_stands_in_is_an_answer_to_it_on_all_of_its_way() -> None:
    onward = {1: [2], 2: [3], 4: [5, 6], 7: [8]}
    own = {3: NOW, 2: NOW + DAY, 5: NOW + 2 * DAY, 6: NOW + DAY}

    found = first_answers(own, onward)

    assert found == {1: NOW, 2: NOW, 3: NOW, 4: NOW + DAY, 5: NOW + 2 * DAY, 6: NOW + DAY}


def test_what_an_idea_stands_in_takes_it_along() -> None:
    assert under_way_through([3, 6], {1: [2], 2: [3], 4: [5, 6], 7: [8]}) == {1, 2, 3, 4, 6}
