"""A worksheet is planned, groups fill it in, the desk lets everybody read it; then it stands in its field of action."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from participation.contributions import service as contributions
from participation.contributions.news import (
    ContributionHidden,
    ContributionPublished,
    ContributionWithdrawn,
    WordsChanged,
)
from participation.contributions.parts import composed
from participation.contributions.queries import sent_before
from participation.contributions.rules import Source, Status, sent_once
from participation.contributions.service import Said
from participation.fields.queries import fields_of
from participation.foundation import chance
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile
from participation.foundation.permissions import Actor, Permission, may, require
from participation.foundation.text import plain
from participation.languages.hearing import Heard, hear
from participation.moderation.letting import cases_about, let_through
from participation.moderation.limits import look_at_pace, require_pace
from participation.process.models import Format, FormatKind, Process
from participation.process.service import open_for_sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.news import SessionChanged
from participation.sessions.rules import SessionNotOpen, SessionState
from participation.sessions.sheet import Notes
from participation.worksheets import queries
from participation.worksheets.models import FilledSheet, Worksheet
from participation.worksheets.news import SheetsChanged
from participation.worksheets.rules import (
    ASKS,
    KIND_OF,
    LONGEST,
    FieldNotAsked,
    Part,
    SheetClosed,
    SheetKind,
    SheetsStay,
)
from participation.worksheets.wording import headings


@dataclass(frozen=True, slots=True)
class Answered:
    """A sheet as it was typed. parts: what stands in its fields; field: the field of action it is for, or None."""

    parts: Mapping[Part, str]
    field: int | None
    language: str
    page_language: str
    once: str = ""


# --- it is planned


def plan_worksheet(
    tx: Transaction,
    live: LiveSession,
    kind: SheetKind,
    question: dict[str, str],
    notes: Notes,
    *,
    field_ids: Iterable[int] = (),
    by: Actor,
) -> Worksheet:
    """A step of the run sheet at which groups fill in sheets, behind the one that is on.

    field_ids: the fields of action it is about, none for all of them. Raises NotAllowed.
    """
    require(by, Permission.RUN_SESSION, live)
    sheet.hold(tx, live)
    step = sheet.put(tx, live, RunStep(kind=kind, title=question), live.step_id)
    sheet.note(step, notes)
    made = stand(tx, live, step)
    made.field_ids = known_fields(tx.session, live.process_id, field_ids)
    sheet.changed(tx, live, "session.step_add", by)
    return made


def stand(tx: Transaction, live: LiveSession, step: RunStep) -> Worksheet:
    """An empty one. In a rehearsal it has no format: nothing of it is kept."""
    process = tx.session.get_one(Process, live.process_id)
    kept_in = None if live.rehearsal else open_for_sessions(tx, process, FormatKind.WORKSHEET, title=step.title).id
    made = Worksheet(
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        public_id=chance.token(),
        session_id=live.id,
        step_id=step.id,
        format_id=kept_in,
        kind=step.kind,
    )
    tx.session.add(made)
    tx.session.flush()
    return made


def begin(tx: Transaction, step: RunStep) -> None:
    """A pattern brought such a step."""
    stand(tx, tx.session.get_one(LiveSession, step.session_id), step)


def copy(tx: Transaction, step: RunStep, tried: RunStep) -> None:
    """For a rehearsal: an empty one about the same fields, which keeps nothing."""
    before = queries.sheet_at(tx.session, step)
    stand(tx, tx.session.get_one(LiveSession, tried.session_id), tried).field_ids = list(before.field_ids)


def reword(tx: Transaction, step: RunStep) -> None:
    """The question was worded anew: what groups said stands under the new one."""
    found = queries.sheet_at(tx.session, step)
    if found.format_id is not None:
        collection = tx.session.get_one(Format, found.format_id)
        collection.title = collection.question = dict(step.title)


def take_down(tx: Transaction, step: RunStep) -> None:
    """The step leaves the run sheet. Raises SheetsStay."""
    found = queries.sheet_at(tx.session, step)
    if found.format_id is not None and found.numbers:
        raise SheetsStay
    tx.session.execute(delete(FilledSheet).where(FilledSheet.worksheet_id == found.id))
    tx.session.execute(delete(Worksheet).where(Worksheet.id == found.id))
    if found.format_id is not None:
        tx.session.execute(delete(Format).where(Format.id == found.format_id))


def choose_fields(
    tx: Transaction, worksheet: Worksheet, field_ids: Iterable[int], *, by: Actor, seen: Sequence[int]
) -> None:
    """The fields of action that groups work on now; none for all. What was filled in stays. seen: those of before.

    Raises NotAllowed, ChangedMeanwhile.
    """
    require(by, Permission.RUN_SESSION, worksheet)
    live = hold(tx, worksheet)
    if list(seen) != worksheet.field_ids:
        raise ChangedMeanwhile
    chosen = known_fields(tx.session, worksheet.process_id, field_ids)
    if chosen != worksheet.field_ids:
        worksheet.field_ids = chosen
        turned(tx, worksheet, live, "worksheet.fields", by)


def known_fields(session: Session, process_id: int, field_ids: Iterable[int]) -> list[int]:
    """In the order of the process; those it does not have are left out."""
    wanted = set(field_ids)
    return [one.id for one in fields_of(session, process_id) if one.id in wanted]


def take_sheets(tx: Transaction, worksheet: Worksheet, *, takes: bool, by: Actor) -> None:
    """Take sheets from phones, or stop taking them. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, worksheet)
    live = hold(tx, worksheet)
    if worksheet.accepts != takes:
        worksheet.accepts = takes
        turned(tx, worksheet, live, "worksheet.open" if takes else "worksheet.close", by)


