"""What this room keeps about people: who wants to come to an event, and what they need for it."""

from sqlalchemy import select

from participation.events.models import Event, Registration
from participation.events.registering import can_change, empty, give_up, hold
from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody

COMING = Activity(
    "events",
    N_("Registration for events"),
    N_(
        "To give a place, to tell about it by mail where an address was given, and to have interpreters and childcare"
        " ready."
    ),
    Basis.CONSENT,
    N_("Whoever registers for an event"),
    N_("Until thirty days after the event. How many had registered and came stays, without names."),
    30,
)

TABLES = (
    nobody(
        "event",
        "id municipality_id process_id public_id kind title text place way access bring childcare interpreters"
        " starts_at ends_at places takes series published_at cancelled_at reason reason_lang reminded_at changes"
        " numbers registered came",
    ),
    nobody("event_group", "id municipality_id event_id name places"),
    Kept(
        "registration",
        "id municipality_id event_id number group_id has_place site",
        (
            Share(
                COMING,
                "name address language interpreter children needs registered_at cancelled_at arrived_at",
                of="person_id",
                beside="event_id.title",
                made="person_id",
            ),
        ),
        N_("Events you registered for"),
    ),
    nobody("event_feedback", "id municipality_id event_id once stars good better language"),
)


def forget(tx: Transaction, person_id: int) -> None:
    """For erasure: they do not come, and whoever waits moves up; of an event that is over stays that somebody came."""
    own = select(Registration).where(Registration.person_id == person_id)
    for one in tx.session.scalars(own.order_by(Registration.event_id, Registration.number)).all():
        event = tx.session.get_one(Event, one.event_id)
        hold(tx, event)
        if can_change(event) and one.arrived_at is None:
            give_up(tx, event, one.number)
        else:
            empty(one)
        tx.session.flush()
