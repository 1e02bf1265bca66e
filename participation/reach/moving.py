"""Where a guest was asked, their account is not asked again."""

from sqlalchemy import delete, select

from participation.foundation.database import Transaction
from participation.people.moving import Fate, Part
from participation.reach.models import ReachAsked


def settle_both(tx: Transaction, guest_id: int, account_id: int) -> None:
    """A process in which both were asked keeps one row."""
    known = select(ReachAsked.process_id).where(ReachAsked.person_id == account_id)
    twice = delete(ReachAsked).where(ReachAsked.person_id == guest_id, ReachAsked.process_id.in_(known))
    tx.session.execute(twice.execution_options(synchronize_session=False))


PART = Part({"reach_asked.person_id": Fate.MOVES}, before=settle_both)
