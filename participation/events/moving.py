"""Whoever registered as a guest and signs in has the registration with their account, also beside one of its own."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.events.models import Registration
from participation.people.moving import Fate, Part


def count(session: Session, person_id: int) -> int:
    return session.scalar(select(func.count()).where(Registration.person_id == person_id)) or 0


PART = Part({"registration.person_id": Fate.MOVES}, count=count)
