"""Which step has to be undone first, and what may be put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.contributions.rules import StepKind
from participation.lineage.rules import (
    LaterStep,
    PartsNeeded,
    Step,
    TooMany,
    TooManyParts,
    TwoNeeded,
    goes_on_from,
    require_last,
    require_parts,
    require_several,
    shared_field,
)

SAID = st.frozensets(st.integers(1, 4), min_size=1, max_size=3)
STEPS = st.builds(Step, st.integers(1, 9), st.sampled_from(StepKind), SAID, SAID)


def step(number: int, kind: StepKind, said: set[int], leads_to: set[int]) -> Step:
    return Step(number, kind, frozenset(said), frozenset(leads_to))


@pytest.mark.parametrize(
    ("later", "needs_it"),
    [
        (step(2, StepKind.MERGE, {2, 3}, {9}), True),  # where it was joined to went on
        (step(2, StepKind.SPLIT, {2}, {8, 9}), True),
        (step(2, StepKind.DUPLICATE, {3}, {2}), False),  # another one was joined as well
        (step(2, StepKind.MOVE, {2}, {2}), False),  # it only lives elsewhere
        (step(2, StepKind.DUPLICATE, {3}, {4}), False),
    ],
)
def test_what_was_joined_goes_back_while_the_other_did_not_go_on(later: Step, *, needs_it: bool) -> None:
    assert goes_on_from(later, step(1, StepKind.DUPLICATE, {1}, {2})) is needs_it


@pytest.mark.parametrize("kind", [StepKind.MERGE, StepKind.SPLIT, StepKind.MOVE])
@pytest.mark.parametrize("later", [StepKind.DUPLICATE, StepKind.MOVE])
def test_what_was_made_goes_back_only_while_nothing_leans_on_it(kind: StepKind, later: StepKind) -> None:
    made = step(1, kind, {1}, {5})

    assert goes_on_from(step(2, later, {5}, {6}), made)
    assert goes_on_from(step(2, later, {6}, {5}), made)
    assert not goes_on_from(step(2, later, {6}, {7}), made)


@given(STEPS, STEPS)
def test_of_two_steps_at_most_one_waits_for_the_other(one: Step, other: Step) -> None:
    assert not (goes_on_from(one, other) and goes_on_from(other, one))


def test_the_later_one_is_undone_first() -> None:
    first, second = step(1, StepKind.MERGE, {1, 2}, {3}), step(2, StepKind.DUPLICATE, {3}, {4})

    require_last(second, [first, second])
    with pytest.raises(LaterStep):
        require_last(first, [first, second])


def test_at_least_two_and_not_too_many_are_put_together() -> None:
    require_several([1, 2])
    with pytest.raises(TwoNeeded):
        require_several([1, 1])
    with pytest.raises(TooMany):
        require_several(list(range(21)))


def test_an_idea_has_two_to_six_parts() -> None:
    require_parts(2)
    require_parts(6)
    with pytest.raises(PartsNeeded):
        require_parts(1)
    with pytest.raises(TooManyParts):
        require_parts(7)


@pytest.mark.parametrize(
    ("placed", "shared"), [([4, 4], 4), ([4, 5], None), ([4, None], None), ([None, None], None), ([4], 4), ([], None)]
)
def test_a_field_is_shared_only_by_all(placed: list[int | None], shared: int | None) -> None:
    assert shared_field(placed) == shared
