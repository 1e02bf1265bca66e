"""An author says that what became of their idea is not what they meant: a person looks at it again."""

from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor
from participation.foundation.text import plain
from participation.lineage.queries import standing_steps
from participation.lineage.rules import NothingToObject, ObjectedAlready
from participation.lineage.service import lock
from participation.moderation.cases import add_cause
from participation.moderation.models import Case, CaseCause
from participation.moderation.notices import LONGEST
from participation.moderation.rules import Cause


def object_to(tx: Transaction, idea: Contribution, typed: str, *, by: Actor) -> None:
    """One open objection for each idea; answered like every case, by keeping it public with a note.

    Raises NotFound for everybody but the author, NothingToObject, ObjectedAlready, NothingSaid, TooLong.
    """
    if not by.is_author(idea.author_id):
        raise NotFound
    lock(tx, [idea.id])
    if idea.id not in standing_steps(tx.session, [idea.id]):
        raise NothingToObject
    words = plain(typed, LONGEST)
    open_one = (
        select(CaseCause.id)
        .join(Case, Case.id == CaseCause.case_id)
        .where(Case.contribution_id == idea.id, CaseCause.kind == Cause.OBJECTION, CaseCause.settled_at.is_(None))
    )
    if tx.session.scalar(open_one.limit(1)) is not None:
        raise ObjectedAlready
    add_cause(tx, idea, Cause.OBJECTION, words)
    act = Act(by.entry, "lineage.object", f"contribution:{idea.id}", after=state_hash(words))
    enter(tx, act, town=idea.municipality_id)
