"""Somebody registers, does not come after all, arrives, says how it was. Whoever waits moves up by itself."""

from dataclasses import dataclass

from participation.contributions.rules import ONCE
from participation.events import queries
from participation.events.models import Event, EventFeedback, Registration
from participation.events.news import PlaceFound
from participation.events.rules import (
    LONGEST_NAME,
    LONGEST_NEEDS,
    LONGEST_TEXT,
    MOST_CHILDREN,
    MOST_PER_ADDRESS,
    MOST_STARS,
    AlreadyRegistered,
    EventOver,
    FeedbackOver,
    NoGroup,
    NoStars,
    NotOpenHere,
    OnWaitingList,
    placed,
    takes_feedback,
)
from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.letters import mail_address
from participation.foundation.locales import OWN_NAMES
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import one_line, plain
from participation.languages.hearing import hear


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody types to register. group: None for none; address: "" for none; interpreter: a language, or ""."""

    name: str
    language: str
    group: int | None = None
    address: str = ""
    site: str = ""
    interpreter: str = ""
    children: int = 0
    needs: str = ""


def register(tx: Transaction, event: Event, wish: Wish, *, by: Actor) -> Registration:
    """Somebody wants to come: on a place if there is one for them, otherwise on the waiting list.

    Raises NotOpenHere, EventOver, AlreadyRegistered, NoGroup, NothingSaid, TooLong, NoMailAddress.
    """
    hold(tx, event)
    require_open(event)
    if queries.own_registration(tx.session, event, by.person_id) is not None:
        raise AlreadyRegistered
    return write_down(tx, event, wish, person_id=by.person_id)


def enter_registration(tx: Transaction, event: Event, wish: Wish, *, by: Actor) -> Registration:
    """The desk writes down who called or came by, also when registration is closed. Raises NotAllowed, EventOver."""
    require(by, Permission.RUN_SESSION, event)
    hold(tx, event)
    if event.cancelled_at is not None or event.ends_at <= clock.now():
        raise EventOver
    made = write_down(tx, event, wish, person_id=None)
    note(tx, event, "event.register", by)
    return made


def write_down(tx: Transaction, event: Event, wish: Wish, *, person_id: int | None) -> Registration:
    groups = {one.id for one in queries.groups_of(tx.session, event)}
    if wish.group is not None and wish.group not in groups:
        raise NoGroup
    address = mail_address(wish.address) if wish.address.strip() else ""
    if address and queries.count_with_address(tx.session, event, address) >= MOST_PER_ADDRESS:
        raise AlreadyRegistered
    event.numbers += 1
    made = Registration(
        municipality_id=event.municipality_id,
        event_id=event.id,
        person_id=person_id,
        number=event.numbers,
        group_id=wish.group,
        name=one_line(wish.name, LONGEST_NAME),
        address=address,
        language=wish.language,
        site=wish.site[:200],
        interpreter=wish.interpreter if wish.interpreter in OWN_NAMES else "",
        children=min(MOST_CHILDREN, max(0, wish.children)),
        needs=one_line(wish.needs, LONGEST_NEEDS) if wish.needs.strip() else "",
        registered_at=clock.now(),
    )
    tx.session.add(made)
    tx.session.flush()
    move_up(tx, event, but=made)
    return made


def require_open(event: Event) -> None:
    """Raises NotOpenHere, EventOver."""
    if event.cancelled_at is not None or event.ends_at <= clock.now():
        raise EventOver
    if event.published_at is None or not event.takes:
        raise NotOpenHere


def give_up(tx: Transaction, event: Event, number: int) -> None:
    """Somebody does not come after all: what they wrote is forgotten, whoever waits moves up. Twice changes nothing.

    Raises NoRegistration, EventOver, also for somebody who is there already.
    """
    hold(tx, event)
    found = queries.any_numbered(tx.session, event, number)
    if found.cancelled_at is not None:
        return
    if not can_change(event) or found.arrived_at is not None:
        raise EventOver
    found.cancelled_at, found.has_place = clock.now(), False
    empty(found)
    tx.session.flush()
    move_up(tx, event)


def can_change(event: Event) -> bool:
    """Who comes: until the end, unless it does not take place."""
    return event.cancelled_at is None and event.ends_at > clock.now()


def empty(registration: Registration) -> None:
    """Nobody is named any more; that somebody had registered stays."""
    registration.person_id, registration.group_id, registration.children = None, None, 0
    registration.name = registration.address = registration.site = registration.interpreter = registration.needs = ""


def move_up(tx: Transaction, event: Event, *, but: Registration | None = None) -> None:
    """Everybody has what the rule gives them; whoever moved up is told. but: who has just asked, and sees it anyway."""
    if not can_change(event):
        return
    everybody = queries.registrations_of(tx.session, event)
    have = placed(queries.asked_of(everybody), queries.room_of(tx.session, event))
    for one in everybody:
        if one.number in have and not one.has_place:
            one.has_place = True
            if one is not but:
                tx.record(PlaceFound(one.id))
    tx.session.flush()


def arrive(
    tx: Transaction, event: Event, number: int, *, here: bool, by: Actor, waiting_too: bool = True
) -> Registration:
    """Somebody is at the door, or was ticked off by mistake.

    waiting_too: also somebody without a place. Raises NotAllowed, NoRegistration, OnWaitingList.
    """
    require(by, Permission.RUN_SESSION, event)
    hold(tx, event)
    found = queries.registration_numbered(tx.session, event, number)
    if not found.has_place and not waiting_too:
        raise OnWaitingList
    found.arrived_at = (found.arrived_at or clock.now()) if here else None
    tx.session.flush()
    return found


def strike(tx: Transaction, event: Event, number: int, *, by: Actor) -> None:
    """The desk takes somebody off who said that they do not come. Raises NotAllowed, NoRegistration."""
    require(by, Permission.RUN_SESSION, event)
    give_up(tx, event, number)
    note(tx, event, "event.strike", by)


@dataclass(frozen=True, slots=True)
class Opinion:
    """How it was, as it was typed."""

    stars: int
    good: str
    better: str
    page_language: str
    once: str


def look_back(tx: Transaction, event: Event, opinion: Opinion) -> None:
    """Whoever was there says how it was, without a name; a form sent twice is one.

    Raises FeedbackOver, NoStars, TooLong.
    """
    hold(tx, event)
    if event.published_at is None or event.cancelled_at or not takes_feedback(event.ends_at, clock.now()):
        raise FeedbackOver
    if not 1 <= opinion.stars <= MOST_STARS:
        raise NoStars
    good, better = (plain(one, LONGEST_TEXT) if one.strip() else "" for one in (opinion.good, opinion.better))
    once = opinion.once if ONCE.fullmatch(opinion.once) else chance.token()
    if queries.is_said(tx.session, event, once):
        return
    said = f"{good} {better}".strip()
    tx.session.add(
        EventFeedback(
            municipality_id=event.municipality_id,
            event_id=event.id,
            once=once,
            stars=opinion.stars,
            good=good,
            better=better,
            language=hear(said, "", opinion.page_language).language if said else "",
        )
    )
    tx.session.flush()


def hold(tx: Transaction, event: Event) -> None:
    """Of two who want the last place the second waits, and then sees what the first did."""
    tx.session.flush()
    tx.session.refresh(event, with_for_update=True)


def note(tx: Transaction, event: Event, action: str, by: Actor) -> None:
    tx.session.flush()
    enter(tx, Act(by.entry, action, f"event:{event.id}"), town=event.municipality_id)
