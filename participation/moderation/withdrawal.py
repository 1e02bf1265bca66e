"""What becomes of a case when its author withdraws the contribution: nobody decides it any more, everybody is told."""

from collections.abc import Iterable

from sqlalchemy import select, update

from participation.contributions.models import Contribution, LineageLink, LineageStep
from participation.contributions.news import ContributionWithdrawn
from participation.contributions.rules import Source
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.moderation.cases import add_cause
from participation.moderation.models import Appeal, Case, CaseCause, Notice, Statement
from participation.moderation.noticing import forget
from participation.moderation.rules import Cause, Outcome


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


def look_at_joined_texts(tx: Transaction, contribution_ids: Iterable[int]) -> None:
    """What moderators put together from these words is their own text: a person looks whether something is left."""
    made = tx.session.scalars(
        select(Contribution)
        .join(LineageLink, LineageLink.to_id == Contribution.id)
        .join(LineageStep, LineageStep.id == LineageLink.step_id)
        .where(
            LineageLink.from_id.in_(list(contribution_ids)),
            LineageStep.undone_at.is_(None),
            Contribution.source == Source.MODERATORS,
        )
        .order_by(Contribution.id)
        .distinct()
    ).all()
    for one in made:
        add_cause(tx, one, Cause.ERASED)
