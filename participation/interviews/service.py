"""A source is planned, consent is taken, the text is kept. Nothing of it is stored before somebody agreed."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import NothingSaid, plain
from participation.foundation.wording import in_every_language
from participation.interviews import queries
from participation.interviews.models import TalkConsent, TalkParagraph, TalkPerson, TalkSource
from participation.interviews.paragraphs import turns_of
from participation.interviews.rules import (
    LONGEST_TEXT,
    MOST_PEOPLE,
    OF_DOCUMENTS,
    OF_PEOPLE,
    Agreed,
    ConsentFirst,
    Gone,
    How,
    NothingAgreed,
    SourceGone,
    SourceKind,
    TextThere,
    TooMany,
    names_until,
)
from participation.process.models import Format, FormatKind, Process
from participation.process.service import open_for_sessions

FORMAT_TITLE = N_("Interviews, groups and documents")


@dataclass(frozen=True, slots=True)
class Plan:
    """What the desk notes about a source, clean. title: for the desk; of a document as everybody knows it."""

    title: str
    kind: SourceKind = SourceKind.INTERVIEW
    language: str = ""
    held_on: date | None = None
    led_by: str = ""
    place: str = ""
    publisher: str = ""
    year: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A consent. person: the number of whoever gives it, None for a document."""

    how: How
    given_on: date
    person: int | None = None
    agreed: frozenset[Agreed] = field(default_factory=frozenset)
    kept_until: date | None = None


def plan_source(tx: Transaction, process: Process, plan: Plan, *, by: Actor) -> TalkSource:
    """A source without a text; the first one of a process opens its format. Raises NotAllowed."""
    require(by, Permission.WORK_WITH_SOURCES, process)
    hold_process(tx, process)
    into = format_for(tx, process)
    today = clock.local(clock.now()).date()
    source = TalkSource(
        municipality_id=process.municipality_id,
        process_id=process.id,
        format_id=into.id,
        public_id=chance.token(),
        kind=plan.kind,
        number=queries.highest_number(tx.session, process.id, plan.kind) + 1,
        created_at=clock.now(),
        names_until=None if plan.kind is SourceKind.DOCUMENT else names_until(plan.held_on, today),
    )
    write(source, plan)
    tx.session.add(source)
    tx.session.flush()
    if plan.kind is SourceKind.INTERVIEW:
        seat(tx, source, "")
    note(tx, source, "interview.note", by)
    return source


def format_for(tx: Transaction, process: Process) -> Format:
    """One in each process."""
    known = queries.format_of(tx.session, process.id)
    return known or open_for_sessions(tx, process, FormatKind.INTERVIEWS, title=in_every_language(FORMAT_TITLE))


def write(source: TalkSource, plan: Plan) -> None:
    source.title, source.language, source.held_on = plan.title, plan.language, plan.held_on
    source.led_by = "" if source.names_gone_at else plan.led_by
    source.place, source.publisher, source.year, source.link = plan.place, plan.publisher, plan.year, plan.link


def change_source(tx: Transaction, source: TalkSource, plan: Plan, *, by: Actor) -> None:
    """Its kind stays; the day on which the names go can only become an earlier one. Raises NotAllowed, SourceGone."""
    require_work(tx, source, by)
    write(source, plan)
    if source.names_until is not None:
        today = clock.local(clock.now()).date()
        source.names_until = min(source.names_until, names_until(plan.held_on, today))
    note(tx, source, "interview.note", by)


def add_person(tx: Transaction, source: TalkSource, facts: str, *, by: Actor) -> TalkPerson:
    """Somebody who takes part in a focus group, by the next pseudonym. Raises NotAllowed, SourceGone, TooMany."""
    require_work(tx, source, by)
    most = MOST_PEOPLE if source.kind == SourceKind.FOCUS_GROUP else 0
    if len(queries.people_of(tx.session, source)) >= most:
        raise TooMany(most=most)
    made = seat(tx, source, facts)
    note(tx, source, "interview.note", by)
    return made


