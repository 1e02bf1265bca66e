"""How like the town those are who answered: the score, its uncertainty, and whom it says are missing."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from participation.reach.comparing import (
    ENOUGH,
    Lean,
    Reading,
    Score,
    expected_distance,
    interval,
    lean_of,
    not_reached,
    reading_of,
    score,
    town_shares,
)
from participation.reach.hiding import Shown, hide

KEYS = ["a", "b", "c", "d"]
counts_of = st.fixed_dictionaries({key: st.integers(0, 300) for key in KEYS})
figures_of = st.fixed_dictionaries({key: st.integers(1, 1000) for key in KEYS})


def shown_of(counts: dict[str, int], batches: int = 0) -> Shown:
    return hide(counts, answered=0, unsaid=0, several=False, batches=batches)


def shares(**figures: float) -> dict[str, float]:
    found = town_shares(figures, list(figures), several=False)
    assert found is not None
    return dict(found)


def test_the_towns_figures_become_shares() -> None:
    assert town_shares({"a": 30, "b": 10}, ["a", "b", "new"], several=False) == {"a": 0.75, "b": 0.25, "new": 0}
    assert town_shares({"de": 80, "tr": 30}, ["de", "tr"], several=True) == {"de": 0.8, "tr": 0.3}
    assert town_shares({}, ["a"], several=False) is None
    assert town_shares({"gone": 5}, ["a"], several=False) is None


def test_a_mirror_of_the_town_scores_a_hundred() -> None:
    found = score(shown_of({"a": 100, "b": 100, "c": 200}), shares(a=1, b=1, c=2))

    assert (found.reading, found.middle, found.high) == (Reading.LIKE, 100, 100)


def test_a_half_town_scores_a_half() -> None:
    found = score(shown_of({"a": 400, "b": 0, "c": 0}), shares(a=50, b=25, c=25))

    assert found.reading is Reading.FAR
    assert found.low <= 50 <= found.high


def test_below_fifty_answers_nothing_is_told() -> None:
    few = shown_of({"a": 20, "b": 25})

    assert few.answered < ENOUGH
    assert score(few, shares(a=1, b=1)) == Score(Reading.TOO_FEW)


def test_what_could_be_anything_is_not_told() -> None:
    """Of fifty people whose counters were blurred very often there is nothing to say."""
    assert score(shown_of({"a": 30, "b": 30}, batches=400), shares(a=1, b=1)) == Score(Reading.TOO_FEW)


def test_a_group_that_covers_for_a_small_one_is_known_nearly_enough() -> None:
    """With one answer that few people give there is still something to say of the two others."""
    shown, town = shown_of({"women": 117, "men": 68, "diverse": 2}), shares(women=51, men=48.9, diverse=0.1)

    found = score(shown, town)

    assert shown.covering == {"men"}
    assert shown.bounds("men") == (60, 70)
    assert found.low <= 88 <= found.high <= 96
    assert [(one.answer, one.here) for one in not_reached(shown, town)] == [("men", None)]
    assert lean_of(shown, "men", 0.1) is Lean.MORE
    assert lean_of(shown, "men", 0.35) is Lean.UNKNOWN


def test_the_reading_in_words() -> None:
    assert [reading_of(middle, like=False) for middle in (90, 85, 84, 70, 69)] == [
        Reading.CLOSE, Reading.CLOSE, Reading.PARTLY, Reading.PARTLY, Reading.FAR,
    ]  # fmt: skip
    assert reading_of(20, like=True) is Reading.LIKE


@settings(deadline=None)  # a shared machine may pause between two examples
@given(counts_of, figures_of)
def test_the_score_lies_in_its_own_uncertainty(counts: dict[str, int], figures: dict[str, int]) -> None:
    found = score(shown_of(counts), shares(**figures))

    assert 0 <= found.low <= found.middle <= found.high <= 100


@settings(deadline=None)  # a shared machine may pause between two examples
@given(counts_of, figures_of, st.sampled_from(KEYS), st.integers(0, 12))
def test_one_person_more_never_moves_the_score_out_of_its_uncertainty(
    counts: dict[str, int], figures: dict[str, int], who: str, batches: int
) -> None:
    town = shares(**figures)

    before, after = (score(shown_of(one, batches), town) for one in (counts, counts | {who: counts[who] + 1}))

    assume(Reading.TOO_FEW not in {before.reading, after.reading})
    assert before.low <= after.high
    assert after.low <= before.high


@settings(deadline=None)  # a shared machine may pause between two examples
@given(counts_of, figures_of)
def test_more_batches_are_never_more_certain(counts: dict[str, int], figures: dict[str, int]) -> None:
    exact, blurred = (score(shown_of(counts, batches), shares(**figures)) for batches in (0, 9))

    assume(Reading.TOO_FEW not in {exact.reading, blurred.reading})
    assert blurred.low <= exact.low
    assert exact.high <= blurred.high


@settings(deadline=None)  # a shared machine may pause between two examples
@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(people: int, total: int) -> None:
    assume(people <= total)

    low, high = interval(people, total)

    assert 0 <= low <= people / total <= high <= 1
    assert high - low <= interval(0, 1)[1] - interval(0, 1)[0] + 1


def test_wilsons_interval_as_in_the_books() -> None:
    low, high = interval(10, 100)

    assert (round(low, 3), round(high, 3)) == (0.055, 0.174)


def test_chance_alone_keeps_a_fair_draw_from_being_the_town() -> None:
    assert expected_distance([1.0], 50) == 0
    assert expected_distance([0.5, 0.5], 100) > expected_distance([0.5, 0.5], 400) > 0


@pytest.mark.parametrize(("count", "lean"), [(5, Lean.FEWER), (24, Lean.SAME), (60, Lean.MORE)])
def test_a_difference_is_one_where_chance_would_not_make_it(count: int, lean: Lean) -> None:
    shown = shown_of({"old": count, "middle": 60, "young": 60})

    assert lean_of(shown, "old", 0.2) is lean


def test_of_few_answers_nothing_is_said_about_a_hidden_group() -> None:
    assert lean_of(shown_of({"old": 3, "middle": 4, "young": 60}), "old", 0.1) is Lean.UNKNOWN
    assert lean_of(shown_of({"old": 0, "young": 0}), "old", 0.9) is Lean.UNKNOWN


def test_who_is_missing_most_comes_first() -> None:
    shown = shown_of({"old": 6, "middle": 120, "young": 40, "child": 3})
    town = shares(old=24, middle=40, young=34, child=2)

    found = not_reached(shown, town)

    assert [(one.answer, one.here is None, one.lacking) for one in found] == [("old", True, 30), ("young", False, 15)]


@settings(deadline=None)  # a shared machine may pause between two examples
@given(counts_of, figures_of)
def test_whoever_is_missing_would_be_enough_with_those(counts: dict[str, int], figures: dict[str, int]) -> None:
    shown, town = shown_of(counts), shares(**figures)

    found = not_reached(shown, town)

    assert [one.lacking for one in found] == sorted((one.lacking for one in found), reverse=True)
    for one in found:
        assert one.lacking > 0
        assert one.here is None or one.here < one.town
