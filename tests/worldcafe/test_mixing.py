"""Who sits where in a world café: nobody twice, nobody back, everybody understood, and few who meet again."""

from collections import Counter
from collections.abc import Mapping
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.worldcafe.bounds import fewest_in_all, fewest_pairs, fewest_repeats
from participation.worldcafe.gathering import Figures, Gathering, Seating, figures, groups, without_a_bridge
from participation.worldcafe.mixing import LOOKS, Hall, beside, mixed

TOWN = "de"
tongues = st.frozensets(st.sampled_from(["de", "ar", "tr", "uk"]), max_size=2)


@st.composite
def halls(draw: st.DrawFn) -> tuple[Gathering, list[Seating], int]:
    """A round with what came before it: people come and leave, tables open and close, hosts stay or go."""
    everybody = list(range(100, 100 + draw(st.integers(0, 14))))
    every_table = list(range(1, 1 + draw(st.integers(1, 5))))
    before: list[Seating] = [
        {one: draw(st.sampled_from(every_table)) for one in everybody if draw(st.booleans())}
        for _ in range(draw(st.integers(0, 3)))
    ]
    here = [one for one in everybody if draw(st.integers(0, 4))]
    open_tables = tuple(table for table in every_table if draw(st.integers(0, 4))) or (every_table[0],)
    hosts = dict(zip(open_tables, here[: draw(st.integers(0, len(open_tables)))], strict=False))
    now = Gathering({one: draw(tongues) for one in here}, open_tables, hosts)
    return now, before, draw(st.integers(0, 2**31 - 1))


def at_random(now: Gathering, seed: int) -> dict[int, int]:
    """Tables alike, hosts at theirs, all others wherever chance puts them."""
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    seating = dict(now.staying)
    least, larger = divmod(len(now.people), len(now.tables))
    tables = chance.sample(now.tables, len(now.tables))
    tables.sort(key=lambda table: table not in seating.values())  # a host alone may make a table the larger one
    room = {table: least + (place < larger) for place, table in enumerate(tables)}
    for table in seating.values():
        room[table] -= 1
    free = [table for table, count in room.items() for _ in range(count)]
    chance.shuffle(free)
    others = [one for one in now.people if one not in seating]
    return seating | dict(zip(others, free, strict=True))


def fewest_returns(now: Gathering, before: list[Seating]) -> int:
    """By trying every seating: for halls that are small enough."""
    people = now.people
    best = len(people)
    for choice in product(now.tables, repeat=len(people)):
        seating = dict(zip(people, choice, strict=True))
        sizes = Counter(dict.fromkeys(now.tables, 0)) + Counter(choice)
        counts = [sizes[table] for table in now.tables]
        if max(counts) - min(counts) > 1 or any(seating[one] != table for one, table in now.staying.items()):
            continue
        best = min(best, figures(now, seating, before, TOWN).returns)
    return best


@given(halls())
@settings(max_examples=60, deadline=None)
def test_everybody_who_is_here_sits_once_hosts_stay_and_tables_are_alike(
    hall: tuple[Gathering, list[Seating], int],
) -> None:
    now, before, seed = hall
    seating = mixed(now, before, seed, TOWN)
    assert sorted(seating) == now.people
    assert {one: seating[one] for one in now.staying} == now.staying
    sizes = [list(seating.values()).count(table) for table in now.tables]
    assert sum(sizes) == len(now.people)
    assert max(sizes) - min(sizes) <= 1


@given(halls())
@settings(max_examples=40, deadline=None)
def test_the_same_seed_gives_the_same_plan_and_none_is_worse_than_chance(
    hall: tuple[Gathering, list[Seating], int],
) -> None:
    now, before, seed = hall
    seating = mixed(now, before, seed, TOWN)
    assert mixed(now, before, seed, TOWN) == seating
    worth = figures(now, seating, before, TOWN)
    for turn in range(5):
        assert worth.order <= figures(now, at_random(now, seed + turn), before, TOWN).order


