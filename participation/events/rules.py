"""Who has a place at an event and who waits, pure: places kept for groups, a list that moves up by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from participation.foundation.messages import N_, Refused

LONGEST_TITLE = 120
LONGEST_TEXT = 4_000
LONGEST_NAME = 80
LONGEST_NEEDS = 400
LONGEST_REASON = 400
MOST_PLACES = 2_000
MOST_GROUPS = 12
MOST_DATES = 24  # of one series
MOST_CHILDREN = 10
MOST_PER_ADDRESS = 5  # registrations for one event that can give the same mail address
MOST_STARS = 5
REMIND_BEFORE = timedelta(days=2)
FEEDBACK_DAYS = timedelta(days=21)  # after the end
KEPT_AFTER = timedelta(days=30)  # who had registered, after the end


class EventKind(StrEnum):
    EVENT = "event"
    PREPARATION = "preparation"
    FOLLOW_UP = "follow_up"
    NETWORK = "network"


KIND_NAMES = {
    EventKind.EVENT: N_("Event"),
    EventKind.PREPARATION: N_("Preparation meeting"),
    EventKind.FOLLOW_UP: N_("Follow-up meeting"),
    EventKind.NETWORK: N_("Network meeting"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody wants to come. number: in the order in which they asked; group: to which they belong, None for none."""

    number: int
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """How many can come. places: None where everybody can; kept: group -> places kept for it, out of all places."""

    places: int | None
    kept: Mapping[int, int]

    @property
    def open_places(self) -> int:
        """Those that no group has for itself."""
        return max(0, (self.places or 0) - sum(self.kept.values()))


def placed(asked: Iterable[Asked], room: Room) -> frozenset[int]:
    """The numbers of those who have a place: in their order, first on the places of their group, then on open ones.

    Nobody who has a place loses it when somebody else comes later, or goes.
    """
    return seated(asked, room).numbers


@dataclass(frozen=True, slots=True)
class Seated:
    """numbers: who has a place. left: open places nobody has; kept: group -> places nobody has."""

    numbers: frozenset[int]
    left: int
    kept: Mapping[int, int]


def seated(asked: Iterable[Asked], room: Room) -> Seated:
    """Who has a place, and what is left. Where everybody can come nothing is counted: left is 0."""
    if room.places is None:
        return Seated(frozenset(one.number for one in asked), 0, {})
    kept, left, found = dict(room.kept), room.open_places, set()
    for one in sorted(asked, key=lambda one: one.number):
        if one.group is not None and kept.get(one.group, 0) > 0:
            kept[one.group] -= 1
        elif left > 0:
            left -= 1
        else:
            continue
        found.add(one.number)
    return Seated(frozenset(found), left, kept)


def takes_feedback(ends_at: datetime, now: datetime) -> bool:
    return ends_at <= now < ends_at + FEEDBACK_DAYS


# --- what can be refused


class NotOpenHere(Refused):
    message = N_("Registration for this event is not open.")
    code = "registration_closed"


class EventOver(Refused):
    message = N_("This event is over, or was cancelled.")
    code = "event_over"


class AlreadyRegistered(Refused):
    message = N_(
        "Somebody has registered from this phone already. To bring somebody along, register them on their phone."
    )
    code = "already_registered"


class NoGroup(Refused):
    message = N_("Please choose one of the groups.")
    code = "no_group"
    status = 422


class NoRegistration(Refused):
    message = N_("This code belongs to no registration for this event.")
    code = "no_registration"
    status = 404


class WrongTimes(Refused):
    message = N_("Please give the day and the times, with the end after the beginning.")
    code = "wrong_times"
    status = 422


class InThePast(Refused):
    message = N_("This date is in the past. Please check day and year.")
    code = "in_the_past"
    status = 422


class OnWaitingList(Refused):
    message = N_("This person is on the waiting list and has no place yet. To let them in all the same, use the list.")
    code = "on_waiting_list"


class TooFewPlaces(Refused):
    message = N_("Groups cannot have more places than the event, and nobody who has a place may lose it.")
    code = "too_few_places"
    status = 422


class NoPlaces(Refused):
    message = N_("Please write the places as a whole number from 1 to %(most)s, or leave it empty.")
    code = "no_places"
    status = 422


class TooManyDates(Refused):
    message = N_("A series has from 1 to %(most)s dates.")
    code = "too_many_dates"
    status = 422


class NoStars(Refused):
    message = N_("Please say how it was: one to five stars.")
    code = "no_stars"
    status = 422


class FeedbackOver(Refused):
    message = N_("Feedback can be given from the end of the event on, for three weeks.")
    code = "feedback_over"


class ReasonNeeded(Refused):
    message = N_("Please say why it is cancelled: everybody who registered reads it.")
    code = "no_reason"
    status = 422
