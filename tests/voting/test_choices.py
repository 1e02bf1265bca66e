"""Which choices a ballot takes."""

import pytest

from participation.voting.rules import BallotRules, Method, OneOptionOnly, TooManyDots, valid_choice

SINGLE = BallotRules(Method.SINGLE, frozenset({1, 2, 3}))
DOTS = BallotRules(Method.DOTS, frozenset({1, 2, 3}), dots=3, per_option=2)


@pytest.mark.parametrize("sent", [{"1": 1, "2": 1}, {"1": 2}])
def test_a_single_choice_is_one_option(sent: dict[str, int]) -> None:
    with pytest.raises(OneOptionOnly):
        valid_choice(sent, SINGLE)


@pytest.mark.parametrize("sent", [{"1": 2, "2": 2}, {"1": 3}])
def test_nobody_has_more_dots_than_were_given(sent: dict[str, int]) -> None:
    with pytest.raises(TooManyDots, match="3 points, at most 2"):
        valid_choice(sent, DOTS)


def test_dots_up_to_the_limits_are_taken_and_empty_ones_forgotten() -> None:
    assert valid_choice({"1": 2, 2: 1, "3": 0}, DOTS) == {1: 2, 2: 1}
    assert valid_choice({"1": 1, "2": 0}, SINGLE) == {1: 1}
    assert valid_choice({}, DOTS) == {}
