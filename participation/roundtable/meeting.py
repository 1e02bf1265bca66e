"""A table meets: a session with an agenda, who has come, what becomes of the minutes, what is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select

from participation.foundation import clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import N_, ChangedMeanwhile
from participation.foundation.permissions import Actor, Permission, may, require
from participation.foundation.text import plain
from participation.foundation.wording import in_every_language
from participation.languages.hearing import hear
from participation.process.models import Process
from participation.roundtable import queries
from participation.roundtable.founding import hold, note
from participation.roundtable.models import (
    AgendaItem,
    RoundTable,
    SeatHolder,
    SeatSitting,
    SeatVote,
    TableSeat,
    TableSession,
    TableTask,
)
from participation.roundtable.news import TableChanged
from participation.roundtable.rules import (
    KIND,
    LONGEST_NOTE,
    LONGEST_TASK,
    LONGEST_TEXT,
    MOST_ITEMS,
    DecidedHere,
    DelegateIsHere,
    MinutesApproved,
    ModeratesHere,
    NotApprovable,
    NotRecorded,
    Part,
    RulesFirst,
    TooManyItems,
    may_sit_down,
)
from participation.sessions import service as sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.rules import SessionNotOpen, SessionState, StepKind
from participation.sessions.sheet import Notes, Worded
from participation.speaking import service as lists

WELCOME = N_("Welcome")
WELCOME_TEXT = N_("What this table may decide, and the rules it has given itself, stand on your phone.")
MINUTES = N_("Minutes of the last session")
TASKS = N_("What has been done since the last session")
NEXT = N_("Who does what until when, and the next session")
SPEAKING_MINUTES = 3


def plan_meeting(
    tx: Transaction, table: RoundTable, agenda: Sequence[dict[str, str]], *, place: dict[str, str], by: Actor
) -> TableSession:
    """The next session of a table, with what every session has around its agenda. Raises NotAllowed, TooManyItems."""
    require(by, Permission.RUN_SESSION, table)
    if len(agenda) > MOST_ITEMS:
        raise TooManyItems(limit=MOST_ITEMS)
    hold(tx, table)
    before = queries.sessions_of(tx.session, table)
    number = len(before) + 1
    process = tx.session.get_one(Process, table.process_id)
    live = sessions.plan_session(tx, process, title=numbered(table.title, number), place=place, by=by)
    meeting = TableSession(
        municipality_id=table.municipality_id,
        process_id=table.process_id,
        table_id=table.id,
        session_id=live.id,
        number=number,
    )
    tx.session.add(meeting)
    tx.session.flush()
    words = Worded(StepKind.TEXT, in_every_language(WELCOME), in_every_language(WELCOME_TEXT), Notes(minutes=10))
    sheet.add_words(tx, live, words, by=by)
    if any(one.approved_at is None and one.live.opened_at is not None for one in before):
        add_item(tx, meeting, in_every_language(MINUTES), Notes(minutes=10), by=by)
    if any(one.done_at is None for one in queries.tasks_of(tx.session, table)):
        add_item(tx, meeting, in_every_language(TASKS), Notes(minutes=10), by=by)
    for title in agenda:
        add_item(tx, meeting, title, Notes(), by=by)
    add_item(tx, meeting, in_every_language(NEXT), Notes(minutes=15), by=by)
    note(tx, table, "table.meeting", by)
    return meeting


def numbered(title: dict[str, str], number: int) -> dict[str, str]:
    return {lang: f"{words} · {number}" for lang, words in title.items()}


def add_item(
    tx: Transaction,
    meeting: TableSession,
    title: dict[str, str],
    notes: Notes,
    *,
    minutes: int | None = SPEAKING_MINUTES,
    confidential: bool = False,
    after: int | None = None,
    by: Actor,
) -> AgendaItem:
    """An item of the agenda: a step with a speakers' list. minutes: of one contribution.

    Raises NotAllowed, MinutesApproved.
    """
    live = hold_meeting(tx, meeting)
    step = sheet.add_words(tx, live, Worded(KIND, title, {}, notes), by=by, after=after)
    lists.stand(tx, live, step, minutes, confidential=confidential)
    return stand(tx, meeting, step)


def stand(tx: Transaction, meeting: TableSession, step: RunStep) -> AgendaItem:
    item = AgendaItem(municipality_id=meeting.municipality_id, table_session_id=meeting.id, step_id=step.id)
    tx.session.add(item)
    tx.session.flush()
    return item


def take_down(tx: Transaction, step: RunStep) -> None:
    """An item leaves the agenda, unless something was said or decided there. Raises SpokenHere, DecidedHere."""
    item = queries.item_at(tx.session, step.id)
    require_changeable(tx, step)
    if item is not None:
        has_tasks = tx.session.query(TableTask.id).filter_by(item_id=item.id).first() is not None
        if item.minutes or has_tasks or queries.papers_at(tx.session, [item.id]):
            raise DecidedHere
    lists.take_down(tx, step)
    if item is not None:
        tx.session.execute(delete(AgendaItem).where(AgendaItem.id == item.id))
        tx.session.flush()


def reword(tx: Transaction, step: RunStep) -> None:
    """An item has another title now. Raises MinutesApproved."""
    require_changeable(tx, step)


def require_changeable(tx: Transaction, step: RunStep) -> None:
    """Raises MinutesApproved for an item whose minutes the table has approved."""
    meeting = queries.session_of_live(tx.session, step.session_id)
    if meeting is not None and meeting.approved_at is not None:
        raise MinutesApproved


# --- who has come


def sit_down(tx: Transaction, meeting: TableSession, *, by: Actor) -> None:
    """Somebody with a seat says on their phone that they are here.

    Raises NoSeatHere, ModeratesHere, SessionNotOpen, RulesFirst, DelegateIsHere.
    """
    live = hold_open(tx, meeting)
    holder = seat_of(tx, meeting, by)
    place(tx, meeting, holder.seat, Part(holder.part))
    looks_different(tx, live)


def seat_at_desk(tx: Transaction, meeting: TableSession, seat: TableSeat, part: Part | None, *, by: Actor) -> None:
    """The desk says who sits there; None: they have left. Raises NotAllowed, SessionNotOpen, DelegateIsHere."""
    require(by, Permission.RUN_SESSION, meeting)
    live = hold_open(tx, meeting)
    if part is None:
        leave(tx, meeting, seat.id)
    else:
        now = queries.sittings_of(tx.session, meeting).get(seat.id)
        if now is not None and now.part != part:
            now.left_at = now.left_at or clock.now()  # whoever sat there gets up: the desk sees who sits
        place(tx, meeting, seat, part)
    looks_different(tx, live)


def get_up(tx: Transaction, meeting: TableSession, *, by: Actor) -> None:
    """Somebody leaves, also in the middle of a vote: what they voted counts. Raises NoSeatHere, SessionNotOpen."""
    live = hold_open(tx, meeting)
    holder = queries.require_seat(tx.session, meeting.table_id, by.person_id)
    now = queries.here_in(tx.session, meeting).get(holder.seat_id)
    if now is Part(holder.part):
        leave(tx, meeting, holder.seat_id)
        looks_different(tx, live)


def place(tx: Transaction, meeting: TableSession, seat: TableSeat, part: Part) -> None:
    """Raises DelegateIsHere."""
    now = queries.sittings_of(tx.session, meeting).get(seat.id)
    if not may_sit_down(queries.sitting_state(now), part):
        raise DelegateIsHere
    if now is None:
        now = SeatSitting(
            municipality_id=meeting.municipality_id, table_session_id=meeting.id, seat_id=seat.id, came_at=clock.now()
        )
        tx.session.add(now)
    now.part, now.left_at = part, None
    ballot = queries.ballot_of_meeting(tx.session, meeting)
    if ballot is not None and tx.session.get(SeatVote, (ballot.id, seat.id)) is None:
        row = SeatVote(municipality_id=meeting.municipality_id, ballot_id=ballot.id, seat_id=seat.id)
        tx.session.add(row)  # who comes while the others vote is asked as well
    tx.session.flush()


def leave(tx: Transaction, meeting: TableSession, seat_id: int) -> None:
    now = queries.sittings_of(tx.session, meeting).get(seat_id)
    if now is not None and now.left_at is None:
        now.left_at = clock.now()
        tx.session.flush()


# --- minutes


def write_minutes(
    tx: Transaction, meeting: TableSession, item: AgendaItem, text: dict[str, str], *, seen: int, by: Actor
) -> None:
    """What stands in the minutes of an item, in the languages of the table; no longer once they are approved.

    seen: the revision that whoever writes had before them. Raises NotAllowed, ChangedMeanwhile, MinutesApproved.
    """
    require(by, Permission.INTERPRET_SESSION, meeting)
    live = hold_meeting(tx, meeting)
    tx.session.refresh(item)
    if item.revision != seen and item.minutes != text:
        raise ChangedMeanwhile
    if item.minutes != text:
        item.minutes, item.revision = text, item.revision + 1
        enter(tx, Act(by.entry, "table.minutes", live.audience), town=meeting.municipality_id)
        looks_different(tx, live)


def approve_minutes(
    tx: Transaction, meeting: TableSession, later: TableSession, remark: str, *, page_language: str, by: Actor
) -> None:
    """A later session approves them: from now on everybody reads them, and nobody changes them.

    remark: what a seat wants to have noted about them. Raises NotAllowed, NotApprovable, TooLong.
    """
    require(by, Permission.RUN_SESSION, meeting)
    live = hold_meeting(tx, later)
    earlier = tx.session.get_one(LiveSession, meeting.session_id)
    sheet.hold(tx, earlier)
    lock(tx, meeting)
    if later.table_id != meeting.table_id or later.number <= meeting.number or live.state != SessionState.OPEN:
        raise NotApprovable
    if meeting.approved_at is not None:
        if remark.strip():
            raise ChangedMeanwhile  # somebody else was faster, and this remark is nowhere yet
        return
    if queries.is_unfinished(tx.session, meeting):
        raise NotRecorded
    if earlier.state != SessionState.ENDED:
        raise NotApprovable
    said = remark.strip()
    if said:
        meeting.remark = plain(said, LONGEST_NOTE)
        meeting.remark_lang = hear(meeting.remark, "", page_language).language
    meeting.approved_at, meeting.approved_in_id = clock.now(), later.id
    enter(tx, Act(by.entry, "table.approve", live.audience), town=meeting.municipality_id)
    looks_different(tx, live)


def minutes_text(typed: dict[str, str]) -> dict[str, str]:
    """Raises TooLong."""
    return {lang: plain(words, LONGEST_TEXT) for lang, words in typed.items() if words.strip()}


# --- tasks


@dataclass(frozen=True, slots=True)
class Todo:
    """What is to be done, as it was typed. seat: whose it is, None for the administration."""

    text: str
    page_language: str
    seat: TableSeat | None = None
    due: date | None = None


def add_task(tx: Transaction, meeting: TableSession, item: AgendaItem, todo: Todo, *, by: Actor) -> TableTask:
    """It is carried over from session to session until it is done. At a confidential item it names no seat.

    Raises NotAllowed, NothingSaid, TooLong, MinutesApproved.
    """
    require(by, Permission.RUN_SESSION, meeting)
    hold_meeting(tx, meeting)
    table = tx.session.get_one(RoundTable, meeting.table_id)
    hold(tx, table)
    named = todo.seat is not None and not queries.is_confidential(tx.session, item)
    text = plain(todo.text, LONGEST_TASK)
    task = TableTask(
        municipality_id=table.municipality_id,
        table_id=table.id,
        item_id=item.id,
        text=text,
        language=hear(text, "", todo.page_language).language,
        seat_id=todo.seat.id if todo.seat and named else None,
        due=todo.due,
        created_at=clock.now(),
    )
    tx.session.add(task)
    note(tx, table, "table.task", by)
    return task


def end_task(tx: Transaction, table: RoundTable, task: TableTask, *, done: bool, by: Actor) -> None:
    """It is done, or not after all; also once the table has ended. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table, ended=True)
    task.done_at = (task.done_at or clock.now()) if done else None
    note(tx, table, "table.task_done" if done else "table.task_open", by)


