"""Support that goes along: who stands behind an idea stands behind what it was joined to, and counts once there."""

from collections.abc import Iterable

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from participation.contributions import service as contributions
from participation.contributions.lineage import joined_now, onward
from participation.contributions.models import Contribution, LineageLink, LineageStep, Support
from participation.contributions.rules import Standing
from participation.foundation.database import Transaction


def bring_support(tx: Transaction, step: LineageStep, from_id: int, to: Contribution) -> None:
    """Whoever supports the one is counted at the other, unless they are already."""
    dialect = tx.session.get_bind().dialect.name
    insert = postgresql.insert(Support) if dialect == "postgresql" else sqlite.insert(Support)
    rows = select(
        literal(to.id), Support.person_id, Support.municipality_id, Support.created_at, literal(step.id)
    ).where(Support.contribution_id == from_id)
    columns = ["contribution_id", "person_id", "municipality_id", "created_at", "step_id"]
    came = tx.session.execute(
        insert.from_select(columns, rows, include_defaults=False).on_conflict_do_nothing().returning(Support.person_id)
    ).all()
    if came:
        contributions.change_count(tx, to, len(came))


def lose_support(tx: Transaction, step: LineageStep, to_ids: Iterable[int]) -> None:
    """A step is undone: who came by it counts only where another step still brings them."""
    for to_id in sorted(to_ids):
        came = tx.session.scalars(
            select(Support.person_id).where(Support.contribution_id == to_id, Support.step_id == step.id)
        ).all()
        count_anew(tx, to_id, came)


def stop_supporting(tx: Transaction, idea: Contribution, person_id: int) -> bool:
    """Take a person's support back, also from where it was brought along; False when there was none.

    Everything on the way is held, in one order: others change counts there as well.
    """
    way = onward(tx.session, [idea.id]) if idea.standing == Standing.JOINED else {}
    on_the_way = sorted({idea.id, *(to_id for some in way.values() for to_id in some)})
    tx.session.execute(
        select(Contribution.id).where(Contribution.id.in_(on_the_way)).order_by(Contribution.id).with_for_update()
    )
    if not contributions.remove_support(tx, idea, person_id):
        return False
    tx.session.flush()
    for to_id in way.get(idea.id, ()):
        count_anew(tx, to_id, [person_id])
    return True


def count_anew(tx: Transaction, to_id: int, person_ids: Iterable[int]) -> None:
    """Of people who were brought along: who is still brought by somebody stays, the others count no longer here.

    Nor do they, then, where this one stands itself. Who supports it of their own accord is left alone.
    """
    people = list(person_ids)
    if not people:
        return
    session = tx.session
    backed = session.execute(
        select(Support.person_id, func.min(LineageLink.step_id))
        .join(LineageLink, LineageLink.from_id == Support.contribution_id)
        .join(LineageStep, LineageStep.id == LineageLink.step_id)
        .where(LineageLink.to_id == to_id, Support.person_id.in_(people), *joined_now())
        .group_by(Support.person_id)
    )
    by_step: dict[int, list[int]] = {}
    for person_id, step_id in backed:
        by_step.setdefault(step_id, []).append(person_id)
    brought = [Support.contribution_id == to_id, Support.step_id.is_not(None)]
    for step_id, some in by_step.items():
        session.execute(
            update(Support)
            .where(*brought, Support.person_id.in_(some))
            .values(step_id=step_id)
            .execution_options(synchronize_session=False)
        )
    stay = {person_id for some in by_step.values() for person_id in some}
    gone = session.scalars(
        delete(Support)
        .where(*brought, Support.person_id.in_([one for one in people if one not in stay]))
        .returning(Support.person_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not gone:
        return
    contributions.change_count(tx, session.get_one(Contribution, to_id), -len(gone))
    for further in onward(session, [to_id]).get(to_id, ()):
        count_anew(tx, further, gone)
