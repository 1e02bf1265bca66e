"""Reports and appeals of somebody without an account go over to their account."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.foundation.database import Transaction
from participation.moderation.models import Notice
from participation.people.moving import Fate, Part


def count_reports(session: Session, person_id: int) -> int:
    return session.scalar(select(func.count()).where(Notice.reporter_id == person_id)) or 0


def settle_reports(tx: Transaction, guest_id: int, account_id: int) -> None:
    """Whoever reported the same twice, with and without an account, has one report with the words of both."""
    open_ones = select(Notice).where(Notice.decided_at.is_(None)).order_by(Notice.id).with_for_update()
    known = {one.contribution_id: one for one in tx.session.scalars(open_ones.where(Notice.reporter_id == account_id))}
    for second in tx.session.scalars(open_ones.where(Notice.reporter_id == guest_id)).all():
        first = known.get(second.contribution_id)
        if first is not None:
            first.words = first.words if second.words in first.words else f"{first.words}\n\n{second.words}"
            first.name, first.email = first.name or second.name, first.email or second.email
            first.changed_at = max(first.changed_at, second.changed_at)
            tx.session.delete(second)
    tx.session.flush()


PART = Part(
    {
        "moderation_notice.reporter_id": Fate.MOVES,
        "moderation_appeal.author_id": Fate.MOVES,
        "moderation_case.assignee_id": Fate.STAYS,
        "moderation_decision.by_id": Fate.STAYS,
        "statement_of_reasons.by_id": Fate.STAYS,
        "moderation_appeal.against_id": Fate.STAYS,
        "moderation_appeal.decided_by_id": Fate.STAYS,
        "moderation_remark.by_id": Fate.STAYS,
    },
    before=settle_reports,
    count=count_reports,
)
