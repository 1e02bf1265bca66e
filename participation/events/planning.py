"""An event is planned, as one date or as a series; it is changed, published, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from participation.events import queries
from participation.events.models import Event, EventGroup
from participation.events.registering import hold, move_up
from participation.events.rules import (
    LONGEST_REASON,
    MOST_DATES,
    MOST_GROUPS,
    EventKind,
    EventOver,
    InThePast,
    ReasonNeeded,
    TooFewPlaces,
    TooManyDates,
    placed,
)
from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import plain
from participation.languages.hearing import hear
from participation.process.models import Process


@dataclass(frozen=True, slots=True)
class Plan:
    """What people read about an event, by language, and what stands ready for them."""

    title: dict[str, str]
    kind: EventKind = EventKind.EVENT
    text: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    way: dict[str, str] = field(default_factory=dict)
    access: dict[str, str] = field(default_factory=dict)
    bring: dict[str, str] = field(default_factory=dict)
    childcare: bool = False
    interpreters: tuple[str, ...] = ()
    places: int | None = None


Span = tuple[datetime, datetime]


def plan_event(tx: Transaction, process: Process, plan: Plan, dates: Sequence[Span], *, by: Actor) -> list[Event]:
    """One event, or one for each date of a series; drafts until published. Raises NotAllowed, TooManyDates."""
    require(by, Permission.RUN_SESSION, process)
    if not 1 <= len(dates) <= MOST_DATES:
        raise TooManyDates(most=MOST_DATES)
    series = chance.token() if len(dates) > 1 else ""
    made = []
    for starts, ends in dates:
        event = Event(
            municipality_id=process.municipality_id,
            process_id=process.id,
            public_id=chance.token(),
            series=series,
            starts_at=starts,
            ends_at=ends,
        )
        write(event, plan)
        tx.session.add(event)
        made.append(event)
    tx.session.flush()
    for event in made:
        note(tx, event, "event.plan", by)
    return made


def write(event: Event, plan: Plan) -> None:
    event.kind, event.title, event.text, event.place = plan.kind, plan.title, plan.text, plan.place
    event.way, event.access, event.bring = plan.way, plan.access, plan.bring
    event.childcare, event.interpreters, event.places = plan.childcare, list(plan.interpreters), plan.places


def change(tx: Transaction, event: Event, plan: Plan, when: Span, *, by: Actor) -> bool:
    """Whether those who registered have to hear of it: another time, another place.

    Raises NotAllowed, EventOver, InThePast, TooFewPlaces: nobody who has a place loses it.
    """
    require(by, Permission.RUN_SESSION, event)
    hold(tx, event)
    require_coming(event)
    if when[1] <= clock.now():
        raise InThePast
    before = [one for one in queries.registrations_of(tx.session, event) if one.has_place]
    was = event.starts_at, event.ends_at, event.place
    write(event, plan)
    event.starts_at, event.ends_at = when
    if event.starts_at != was[0]:
        event.reminded_at = None
    event.changes += 1
    tx.session.flush()
    require_room(tx, event, [one.number for one in before])
    move_up(tx, event)
    note(tx, event, "event.change", by)
    return event.published_at is not None and (event.starts_at, event.ends_at, event.place) != was


def require_room(tx: Transaction, event: Event, had: Sequence[int]) -> None:
    """Raises TooFewPlaces."""
    room = queries.room_of(tx.session, event)
    if room.places is not None and sum(room.kept.values()) > room.places:
        raise TooFewPlaces
    have = placed(queries.asked_of(queries.registrations_of(tx.session, event)), room)
    if not set(had) <= have:
        raise TooFewPlaces


def keep_places(tx: Transaction, event: Event, groups: Sequence[tuple[dict[str, str], int]], *, by: Actor) -> None:
    """Places for groups (*Kontingente*), out of all places.

    groups: (name by language, places), all there are to be. One that is there is known by its name, whatever its line;
    a new name on a line takes the place of a name that is gone, and a group for which nobody registered can go.
    Raises NotAllowed, EventOver, TooFewPlaces.
    """
    require(by, Permission.RUN_SESSION, event)
    hold(tx, event)
    require_coming(event)
    if len(groups) > MOST_GROUPS:
        raise TooFewPlaces
    had = [one.number for one in queries.registrations_of(tx.session, event) if one.has_place]
    left, added = queries.groups_of(tx.session, event), []
    for name, places in groups:
        known = next((one for one in left if set(name.values()) & set(one.name.values())), None)
        if known is None:
            added.append((name, places))
        else:
            known.places = places
            left.remove(known)
    for name, places in added:
        if left:
            left[0].name, left[0].places = name, places
            left.pop(0)
        else:
            made = EventGroup(municipality_id=event.municipality_id, event_id=event.id, name=name, places=places)
            tx.session.add(made)
    if queries.are_used(tx.session, left):
        raise TooFewPlaces
    for gone in left:
        tx.session.delete(gone)
    tx.session.flush()
    require_room(tx, event, had)
    move_up(tx, event)
    note(tx, event, "event.groups", by)


def publish(tx: Transaction, event: Event, *, by: Actor) -> None:
    """Everybody reads it and can register; with the other dates of its series. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, event)
    hold(tx, event)
    for one in queries.series_of(tx.session, event):
        if one.published_at is None:
            one.published_at = clock.now()
            note(tx, one, "event.publish", by)


def take(tx: Transaction, event: Event, *, takes: bool, by: Actor) -> None:
    """Open or close the registration. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, event)
    hold(tx, event)
    if event.takes != takes:
        event.takes = takes
        note(tx, event, "event.open" if takes else "event.close", by)


def cancel(tx: Transaction, event: Event, reason: str, *, page_language: str, by: Actor) -> None:
    """It does not take place; the page says why. Raises NotAllowed, EventOver, ReasonNeeded, TooLong."""
    require(by, Permission.RUN_SESSION, event)
    hold(tx, event)
    require_coming(event)
    if not reason.strip():
        raise ReasonNeeded
    event.reason = plain(reason, LONGEST_REASON)
    event.reason_lang = hear(event.reason, "", page_language).language
    event.cancelled_at, event.takes = clock.now(), False
    event.changes += 1
    note(tx, event, "event.cancel", by)


def require_coming(event: Event) -> None:
    """Raises EventOver."""
    if event.cancelled_at is not None or event.ends_at <= clock.now():
        raise EventOver


def note(tx: Transaction, event: Event, action: str, by: Actor) -> None:
    tx.session.flush()
    enter(tx, Act(by.entry, action, f"event:{event.id}"), town=event.municipality_id)
