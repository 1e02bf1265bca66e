"""The fairness rule of a speakers' list: nobody waits behind more, the reason says why, the list keeps its word."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.speaking.rules import (
    MOST_MINUTES,
    Ask,
    NoMinutes,
    Place,
    Spoken,
    Why,
    Wish,
    key_of,
    minutes_of,
    ordered,
)

SIX = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
GROUPS = ["verein", "moschee", "kirche", "name:amina"]


def at(minute: int) -> datetime:
    return SIX + timedelta(minutes=minute)


def ask(number: int, group: str, minute: int = 0, **more: object) -> Ask:
    return replace(Ask(number, group, f"{group}:{number}", at(minute)), **more)  # type: ignore[arg-type]


@st.composite
def waiting(draw: st.DrawFn, *, moves: bool = False, lots: bool = False) -> list[Ask]:
    """Some who wait, in any order; with moves by hand and lots where wanted."""
    count = draw(st.integers(0, 9))
    numbers = draw(st.permutations(range(1, count + 1)))
    drawn = draw(st.permutations(range(count))) if lots else [None] * count
    asks = []
    for number, lot in zip(numbers, drawn, strict=True):
        ahead = draw(st.none() | st.frozensets(st.sampled_from(numbers), max_size=4)) if moves else None
        asks.append(
            Ask(
                number,
                draw(st.sampled_from(GROUPS)),
                draw(st.sampled_from(["a", "b", "c", "d", "e"])),
                at(draw(st.integers(0, 20))),
                draw(st.sampled_from(list(Wish))),
                lot,
                ahead - {number} if ahead is not None else None,
                draw(st.integers(1, 50)) if ahead is not None else 0,
            )
        )
    return asks


spoken_so_far = st.builds(
    Spoken,
    st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 4)),
    st.dictionaries(st.sampled_from(GROUPS), st.sampled_from([0, 60, 120])),
    st.frozensets(st.sampled_from(["a", "b", "c"])),
)


def steps(places: list[Place], spoken: Spoken) -> list[tuple[Place, list[Ask], Spoken]]:
    """Each pick, with those who still wait behind it, and what was said by then if the list goes on like this."""
    found = []
    for index, place in enumerate(places):
        found.append((place, [later.ask for later in places[index + 1 :]], spoken))
        spoken = spoken.with_one_more(place.ask)
    return found


@given(waiting(moves=True, lots=True), spoken_so_far)
def test_everybody_stands_on_the_list_once_whatever_order_they_came_in(asks: list[Ask], spoken: Spoken) -> None:
    places = ordered(asks, spoken)

    assert sorted(place.ask.id for place in places) == sorted(one.id for one in asks)
    assert ordered(list(reversed(asks)), spoken) == places


@given(waiting(), spoken_so_far)
def test_nobody_with_fewer_contributions_waits_behind_more(asks: list[Ask], spoken: Spoken) -> None:
    for place, behind, said in steps(ordered(asks, spoken), spoken):
        if place.ask.wish is Wish.SPEECH:
            turns = said.turns.get(place.ask.group, 0)
            assert turns == place.turns
            assert all(turns <= said.turns.get(one.group, 0) for one in behind if one.wish is Wish.SPEECH)


@given(waiting(moves=True, lots=True), spoken_so_far)
def test_whoever_waits_behind_more_reads_that_somebody_moved_or_drew(asks: list[Ask], spoken: Spoken) -> None:
    for place, behind, said in steps(ordered(asks, spoken), spoken):
        passed = [
            one
            for one in behind
            if one.wish is Wish.SPEECH and said.turns.get(one.group, 0) < said.turns.get(place.ask.group, 0)
        ]
        if passed and place.ask.wish is Wish.SPEECH:
            assert place.why in {Why.MOVED, Why.LOT} or all(one.ahead is not None for one in passed)


BY = {Why.FIRST: 2, Why.FEWER: 2, Why.TIME: 3, Why.NEW: 4, Why.EARLIER: 5, Why.LOT: 1}


@given(waiting(lots=False), spoken_so_far)
def test_the_reason_is_what_the_order_went_by(asks: list[Ask], spoken: Spoken) -> None:
    for place, behind, said in steps(ordered(asks, spoken), spoken):
        own = key_of(place.ask, said)
        assert all(own < key_of(one, said) for one in behind)
        if place.why in BY:
            [first, *_] = sorted(key_of(one, said) for one in behind)
            part = BY[place.why]
            assert own[:part] == first[:part]
            assert own[part : part + 1] < first[part : part + 1] or place.why is Why.EARLIER
        else:
            expected = {Why.ORDER: Wish.ORDER, Why.REPLY: Wish.REPLY, Why.ONLY: Wish.SPEECH}
            assert place.ask.wish is expected[place.why]
            assert place.why is not Why.ONLY or behind == []


@given(waiting(moves=True, lots=True), spoken_so_far)
def test_the_list_keeps_its_word_once_the_first_has_spoken(asks: list[Ask], spoken: Spoken) -> None:
    """As long as nobody else asks: the times of this speech alone may change what comes after."""
    places = ordered(asks, spoken)
    if places:
        rest = [one for one in asks if one.id != places[0].ask.id]
        after = ordered(rest, spoken.with_one_more(places[0].ask))
        assert [one.ask.id for one in after] == [one.ask.id for one in places[1:]]


@given(waiting(moves=True, lots=True), spoken_so_far)
def test_points_of_order_come_first_and_are_no_contribution(asks: list[Ask], spoken: Spoken) -> None:
    places = ordered(asks, spoken)
    ranks = [place.ask.wish is Wish.ORDER and place.why is not Why.MOVED for place in places]
    by_hand = {place.ask.id for place in places if place.why is Why.MOVED}

    assert all(
        not later or earlier or place.ask.id in by_hand
        for (earlier, later), place in zip(pairwise(ranks), places, strict=False)
    )
    assert spoken.with_one_more(ask(1, "verein", wish=Wish.ORDER)) == spoken


def test_organisations_take_turns_and_the_words_say_so() -> None:
    asks = [ask(1, "verein", 0), ask(2, "verein", 1), ask(3, "moschee", 2), ask(4, "kirche", 3)]
    places = ordered(asks, Spoken({"kirche": 1}, {"verein": 60}))

    assert [(place.ask.id, place.why, place.turns) for place in places] == [
        (3, Why.TIME, 0),  # of two organisations without a contribution on this item the one with less time today
        (1, Why.EARLIER, 0),
        (4, Why.TIME, 1),
        (2, Why.ONLY, 1),
    ]


def test_a_granted_reply_goes_first_and_a_point_of_order_before_it() -> None:
    asks = [ask(1, "verein", 0), ask(2, "moschee", 1, wish=Wish.REPLY), ask(3, "kirche", 2, wish=Wish.ORDER)]

    assert [(one.ask.id, one.why) for one in ordered(asks, Spoken())] == [
        (3, Why.ORDER),
        (2, Why.REPLY),
        (1, Why.ONLY),
    ]


def test_who_was_moved_stays_behind_those_who_were_ahead_and_before_the_others() -> None:
    asks = [ask(number, f"name:{number}", number) for number in (1, 2, 3)]
    moved = [*asks, ask(4, "name:4", 4, ahead=frozenset({1}), moved=1)]

    assert [one.ask.id for one in ordered(moved, Spoken())] == [1, 4, 2, 3]
    assert [one.ask.id for one in ordered(moved[1:], Spoken())] == [4, 2, 3]  # also once the one ahead has spoken
    late = ask(5, "name:5", 5, wish=Wish.ORDER)
    assert [one.ask.id for one in ordered([*moved[1:], late], Spoken())] == [5, 4, 2, 3]


def test_of_two_moves_to_the_front_the_later_one_counts() -> None:
    asks = [
        ask(1, "a"),
        ask(2, "b", ahead=frozenset(), moved=1),
        ask(3, "c", ahead=frozenset(), moved=2),
    ]
    assert [one.ask.id for one in ordered(asks, Spoken())] == [3, 2, 1]


def test_lots_decide_and_whoever_asks_later_waits_behind_them() -> None:
    asks = [ask(1, "a", 0, lot=1), ask(2, "b", 1, lot=0), ask(3, "c", 2)]

    assert [(one.ask.id, one.why) for one in ordered(asks, Spoken({"b": 3}))] == [
        (2, Why.LOT),
        (1, Why.LOT),
        (3, Why.ONLY),
    ]


@pytest.mark.parametrize("typed", ["0", "31", "-1", "2,5", "two", "99999"])
def test_the_time_of_a_contribution_is_whole_minutes(typed: str) -> None:
    with pytest.raises(NoMinutes):
        minutes_of(typed)


def test_the_time_may_stay_open_and_digits_of_other_scripts_count() -> None:
    assert (minutes_of("  "), minutes_of(" 3 "), minutes_of("٣"), minutes_of(str(MOST_MINUTES))) == (None, 3, 3, 30)
