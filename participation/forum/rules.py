"""A forum (*Dialogforum*, *Konferenz*): which times there are, what cannot be in one room, what is on now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from participation.foundation.messages import N_, ChangedMeanwhile, Refused

LONGEST_TITLE = 120
LONGEST_TEXT = 600
LONGEST_WORDS = 4_000  # about the forum
LONGEST_NAME = 80
LONGEST_ROOM = 40
LONGEST_RESULT = 240  # what fits on the screen of a hall in one piece
MOST_RESULTS = 5  # of one part
MOST_PARTS = 80
MOST_ROOMS = 24
MOST_GUESTS = 12
LONGEST_PART = timedelta(hours=16)
KEPT_AFTER = timedelta(days=30)  # who led a part or sat on a podium
NEVER_HELD = timedelta(days=365)  # after which nobody waits for a session to come to an end


class StepKind(StrEnum):
    """The steps that a forum has on a run sheet."""

    PROGRAMME = "programme"
    PODIUM = "podium"
    RESULTS = "results"


class PartKind(StrEnum):
    PLENARY = "plenary"
    PODIUM = "podium"
    WORKSHOP = "workshop"
    BREAK = "break"


KIND_NAMES = {
    PartKind.PLENARY: N_("Plenary"),
    PartKind.PODIUM: N_("Podium"),
    PartKind.WORKSHOP: N_("Workshop"),
    PartKind.BREAK: N_("Break"),
}


class WrongTimes(Refused):
    message = N_("Please give the day and the times, with the end after the beginning.")
    code = "wrong_times"
    status = 422


class NoSuchHour(Refused):
    message = N_("On this day the clock leaves out this hour. Please choose another time.")
    code = "no_such_hour"
    status = 422


class RoomTaken(Refused):
    message = N_("Something else stands at this time in this place. Please choose another one, or let the two swap.")
    code = "room_taken"


class MovedByAnother(ChangedMeanwhile):
    message = N_("%(name)s moved this %(count)s s ago. Please look where it stands now, then move it again.")


class TooMuch(Refused):
    message = N_("A programme has at most %(parts)s parts and %(rooms)s rooms.")
    code = "too_much"
    status = 422


class TooManyResults(Refused):
    message = N_("This part has %(limit)s results. That is the most.")
    code = "too_many_results"


class TooManyGuests(Refused):
    message = N_("At most %(limit)s people fit on a podium.")
    code = "too_many_guests"
    status = 422


class CancelledPart(Refused):
    message = N_("This event is over, or was cancelled.")
    code = "part_cancelled"


@dataclass(frozen=True, slots=True)
class Span:
    """A time by the clock of the world: midnight and the change to winter time make no difference to it."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether somebody could not be in both. What begins as the other one ends is after it."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def moment_at(day: date, hour: time, zone: tzinfo, *, late: bool = False) -> datetime:
    """When the clock of the town shows this, in UTC; late: the second time in the night in which it does so twice.

    Raises NoSuchHour in the night in which it never does.
    """
    typed = datetime.combine(day, hour.replace(fold=int(late)), zone)
    moment = typed.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != typed.replace(tzinfo=None):
        raise NoSuchHour
    return moment


def span_of(day: date, begins: time, ends: time, zone: tzinfo) -> Span:
    """An end that is not after the beginning is that of the next day. Raises WrongTimes, NoSuchHour."""
    if begins == ends:
        raise WrongTimes
    try:
        last = day + timedelta(days=1) if ends < begins else day
        starts = moment_at(day, begins, zone)
        found = (moment_at(last, ends, zone, late=late) for late in (False, True))
        ending = next((one for one in found if one > starts), None)
    except OverflowError as wrong:  # the last day there is
        raise WrongTimes from wrong
    if ending is None or ending - starts > LONGEST_PART:
        raise WrongTimes
    return Span(starts, ending)


@dataclass(frozen=True, slots=True)
class Placed:
    """A part in its room. room: None for none, where it is in nobody's way."""

    part: int
    room: int | None
    span: Span


def clash(one: Placed, others: Iterable[Placed]) -> int | None:
    """Another part that has the room at the same time; None for none."""
    if one.room is None:
        return None
    there = (two for two in others if two.room == one.room and two.part != one.part)
    return next((two.part for two in there if two.span.overlaps(one.span)), None)


@dataclass(frozen=True, slots=True)
class AtHand:
    """now: what is on; next: what begins next, all of it that begins then."""

    now: frozenset[int]
    next: frozenset[int]


def at_hand(parts: Sequence[Placed], at: datetime) -> AtHand:
    now = frozenset(one.part for one in parts if one.span.starts_at <= at < one.span.ends_at)
    ahead = [one for one in parts if one.span.starts_at > at]
    first = min((one.span.starts_at for one in ahead), default=None)
    return AtHand(now, frozenset(one.part for one in ahead if one.span.starts_at == first))
