"""A speakers' list (*Redeliste*): in which order people speak, and why each of them stands where they stand."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from participation.foundation.messages import N_, ChangedMeanwhile, Refused

KIND = "speakers"  # of the step on a run sheet
LONGEST_NAME = 60
LONGEST_REASON = 120
MOST_MINUTES = 30  # that one speech may have
MOST_WAITING = 60  # on one list; nobody would come to speak behind them


class Wish(StrEnum):
    """What somebody wants to say."""

    SPEECH = "speech"
    REPLY = "reply"  # directly to what was just said; it goes first once the moderators have granted it
    ORDER = "order"  # a point of order (*Antrag zur Geschäftsordnung*)


WISH_NAMES = {
    Wish.SPEECH: N_("A contribution"),
    Wish.REPLY: N_("A direct reply to what was just said"),
    Wish.ORDER: N_("A point of order"),
}


class Why(StrEnum):
    """Why somebody stands before the next one."""

    ORDER = "order"
    REPLY = "reply"
    LOT = "lot"
    FIRST = "first"  # of their organisation on this item
    FEWER = "fewer"
    TIME = "time"
    NEW = "new"
    EARLIER = "earlier"
    ONLY = "only"
    MOVED = "moved"


class ListClosed(Refused):
    message = N_("The speakers' list is closed. Points of order are still taken.")
    code = "list_closed"


class ListFull(Refused):
    message = N_("Very many people are waiting to speak. Please try again when the list is shorter.")
    code = "list_full"


class OrganisationGone(Refused):
    message = N_("This organisation is not active any more. Please choose again.")
    code = "organisation_gone"


class SpokenHere(Refused):
    message = N_("Somebody has spoken at this step. It stays, with how long people spoke for whom.")
    code = "spoken_here"


class AlreadyAsked(Refused):
    message = N_("You are on the list already.")
    code = "already_asked"


class NoReason(Refused):
    message = N_("Please say why: everybody reads it beside the name.")
    code = "no_reason"
    status = 422


class NoMinutes(Refused):
    message = N_("Please give the time of a contribution in whole minutes, from 1 to %(limit)s, or leave it empty.")
    code = "no_minutes"
    status = 422


class NobodyAsked(Refused):
    message = N_("Nobody is waiting to speak.")
    code = "nobody_asked"


class SpeaksAlready(ChangedMeanwhile):
    message = N_("The list has changed meanwhile. Please look at it, then press again.")


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody waits to speak.

    group: their organisation, or they themselves where they speak for nobody; person: who they are, as far as is known.
    wish: a reply that was not granted counts as a contribution. lot: their place where lots were drawn.
    ahead: after a move by hand, who was to speak before them; None where the rule alone decides.
    """

    id: int
    group: str
    person: str
    at: datetime
    wish: Wish = Wish.SPEECH
    lot: int | None = None
    ahead: frozenset[int] | None = None
    moved: int = 0  # which move by hand it was: the later one counts


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said so far. turns: contributions on this item; seconds: without interpreting; people: all of today."""

    turns: Mapping[str, int] = field(default_factory=dict)
    seconds: Mapping[str, int] = field(default_factory=dict)
    people: AbstractSet[str] = frozenset()

    def with_one_more(self, ask: Ask) -> "Spoken":
        """After somebody has spoken, as far as that can be known before; a point of order is no contribution."""
        if ask.wish is Wish.ORDER:
            return self
        turns = {**self.turns, ask.group: self.turns.get(ask.group, 0) + 1}
        return replace(self, turns=turns, people=self.people | {ask.person})


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the list. turns: contributions of their organisation before this one."""

    ask: Ask
    why: Why
    turns: int


Key = tuple[int, int, int, int, bool, datetime, int]
RANK = {Wish.ORDER: 0, Wish.REPLY: 1, Wish.SPEECH: 2}
BEHIND_LOTS = 1_000_000  # who asked after the draw


def key_of(ask: Ask, spoken: Spoken) -> Key:
    """What the order goes by, the first that differs decides."""
    return (
        RANK[ask.wish],
        ask.lot if ask.lot is not None else BEHIND_LOTS,
        spoken.turns.get(ask.group, 0),
        spoken.seconds.get(ask.group, 0),
        ask.person in spoken.people,
        ask.at,
        ask.id,
    )


def ordered(asks: Iterable[Ask], spoken: Spoken) -> list[Place]:
    """Who speaks in which order: one after the other is picked, as if those before had spoken already."""
    waiting = sorted(asks, key=lambda one: one.id)
    places = []
    while waiting:
        place = next_of(waiting, spoken)
        places.append(place)
        waiting.remove(place.ask)
        spoken = spoken.with_one_more(place.ask)
    return places


def next_of(waiting: Sequence[Ask], spoken: Spoken) -> Place:
    """waiting: at least one."""
    moved = sorted((one for one in waiting if one.ahead is not None), key=lambda one: -one.moved)
    ruled = sorted((one for one in waiting if one.ahead is None), key=lambda one: key_of(one, spoken))
    there = {one.id for one in waiting}
    orders = {one.id for one in ruled if one.wish is Wish.ORDER}
    due = next((one for one in moved if not ((one.ahead or set()) | orders) & there), None)
    if due is None and not ruled:
        due = moved[0]  # never from a desk: a move takes its person out of what others wait for
    if due is not None:
        return Place(due, Why.MOVED, spoken.turns.get(due.group, 0))
    first = ruled[0]
    return Place(
        first, why_before(first, ruled[1] if len(ruled) > 1 else None, spoken), spoken.turns.get(first.group, 0)
    )


def why_before(first: Ask, second: Ask | None, spoken: Spoken) -> Why:
    """By what somebody stands before the next one."""
    if first.wish is not Wish.SPEECH:
        return Why.ORDER if first.wish is Wish.ORDER else Why.REPLY
    if second is None:
        return Why.ONLY if first.lot is None else Why.LOT
    by = next(
        index
        for index, (one, other) in enumerate(zip(key_of(first, spoken), key_of(second, spoken), strict=True))
        if one != other
    )
    fewer = Why.FEWER if spoken.turns.get(first.group, 0) else Why.FIRST
    return (Why.ONLY, Why.LOT, fewer, Why.TIME, Why.NEW, Why.EARLIER, Why.EARLIER)[by]


def minutes_of(typed: str) -> int | None:
    """The time of one contribution as somebody typed it; None where it stays open. Raises NoMinutes."""
    words = typed.strip()
    if not words:
        return None
    if not (words.isdecimal() and len(words) <= 4 and 1 <= int(words) <= MOST_MINUTES):
        raise NoMinutes(limit=MOST_MINUTES)
    return int(words)
