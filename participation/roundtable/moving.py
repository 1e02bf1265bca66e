"""Whoever took a seat as a guest and signs in holds it with their account."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.foundation.database import Transaction
from participation.people.moving import Fate, Part
from participation.roundtable.founding import get_up_everywhere, hold_tables_of
from participation.roundtable.models import SeatHolder, TableSeat


def count(session: Session, person_id: int) -> int:
    return session.scalar(select(func.count()).where(SeatHolder.person_id == person_id)) or 0


def settle(tx: Transaction, guest_id: int, account_id: int) -> None:
    """Where both hold a seat at one table, the account does: one person holds one. The other one needs a new code."""
    hold_tables_of(tx, guest_id)
    tables = select(TableSeat.table_id).join(SeatHolder, SeatHolder.seat_id == TableSeat.id)
    both = select(TableSeat.id).where(TableSeat.table_id.in_(tables.where(SeatHolder.person_id == account_id)))
    for holder in tx.session.query(SeatHolder).filter(SeatHolder.person_id == guest_id, SeatHolder.seat_id.in_(both)):
        get_up_everywhere(tx, [holder.seat_id], holder.part)
        holder.person_id, holder.agreed = None, 0
    tx.session.flush()


PART = Part({"seat_holder.person_id": Fate.MOVES}, before=settle, count=count)
