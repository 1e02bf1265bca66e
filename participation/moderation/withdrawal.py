"""What becomes of a case when its author withdraws the contribution: nobody decides it any more, everybody is told."""

from sqlalchemy import select, update

from participation.contributions.news import ContributionWithdrawn
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.moderation.models import Appeal, Case, CaseCause, Notice, Statement
from participation.moderation.noticing import forget
from participation.moderation.rules import Outcome


def hear_of_withdrawal(tx: Transaction, news: ContributionWithdrawn) -> None:
    """Close the case and whatever was open in it. What was decided stays on record, without the words."""
    forget(tx, [news.contribution_id])
    now = clock.now()
    tx.session.execute(
        update(Statement)
        .where(Statement.contribution_id == news.contribution_id, Statement.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session="fetch")
    )
    case = tx.session.scalar(select(Case).where(Case.contribution_id == news.contribution_id))
    if case is None:
        return
    case.open, case.assignee_id, case.revision = False, None, case.revision + 1
    tx.session.flush()
    of_case = CaseCause.case_id == case.id, CaseCause.settled_at.is_(None)
    tx.session.execute(
        update(CaseCause)
        .where(*of_case)
        .values(settled_at=now, detail="")
        .execution_options(synchronize_session="fetch")
    )
    for table in (Notice, Appeal):
        tx.session.execute(
            update(table)
            .where(table.case_id == case.id, table.decided_at.is_(None))
            .values(outcome=Outcome.WITHDRAWN, decided_at=now)
            .execution_options(synchronize_session="fetch")
        )
