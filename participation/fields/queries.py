from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.fields.models import (
    FieldMove,
    FieldOfAction,
    Placement,
)
from participation.fields.rules import MoveKind
from participation.foundation.messages import NotFound


def fields_of(session: Session, process_id: int) -> list[FieldOfAction]:
    """The fields of a process in their order; removed ones are left out."""
    return list(
        session.scalars(
            select(FieldOfAction)
            .where(FieldOfAction.process_id == process_id, FieldOfAction.removed_at.is_(None))
            .order_by(FieldOfAction.position, FieldOfAction.id)
        )
    )


def placed_ideas(session: Session, process_id: int) -> dict[int, list[Contribution]]:
    """Field id -> its published ideas, the most supported first; empty fields are there too. Two statements."""
    found: dict[int, list[Contribution]] = {field.id: [] for field in fields_of(session, process_id)}
    rows = session.execute(
        select(Placement.field_id, Contribution)
        .join(Contribution, Contribution.id == Placement.contribution_id)
        .where(Placement.field_id.in_(list(found)), Contribution.status == Status.PUBLISHED)
        .order_by(Contribution.support_count.desc(), Contribution.id)
    )
    for field_id, contribution in rows:
        found[field_id].append(contribution)
    return found


def field_by_id(session: Session, municipality_id: int, field_id: int) -> FieldOfAction:
    """Raises NotFound, also for a field of another municipality or a removed one."""
    field = session.get(FieldOfAction, field_id)
    if field is None or field.municipality_id != municipality_id or field.removed_at is not None:
        raise NotFound
    return field


def revisions_of(session: Session, contribution_ids: Iterable[int]) -> dict[int, int]:
    """Contribution id -> number of its last entry in the log of moves; one never moved is left out."""
    rows = session.execute(
        select(FieldMove.contribution_id, func.max(FieldMove.id))
        .where(FieldMove.contribution_id.in_(list(contribution_ids)))
        .group_by(FieldMove.contribution_id)
    )
    return {contribution_id: last for contribution_id, last in rows}  # noqa: C416 - rows are not pairs to the checker


def last_move(session: Session, contribution_id: int) -> FieldMove | None:
    """The newest move of an idea that is not undone: the one that can be undone next."""
    undo = aliased(FieldMove)
    return session.scalar(
        select(FieldMove)
        .outerjoin(undo, undo.undoes_id == FieldMove.id)
        .where(FieldMove.contribution_id == contribution_id, FieldMove.kind != MoveKind.UNDO, undo.id.is_(None))
        .order_by(FieldMove.id.desc())
        .limit(1)
    )
