"""What the figures of an ordered answer say."""

from statistics import median_high, median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.locales import INTERFACE
from participation.voting.outcomes import GOES_ALONG, NUMBERED, OBJECTS, ORDERED, middle, sides
from participation.voting.presets import ANSWERS, answers
from participation.voting.rules import Method

FIGURES = st.lists(st.integers(0, 40), min_size=2, max_size=8)


@given(FIGURES)
def test_the_middle_is_the_median_of_all_answers(counts: list[int]) -> None:
    each = [place for place, got in enumerate(counts) for _ in range(got)]

    assert middle(counts) == ((median_low(each), median_high(each)) if each else None)


@given(st.sampled_from(sorted(GOES_ALONG)), st.lists(st.integers(0, 40), min_size=8, max_size=8))
def test_every_voter_stands_on_one_side_or_between(method: Method, counts: list[int]) -> None:
    levels = counts[: len(ANSWERS[method])]
    found = sides(method, levels)

    assert found.along + found.against + found.between == sum(levels)
    assert min(found.along, found.against, found.between) >= 0


def test_who_does_not_like_it_but_goes_along_does_not_object() -> None:
    assert sides(Method.GRADIENTS, [0, 0, 0, 4, 3, 5, 2, 1]) == sides(Method.GRADIENTS, [5, 0, 0, 7, 0, 0, 0, 3])
    assert GOES_ALONG[Method.GRADIENTS].isdisjoint(OBJECTS[Method.GRADIENTS])


@pytest.mark.parametrize("method", sorted(ANSWERS))
def test_ready_made_answers_stand_in_every_language_and_differ(method: Method) -> None:
    made = answers(method)

    assert len(made) == {Method.YESNO: 3, Method.GRADIENTS: 8}.get(method, 5)
    for lang in INTERFACE:
        words = [one[lang] for one in made]
        assert all(words)
        assert len(set(words)) == len(words)
    assert method in ORDERED
    assert (method in NUMBERED) == (method is not Method.YESNO)


def test_one_answer_and_points_bring_no_answers_of_their_own() -> None:
    assert answers(Method.SINGLE) == answers(Method.DOTS) == []
