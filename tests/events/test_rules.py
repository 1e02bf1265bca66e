"""Who has a place: never more than there are, never somebody skipped, nobody loses one."""

from hypothesis import given
from hypothesis import strategies as some

from participation.events.rules import Asked, Room, placed, seated

GROUPS = some.one_of(some.none(), some.integers(1, 3))


@some.composite
def halls(draw: some.DrawFn) -> tuple[list[Asked], Room]:
    asked = [Asked(number, draw(GROUPS)) for number in range(1, draw(some.integers(0, 25)) + 1)]
    kept = draw(some.dictionaries(some.integers(1, 3), some.integers(0, 6), max_size=3))
    places = draw(some.one_of(some.none(), some.integers(sum(kept.values()), sum(kept.values()) + 12)))
    return asked, Room(places, kept)


@given(halls())
def test_there_are_never_more_than_there_are_places(hall: tuple[list[Asked], Room]) -> None:
    asked, room = hall
    have = placed(asked, room)

    assert room.places is None or len(have) <= room.places
    assert have <= {one.number for one in asked}


@given(halls())
def test_nobody_is_skipped(hall: tuple[list[Asked], Room]) -> None:
    """Whoever waits: nobody of the same group who asked later has a place, and no open place is free."""
    asked, room = hall
    have = placed(asked, room)
    for one in asked:
        if one.number in have:
            continue
        assert not any(
            other.number in have and other.number > one.number and other.group == one.group for other in asked
        )
        of_groups = sum(
            min(count, sum(other.group == group and other.number in have for other in asked))
            for group, count in room.kept.items()
        )
        assert len(have) - of_groups >= room.open_places
        assert sum(other.group == one.group and other.number in have for other in asked) >= room.kept.get(
            one.group or 0, 0
        )


@given(halls(), some.data())
def test_nobody_loses_a_place_when_others_come_or_go(hall: tuple[list[Asked], Room], data: some.DataObject) -> None:
    asked, room = hall
    have = placed(asked, room)
    later = Asked(len(asked) + 1, data.draw(GROUPS))
    assert have <= placed([*asked, later], room)
    if asked:
        gone = data.draw(some.sampled_from(asked))
        left = [one for one in asked if one != gone]
        assert have - {gone.number} <= placed(left, room)


@given(halls())
def test_the_order_in_which_they_are_read_does_not_matter(hall: tuple[list[Asked], Room]) -> None:
    asked, room = hall

    assert placed(reversed(asked), room) == placed(asked, room)


@given(halls())
def test_a_place_that_is_left_is_for_the_next_who_asks(hall: tuple[list[Asked], Room]) -> None:
    asked, room = hall
    now = seated(asked, room)
    next_one = len(asked) + 1

    assert room.places is None or len(now.numbers) + now.left + sum(now.kept.values()) == room.places
    assert (next_one in placed([*asked, Asked(next_one)], room)) is (room.places is None or now.left > 0)
    for group, left in now.kept.items():
        assert left == 0 or next_one in placed([*asked, Asked(next_one, group)], room)


def test_a_group_has_its_places_and_the_open_ones_as_well() -> None:
    room = Room(3, {1: 1})
    asked = [Asked(1), Asked(2), Asked(3), Asked(4, 1), Asked(5, 1)]

    assert placed(asked, room) == {1, 2, 4}
    assert placed(asked[1:], room) == {2, 3, 4}
