"""Whoever registered as a guest and signs in has the registration with their account."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from participation.events.models import Registration
from participation.foundation.database import Transaction
from participation.people.moving import Fate, Part


def settle(tx: Transaction, guest_id: int, account_id: int) -> None:
    """Where both registered for one event, the guest's stays on its own: it may be somebody they brought along."""
    theirs = select(Registration.event_id).where(
        Registration.person_id == account_id, Registration.cancelled_at.is_(None)
    )
    twice = Registration.person_id == guest_id, Registration.event_id.in_(theirs)
    tx.session.execute(
        update(Registration).where(*twice).values(person_id=None).execution_options(synchronize_session="fetch")
    )


def count(session: Session, person_id: int) -> int:
    return session.scalar(select(func.count()).where(Registration.person_id == person_id)) or 0


PART = Part({"registration.person_id": Fate.MOVES}, before=settle, count=count)
