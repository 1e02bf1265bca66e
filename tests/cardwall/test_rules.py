import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.cardwall.rules import Openness, belongs_to, bundles, is_incoming, is_shown
from participation.contributions.rules import Status


@pytest.mark.parametrize("status", list(Status))
def test_the_hall_reads_what_is_public_and_not_covered(status: Status) -> None:
    assert is_shown(status, Openness(accepts=True, hidden=False)) is (status is Status.PUBLISHED)
    assert not is_shown(status, Openness(accepts=True, hidden=True))


@pytest.mark.parametrize("status", list(Status))
def test_the_desk_is_asked_about_what_waits_and_was_not_let_through(status: Status) -> None:
    assert is_incoming(status, ready=False) is (status is Status.WAITING)
    assert not is_incoming(status, ready=True)


def closeness(size: int, *pairs: tuple[int, int, float]) -> np.ndarray:
    found = np.eye(size, dtype=np.float32)
    for one, other, close in pairs:
        found[one, other] = found[other, one] = close
    return found


def test_cards_that_say_the_same_are_one_bundle_the_largest_first() -> None:
    alike = closeness(5, (0, 3, 0.9), (1, 2, 0.8), (1, 4, 0.7), (2, 4, 0.75))

    assert bundles(alike, 0.5) == [[1, 2, 4], [0, 3]]
    assert bundles(alike, 0.85) == [[0, 3]]
    assert bundles(alike, 0.95) == []


def test_a_chain_of_neighbours_is_no_bundle() -> None:
    chain = closeness(4, (0, 1, 0.6), (1, 2, 0.59), (2, 3, 0.58))

    assert bundles(chain, 0.5) == [[0, 1], [2, 3]]


@pytest.mark.parametrize("size", [0, 1])
def test_one_card_alone_belongs_to_nobody(size: int) -> None:
    assert bundles(closeness(size), 0.1) == []


matrices = st.integers(2, 7).flatmap(
    lambda size: st.lists(st.integers(0, 100), min_size=size * size, max_size=size * size).map(
        lambda cells: np.array(cells, dtype=np.float32).reshape(size, size) / 100
    )
)


@given(matrices, st.integers(1, 99))
def test_every_card_is_in_one_bundle_at_most_and_a_bundle_has_two(found: np.ndarray, near: int) -> None:
    symmetric = (found + found.T) / 2

    some = bundles(symmetric, near / 100)

    cards = [card for bundle in some for card in bundle]
    assert len(cards) == len(set(cards))
    assert all(len(bundle) > 1 for bundle in some)
    assert [len(bundle) for bundle in some] == sorted((len(bundle) for bundle in some), reverse=True)


@given(matrices)
def test_where_everything_is_close_everything_is_one_bundle_and_where_nothing_is_nothing_is(found: np.ndarray) -> None:
    symmetric = (found + found.T) / 2

    assert bundles(symmetric, -1.0) == [list(range(len(found)))]
    assert bundles(symmetric, 1.1) == []


def test_a_loose_card_belongs_to_the_group_it_is_closest_to_on_average() -> None:
    loose = np.array([[0.9, 0.1, 0.6, 0.6], [0.2, 0.3, 0.1, 0.2]], dtype=np.float32)

    assert belongs_to(loose, [[0, 1], [2, 3]], 0.5) == {0: 1}
    assert belongs_to(loose, [[0, 1], [2, 3]], 0.1) == {0: 1, 1: 0}
    assert belongs_to(loose, [[0, 1], [2, 3]], 0.7) == {}
    assert belongs_to(loose, [], 0.1) == {}
    assert belongs_to(loose[:0], [[0]], 0.1) == {}
