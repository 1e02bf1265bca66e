from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.events.models import Event, EventFeedback, EventGroup, Registration
from participation.events.rules import Asked, NoRegistration, Room
from participation.foundation.messages import NotFound


def event_named(session: Session, municipality_id: int, public_id: str) -> Event:
    """Raises NotFound, also for one of another municipality."""
    found = session.scalar(select(Event).where(Event.public_id == public_id, Event.municipality_id == municipality_id))
    if found is None:
        raise NotFound
    return found


def all_events(session: Session, municipality_id: int) -> list[Event]:
    """Also drafts and those that are over, the newest date first."""
    wanted = Event.municipality_id == municipality_id
    return list(session.scalars(select(Event).where(wanted).order_by(Event.starts_at.desc(), Event.id.desc())))


def coming(session: Session, process_ids: Iterable[int], now: datetime) -> list[Event]:
    """Public ones that are not over, the next first."""
    wanted = (
        Event.process_id.in_(list(process_ids)),
        Event.published_at.is_not(None),
        Event.ends_at > now,
    )
    return list(session.scalars(select(Event).where(*wanted).order_by(Event.starts_at, Event.id)))


def over_in(session: Session, process_id: int, now: datetime) -> list[Event]:
    """Public events of a process that took place, the first one first."""
    wanted = (
        Event.process_id == process_id,
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
        Event.ends_at <= now,
    )
    return list(session.scalars(select(Event).where(*wanted).order_by(Event.starts_at, Event.id)))


def dates_of(session: Session, event: Event) -> list[Event]:
    """All public dates of its series, the first one first."""
    if not event.series:
        return [event]
    wanted = Event.series == event.series, Event.municipality_id == event.municipality_id
    return list(
        session.scalars(select(Event).where(*wanted, Event.published_at.is_not(None)).order_by(Event.starts_at))
    )


def series_of(session: Session, event: Event) -> list[Event]:
    """All dates of its series, also drafts; for a single event that one."""
    if not event.series:
        return [event]
    wanted = Event.series == event.series, Event.municipality_id == event.municipality_id
    return list(session.scalars(select(Event).where(*wanted).order_by(Event.starts_at)))


def groups_of(session: Session, event: Event) -> list[EventGroup]:
    return list(session.scalars(select(EventGroup).where(EventGroup.event_id == event.id).order_by(EventGroup.id)))


def are_used(session: Session, groups: Iterable[EventGroup]) -> bool:
    """Whether somebody registered for one of these groups."""
    wanted = Registration.group_id.in_([one.id for one in groups])
    return session.scalar(select(Registration.id).where(wanted).limit(1)) is not None


def room_of(session: Session, event: Event) -> Room:
    return Room(event.places, {one.id: one.places for one in groups_of(session, event)})


def registrations_of(session: Session, event: Event) -> list[Registration]:
    """Those who want to come, in the order in which they asked."""
    wanted = Registration.event_id == event.id, Registration.cancelled_at.is_(None)
    return list(
        session.scalars(
            select(Registration).where(*wanted).order_by(Registration.number).execution_options(populate_existing=True)
        )
    )


def asked_now(session: Session, event: Event) -> list[Asked]:
    """As `registrations_of`, without reading who they are."""
    wanted = Registration.event_id == event.id, Registration.cancelled_at.is_(None)
    rows = session.execute(select(Registration.number, Registration.group_id).where(*wanted))
    return [Asked(number, group) for number, group in rows]


def count_waiting_before(session: Session, event: Event, number: int) -> int:
    """How many wait who asked before this number."""
    wanted = (
        Registration.event_id == event.id,
        Registration.cancelled_at.is_(None),
        Registration.has_place.is_(False),
        Registration.number < number,
    )
    return session.scalar(select(func.count(Registration.id)).where(*wanted)) or 0


def asked_of(registrations: Iterable[Registration]) -> list[Asked]:
    return [Asked(one.number, one.group_id) for one in registrations]


def registration_numbered(session: Session, event: Event, number: int) -> Registration:
    """Raises NoRegistration, also for one that was cancelled."""
    found = any_numbered(session, event, number)
    if found.cancelled_at is not None:
        raise NoRegistration
    return found


def any_numbered(session: Session, event: Event, number: int) -> Registration:
    """Also one that was cancelled. Raises NoRegistration."""
    wanted = Registration.event_id == event.id, Registration.number == number
    found = session.scalar(select(Registration).where(*wanted).execution_options(populate_existing=True))
    if found is None:
        raise NoRegistration
    return found


def own_registration(session: Session, event: Event, person_id: int | None) -> Registration | None:
    if person_id is None:
        return None
    wanted = Registration.event_id == event.id, Registration.person_id == person_id
    own = select(Registration).where(*wanted, Registration.cancelled_at.is_(None))
    return session.scalar(own.order_by(Registration.number).limit(1))


def count_with_address(session: Session, event: Event, address: str) -> int:
    wanted = Registration.event_id == event.id, Registration.address == address
    return session.scalar(select(func.count()).where(*wanted)) or 0


def is_said(session: Session, event: Event, once: str) -> bool:
    """Whether this form was stored before."""
    wanted = EventFeedback.event_id == event.id, EventFeedback.once == once
    return session.scalar(select(EventFeedback.id).where(*wanted)) is not None


def counts_of(session: Session, event_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Event -> (how many want to come, how many came)."""
    rows = session.execute(
        select(Registration.event_id, func.count(), func.count(Registration.arrived_at))
        .where(Registration.event_id.in_(list(event_ids)), Registration.cancelled_at.is_(None))
        .group_by(Registration.event_id)
    )
    return {event: (asked, came) for event, asked, came in rows}


def feedback_of(session: Session, event_ids: Iterable[int]) -> list[EventFeedback]:
    return list(
        session.scalars(
            select(EventFeedback).where(EventFeedback.event_id.in_(list(event_ids))).order_by(EventFeedback.id)
        )
    )
