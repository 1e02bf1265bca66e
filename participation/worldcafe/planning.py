"""A café stands in a session: its rounds and the harvest on the run sheet, its tables."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from participation.foundation import chance
from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.wording import in_every_language
from participation.process.models import Format, FormatKind, Process
from participation.process.service import open_for_sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.sheet import Notes, Worded
from participation.worldcafe import queries
from participation.worldcafe.models import Cafe, CafeGuest, CafeNote, CafePlace, CafeRound, CafeTable
from participation.worldcafe.opening import add_tables, keep_tables, set_people
from participation.worldcafe.rules import MINUTES_PROPOSED, NoQuestion, NotesStay, StepKind

HARVEST = N_("Harvest"), N_("The hosts tell: what was said again and again, what surprised?"), 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a café is to be. questions: one for each round, by language; places: where its tables stand, as far as known.

    tables: how many come besides those there are.
    """

    questions: Sequence[dict[str, str]]
    tables: int
    people: int
    minutes: int | None = MINUTES_PROPOSED
    places: Sequence[str] = ()


def plan_cafe(tx: Transaction, live: LiveSession, wanted: Wanted, *, by: Actor) -> Cafe:
    """Its rounds and the harvest, behind the step that is on; a harvest that is there already comes after all of them.

    Raises NotAllowed, NoQuestion for a café without any round, NotSoManyTables, NotSoManyPeople.
    """
    require(by, Permission.RUN_SESSION, live)
    sheet.hold(tx, live)
    cafe = stand(tx, live)
    there = queries.rounds_of(tx.session, cafe)
    if not wanted.questions and not there:
        raise NoQuestion
    set_people(cafe, wanted.people, by=by)
    after = there[-1][1].id if there else live.step_id
    for question in wanted.questions:
        step = sheet.add_words(
            tx, live, Worded(StepKind.ROUND, question, {}, Notes(minutes=wanted.minutes)), by=by, after=after
        )
        keep_round(tx, cafe, step)
        after = step.id
    harvest = select(RunStep.id).where(RunStep.session_id == live.id, RunStep.kind == StepKind.HARVEST)
    if tx.session.scalar(harvest.limit(1)) is None:
        title, text, minutes = HARVEST
        words = Worded(StepKind.HARVEST, in_every_language(title), in_every_language(text), Notes(minutes=minutes))
        sheet.add_words(tx, live, words, by=by, after=after)
    if wanted.tables or not queries.tables_of(tx.session, cafe):
        add_tables(tx, cafe, wanted.tables, wanted.places, by=by)
    return cafe


def stand(tx: Transaction, live: LiveSession) -> Cafe:
    """The café of a session, empty where it had none. In a rehearsal it has no format: nothing of it is kept."""
    known = queries.cafe_in(tx.session, live.id)
    if known is not None:
        return known
    process = tx.session.get_one(Process, live.process_id)
    kept_in = None
    if not live.rehearsal:
        kept_in = open_for_sessions(tx, process, FormatKind.WORLD_CAFE, title=live.title).id
    cafe = Cafe(
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        public_id=chance.token(),
        session_id=live.id,
        format_id=kept_in,
    )
    tx.session.add(cafe)
    tx.session.flush()
    return cafe


def keep_round(tx: Transaction, cafe: Cafe, step: RunStep) -> None:
    tx.session.add(CafeRound(municipality_id=cafe.municipality_id, cafe_id=cafe.id, step_id=step.id))
    tx.session.flush()


def begin(tx: Transaction, step: RunStep) -> None:
    """A pattern brought a step of a café; its tables come when somebody plans it."""
    cafe = stand(tx, tx.session.get_one(LiveSession, step.session_id))
    if step.kind == StepKind.ROUND:
        keep_round(tx, cafe, step)


def copy(tx: Transaction, step: RunStep, tried: RunStep) -> None:
    """For a rehearsal: an empty café with the same tables, which keeps nothing."""
    known = queries.cafe_in(tx.session, tried.session_id)
    cafe = known or stand(tx, tx.session.get_one(LiveSession, tried.session_id))
    if known is None:
        before = queries.cafe_at(tx.session, step.session_id)
        cafe.people = before.people
        keep_tables(tx, cafe, 0, [one.place for one in queries.tables_of(tx.session, before) if not one.closed])
    if tried.kind == StepKind.ROUND:
        keep_round(tx, cafe, tried)


def reword(_tx: Transaction, _step: RunStep) -> None:
    """What is said in a café stands under the title of its session."""


def take_down(tx: Transaction, step: RunStep) -> None:
    """A step leaves the run sheet; with the last one the café goes. A round in which notes were written stays.

    Raises NotesStay.
    """
    cafe = queries.cafe_in(tx.session, step.session_id)
    if cafe is None:
        return
    kinds = RunStep.session_id == step.session_id, RunStep.kind.in_(list(StepKind)), RunStep.id != step.id
    is_last = tx.session.scalar(select(RunStep.id).where(*kinds).limit(1)) is None
    one = queries.round_at(tx.session, step.id)
    about = CafeNote.cafe_id == cafe.id if is_last else CafeNote.round_id == (one.id if one else 0)
    if cafe.format_id is not None and tx.session.scalar(select(CafeNote.id).where(about).limit(1)) is not None:
        raise NotesStay
    if one is not None:
        tx.session.execute(delete(CafeNote).where(CafeNote.round_id == one.id))
        tx.session.execute(delete(CafePlace).where(CafePlace.round_id == one.id))
        tx.session.delete(one)
        tx.session.flush()
    if is_last:
        take_all_down(tx, cafe)


def take_all_down(tx: Transaction, cafe: Cafe) -> None:
    for table in (CafeGuest, CafeTable):
        tx.session.execute(delete(table).where(table.cafe_id == cafe.id))
    tx.session.execute(delete(Cafe).where(Cafe.id == cafe.id))
    if cafe.format_id is not None:
        tx.session.execute(delete(Format).where(Format.id == cafe.format_id))