def turned(tx: Transaction, worksheet: Worksheet, live: LiveSession, action: str, by: Actor) -> None:
    enter(tx, Act(by.entry, action, f"worksheet:{worksheet.id}"), town=worksheet.municipality_id)
    looks_different(tx, live)
    tx.announce(SessionChanged(live.public_id))


# --- groups fill it in


def look_at_sheet(session: Session, worksheet: Worksheet, answered: Answered, *, by: Actor) -> None:
    """Refuse what would be refused anyway before the one writer's lock is taken. Raises as `fill_in` does."""
    if sent_already(session, worksheet, answered) is not None:
        return
    require_open(worksheet, queries.session_of(session, worksheet))
    require_field(session, worksheet, answered.field)
    look_at_pace(session, by, worksheet)


def fill_in(tx: Transaction, worksheet: Worksheet, answered: Answered, *, by: Actor) -> FilledSheet:
    """A group fills in a sheet; it waits for the desk. The same form sent twice is one.

    Raises SheetClosed, SessionNotOpen, FieldNotAsked, NothingSaid, TooLong, TooFast.
    """
    live = hold(tx, worksheet)
    known = sent_already(tx.session, worksheet, answered)
    if known is not None:
        return known
    require_open(worksheet, live)
    return take_up(tx, worksheet, live, answered, author_id=by.person_id, by=by)


def fill_in_for(tx: Transaction, worksheet: Worksheet, answered: Answered, *, by: Actor) -> FilledSheet:
    """Somebody writes it down for a group. Whoever moderates lets it through with that.

    Raises NotAllowed, SessionNotOpen, FieldNotAsked, NothingSaid, TooLong.
    """
    require(by, Permission.WRITE_FOR_OTHERS, worksheet)
    live = hold(tx, worksheet)
    if live.state != SessionState.OPEN and not may(by, Permission.RUN_SESSION, worksheet):
        raise SessionNotOpen
    known = sent_already(tx.session, worksheet, answered)
    if known is not None:
        return known  # whatever somebody has decided about it since
    made = take_up(tx, worksheet, live, answered, source=Source.PAPER, by=by)
    about = [made.contribution_id] if made.contribution_id else []
    enter(tx, Act(by.entry, "worksheet.enter", f"contribution:{made.contribution_id}"), town=worksheet.municipality_id)
    if may(by, Permission.MODERATE, worksheet):
        cases = cases_about(tx.session, about)
        release(tx, worksheet, [(made.id, cases[one].revision) for one in about] or [(made.id, 0)], by=by)
    return made


def sent_already(session: Session, worksheet: Worksheet, answered: Answered) -> FilledSheet | None:
    """What the same form sent before: its answer may have been lost on the way. Raises NothingSaid, TooLong."""
    words, _ = worded(SheetKind(worksheet.kind), answered)
    key = sent_once(answered.once, words)
    known = sent_before(session, worksheet.format_id, key) if key and worksheet.format_id is not None else None
    if known is None:
        return None
    return session.scalars(select(FilledSheet).where(FilledSheet.contribution_id == known.id)).one()


def require_open(worksheet: Worksheet, live: LiveSession) -> None:
    """Also when the hall has moved on: a sheet may have waited on a phone for a network."""
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    if not worksheet.accepts:
        raise SheetClosed


