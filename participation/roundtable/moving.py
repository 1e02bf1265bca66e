"""Whoever took a seat as a guest and signs in holds it with their account."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.people.moving import Fate, Part
from participation.roundtable.models import SeatHolder


def count(session: Session, person_id: int) -> int:
    return session.scalar(select(func.count()).where(SeatHolder.person_id == person_id)) or 0


PART = Part({"seat_holder.person_id": Fate.MOVES}, count=count)
