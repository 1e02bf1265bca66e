"""The attack: somebody sees every published state, knows everybody else, and still learns no one's answer."""

import random
from collections.abc import Callable, Sequence
from math import isclose

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.reach.blurring import BATCH, HEADS, VARIANCE, Sheets, blur, in_a_row, is_ripe, likelihood

ANSWERS = 4
days = st.lists(st.lists(st.integers(0, ANSWERS - 1), max_size=30), min_size=1, max_size=12)


def coin_of(seed: int) -> Callable[[], bool]:
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    return lambda: chance.random() < HEADS


def batches_of(days: Sequence[Sequence[int]]) -> list[list[int]]:
    """Who is counted in together, day by day, as the rules say: the answers of each batch; [] for a day without one."""
    sheets = Sheets(0, 0, 0)
    waiting: list[int] = []
    found: list[list[int]] = []
    for day in days:
        ripe = is_ripe(sheets, last=False)
        found.append(waiting if ripe else [])
        if ripe:
            sheets, waiting = Sheets(0, sheets.counted + sheets.waiting, sheets.batches + 1), []
        waiting = [*waiting, *day]
        sheets = Sheets(len(waiting), sheets.counted, sheets.batches)
    return found


def how_likely(seen: Sequence[int], batch: Sequence[int]) -> float:
    """How likely a batch is published as `seen`: what is added to each counter."""
    chances = 1.0
    for answer, count in enumerate(seen):
        chances *= likelihood(count - batch.count(answer))
    return chances


def test_heads_in_a_row_are_counted() -> None:
    throws = iter([True, True, False, True, False])

    assert blur(lambda: next(throws)) == 1
    assert in_a_row(iter([False]).__next__) == 0


def test_every_number_can_come_out_and_together_they_are_everything() -> None:
    assert isclose(sum(likelihood(added) for added in range(-60, 61)), 1.0)
    assert isclose(sum(added**2 * likelihood(added) for added in range(-60, 61)), VARIANCE)
    assert min(likelihood(added) for added in range(-60, 61)) > 0


def test_chance_adds_as_often_as_it_says() -> None:
    throw = coin_of(30)

    added = [blur(throw) for _ in range(20_000)]

    for number in range(-3, 4):
        assert abs(added.count(number) / len(added) - likelihood(number)) < 0.01
    assert abs(sum(added)) / len(added) < 0.05


@settings(deadline=None)  # a shared machine may pause between two examples
@given(days, st.data())
def test_an_observer_of_every_published_state_never_learns_an_answer(
    days: list[list[int]], data: st.DataObject
) -> None:
    """They know of everybody else what they answered and when, and of this person when: nothing is more.

    Whatever comes out would have come out at most e² times as often had this person answered differently, over all
    days together; so whoever held an answer for possible before holds it for possible afterwards.
    """
    people = [(day, place) for day, sheets in enumerate(days) for place in range(len(sheets))]
    if not people:
        return
    day, place = data.draw(st.sampled_from(people))
    other = data.draw(st.integers(0, ANSWERS - 1))
    otherwise = [list(sheets) for sheets in days]
    otherwise[day][place] = other
    chance = data.draw(st.lists(st.integers(-9, 9), min_size=ANSWERS * len(days), max_size=ANSWERS * len(days)))

    ours, theirs = batches_of([*days, []]), batches_of([*otherwise, []])
    ratio = 1.0
    for number, (batch, same_day) in enumerate(zip(ours, theirs, strict=True)):
        assert len(batch) == len(same_day)
        if batch:
            added = chance[number % len(days) * ANSWERS :][:ANSWERS]
            seen = [batch.count(answer) + more for answer, more in enumerate(added)]
            ratio *= how_likely(seen, batch) / how_likely(seen, same_day)

    assert HEADS**2 * 0.999 <= ratio <= 1.001 / HEADS**2


@settings(deadline=None)  # a shared machine may pause between two examples
@given(days)
def test_who_answers_today_waits_at_least_until_tomorrow_and_for_nine_others(days: list[list[int]]) -> None:
    for number, batch in enumerate(batches_of(days)):
        assert len(batch) == 0 or len(batch) >= BATCH
        assert sum(map(len, batches_of(days)[: number + 1])) <= sum(map(len, days[:number]))


def test_batches_grow_and_the_last_one_need_not() -> None:
    assert not is_ripe(Sheets(9, 0, 0), last=True)
    assert is_ripe(Sheets(10, 0, 0), last=False)
    assert not is_ripe(Sheets(24, 100, 5), last=False)
    assert is_ripe(Sheets(25, 100, 5), last=False)
    assert not is_ripe(Sheets(25, 101, 5), last=False)
    assert is_ripe(Sheets(10, 100, 5), last=True)
