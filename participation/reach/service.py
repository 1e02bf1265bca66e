"""What a resident does with the voluntary questions, and how their answers join the sums.

An answer is never kept: counters are raised, and that is all. Nothing here writes a moment, an order or an audit entry.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Update, and_, case, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_on_postgres
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite
from sqlalchemy.orm import Session

from participation.foundation import chance, clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.process.models import Process
from participation.process.rules import ProcessState
from participation.reach.blurring import HEADS, blur, is_ripe
from participation.reach.models import ReachAsked, ReachCount, ReachQuestion, ReachSurvey
from participation.reach.queries import asked_in, has_taken_part, questions_of, survey_of, to_look_at, was_asked
from participation.reach.rules import AskedAlready, NotAsked, NotYet, marks_of

Typed = Mapping[str, Sequence[str]]
FINE = 2**53  # sides of the coin


def today() -> date:
    """The day on the town hall's calendar."""
    return clock.local(clock.now()).date()


def require_open(session: Session, process: Process, by: Actor) -> ReachSurvey:
    """The survey of a process, for somebody who may be asked in it. Raises NotFound, NotAsked, NotYet."""
    require(by, Permission.READ, process)
    survey = survey_of(session, process.id)
    if survey is None or not survey.asks or process.state != ProcessState.PUBLISHED:
        raise NotAsked
    if by.person_id is None or not has_taken_part(session, by.person_id, process.id):
        raise NotYet
    return survey


def take_sheet(tx: Transaction, process: Process, typed: Typed, *, by: Actor) -> None:
    """Count what somebody ticked, once for each person and process. typed: question -> keys of answers.

    Raises NotFound, NotAsked, NotYet, NoSuchChoice, AskedAlready.
    """
    survey = require_open(tx.session, process, by)
    if was_asked(tx.session, by.person_id or 0, process.id):
        raise AskedAlready
    questions = asked_in(tx.session, process.id)
    marks = marks_of([one.offer for one in questions], typed)
    hold(tx, survey)
    look_on_a_new_day(tx, survey)
    if not note_as_asked(tx, process, by):
        raise AskedAlready
    raise_counters(tx, process.id, {one.id: marks[one.key] for one in questions})


def decline(tx: Transaction, process: Process, *, by: Actor) -> None:
    """Somebody does not want to be asked; nothing is counted. Once more changes nothing.

    Raises NotFound, NotAsked, NotYet.
    """
    require_open(tx.session, process, by)
    note_as_asked(tx, process, by)


def hold(tx: Transaction, survey: ReachSurvey) -> None:
    """Two sheets of one process come one after the other, and no look comes in between."""
    tx.session.refresh(survey, with_for_update=True)


def note_as_asked(tx: Transaction, process: Process, by: Actor) -> bool:
    """False where somebody was asked already, also by a request of this very moment."""
    insert = insert_on_postgres if tx.session.get_bind().dialect.name == "postgresql" else insert_on_sqlite
    row = {"process_id": process.id, "person_id": by.person_id, "municipality_id": process.municipality_id}
    noted = insert(ReachAsked).values(row).on_conflict_do_nothing().returning(ReachAsked.person_id)
    return tx.session.scalar(noted) is not None


def raise_counters(tx: Transaction, process_id: int, marks: Mapping[int, Sequence[str]]) -> None:
    """marks: question -> counters that go up by one.

    Every counter of the process is written anew, also those that stay as they are: a database that remembers which
    rows were written together would otherwise remember a sheet.
    """
    named = [and_(ReachCount.question_id == one, ReachCount.answer.in_(keys)) for one, keys in marks.items()]
    if not named:
        return
    one_sheet = update(ReachQuestion).where(ReachQuestion.id.in_(list(marks)))
    run(tx, one_sheet.values(sheets_waiting=ReachQuestion.sheets_waiting + 1))
    mine = select(ReachQuestion.id).where(ReachQuestion.process_id == process_id)
    raised = ReachCount.waiting + case((or_(*named), 1), else_=0)
    run(tx, update(ReachCount).where(ReachCount.question_id.in_(mine)).values(waiting=raised))


def run(tx: Transaction, change: Update) -> None:
    tx.session.execute(change.execution_options(synchronize_session=False))


# --- from waiting to counted


def is_time_to_look(session: Session) -> bool:
    return bool(to_look_at(session, today()))


def look(tx: Transaction) -> None:
    """The first look of a day, in every process: whoever answers today waits at least until tomorrow."""
    for survey in to_look_at(tx.session, today()):
        hold(tx, survey)
        look_on_a_new_day(tx, survey)


def look_on_a_new_day(tx: Transaction, survey: ReachSurvey) -> None:
    if survey.looked_on >= today():
        return
    survey.looked_on = today()
    process = tx.session.get_one(Process, survey.process_id)
    last = not survey.asks or process.state == ProcessState.ENDED
    for question in questions_of(tx.session, survey.process_id):
        tx.session.refresh(question)
        if is_ripe(question.sheets, last=last):
            count_in(tx, question)


def count_in(tx: Transaction, question: ReachQuestion) -> None:
    """Let a batch join the sums: each counter is blurred, and the exact numbers are gone."""
    for row in tx.session.scalars(select(ReachCount).where(ReachCount.question_id == question.id)):
        tx.session.refresh(row)
        row.counted += row.waiting + blur(coin)
        row.waiting = 0
    question.sheets_counted += question.sheets_waiting
    question.sheets_waiting = 0
    question.batches += 1
    tx.session.flush()


def coin() -> bool:
    """Heads with the probability HEADS, from the one source of chance."""
    return chance.number_below(FINE) < HEADS * FINE


# --- what is kept about a person


def forget(tx: Transaction, person_id: int) -> None:
    """Of a person there is nothing but where they were asked. What they answered cannot be found, so it stays a sum."""
    tx.session.execute(delete(ReachAsked).where(ReachAsked.person_id == person_id))
