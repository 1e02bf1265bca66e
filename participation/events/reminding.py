"""What is sent about events, and what is forgotten after them. Mails go only to whoever gave an address."""

from collections.abc import Callable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation.events import letters, queries
from participation.events.codes import code_of
from participation.events.models import Event, Registration
from participation.events.news import PlaceFound
from participation.events.registering import hold
from participation.events.rules import KEPT_AFTER, REMIND_BEFORE
from participation.foundation import clock, mail, web
from participation.foundation.database import Transaction
from participation.foundation.letters import Letter
from participation.foundation.municipality import Municipality

MAIL = "event"
Write = Callable[[Event, Registration, str], Letter]


def send(tx: Transaction, event: Event, registration: Registration, write: Write) -> None:
    if not registration.address or not registration.site:
        return
    code = code_of(web.settings().secret_key, event.public_id, registration.number)
    town = tx.session.get_one(Municipality, event.municipality_id)
    mail.write(
        tx,
        write(event, registration, code),
        to=registration.address,
        kind=MAIL,
        municipality_id=town.id,
        person_id=registration.person_id,
        sender=town.name,
    )


def hear_of_place(tx: Transaction, news: PlaceFound) -> None:
    """Somebody who waited can come."""
    found = tx.session.get_one(Registration, news.registration_id)
    send(tx, tx.session.get_one(Event, found.event_id), found, letters.place_letter)


def tell_of_cancellation(tx: Transaction, event: Event) -> None:
    for one in queries.registrations_of(tx.session, event):
        send(tx, event, one, letters.cancelled_letter)


def tell_of_change(tx: Transaction, event: Event) -> None:
    for one in queries.registrations_of(tx.session, event):
        send(tx, event, one, letters.changed_letter)


# --- the worker looks once a minute


def due(session: Session) -> list[Event]:
    """Events that begin soon and of which nobody was reminded."""
    now = clock.now()
    wanted = (
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
        Event.reminded_at.is_(None),
        Event.starts_at > now,
        Event.starts_at <= now + REMIND_BEFORE,
    )
    return list(session.scalars(select(Event).where(*wanted).order_by(Event.id)))


def over(session: Session) -> list[Event]:
    """Events after which nobody needs to be named any more."""
    wanted = Event.ends_at <= clock.now() - KEPT_AFTER, Event.registered.is_(None)
    return list(session.scalars(select(Event).where(*wanted).order_by(Event.id)))


def is_untidy(session: Session) -> bool:
    return bool(due(session) or over(session))


def tidy_up(tx: Transaction) -> None:
    """Remind those who have a place; forget who had registered, and keep how many."""
    for event in due(tx.session):
        hold(tx, event)
        if event.reminded_at is not None or event.cancelled_at is not None:  # another worker, or the desk, was first
            continue
        event.reminded_at = clock.now()
        for one in queries.registrations_of(tx.session, event):
            if one.has_place:
                send(tx, event, one, letters.reminder_letter)
    for event in over(tx.session):
        hold(tx, event)
        if event.registered is not None:
            continue
        event.registered, event.came = queries.counts_of(tx.session, [event.id]).get(event.id, (0, 0))
        tx.session.execute(delete(Registration).where(Registration.event_id == event.id))
    tx.session.flush()
