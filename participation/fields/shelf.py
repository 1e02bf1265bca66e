"""What the child process takes from the shelf: words to read, vectors that are there, examples to learn from."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, exists, func, or_, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.queries import on_the_board
from participation.contributions.rules import ON_THEIR_OWN, Status
from participation.fields.models import FieldExample, FieldOfAction, FieldSuggestion, IdeaVector
from participation.process.models import Format


@dataclass(frozen=True, slots=True)
class Words:
    """All the words of one published idea."""

    id: int
    municipality_id: int
    words: str


def published(process_id: int) -> list[ColumnElement[bool]]:
    """Conditions on a contribution joined with its format."""
    return [Format.process_id == process_id, *on_the_board()]


def published_ids(
    session: Session, process_id: int, *, without_suggestion: bool = False, newest: int | None = None
) -> list[int]:
    """The published ideas of a process, the newest first."""
    wanted = (
        select(Contribution.id)
        .join(Format, Format.id == Contribution.format_id)
        .where(*published(process_id))
        .order_by(Contribution.id.desc())
        .limit(newest)
    )
    if without_suggestion:
        wanted = wanted.where(
            ~exists().where(FieldSuggestion.contribution_id == Contribution.id, FieldSuggestion.rank == 1)
        )
    return list(session.scalars(wanted))


def published_words(session: Session, process_id: int, leave_out: Container[int] = ()) -> list[Words]:
    rows = session.execute(
        select(Contribution.id, Contribution.municipality_id, Contribution.title, Contribution.text)
        .join(Format, Format.id == Contribution.format_id)
        .where(*published(process_id))
        .order_by(Contribution.id)
    )
    return [
        Words(one.id, one.municipality_id, f"{one.title}\n{one.text}".strip())
        for one in rows
        if one.id not in leave_out
    ]


def unread_words(session: Session, process_id: int, embedder: str, calibration: str) -> list[Words]:
    """The ideas of a process, public or waiting, that this reader has not read."""
    known = exists().where(
        IdeaVector.contribution_id == Contribution.id,
        IdeaVector.embedder == embedder,
        IdeaVector.calibration == calibration,
    )
    rows = session.execute(
        select(Contribution.id, Contribution.municipality_id, Contribution.title, Contribution.text)
        .where(
            Contribution.process_id == process_id,
            Contribution.kind.in_(ON_THEIR_OWN),
            Contribution.status.in_([Status.WAITING, Status.PUBLISHED]),
            ~known,
        )
        .order_by(Contribution.id)
    )
    return [Words(one.id, one.municipality_id, f"{one.title}\n{one.text}".strip()) for one in rows]


def words_now(session: Session, contribution_ids: Iterable[int]) -> list[Words]:
    """What these ideas say at this moment; those that say nothing any more are left out."""
    rows = session.execute(
        select(Contribution.id, Contribution.municipality_id, Contribution.title, Contribution.text).where(
            Contribution.id.in_(list(contribution_ids)), Contribution.status != Status.WITHDRAWN
        )
    )
    return [Words(one.id, one.municipality_id, f"{one.title}\n{one.text}".strip()) for one in rows]


def public_marks(session: Session, format_id: int, embedder: str, calibration: str) -> dict[int, str]:
    """The public ideas of a collection this reader has read: id -> mark of the words the vector was made from."""
    rows = session.execute(
        select(Contribution.id, func.substr(IdeaVector.words, 1, 12))
        .join(IdeaVector, IdeaVector.contribution_id == Contribution.id)
        .where(
            Contribution.format_id == format_id,
            *on_the_board(),
            IdeaVector.embedder == embedder,
            IdeaVector.calibration == calibration,
        )
    )
    return {idea: mark for idea, mark in rows}  # noqa: C416 - rows are not pairs to the checker


def vectors_made_by(session: Session, process_id: int, embedder: str, calibration: str) -> list[Row[tuple[int, str]]]:
    """(contribution_id, words) of the ideas this reader has read."""
    return list(
        session.execute(
            select(IdeaVector.contribution_id, IdeaVector.words)
            .join(Contribution, Contribution.id == IdeaVector.contribution_id)
            .join(Format, Format.id == Contribution.format_id)
            .where(
                Format.process_id == process_id,
                IdeaVector.embedder == embedder,
                IdeaVector.calibration == calibration,
            )
        )
    )


def idea_vectors(
    session: Session, contribution_ids: Iterable[int], embedder: str, calibration: str
) -> list[Row[tuple[int, bytes]]]:
    """(contribution_id, vector) of those this reader has read."""
    return list(
        session.execute(
            select(IdeaVector.contribution_id, IdeaVector.vector)
            .where(
                IdeaVector.contribution_id.in_(list(contribution_ids)),
                IdeaVector.embedder == embedder,
                IdeaVector.calibration == calibration,
            )
            .order_by(IdeaVector.contribution_id)
        )
    )


def vectors_of_all(session: Session, contribution_ids: Iterable[int]) -> list[Row[tuple[int, bytes, str, str]]]:
    """(contribution_id, vector, embedder, calibration) of those that any reader has read."""
    return list(
        session.execute(
            select(IdeaVector.contribution_id, IdeaVector.vector, IdeaVector.embedder, IdeaVector.calibration)
            .where(IdeaVector.contribution_id.in_(list(contribution_ids)))
            .order_by(IdeaVector.contribution_id)
        )
    )


def unread_examples(session: Session, process_id: int, embedder: str, calibration: str) -> list[tuple[int, str]]:
    """(id, text) of the phrases and examples this reader has not read."""
    rows = session.execute(
        select(FieldExample.id, FieldExample.text)
        .where(
            FieldExample.process_id == process_id,
            or_(FieldExample.embedder != embedder, FieldExample.calibration != calibration),
        )
        .order_by(FieldExample.id)
    )
    return [(example_id, text) for example_id, text in rows]


def examples(session: Session, process_id: int) -> list[tuple[int | None, str, bytes]]:
    """(field_id, text, vector) of what teaches the fields that are there and what belongs to none of them."""
    rows = session.execute(
        select(FieldExample.field_id, FieldExample.text, FieldExample.vector)
        .outerjoin(FieldOfAction, FieldOfAction.id == FieldExample.field_id)
        .where(FieldExample.process_id == process_id, FieldOfAction.removed_at.is_(None))
        .order_by(FieldExample.id)
    )
    return [(field_id, text, vector) for field_id, text, vector in rows if vector is not None]
