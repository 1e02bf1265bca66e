"""The one clock and the one source of chance."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation import chance, clock


@pytest.fixture
def _real_chance_afterwards() -> Iterator[None]:
    before = chance._bytes
    yield
    chance._bytes = before


def test_time_stands_still_where_a_story_holds_it_and_goes_on_afterwards() -> None:
    evening = datetime(2026, 11, 3, 19, 30, tzinfo=UTC)

    with clock.held_at(evening):
        assert clock.now() == evening
        with clock.held_at(evening + timedelta(hours=1)):
            assert clock.now() == evening + timedelta(hours=1)
        assert clock.now() == evening

    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_time_goes_on_also_when_a_story_breaks_off() -> None:
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)

    with pytest.raises(LookupError), clock.held_at(long_ago):
        raise LookupError

    assert clock.now().year > 2000


def test_the_town_halls_clock_knows_summer_and_winter() -> None:
    assert clock.local(datetime(2026, 7, 1, 12, tzinfo=UTC)).hour == 14
    assert clock.local(datetime(2026, 12, 1, 12, tzinfo=UTC)).hour == 13


def test_tokens_are_128_bits_and_never_the_same() -> None:
    tokens = [chance.token() for _ in range(1000)]

    assert {len(token) for token in tokens} == {32}
    assert all(int(token, 16) >= 0 for token in tokens)
    assert len(set(tokens)) == 1000


@given(st.integers(1, 10**9))
def test_a_number_stays_below_its_limit(limit: int) -> None:
    assert 0 <= chance.number_below(limit) < limit


@pytest.mark.usefixtures("_real_chance_afterwards")
def test_numbers_are_evenly_distributed() -> None:
    chance.seed_for_tests(7)

    seen = Counter(chance.number_below(6) for _ in range(6000))

    assert set(seen) == set(range(6))
    assert sum((count - 1000) ** 2 / 1000 for count in seen.values()) < 20.5  # chi-square, 5 degrees, 0.1 %


def test_codes_have_no_sign_that_is_mistaken_for_another() -> None:
    code = chance.readable_code(500)

    assert len(code) == 500
    assert set(code) <= set(chance.ALPHABET)
    assert set(code).isdisjoint("0O1ILU")
    assert len(chance.ALPHABET) == len(set(chance.ALPHABET)) == 30


@given(st.lists(st.integers()))
def test_shuffling_loses_and_adds_nothing(things: list[int]) -> None:
    assert sorted(chance.shuffled(things)) == sorted(things)


@pytest.mark.usefixtures("_real_chance_afterwards")
def test_two_runs_with_the_same_seed_are_the_same_evening() -> None:
    def evening() -> tuple[str, int, str, list[int]]:
        chance.seed_for_tests(42)
        return chance.token(), chance.number_below(1000), chance.readable_code(8), chance.shuffled(list(range(20)))

    assert evening() == evening()


def test_without_a_seed_no_run_is_like_another() -> None:
    assert chance.shuffled(list(range(100))) != chance.shuffled(list(range(100)))
