"""What somebody said and supported without an account goes over to their account."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session, aliased

from participation.contributions import following
from participation.contributions.models import Contribution, Support
from participation.foundation.database import Transaction
from participation.people.moving import Fate, Part


def count_said(session: Session, person_id: int) -> int:
    return session.scalar(select(func.count()).where(Contribution.author_id == person_id)) or 0


def count_supported(session: Session, person_id: int) -> int:
    """What they supported of their own accord; not what their support was brought along to."""
    own = Support.person_id == person_id, Support.step_id.is_(None)
    return session.scalar(select(func.count()).where(*own)) or 0


def settle_support(tx: Transaction, guest_id: int, account_id: int) -> None:
    """Whoever supported something twice, with and without an account, counts once.

    The contributions are held, in one order: others change counts there as well. If one of the two was given to this
    very contribution, what is left counts as given, not as brought along.
    """
    theirs = aliased(Support)
    twice = tx.session.execute(
        select(Support.contribution_id, Support.step_id)
        .join(theirs, theirs.contribution_id == Support.contribution_id)
        .where(Support.person_id == guest_id, theirs.person_id == account_id)
        .order_by(Support.contribution_id)
    ).all()
    if not twice:
        return
    both = [row.contribution_id for row in twice]
    tx.session.execute(
        select(Contribution.id).where(Contribution.id.in_(both)).order_by(Contribution.id).with_for_update()
    )
    given = [row.contribution_id for row in twice if row.step_id is None]
    mine = Support.person_id == account_id, Support.contribution_id.in_(given)
    tx.session.execute(update(Support).where(*mine).values(step_id=None).execution_options(synchronize_session=False))
    gone = tx.session.scalars(
        delete(Support)
        .where(Support.person_id == guest_id, Support.contribution_id.in_(both))
        .returning(Support.contribution_id)
        .execution_options(synchronize_session=False)
    ).all()
    tx.session.execute(
        update(Contribution)
        .where(Contribution.id.in_(gone))
        .values(support_count=Contribution.support_count - 1)
        .execution_options(synchronize_session=False)
    )


def settle(tx: Transaction, guest_id: int, account_id: int) -> None:
    settle_support(tx, guest_id, account_id)
    following.move(tx, guest_id, account_id)


PART = Part(
    {
        "contribution.author_id": Fate.MOVES,
        "contribution_revision.by_id": Fate.MOVES,
        "spoken_for.written_by_id": Fate.STAYS,
        "support.person_id": Fate.MOVES,
        "follow.person_id": Fate.MOVES,
        "lineage_step.by_id": Fate.STAYS,
        "lineage_step.undone_by_id": Fate.STAYS,
    },
    before=settle,
    count=count_supported,
    said=count_said,
)