def require_field(session: Session, worksheet: Worksheet, field_id: int | None) -> None:
    """Raises FieldNotAsked, also for that of another process or one that was removed."""
    if field_id is None:
        return
    known = {one.id for one in fields_of(session, worksheet.process_id)}
    if field_id not in (known.intersection(worksheet.field_ids) or known):
        raise FieldNotAsked


def worded(kind: SheetKind, answered: Answered) -> tuple[str, Heard]:
    """All parts as one text, and its language. Raises NothingSaid without the first part, TooLong."""
    parts: dict[Part, str] = {}
    for part in ASKS[kind]:
        typed = answered.parts.get(part, "")
        if part is Part.TEXT or typed.strip():
            parts[part] = plain(typed, LONGEST[part])
    heard = hear(" ".join(parts.values()), answered.language, answered.page_language)
    return composed(parts, headings(kind, heard.language)), heard


def take_up(
    tx: Transaction,
    worksheet: Worksheet,
    live: LiveSession,
    answered: Answered,
    *,
    source: Source = Source.SESSION,
    author_id: int | None = None,
    by: Actor,
) -> FilledSheet:
    """Keep it and give it its number.

    author_id: whose it is; None where somebody else wrote it down. Raises TooFast.
    """
    require_field(tx.session, worksheet, answered.field)
    kind = SheetKind(worksheet.kind)
    words, heard = worded(kind, answered)
    place = FilledSheet(worksheet=worksheet, field_id=answered.field)
    if worksheet.format_id is None:
        place.trial = {"text": words, "language": heard.language}
        return put_in(tx, worksheet, live, place)
    into = tx.session.get_one(Format, worksheet.format_id)
    key = sent_once(answered.once, words)
    if author_id is not None:
        require_pace(tx, by, into)
    said = Said(words, heard.language, heard.by, source=source, source_key=key, kind=KIND_OF[kind])
    place.contribution = contributions.receive(tx, said, into=into, author_id=author_id, status=Status.WAITING)
    return put_in(tx, worksheet, live, place)


def put_in(tx: Transaction, worksheet: Worksheet, live: LiveSession, place: FilledSheet) -> FilledSheet:
    worksheet.numbers += 1
    place.municipality_id, place.number = worksheet.municipality_id, worksheet.numbers
    tx.session.add(place)
    tx.session.flush()
    looks_different(tx, live)
    return place


# --- everybody may read it


def release(tx: Transaction, worksheet: Worksheet, picked: Sequence[tuple[int, int]], *, by: Actor) -> None:
    """Let everybody read what somebody has read; it then stands in the field its group chose (`sorting`).

    picked: (sheet, revision of its case as somebody saw it); what changed meanwhile, or was decided, is left as it is.
    Raises NotAllowed.
    """
    require(by, Permission.MODERATE, worksheet)
    seen = dict(picked)
    found = queries.filled_among(tx.session, worksheet, seen)
    for trial in [one for one in found if one.contribution_id is None]:
        trial.trial = {**(trial.trial or {}), "released": True}
    let_through(tx, {one.contribution_id: seen[one.id] for one in found if one.contribution_id is not None}, by=by)
    looks_different(tx, queries.session_of(tx.session, worksheet))


# --- the screens follow


def hold(tx: Transaction, worksheet: Worksheet) -> LiveSession:
    """Of two who change a worksheet at the same moment the second waits, and then sees what the first did."""
    live = queries.session_of(tx.session, worksheet)
    sheet.hold(tx, live)
    tx.session.refresh(worksheet)
    return live


def looks_different(tx: Transaction, live: LiveSession) -> None:
    """Desk and screens show something else now."""
    tx.session.flush()
    tx.session.execute(
        update(LiveSession)
        .where(LiveSession.id == live.id)
        .values(seq=LiveSession.seq + 1)
        .execution_options(synchronize_session="fetch")
    )
    tx.announce(SheetsChanged(live.public_id))


Visible = ContributionPublished | ContributionHidden | ContributionWithdrawn


def hear_of_it(tx: Transaction, news: Visible | WordsChanged) -> None:
    """Wherever somebody decided about a sheet: desk and screen show it, or show it no more."""
    found = queries.place_of(tx.session, news.contribution_id) if news.kind in KIND_OF.values() else None
    if found is not None:
        looks_different(tx, queries.session_of(tx.session, found.worksheet))