@given(halls())
@settings(max_examples=60, deadline=None)
def test_what_is_said_to_be_the_fewest_is_never_more_than_a_plan_has(
    hall: tuple[Gathering, list[Seating], int],
) -> None:
    now, before, seed = hall
    for seating in (mixed(now, before, seed, TOWN), at_random(now, seed)):
        told = figures(now, seating, before, TOWN)
        assert fewest_repeats(now, before, comes_back=bool(told.returns)) <= told.again


@given(halls())
@settings(max_examples=25, deadline=None)
def test_nobody_comes_back_to_a_table_who_can_sit_elsewhere(hall: tuple[Gathering, list[Seating], int]) -> None:
    now, before, seed = hall
    few = Gathering({one: now.languages[one] for one in now.people[:4]}, now.tables[:4], now.hosts)
    assert figures(few, mixed(few, before, seed, TOWN), before, TOWN).returns == fewest_returns(few, before)


@given(halls(), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_who_comes_late_finds_room_and_nobody_moves(hall: tuple[Gathering, list[Seating], int], late: int) -> None:
    now, before, seed = hall
    seating = mixed(now, before, seed, TOWN)
    everybody = Gathering({**now.languages, **{900 + one: frozenset() for one in range(late)}}, now.tables, now.hosts)
    grown = dict(seating)
    for one in range(late):
        at = beside(everybody, grown, before, 900 + one, TOWN)
        assert at is not None
        grown[900 + one] = at
    assert {one: grown[one] for one in seating} == seating
    sizes = [list(grown.values()).count(table) for table in now.tables]
    assert max(sizes) - min(sizes) <= 1


# --- cafés as they are held


def held(
    sizes: tuple[int, int, int],
    *,
    hosts: bool,
    seed: int,
    comings: int = 0,
    speaks: Mapping[int, frozenset[str]] | None = None,
) -> tuple[list[Figures], list[Gathering], int]:
    """A whole café of (people, tables, rounds): its figures, who was here, and the bound of its rounds as they were.

    comings: as many leave and come between two rounds; hosts never leave.
    """
    count, many, rounds = sizes
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    here = {one: (speaks or {}).get(one, frozenset()) for one in range(1, count + 1)}
    tables = tuple(range(1, many + 1))
    stay = {table: table for table in tables} if hosts else {}
    before: list[Seating] = []
    found: list[Figures] = []
    gatherings: list[Gathering] = []
    bound = 0
    for turn in range(rounds):
        if turn and comings:
            for gone in chance.sample([one for one in sorted(here) if one not in stay.values()], comings):
                del here[gone]
            here |= {1000 * turn + one: frozenset[str]() for one in range(comings)}
        now = Gathering(dict(here), tables, stay)
        seating = mixed(now, before, seed + turn, TOWN)
        told = figures(now, seating, before, TOWN)
        bound += fewest_repeats(now, before, comes_back=bool(told.returns))
        found.append(told)
        gatherings.append(now)
        before.append(seating)
    return found, gatherings, bound


@pytest.mark.parametrize("hosts", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_five_tables_of_four_and_three_rounds_and_no_pair_meets_twice(seed: int, hosts: bool) -> None:  # noqa: FBT001 - a parameter
    found, _, _ = held((20, 5, 3), hosts=hosts, seed=seed)
    assert found == [Figures(0, 0, 0)] * 3


@pytest.mark.parametrize("hosts", [True, False])
@pytest.mark.parametrize("comings", [0, 2, 4])
@pytest.mark.parametrize("seed", range(4))
def test_of_twenty_three_who_come_and_leave_few_meet_again(seed: int, comings: int, hosts: bool) -> None:  # noqa: FBT001 - a parameter
    found, gatherings, bound = held((23, 5, 3), hosts=hosts, seed=seed, comings=comings)
    again = sum(one.again for one in found)
    assert [one.returns for one in found] == [0, 0, 0]
    assert again <= bound + 2
    assert fewest_in_all(gatherings) <= again
    if not comings:
        assert again <= fewest_in_all(gatherings) + 2


def test_a_table_that_closes_in_round_two_and_its_host_who_goes_round() -> None:
    here = {one: frozenset[str]() for one in range(1, 21)}
    first = Gathering(here, (1, 2, 3, 4, 5), {table: table for table in range(1, 6)})
    seating = mixed(first, [], 7, TOWN)
    second = Gathering(here, (1, 2, 4, 5), {table: table for table in (1, 2, 4, 5)})
    after = mixed(second, [seating], 8, TOWN)
    assert set(after.values()) == {1, 2, 4, 5}
    told = figures(second, after, [seating], TOWN)
    assert (told.returns, told.again) == (0, fewest_repeats(second, [seating]))


@pytest.mark.parametrize(("people", "tables"), [(0, 5), (1, 1), (7, 1), (3, 5), (4, 2)])
def test_small_halls(people: int, tables: int) -> None:
    found, _, _ = held((people, tables, 3), hosts=False, seed=3)
    assert len(found) == 3


def test_without_a_table_nobody_sits() -> None:
    now = Gathering({1: frozenset()}, ())
    assert mixed(now, [], 1, TOWN) == {}
    assert beside(now, {}, [], 1, TOWN) is None


def test_a_hall_of_two_hundred_at_forty_tables() -> None:
    found, gatherings, _ = held((200, 40, 3), hosts=True, seed=1)
    assert sum(one.again for one in found) == fewest_in_all(gatherings) == 0


# --- languages


def test_a_table_is_linked_by_those_who_speak_two_languages() -> None:
    ar, tr, both = frozenset({"ar"}), frozenset({"tr"}), frozenset({"ar", "tr"})
    assert groups([ar, tr]) == [ar, tr]
    assert groups([ar, tr, both]) == [both]
    assert groups([]) == []
    now = Gathering({1: ar, 2: frozenset(), 3: frozenset({"de", "ar"}), 4: tr}, (1, 2))
    assert without_a_bridge(now, {1: 1, 2: 1, 3: 1, 4: 2}, TOWN) == set()
    assert without_a_bridge(now, {1: 1, 2: 1, 3: 2, 4: 2}, TOWN) == {1, 2}


def test_a_bridge_is_worth_more_than_a_pair_that_meets_again() -> None:
    """Two speak only Arabic, one both: those three have to sit together again, however often they did."""
    speaks = {1: frozenset({"ar"}), 2: frozenset({"ar", "de"})} | {one: frozenset[str]() for one in range(3, 7)}
    before: list[Seating] = [{1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2}]
    now = Gathering(speaks, (3, 4))
    seating = mixed(now, before, 5, TOWN)
    told = figures(now, seating, before, TOWN)
    assert seating[1] == seating[2]
    assert told.gaps == 0
    assert told.again > 0


def test_who_cannot_be_linked_anywhere_is_told_as_one_gap() -> None:
    speaks = {1: frozenset({"so"})} | {one: frozenset[str]() for one in range(2, 9)}
    found, _, _ = held((8, 2, 2), hosts=False, seed=2, speaks=speaks)
    assert [one.gaps for one in found] == [1, 1]


@given(st.integers(0, 40), st.integers(1, 12))
def test_an_even_spread_has_the_fewest_pairs(people: int, cells: int) -> None:
    sizes = [people // cells + (place < people % cells) for place in range(cells)]
    assert fewest_pairs(people, cells) == sum(size * (size - 1) // 2 for size in sizes)
    assert fewest_pairs(people, 0) == 0


@pytest.mark.parametrize(("people", "tables"), [(300, 3), (200, 1), (50, 2)])
def test_one_guest_whom_nobody_understands_costs_no_more_than_the_looks_there_are(people: int, tables: int) -> None:
    now = Gathering(
        {one: frozenset({"ti" if one == 0 else "de"}) for one in range(people)}, tuple(range(1, tables + 1)), {}
    )
    before: list[Seating] = []
    for turn in range(3):
        hall = Hall(now, before, turn, "de")
        hall.sit_down()
        hall.send_elsewhere()
        hall.change_places()
        assert hall.looks <= LOOKS + 4 * people * people // tables
        before.append(hall.seating())
        assert figures(now, before[-1], before[:-1], "de").gaps == 1
