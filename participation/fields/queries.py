from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from participation.contributions.models import Contribution
from participation.contributions.queries import on_the_board
from participation.fields.models import (
    FieldExample,
    FieldMove,
    FieldOfAction,
    FieldSuggestion,
    Placement,
    SuggestionRun,
)
from participation.fields.rules import PER_PAGE, MoveKind, pages
from participation.fields.shelf import published
from participation.foundation.messages import NotFound
from participation.process.models import Format


def fields_of(session: Session, process_id: int) -> list[FieldOfAction]:
    """The fields of a process in their order; removed ones are left out."""
    return list(
        session.scalars(
            select(FieldOfAction)
            .where(FieldOfAction.process_id == process_id, FieldOfAction.removed_at.is_(None))
            .order_by(FieldOfAction.position, FieldOfAction.id)
        )
    )


def placed_ideas(session: Session, process_id: int, most: int | None = None) -> dict[int, list[Contribution]]:
    """Field id -> its published ideas, the most supported first; empty fields are there too. Two statements.

    most: so many of each field; all of them if None.
    """
    found: dict[int, list[Contribution]] = {field.id: [] for field in fields_of(session, process_id)}
    order = (Contribution.support_count.desc(), Contribution.id)
    place = func.row_number().over(partition_by=Placement.field_id, order_by=order).label("place")
    ranked = placed(list(found)).with_only_columns(Placement.field_id, Contribution.id.label("idea"), place).subquery()
    rows = (
        select(ranked.c.field_id, Contribution)
        .join(Contribution, Contribution.id == ranked.c.idea)
        .order_by(ranked.c.field_id, ranked.c.place)
    )
    for field_id, contribution in session.execute(rows if most is None else rows.where(ranked.c.place <= most)):
        found[field_id].append(contribution)
    return found


def placed(field_ids: Iterable[int]) -> Select[int, Contribution]:
    return (
        select(Placement.field_id, Contribution)
        .join(Contribution, Contribution.id == Placement.contribution_id)
        .where(Placement.field_id.in_(list(field_ids)), *on_the_board())
    )


def count_placed(session: Session, process_id: int) -> dict[int, int]:
    """Field id -> number of its published ideas; a field without any is left out."""
    rows = session.execute(
        select(Placement.field_id, func.count())
        .join(Contribution, Contribution.id == Placement.contribution_id)
        .join(FieldOfAction, FieldOfAction.id == Placement.field_id)
        .where(FieldOfAction.process_id == process_id, *on_the_board())
        .group_by(Placement.field_id)
    )
    return {field_id: count for field_id, count in rows}  # noqa: C416 - rows are not pairs to the checker


@dataclass(frozen=True, slots=True)
class FieldPage:
    """One page of the ideas of a field, the most supported first."""

    ideas: list[Contribution]
    total: int
    page: int
    pages: int


