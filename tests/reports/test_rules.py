"""The order of a harvest: ties stay ties, and what is withheld adds nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.reports.rules import Figures, Outcome, figures_of, places, points_of, source_of

strengths = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)))
shown = st.builds(Outcome, st.integers(0, 99), st.integers(0, 999), st.integers(0, 99), st.integers(0, 99))
withheld = st.builds(Outcome, st.none(), st.none(), st.integers(0, 4), st.integers(0, 99))


@given(strengths)
def test_a_place_counts_who_is_stronger(found: list[tuple[int, int]]) -> None:
    assert places(found) == [1 + sum(other > one for other in found) for one in found]


def test_equals_share_a_place_and_the_next_one_is_left_out() -> None:
    assert places([(9, 0), (4, 7), (4, 7), (4, 6)]) == [1, 2, 2, 4]


@given(st.lists(shown, min_size=1), st.lists(withheld))
def test_a_withheld_ballot_changes_no_figure(open_ones: list[Outcome], closed: list[Outcome]) -> None:
    assert figures_of([*open_ones, *closed]) == figures_of(open_ones)


@given(st.lists(withheld))
def test_where_everything_is_withheld_there_are_no_figures(closed: list[Outcome]) -> None:
    assert figures_of(closed) is None
    assert points_of(figures_of(closed)) == 0


def test_points_and_turnout_are_added_up_over_ballots() -> None:
    found = figures_of([Outcome(3, 10, 5, 8), Outcome(0, 20, 6, 9)])

    assert found == Figures(points=3, given=30, voted=11, base=17)
    assert points_of(found) == 3


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("field:3", ("field", 3)),
        ("idea:17", ("idea", 17)),
        ("", None),
        ("idea:", None),
        ("idea:٣", None),
        ("idea:-1", None),
        ("session:3", None),
    ],
)
def test_what_an_option_stands_for(written: str, meant: tuple[str, int] | None) -> None:
    assert source_of(written) == meant
