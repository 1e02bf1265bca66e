"""The clock of a step: told by the server, so that every screen of a hall shows the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from participation.foundation.numbers import row_number
from participation.sessions.rules import NotSoManyMinutes

MINUTE = 60
PROPOSED = 5  # minutes for a step whose time nobody planned
MOST_MINUTES = 600


@dataclass(frozen=True, slots=True)
class Clock:
    """ends_at: when the time is up, while it runs; left: seconds, while it stands. Both None: there is no clock."""

    ends_at: datetime | None = None
    left: int | None = None

    @property
    def runs(self) -> bool:
        return self.ends_at is not None

    @property
    def stands(self) -> bool:
        return self.left is not None

    def seconds_left(self, now: datetime) -> int:
        """Negative once the time is up; 0 without a clock."""
        if self.ends_at is not None:
            return round((self.ends_at - now).total_seconds())
        return self.left or 0


def planned(typed: str) -> int | None:
    """Minutes as somebody typed them; None where the time stays open. Raises NotSoManyMinutes."""
    words = typed.strip()
    if not words:
        return None
    minutes = row_number(words)
    if not 1 <= minutes <= MOST_MINUTES:
        raise NotSoManyMinutes(limit=MOST_MINUTES)
    return minutes


def started(minutes: int | None, now: datetime) -> Clock:
    return Clock(ends_at=now + timedelta(minutes=minutes or PROPOSED))


def stopped(clock: Clock, now: datetime) -> Clock:
    """What is left stays; a time that was up stays at nothing."""
    return Clock(left=max(0, clock.seconds_left(now)))


def going_on(clock: Clock, now: datetime) -> Clock:
    return Clock(ends_at=now + timedelta(seconds=clock.left or 0))


def extended(clock: Clock, now: datetime, seconds: int = MINUTE) -> Clock:
    """A time that is up already gets the minute from now on, not from when it ran out."""
    if clock.ends_at is None:
        return Clock(left=(clock.left or 0) + seconds)
    return Clock(ends_at=max(clock.ends_at, now) + timedelta(seconds=seconds))
