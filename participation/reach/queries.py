from datetime import date

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, Support
from participation.process.models import Process
from participation.process.rules import ProcessState
from participation.reach.models import ReachAsked, ReachCount, ReachQuestion, ReachSurvey
from participation.reach.rules import questions


def survey_of(session: Session, process_id: int) -> ReachSurvey | None:
    return session.scalar(select(ReachSurvey).where(ReachSurvey.process_id == process_id))


def questions_of(session: Session, process_id: int) -> list[ReachQuestion]:
    """In the order in which they are shipped."""
    order = list(questions())
    found = session.scalars(select(ReachQuestion).where(ReachQuestion.process_id == process_id))
    return sorted(found, key=lambda one: order.index(one.key))


def asked_in(session: Session, process_id: int) -> list[ReachQuestion]:
    return [one for one in questions_of(session, process_id) if one.asked]


def counted_in(session: Session, question_ids: list[int]) -> dict[int, dict[str, int]]:
    """What may be looked at: question -> answer -> people. What waits is read by nobody but `service.count_in`."""
    found: dict[int, dict[str, int]] = {one: {} for one in question_ids}
    rows = select(ReachCount.question_id, ReachCount.answer, ReachCount.counted)
    for question_id, answer, counted in session.execute(rows.where(ReachCount.question_id.in_(question_ids))):
        found[question_id][answer] = counted
    return found


def took_part(person_id: int) -> ColumnElement[bool]:
    """Whether somebody has said or supported something in the process of the statement around it."""
    said = exists().where(Contribution.author_id == person_id, Contribution.process_id == Process.id)
    supported = exists().where(
        Support.person_id == person_id,
        Support.contribution_id == Contribution.id,
        Contribution.process_id == Process.id,
    )
    return or_(said, supported)


def has_taken_part(session: Session, person_id: int, process_id: int) -> bool:
    return bool(session.scalar(select(Process.id).where(Process.id == process_id, took_part(person_id))))


def was_asked(session: Session, person_id: int, process_id: int) -> bool:
    return session.get(ReachAsked, (process_id, person_id)) is not None


def to_be_asked(session: Session, municipality_id: int, person_id: int) -> list[Process]:
    """The processes in which somebody took part and was not asked yet, the newest first."""
    asked = exists().where(ReachAsked.process_id == Process.id, ReachAsked.person_id == person_id)
    rows = (
        select(Process)
        .join(ReachSurvey, ReachSurvey.process_id == Process.id)
        .where(
            Process.municipality_id == municipality_id,
            Process.state == ProcessState.PUBLISHED,
            ReachSurvey.asks,
            took_part(person_id),
            ~asked,
        )
        .order_by(Process.id.desc())
    )
    return list(session.scalars(rows))


def to_look_at(session: Session, today: date) -> list[ReachSurvey]:
    """Surveys in which answers wait that came before today."""
    waits = exists().where(ReachQuestion.process_id == ReachSurvey.process_id, ReachQuestion.sheets_waiting > 0)
    return list(
        session.scalars(select(ReachSurvey).where(ReachSurvey.looked_on < today, waits).order_by(ReachSurvey.id))
    )
