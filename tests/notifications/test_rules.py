"""When a digest is due: by the town's clock, also on the days when it is turned."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.foundation.delivery import GIVE_UP_AFTER, next_try
from participation.notifications.rules import OFTEN_NAMES, OWN_OFTEN_NAMES, Often, Rhythm, due, period, yesterday

TOWN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def at(text: str, fold: int = 0) -> datetime:
    """A moment as the clock on the town hall shows it; fold=1: the second time in the night when it is put back."""
    return datetime.fromisoformat(text).replace(tzinfo=TOWN, fold=fold)


def rhythm(often: Often, hour: int = 8, since: datetime = LONG_AGO) -> Rhythm:
    return Rhythm(often, hour, since)


HOURLY, NEVER = rhythm(Often.HOURLY), rhythm(Often.NEVER)


@pytest.mark.parametrize(
    ("wanted", "last", "now", "expected"),
    [
        # every day at eight
        (rhythm(Often.DAILY), "2026-11-24 08:00", "2026-11-25 07:59", False),
        (rhythm(Often.DAILY), "2026-11-24 08:00", "2026-11-25 08:00", True),
        (rhythm(Often.DAILY), "2026-11-25 08:00", "2026-11-25 08:01", False),
        (rhythm(Often.DAILY), "2026-11-25 08:00", "2026-11-25 23:59", False),
        (rhythm(Often.DAILY, 0), "2026-11-24 00:00", "2026-11-25 00:00", True),
        # the worker stood still: the missed one comes once, not once for each day
        (rhythm(Often.DAILY), "2026-11-20 08:00", "2026-11-25 11:30", True),
        (rhythm(Often.DAILY), "2026-11-25 11:30", "2026-11-25 11:31", False),
        (rhythm(Often.DAILY), "2026-11-23 08:00", "2026-11-25 02:00", True),
        # Mondays (the 23rd is one)
        (rhythm(Often.WEEKLY), "2026-11-16 08:00", "2026-11-23 07:59", False),
        (rhythm(Often.WEEKLY), "2026-11-16 08:00", "2026-11-23 08:00", True),
        (rhythm(Often.WEEKLY), "2026-11-23 08:00", "2026-11-29 23:59", False),
        (rhythm(Often.WEEKLY), "2026-11-16 08:00", "2026-11-25 12:00", True),
        # every hour, Monday to Friday, 8 to 17
        (HOURLY, "2026-11-25 08:00", "2026-11-25 08:59", False),
        (HOURLY, "2026-11-25 08:59", "2026-11-25 09:00", True),
        (HOURLY, "2026-11-24 17:00", "2026-11-25 07:59", False),
        (HOURLY, "2026-11-24 17:00", "2026-11-25 08:00", True),
        (HOURLY, "2026-11-25 16:00", "2026-11-25 17:30", True),
        (HOURLY, "2026-11-25 16:00", "2026-11-25 18:00", False),
        (HOURLY, "2026-11-27 16:00", "2026-11-28 10:00", False),
        (HOURLY, "2026-11-27 16:00", "2026-11-29 10:00", False),
        (HOURLY, "2026-11-27 17:00", "2026-11-30 08:00", True),
        # in spring two o'clock is skipped: it comes at three, once
        (rhythm(Often.DAILY, 2), "2026-03-28 02:00", "2026-03-29 01:59", False),
        (rhythm(Often.DAILY, 2), "2026-03-28 02:00", "2026-03-29 03:00", True),
        (rhythm(Often.DAILY, 2), "2026-03-29 03:00", "2026-03-29 03:01", False),
        (rhythm(Often.DAILY, 2), "2026-03-29 03:00", "2026-03-30 02:00", True),
        (rhythm(Often.DAILY, 3), "2026-03-28 03:00", "2026-03-29 03:00", True),
        (rhythm(Often.DAILY, 8), "2026-03-28 08:00", "2026-03-29 08:00", True),
        # in autumn two o'clock comes twice: the first counts
        (rhythm(Often.DAILY, 2), "2026-10-24 02:00", "2026-10-25 02:00", True),
        (rhythm(Often.DAILY, 2), "2026-10-25 02:00", "2026-10-25 03:00", False),
        (rhythm(Often.DAILY, 8), "2026-10-24 08:00", "2026-10-25 07:59", False),
        (rhythm(Often.DAILY, 8), "2026-10-24 08:00", "2026-10-25 08:00", True),
        # never, and nobody who was never told
        (NEVER, "2026-11-01 08:00", "2026-11-25 08:00", False),
        (rhythm(Often.DAILY), None, "2026-11-25 08:00", True),
        (HOURLY, None, "2026-11-25 09:10", True),
    ],
)
def test_a_digest_is_due_by_the_clock_of_the_town(
    wanted: Rhythm, last: str | None, now: str, *, expected: bool
) -> None:
    assert due(wanted, at(last).astimezone(UTC) if last else None, at(now)) is expected


def test_when_the_clock_is_put_back_the_second_two_oclock_is_not_another_day() -> None:
    wanted = rhythm(Often.DAILY, 2)
    first = at("2026-10-25 02:00")

    assert due(wanted, at("2026-10-24 02:00"), first)
    assert not due(wanted, first, at("2026-10-25 02:00", fold=1))
    assert not due(wanted, at("2026-10-25 02:30", fold=0), at("2026-10-25 02:10", fold=1))


@pytest.mark.parametrize(
    ("often", "chosen", "before", "after"),
    [
        (Often.DAILY, "2026-11-25 14:00", "2026-11-25 23:00", "2026-11-26 08:00"),
        (Often.DAILY, "2026-11-25 07:00", "2026-11-25 07:30", "2026-11-25 08:00"),
        (Often.WEEKLY, "2026-11-25 14:00", "2026-11-29 23:00", "2026-11-30 08:00"),
        (Often.HOURLY, "2026-11-25 14:20", "2026-11-25 14:59", "2026-11-25 15:00"),
    ],
)
def test_the_first_one_comes_at_the_first_time_after_the_choice(
    often: Often, chosen: str, before: str, after: str
) -> None:
    wanted = rhythm(often, since=at(chosen).astimezone(UTC))

    assert not due(wanted, None, at(before))
    assert due(wanted, None, at(after))


@given(
    often=st.sampled_from(list(Often)),
    hour=st.integers(0, 23),
    minutes=st.integers(0, 366 * 24 * 60),
    later=st.integers(0, 8 * 24 * 60),
)
def test_no_period_is_told_twice_and_a_later_look_never_finds_an_earlier_one(
    often: Often, hour: int, minutes: int, later: int
) -> None:
    wanted = rhythm(often, hour)
    first = LONG_AGO + timedelta(days=7, minutes=minutes)
    second = first + timedelta(minutes=later)
    now, then = first.astimezone(TOWN), second.astimezone(TOWN)

    assert not (due(wanted, None, now) and due(wanted, first, now))
    began, began_then = period(wanted, now), period(wanted, then)
    assert began is None or began <= first
    assert began is None or began_then is None or began <= began_then


@given(hour=st.integers(0, 23), day=st.integers(0, 365))
def test_every_day_has_one_digest_and_not_two(hour: int, day: int) -> None:
    """Whoever looks once a minute through any day, also one with 23 or 25 hours, finds it due exactly once."""
    wanted = rhythm(Often.DAILY, hour)
    midnight = datetime(2026, 1, 2, tzinfo=TOWN) + timedelta(days=day)
    last, found = midnight.astimezone(UTC) - timedelta(minutes=1), 0
    moment = midnight.astimezone(UTC)
    while moment.astimezone(TOWN).date() == midnight.date():
        if due(wanted, last, moment.astimezone(TOWN)):
            last, found = moment, found + 1
        moment += timedelta(minutes=15)

    assert found == 1


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-25 00:00", "2026-11-23T23:00:00+00:00"),
        ("2026-03-30 12:00", "2026-03-28T23:00:00+00:00"),
        ("2026-10-26 12:00", "2026-10-24T22:00:00+00:00"),
    ],
)
def test_yesterday_began_at_its_midnight(now: str, expected: str) -> None:
    assert yesterday(at(now)).astimezone(UTC).isoformat() == expected


def test_every_rhythm_has_a_name_for_whoever_may_choose_it() -> None:
    assert set(OFTEN_NAMES) | set(OWN_OFTEN_NAMES) == set(Often)
    assert Often.SOON not in OFTEN_NAMES  # a desk is told within working hours
    assert Often.HOURLY not in OWN_OFTEN_NAMES


def test_a_mail_that_fails_waits_longer_each_time_and_is_given_up_after_five_days() -> None:
    written = now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    waits, attempts = [], 0
    while True:
        attempts += 1
        following = next_try(attempts, written, now)
        if following is None:
            break
        waits.append((following - now).total_seconds() / 60)
        now = following

    assert waits[:7] == [1, 5, 15, 60, 180, 480, 480]
    assert waits == sorted(waits)
    assert GIVE_UP_AFTER - timedelta(hours=8) < now - written <= GIVE_UP_AFTER
