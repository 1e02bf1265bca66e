"""What is said in an open space: concerns, reports, agreements. It waits for the desk, which lets the hall read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.parts import composed
from participation.contributions.photos import Sizes, keep_photo
from participation.contributions.queries import sent_before
from participation.contributions.rehearsed import want as stand_behind
from participation.contributions.rules import Source, Status, sent_once
from participation.contributions.service import Said
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.locales import INTERFACE, OWN_NAMES
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, may, require
from participation.foundation.text import one_line, plain
from participation.foundation.wording import in_every_language
from participation.languages.hearing import Heard, Written, hear
from participation.moderation.letting import cases_about, let_through
from participation.moderation.limits import look_at_pace, require_pace
from participation.openspace import queries
from participation.openspace.models import Action, InSpace, Report, Space, Topic
from participation.openspace.news import SpaceChanged
from participation.openspace.rules import (
    LONGEST_ACTION,
    LONGEST_NAME,
    LONGEST_PARTS,
    LONGEST_TOPIC,
    PART_NAMES,
    Part,
    ReportsClosed,
    TopicsClosed,
)
from participation.openspace.sorting import stand_with_topics
from participation.process.models import Format
from participation.sessions import sheet
from participation.sessions.models import LiveSession
from participation.sessions.news import SessionChanged
from participation.sessions.rules import SessionNotOpen, SessionState

Kept = TypeVar("Kept", Topic, Report, Action)


@dataclass(frozen=True, slots=True)
class Concern:
    """What somebody wants to talk about, as it was typed. host, tongues, needs: as `Topic` has them."""

    written: Written
    host: str = ""
    tongues: tuple[str, ...] = ()
    needs_interpreter: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it was typed. parts: what stands in its fields; photo: drawn anew, with what can be seen on it."""

    parts: Mapping[Part, str]
    language: str
    page_language: str
    once: str = ""
    photo: Sizes | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody will do, as it was typed. topic: the number of the concern it came from, None for none."""

    written: Written
    who: str = ""
    due: date | None = None
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Clean words, their language, and the mark of the form they came by."""

    words: str
    heard: Heard
    once: str = ""


# --- concerns


def look_at_topic(session: Session, space: Space, concern: Concern, *, by: Actor) -> None:
    """Refuse what would be refused anyway before the one writer's lock is taken. Raises as `bring_topic` does."""
    require_taking(space, queries.session_of(session, space))
    facts_of(concern)
    one_line(concern.written.text, LONGEST_TOPIC)
    look_at_pace(session, by, space)


def bring_topic(tx: Transaction, space: Space, concern: Concern, *, by: Actor) -> Topic:
    """Somebody brings a concern; it waits for the desk. The same form sent twice is one.

    Raises TopicsClosed, SessionNotOpen, NothingSaid, TooLong, TooFast.
    """
    live = hold(tx, space)
    require_taking(space, live)
    return said_by(tx, space, live, facts_of(concern), words_of(concern), by=by)


def enter_topic(tx: Transaction, space: Space, concern: Concern, *, by: Actor) -> Topic:
    """Somebody writes down what a person without a phone says. Whoever moderates lets it through with it.

    Raises NotAllowed, SessionNotOpen, NothingSaid, TooLong.
    """
    require(by, Permission.WRITE_FOR_OTHERS, space)
    live = hold(tx, space)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    return said_for(tx, space, live, facts_of(concern), words_of(concern), by=by)


def facts_of(concern: Concern) -> Topic:
    host = concern.host.strip()
    return Topic(
        host=one_line(host, LONGEST_NAME) if host else "",
        tongues=[one for one in dict.fromkeys(concern.tongues) if one in OWN_NAMES],
        needs_interpreter=concern.needs_interpreter,
    )


def words_of(concern: Concern) -> Sent:
    """Raises NothingSaid, TooLong."""
    return one_lined(concern.written, LONGEST_TOPIC)


def one_lined(written: Written, limit: int) -> Sent:
    words = one_line(written.text, limit)
    return Sent(words, hear(words, written.language, written.page_language), written.once)


def require_taking(space: Space, live: LiveSession) -> None:
    """Also when the hall has moved on: a concern may have waited on a phone for a network."""
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    if not space.takes_topics:
        raise TopicsClosed


# --- reports


