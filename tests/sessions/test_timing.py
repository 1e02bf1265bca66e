"""The clock of a step, by the clock of the house."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from participation.sessions.timing import PROPOSED, Clock, extended, going_on, started, stopped

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_it_runs_for_the_planned_minutes_and_for_a_few_where_none_are_planned() -> None:
    assert started(20, NOON).ends_at == later(20 * 60)
    assert started(None, NOON).ends_at == later(PROPOSED * 60)


def test_what_is_left_when_it_is_stopped_is_left_when_it_goes_on() -> None:
    standing = stopped(started(5, NOON), later(100))

    assert (standing.left, standing.runs) == (200, False)
    assert going_on(standing, later(1000)).ends_at == later(1200)


def test_a_time_that_was_up_gets_its_minute_from_now_on() -> None:
    over = started(5, NOON)

    assert over.seconds_left(later(400)) == -100
    assert extended(over, later(400)).ends_at == later(460)
    assert stopped(over, later(400)).left == 0


@given(st.lists(st.sampled_from(["stop", "on", "more", "wait"]), max_size=30))
def test_nothing_but_waiting_takes_time_away(turns: list[str]) -> None:
    clock, now, waited, more = started(10, NOON), NOON, 0, 0
    for turn in turns:
        if turn == "wait":
            now += timedelta(seconds=7)
            waited += 7 * clock.runs
        elif turn == "stop" and clock.runs:
            clock = stopped(clock, now)
        elif turn == "on" and clock.stands:
            clock = going_on(clock, now)
        elif turn == "more":
            clock, more = extended(clock, now), more + 60

    assert clock.seconds_left(now) == 600 - waited + more


def test_without_a_clock_nothing_is_left() -> None:
    assert Clock().seconds_left(NOON) == 0