def field_page(session: Session, field_id: int, page: int) -> FieldPage:
    everything = placed([field_id])
    total = session.scalar(select(func.count()).select_from(everything.subquery())) or 0
    last = pages(total, PER_PAGE)
    page = min(max(1, page), last)
    rows = everything.with_only_columns(Contribution).order_by(Contribution.support_count.desc(), Contribution.id)
    found = session.scalars(rows.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return FieldPage(list(found), total, page, last)


def field_by_id(session: Session, municipality_id: int, field_id: int) -> FieldOfAction:
    """Raises NotFound, also for a field of another municipality or a removed one."""
    field = session.get(FieldOfAction, field_id)
    if field is None or field.municipality_id != municipality_id or field.removed_at is not None:
        raise NotFound
    return field


def field_by_key(session: Session, process_id: int, key: str) -> FieldOfAction:
    """Raises NotFound, also for a removed one."""
    found = next((field for field in fields_of(session, process_id) if field.key == key), None)
    if found is None:
        raise NotFound
    return found


# --- what has no field yet


class Show(StrEnum):
    """Which of the unplaced ideas a moderator wants to see."""

    ALL = "all"
    SURE = "sure"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An idea without a field. suggestions: (field id, sure), the better first; empty while it was not read."""

    contribution: Contribution
    suggestions: list[tuple[int, bool]]


@dataclass(frozen=True, slots=True)
class UnplacedPage:
    ideas: list[Unplaced]
    counts: dict[Show, int]
    page: int
    pages: int


def unplaced(session: Session, process_id: int, show: Show, page: int) -> UnplacedPage:
    """A page of the published ideas without a field, the most supported first. Three statements."""
    everything = without_field(process_id)
    row = session.execute(
        everything.with_only_columns(
            func.count().label(Show.ALL),
            func.count(case((FieldSuggestion.sure, 1))).label(Show.SURE),
            func.count(case((FieldSuggestion.sure.is_(False), 1))).label(Show.UNSURE),
        )
    ).one()
    counts = {one: int(row[place]) for place, one in enumerate(Show)}
    last = pages(counts[show], PER_PAGE)
    page = min(max(1, page), last)
    if show is not Show.ALL:
        everything = everything.where(FieldSuggestion.sure.is_(show is Show.SURE))
    ideas = session.scalars(
        everything.order_by(Contribution.support_count.desc(), Contribution.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    proposed = suggestions_for(session, process_id, [idea.id for idea in ideas])
    return UnplacedPage([Unplaced(idea, proposed.get(idea.id, [])) for idea in ideas], counts, page, last)


def without_field(process_id: int) -> Select[Contribution]:
    """Published ideas that stand nowhere, joined with their first suggestion."""
    return (
        select(Contribution)
        .join(Format, Format.id == Contribution.format_id)
        .outerjoin(Placement, Placement.contribution_id == Contribution.id)
        .outerjoin(FieldSuggestion, and_(FieldSuggestion.contribution_id == Contribution.id, FieldSuggestion.rank == 1))
        .where(
            *published(process_id),
            Placement.contribution_id.is_(None),
        )
    )


def suggestions_for(
    session: Session, process_id: int, contribution_ids: Iterable[int]
) -> dict[int, list[tuple[int, bool]]]:
    """Contribution id -> its suggested fields (field id, sure), the better first; removed fields are left out."""
    rows = session.execute(
        select(FieldSuggestion.contribution_id, FieldSuggestion.field_id, FieldSuggestion.sure)
        .join(FieldOfAction, FieldOfAction.id == FieldSuggestion.field_id)
        .where(
            FieldSuggestion.contribution_id.in_(list(contribution_ids)),
            FieldOfAction.process_id == process_id,
            FieldOfAction.removed_at.is_(None),
        )
        .order_by(FieldSuggestion.contribution_id, FieldSuggestion.rank)
    )
    found: dict[int, list[tuple[int, bool]]] = {}
    for contribution_id, field_id, sure in rows:
        found.setdefault(contribution_id, []).append((field_id, sure))
    return found


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the machine has come. mode: how it read last, empty before the first run."""

    mode: str
    ideas: int
    suggested: int
    sure: int


def coverage(session: Session, process_id: int) -> Coverage:
    """Of the published ideas of a process: how many have suggestions, and how many a sure one. Two statements."""
    ideas, suggested, sure = session.execute(
        select(func.count(), func.count(FieldSuggestion.rank), func.count(case((FieldSuggestion.sure, 1))))
        .select_from(Contribution)
        .join(Format, Format.id == Contribution.format_id)
        .outerjoin(FieldSuggestion, and_(FieldSuggestion.contribution_id == Contribution.id, FieldSuggestion.rank == 1))
        .where(*published(process_id))
    ).one()
    run = session.get(SuggestionRun, process_id)
    return Coverage(run.mode if run else "", ideas, suggested, sure)


# --- the log of moves


def was_placed(session: Session, contribution: Contribution) -> bool:
    """Whether a person has put it into a field: they did so for its words."""
    placed = select(FieldMove.id).where(FieldMove.contribution_id == contribution.id, FieldMove.by_id.is_not(None))
    return session.scalar(placed.limit(1)) is not None


def revisions_of(session: Session, contribution_ids: Iterable[int]) -> dict[int, int]:
    """Contribution id -> number of its last entry in the log of moves; one never moved is left out."""
    rows = session.execute(
        select(FieldMove.contribution_id, func.max(FieldMove.id))
        .where(FieldMove.contribution_id.in_(list(contribution_ids)))
        .group_by(FieldMove.contribution_id)
    )
    return {contribution_id: last for contribution_id, last in rows}  # noqa: C416 - rows are not pairs to the checker


def locked_among(session: Session, contribution_ids: Iterable[int]) -> set[int]:
    return set(
        session.scalars(
            select(Placement.contribution_id).where(
                Placement.contribution_id.in_(list(contribution_ids)), Placement.locked
            )
        )
    )


def last_move(session: Session, contribution_id: int) -> FieldMove | None:
    """The newest move of an idea that is not undone: the one that can be undone next."""
    return session.scalar(standing_moves().where(FieldMove.contribution_id == contribution_id).limit(1))


def own_last_move(session: Session, process_id: int, person_id: int | None) -> FieldMove | None:
    """A person's newest move in a process, while nobody has moved the same idea since."""
    mine = session.scalar(
        standing_moves().where(FieldMove.process_id == process_id, FieldMove.by_id == person_id).limit(1)
    )
    newest = last_move(session, mine.contribution_id) if mine else None
    return newest if mine and newest and newest.id == mine.id else None


def standing_moves() -> Select[FieldMove]:
    undo = aliased(FieldMove)
    return (
        select(FieldMove)
        .outerjoin(undo, undo.undoes_id == FieldMove.id)
        .where(FieldMove.kind != MoveKind.UNDO, undo.id.is_(None))
        .order_by(FieldMove.id.desc())
    )


def move_by_id(session: Session, municipality_id: int, move_id: int) -> FieldMove:
    """Raises NotFound, also for a move in another municipality."""
    found = session.get(FieldMove, move_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound
    return found


# --- what a field is learnt from


def phrasings_of(session: Session, field: FieldOfAction) -> list[FieldExample]:
    return list(
        session.scalars(
            select(FieldExample)
            .where(FieldExample.process_id == field.process_id, FieldExample.field_id == field.id)
            .order_by(FieldExample.language, FieldExample.id)
        )
    )


def count_phrasings(session: Session, process_id: int) -> dict[int, int]:
    """Field id -> number of its phrases and examples; a field without any is left out."""
    rows = session.execute(
        select(FieldExample.field_id, func.count())
        .where(FieldExample.process_id == process_id, FieldExample.field_id.is_not(None))
        .group_by(FieldExample.field_id)
    )
    return {field_id: count for field_id, count in rows if field_id is not None}
