"""What was said in a hall is let through there: ordinary decisions of the queue, several at once."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.moderation.models import Case
from participation.moderation.rules import Wish
from participation.moderation.service import decide_many


def cases_about(session: Session, contribution_ids: Sequence[int]) -> dict[int, Case]:
    """Contribution id -> its case; none for nothing."""
    if not contribution_ids:
        return {}
    found = session.scalars(select(Case).where(Case.contribution_id.in_(contribution_ids)))
    return {case.contribution_id: case for case in found}


def let_through(tx: Transaction, seen: Mapping[int, int], *, by: Actor) -> int:
    """Make contributions public; returns how many. What changed meanwhile, or was decided, is left as it is.

    seen: contribution id -> the revision of its case that somebody looked at. Cases are held in one order, whoever
    else holds them. Raises NotAllowed.
    """
    wanted = select(Case).where(Case.contribution_id.in_(list(seen))).order_by(Case.id).with_for_update()
    cases = tx.session.scalars(wanted).all()
    decided, _ = decide_many(tx, [(case, seen[case.contribution_id]) for case in cases], Wish.PUBLIC, by=by)
    return len(decided)