def describe_person(tx: Transaction, source: TalkSource, number: int, facts: str, *, by: Actor) -> None:
    """facts: coarse, nothing by which somebody is known. Raises NotAllowed, NotFound, SourceGone."""
    require_work(tx, source, by)
    queries.person_numbered(tx.session, source, number).facts = facts
    note(tx, source, "interview.note", by)


def seat(tx: Transaction, source: TalkSource, facts: str) -> TalkPerson:
    source.people += 1
    made = TalkPerson(municipality_id=source.municipality_id, source_id=source.id, number=source.people, facts=facts)
    tx.session.add(made)
    tx.session.flush()
    return made


def take_consent(tx: Transaction, source: TalkSource, given: Given, *, by: Actor) -> TalkConsent:
    """Somebody agreed; of a document: why it may be quoted. The newest consent of somebody counts.

    Raises NotAllowed, NotFound, SourceGone, NothingAgreed where nothing may be written down.
    """
    require_work(tx, source, by)
    if given.how not in (OF_DOCUMENTS if source.is_document else OF_PEOPLE):
        raise NothingAgreed
    agreed = frozenset(Agreed) if source.is_document else given.agreed
    if Agreed.WRITTEN not in agreed:
        raise NothingAgreed
    person = None if source.is_document else queries.person_numbered(tx.session, source, given.person or 0)
    for older in queries.consents_of(tx.session, source):
        if older.revoked_at is None and older.talk_person_id == (person.id if person else None):
            older.revoked_at = clock.now()
    made = TalkConsent(
        municipality_id=source.municipality_id,
        source_id=source.id,
        person=person,
        agreed=sorted(agreed),
        how=given.how,
        given_on=given.given_on,
        kept_until=given.kept_until,
        taken_by_id=by.person_id,
        taken_at=clock.now(),
    )
    tx.session.add(made)
    note(tx, source, "interview.consent", by)
    return made


def keep_text(tx: Transaction, source: TalkSource, text: str, *, by: Actor) -> list[TalkParagraph]:
    """The text of a source, in paragraphs with numbers that never change.

    Raises NotAllowed, SourceGone, ConsentFirst, TextThere, NothingSaid, TooLong.
    """
    require_work(tx, source, by)
    if not queries.agree(tx.session, source, Agreed.WRITTEN):
        raise ConsentFirst
    if source.paragraphs:
        raise TextThere
    turns = turns_of(plain(text, LONGEST_TEXT))
    if not turns:
        raise NothingSaid
    made = [
        TalkParagraph(
            municipality_id=source.municipality_id,
            source_id=source.id,
            number=number,
            speaker=turn.speaker,  # also of somebody who is noted later
            text=turn.text,
        )
        for number, turn in enumerate(turns, start=1)
    ]
    source.paragraphs = len(made)
    tx.session.add_all(made)
    note(tx, source, "interview.text", by)
    return made


def require_work(tx: Transaction, source: TalkSource, by: Actor) -> None:
    """Hold a source that can still change. Raises NotAllowed, SourceGone."""
    require(by, Permission.WORK_WITH_SOURCES, source)
    hold(tx, source)
    if source.gone_at is not None:
        raise SourceGone


def require_withdrawable(tx: Transaction, source: TalkSource, by: Actor) -> None:
    """Hold a source of which something is taken back: at any time, also after the day of its text. Raises as above."""
    require(by, Permission.WORK_WITH_SOURCES, source)
    hold(tx, source)
    if source.gone == Gone.WITHDRAWN:
        raise SourceGone


def hold_process(tx: Transaction, process: Process) -> None:
    """Of two who plan a source or change the codebook at the same moment the second sees what the first did."""
    tx.session.execute(select(Process.id).where(Process.id == process.id).with_for_update())


def hold(tx: Transaction, source: TalkSource) -> None:
    """Of two who work on a source at the same moment the second waits, and then sees what the first did."""
    tx.session.flush()
    tx.session.refresh(source, with_for_update=True)


def note(tx: Transaction, source: TalkSource, action: str, by: Actor) -> None:
    tx.session.flush()
    enter(tx, Act(by.entry, action, f"source:{source.id}"), town=source.municipality_id)