def report(tx: Transaction, space: Space, topic: Topic, told: Told, *, by: Actor, for_others: bool = False) -> Report:
    """A group reports; it stands on the news wall once the desk has let it through.

    for_others: somebody writes it down for the group. Raises ReportsClosed, NothingSaid, TooLong, TooFast, NotAllowed.
    """
    live = hold(tx, space)
    if not space.takes_reports:
        raise ReportsClosed
    place, sent, before = Report(topic_id=topic.id), worded(told), space.reports
    made = said_for(tx, space, live, place, sent, by=by) if for_others else said_by(tx, space, live, place, sent, by=by)
    is_new = space.reports > before  # the same form sent twice is one report
    if told.photo is not None and is_new and made.contribution is not None:
        keep_photo(tx, made.contribution, told.photo, told.seen)
    return made


def worded(told: Told) -> Sent:
    """All parts as one text. Raises NothingSaid without what was said, TooLong."""
    parts = {Part.SAID: plain(told.parts.get(Part.SAID, ""), LONGEST_PARTS[Part.SAID])}
    for part in (Part.RESULTS, Part.NEXT, Part.PEOPLE):
        typed = told.parts.get(part, "").strip()
        if typed:
            parts[part] = plain(typed, LONGEST_PARTS[part])
    heard = hear(" ".join(parts.values()), told.language, told.page_language)
    tongue = heard.language if heard.language in INTERFACE else "en"
    headings: dict[Part, str] = {
        part: in_every_language(name, [tongue])[tongue] for part, name in PART_NAMES.items() if part is not Part.SAID
    }
    return Sent(composed(parts, headings), heard, told.once)


# --- who does what until when


def agree(tx: Transaction, space: Space, agreed: Agreed, *, by: Actor, for_others: bool = False) -> Action:
    """Somebody says what they will do. Raises SessionNotOpen, NothingSaid, TooLong, TooFast, NotFound, NotAllowed."""
    live = hold(tx, space)
    if live.state != SessionState.OPEN and not may(by, Permission.RUN_SESSION, space):
        raise SessionNotOpen
    sent = one_lined(agreed.written, LONGEST_ACTION)
    who = one_line(agreed.who, LONGEST_NAME) if agreed.who.strip() else ""
    about = queries.topic_numbered(tx.session, space, agreed.topic) if agreed.topic is not None else None
    action = Action(who=who, due=agreed.due, topic_id=about.id if about else None)
    if for_others:
        return said_for(tx, space, live, action, sent, by=by)
    return said_by(tx, space, live, action, sent, by=by)


# --- all of these are contributions with a place in the space


def said_by(tx: Transaction, space: Space, live: LiveSession, place: Kept, sent: Sent, *, by: Actor) -> Kept:
    """Somebody says it themselves. Raises TooFast."""
    return take_up(tx, space, live, place, sent, author_id=by.person_id, by=by)


def said_for(
    tx: Transaction,
    space: Space,
    live: LiveSession,
    place: Kept,
    sent: Sent,
    *,
    source: Source = Source.PAPER,
    by: Actor,
) -> Kept:
    """Written down for somebody: the log says by whom; whoever moderates has read it with that. Raises NotAllowed."""
    require(by, Permission.WRITE_FOR_OTHERS, space)
    kept = take_up(tx, space, live, place, sent, source=source, by=by)
    enter(tx, Act(by.entry, "space.enter", f"contribution:{kept.contribution_id}"), town=space.municipality_id)
    if may(by, Permission.MODERATE, space):
        about = [kept.contribution_id] if kept.contribution_id else []
        cases = cases_about(tx.session, about)
        release(tx, space, type(kept), [(kept.id, cases[one].revision) for one in about] or [(kept.id, 0)], by=by)
    return kept


def take_up(
    tx: Transaction,
    space: Space,
    live: LiveSession,
    place: Kept,
    sent: Sent,
    *,
    source: Source = Source.SESSION,
    author_id: int | None = None,
    by: Actor,
) -> Kept:
    """Keep what was said and give it its number; what the same form sent before is there already.

    author_id: whose it is; None where somebody else wrote it down. Raises TooFast.
    """
    if space.format_id is None:
        place.trial = {"text": sent.words, "language": sent.heard.language}
        return put_in(tx, space, live, place)
    into = tx.session.get_one(Format, space.format_id)
    key = sent_once(sent.once, sent.words)
    known = sent_before(tx.session, into.id, key) if key else None
    if known is not None:
        return tx.session.scalars(select(type(place)).where(type(place).contribution_id == known.id)).one()
    if author_id is not None:
        require_pace(tx, by, into)
    said = Said(sent.words, sent.heard.language, sent.heard.by, source=source, source_key=key, kind=place.KIND)
    place.contribution = contributions.receive(tx, said, into=into, author_id=author_id, status=Status.WAITING)
    return put_in(tx, space, live, place)


