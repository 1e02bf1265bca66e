"""What waits for an answer: the list of the desk."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, case, func, select
from sqlalchemy.orm import Session

from participation.answers.models import AnswerTo, OfficialAnswer
from participation.answers.queries import answered_column, has_answer, has_reached, in_field, stage_column
from participation.answers.rules import PER_PAGE, AnswerState, Stage, stage_reached
from participation.contributions.models import Contribution
from participation.fields.models import Placement
from participation.fields.shelf import published
from participation.process.models import Format
from participation.threads.queries import comment_count


class Show(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"


class Sort(StrEnum):
    SUPPORT = "support"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks the list for. collection: its slug; field_key: of a field of action; page from 1."""

    show: Show = Show.WAITING
    sort: Sort = Sort.SUPPORT
    collection: str = ""
    field_key: str = ""
    stage: Stage | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A public idea of the list. field_id: where a person put it."""

    idea: Contribution
    comments: int
    stage: Stage
    field_id: int | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of the list. counts: of all public ideas, without the filters; total: with them."""

    lines: list[Line]
    counts: dict[Show, int]
    total: int
    page: int
    pages: int


def waiting(session: Session, process_id: int, wanted: Wanted) -> Waiting:
    """The public ideas of a process: those without an answer, the most supported or the longest waiting first."""
    ideas = select(Contribution).join(Format, Format.id == Contribution.format_id).where(*published(process_id))
    everything, answered, total = session.execute(
        ideas.with_only_columns(func.count(), func.count(case((has_answer(), 1))), func.count(case((fits(wanted), 1))))
    ).one()
    counts = {Show.WAITING: everything - answered, Show.ANSWERED: answered}
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, wanted.page), pages)
    rows = session.execute(
        ideas.outerjoin(Placement, Placement.contribution_id == Contribution.id)
        .with_only_columns(Contribution, comment_count(), stage_column(), Placement.field_id, answered_column())
        .where(fits(wanted))
        .order_by(*ordering(wanted.sort))
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    lines = [
        Line(idea, comments, stage_reached(placed=field_id is not None, decided=decided), field_id, bool(has))
        for idea, comments, decided, field_id, has in rows
    ]
    return Waiting(lines, counts, total, page, pages)


def fits(wanted: Wanted) -> ColumnElement[bool]:
    condition = has_answer() if wanted.show is Show.ANSWERED else ~has_answer()
    if wanted.collection:
        condition &= Format.slug == wanted.collection
    if wanted.field_key:
        condition &= in_field(wanted.field_key)
    for one in has_reached(wanted.stage) if wanted.stage else ():
        condition &= one
    return condition


def ordering(sort: Sort) -> list[UnaryExpression[Any]]:
    longest: list[UnaryExpression[Any]] = [Contribution.published_at.asc(), Contribution.id.asc()]
    return [Contribution.support_count.desc(), *longest] if sort is Sort.SUPPORT else longest


def drafts(session: Session, process_id: int) -> list[tuple[OfficialAnswer, int]]:
    """Answers that are not public yet, each with how many ideas it is to, the newest first."""
    rows = session.execute(
        select(OfficialAnswer, func.count(AnswerTo.contribution_id))
        .join(AnswerTo, AnswerTo.answer_id == OfficialAnswer.id)
        .where(OfficialAnswer.process_id == process_id, OfficialAnswer.state == AnswerState.DRAFT)
        .group_by(OfficialAnswer.id)
        .order_by(OfficialAnswer.id.desc())
    )
    return [(answer, count) for answer, count in rows]