# --- what every act has


def hold_meeting(tx: Transaction, meeting: TableSession) -> LiveSession:
    """Of two who change a session at the same moment the second waits. Raises MinutesApproved: then nothing changes."""
    live = tx.session.get_one(LiveSession, meeting.session_id)
    sheet.hold(tx, live)
    lock(tx, meeting)
    if meeting.approved_at is not None:
        raise MinutesApproved
    return live


def lock(tx: Transaction, meeting: TableSession) -> None:
    """Whether its minutes are approved is asked and said by one at a time."""
    tx.session.execute(select(TableSession.id).where(TableSession.id == meeting.id).with_for_update())
    tx.session.refresh(meeting, ["approved_at", "approved_in_id"])


def seat_of(tx: Transaction, meeting: TableSession, by: Actor) -> SeatHolder:
    """The seat of somebody who acts for it, who has accepted the present rules, and does not run the table.

    Raises NoSeatHere, ModeratesHere, RulesFirst.
    """
    holder = queries.require_seat(tx.session, meeting.table_id, by.person_id)
    if may(by, Permission.RUN_SESSION, meeting):
        raise ModeratesHere
    if holder.agreed != queries.rules_version(tx.session, meeting.table_id):
        raise RulesFirst
    return holder


def hold_open(tx: Transaction, meeting: TableSession) -> LiveSession:
    """Raises SessionNotOpen, MinutesApproved."""
    live = hold_meeting(tx, meeting)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    return live


def looks_different(tx: Transaction, live: LiveSession) -> None:
    tx.session.flush()
    live.seq += 1
    tx.announce(TableChanged(live.public_id))
