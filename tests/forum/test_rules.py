"""Times of a programme: one clock, no room twice, what is on now."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from participation.forum.rules import (
    LONGEST_PART,
    NoSuchHour,
    Placed,
    Span,
    WrongTimes,
    at_hand,
    clash,
    span_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
SUMMER, WINTER = date(2027, 3, 28), date(2027, 10, 31)  # the nights in which the clock is changed
NOON = datetime(2027, 6, 1, 12, tzinfo=UTC)
HOURS = some.times().map(lambda one: one.replace(second=0, microsecond=0))
DAYS = some.one_of(some.sampled_from([SUMMER, WINTER]), some.dates(date(2020, 1, 1), date(2040, 1, 1)))


@some.composite
def programmes(draw: some.DrawFn) -> list[Placed]:
    found = []
    for number in range(draw(some.integers(0, 12))):
        starts = NOON + timedelta(minutes=15 * draw(some.integers(0, 40)))
        span = Span(starts, starts + timedelta(minutes=15 * draw(some.integers(1, 12))))
        found.append(Placed(number, draw(some.one_of(some.none(), some.integers(1, 3))), span))
    return found


@given(DAYS, HOURS, HOURS)
def test_a_part_ends_after_it_began_and_the_clock_shows_what_was_typed(day: date, begins: time, ends: time) -> None:
    try:
        span = span_of(day, begins, ends, BERLIN)
    except (WrongTimes, NoSuchHour):
        return

    assert timedelta() < span.ends_at - span.starts_at <= LONGEST_PART
    shown = span.starts_at.astimezone(BERLIN), span.ends_at.astimezone(BERLIN)
    assert (shown[0].date(), shown[0].time(), shown[1].time()) == (day, begins, ends)


def test_over_midnight_and_over_the_change_of_the_clock() -> None:
    def hours(day: date, begins: str, ends: str) -> float:
        span = span_of(day, time.fromisoformat(begins), time.fromisoformat(ends), BERLIN)
        return (span.ends_at - span.starts_at) / timedelta(hours=1)

    assert hours(date(2027, 6, 1), "22:00", "01:00") == 3
    assert hours(SUMMER, "01:00", "04:00") == 2
    assert hours(WINTER, "01:00", "04:00") == 4
    assert hours(WINTER, "02:30", "03:30") == 2
    assert hours(SUMMER - timedelta(days=1), "22:00", "03:30") == 4.5
    with pytest.raises(NoSuchHour):
        hours(SUMMER, "02:30", "04:00")
    with pytest.raises(NoSuchHour):
        hours(SUMMER, "01:00", "02:30")


@pytest.mark.parametrize(("begins", "ends"), [(time(9), time(9)), (time(9), time(8))])
def test_what_is_no_time_is_refused(begins: time, ends: time) -> None:
    with pytest.raises(WrongTimes):
        span_of(date(2027, 6, 1), begins, ends, BERLIN)


def test_there_is_a_last_day() -> None:
    with pytest.raises(WrongTimes):
        span_of(date.max, time(22), time(1), BERLIN)


@given(programmes())
def test_a_clash_is_seen_by_both_and_never_without_a_room(parts: list[Placed]) -> None:
    for one in parts:
        other = clash(one, parts)
        if other is None:
            assert one.room is None or not any(
                two.room == one.room and two.span.overlaps(one.span) for two in parts if two.part != one.part
            )
        else:
            assert clash(parts[other], [one]) == one.part
            assert parts[other].room == one.room


def test_back_to_back_is_no_clash() -> None:
    first = Placed(1, 1, Span(NOON, NOON + timedelta(hours=1)))
    second = Placed(2, 1, Span(NOON + timedelta(hours=1), NOON + timedelta(hours=2)))

    assert clash(first, [second]) is None
    assert clash(first, [Placed(2, 1, first.span)]) == 2
    assert clash(first, [Placed(2, 2, first.span)]) is None


@given(programmes(), some.integers(-60, 900))
def test_what_is_on_began_and_has_not_ended_and_next_is_the_earliest_to_come(parts: list[Placed], after: int) -> None:
    at = NOON + timedelta(minutes=after)
    found = at_hand(parts, at)

    assert found.now == {one.part for one in parts if one.span.starts_at <= at < one.span.ends_at}
    coming = [one for one in parts if one.span.starts_at > at]
    assert bool(found.next) == bool(coming)
    assert all(parts[one].span.starts_at == min(two.span.starts_at for two in coming) for one in found.next)
    assert not found.now & found.next