def put_in(tx: Transaction, space: Space, live: LiveSession, place: Kept) -> Kept:
    number = getattr(space, place.COUNTER) + 1
    setattr(space, place.COUNTER, number)
    place.municipality_id, place.space_id, place.number = space.municipality_id, space.id, number
    tx.session.add(place)
    tx.session.flush()
    looks_different(tx, space, live)
    return place


# --- the hall may read it


def release(
    tx: Transaction, space: Space, table: type[InSpace], picked: Sequence[tuple[int, int]], *, by: Actor
) -> None:
    """Let the hall read what somebody has read. Agreements then stand in the field of their concern.

    picked: (place, revision of its case as somebody saw it); what changed meanwhile, or was decided, is left as it is.
    Raises NotAllowed.
    """
    require(by, Permission.MODERATE, space)
    wanted = table.space_id == space.id, table.id.in_([one for one, _ in picked])
    found: dict[int, InSpace] = {one.id: one for one in tx.session.scalars(select(table).where(*wanted))}
    for trial in [one for one in found.values() if one.contribution_id is None]:
        trial.trial = {**(trial.trial or {}), "released": True}
    seen = {found[one].contribution_id or 0: revision for one, revision in picked if one in found}
    let_through(tx, seen, by=by)
    looks_different(tx, space, queries.session_of(tx.session, space))
    if table is Action:
        public = select(Contribution).where(Contribution.id.in_(list(seen)), Contribution.status == Status.PUBLISHED)
        stand_with_topics(tx, tx.session.scalars(public).all(), by=by)


def take_topics(tx: Transaction, space: Space, *, takes: bool, by: Actor) -> None:
    """Take concerns from phones, or stop taking them. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, space)
    live = hold(tx, space)
    if space.takes_topics != takes:
        space.takes_topics = takes
        turned(tx, space, live, "space.open" if takes else "space.close", by)


def take_reports(tx: Transaction, space: Space, *, takes: bool, by: Actor) -> None:
    """The same for reports. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, space)
    live = hold(tx, space)
    if space.takes_reports != takes:
        space.takes_reports = takes
        turned(tx, space, live, "space.reports_open" if takes else "space.reports_close", by)


def turned(tx: Transaction, space: Space, live: LiveSession, action: str, by: Actor) -> None:
    enter(tx, Act(by.entry, action, f"space:{space.id}"), town=space.municipality_id)
    looks_different(tx, space, live)
    tx.announce(SessionChanged(live.public_id))


# --- who wants to take part


def want(tx: Transaction, space: Space, topic: Topic, *, wants: bool, by: Actor) -> None:
    """Somebody wants to take part, or does not after all; asking twice changes nothing. It binds nobody.

    Raises SessionNotOpen, NotFound.
    """
    live = queries.session_of(tx.session, space)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    if by.person_id is None:
        raise NotFound
    stand_behind(tx, topic, by.person_id, wants=wants)
    looks_different(tx, space, live, hearts=True)


# --- the screens follow


def hold(tx: Transaction, space: Space) -> LiveSession:
    """Of two who change a space at the same moment the second waits, and then sees what the first did."""
    live = queries.session_of(tx.session, space)
    sheet.hold(tx, live)
    tx.session.refresh(space)
    return live


def looks_different(tx: Transaction, space: Space, live: LiveSession, *, hearts: bool = False) -> None:
    """Desk, screens and phones show something else now. hearts: only how many want to take part."""
    tx.session.flush()
    tx.session.execute(
        update(LiveSession)
        .where(LiveSession.id == live.id)
        .values(seq=LiveSession.seq + 1)
        .execution_options(synchronize_session="fetch")
    )
    tx.announce(SpaceChanged(space.public_id, live.public_id, hearts))
