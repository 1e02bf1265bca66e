"""What is put before the table: proposals, which the room amends in readable versions, and statements."""

from collections.abc import Sequence

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.queries import sent_before
from participation.contributions.rules import Kind, LanguageBy, Source, Status, sent_once
from participation.contributions.service import Said
from participation.contributions.versions import NewWords, write_version
from participation.contributions.voices import keep_voice
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import plain
from participation.languages.hearing import Written, hear
from participation.moderation import cases
from participation.moderation.letting import cases_about, let_through
from participation.moderation.limits import require_pace
from participation.organisations.models import Organisation
from participation.process.models import Format
from participation.roundtable import queries
from participation.roundtable.founding import hold
from participation.roundtable.meeting import (
    hold_meeting,
    hold_open,
    looks_different,
    require_changeable,
    seat_of,
)
from participation.roundtable.models import AgendaItem, RoundTable, SeatHolder, TablePaper, TableSession
from participation.roundtable.rules import (
    LONGEST_PROPOSAL,
    MOST_WAITING,
    NamedHere,
    NotPublicYet,
    PaperKind,
    TooManyPapers,
    VoteIsOpen,
)
from participation.sessions.models import RunStep
from participation.speaking.news import ItemConfided


def put_forward(
    tx: Transaction, meeting: TableSession, item: AgendaItem, kind: PaperKind, written: Written, *, by: Actor
) -> TablePaper:
    """A seat puts something before the table; it waits for the desk. The same form sent twice is one.

    At a confidential item nobody is named with it, not even in the tables; so only what waits there is limited.
    Raises NoSeatHere, ModeratesHere, RulesFirst, SessionNotOpen, NothingSaid, TooLong, TooFast, TooManyPapers.
    """
    live = hold_open(tx, meeting)
    holder = seat_of(tx, meeting, by)
    if queries.count_waiting(tx.session, item.id) >= MOST_WAITING:
        raise TooManyPapers
    table = tx.session.get_one(RoundTable, meeting.table_id)
    require_pace(tx, by, table)
    if queries.is_confidential(tx.session, item):
        paper = keep(tx, table, item, kind, written, holder=None, source=Source.SESSION, by=by)
    else:
        paper = keep(tx, table, item, kind, written, holder=holder, source=Source.SESSION, by=by)
    looks_different(tx, live)
    return paper


def write_for_table(
    tx: Transaction, meeting: TableSession, item: AgendaItem, kind: PaperKind, written: Written, *, by: Actor
) -> TablePaper:
    """The desk writes down what the room puts together; all read it. Raises NotAllowed, NothingSaid, TooLong."""
    require(by, Permission.RUN_SESSION, meeting)
    live = hold_meeting(tx, meeting)
    table = tx.session.get_one(RoundTable, meeting.table_id)
    paper = keep(tx, table, item, kind, written, holder=None, source=Source.PAPER, by=by)
    enter(tx, Act(by.entry, "table.enter", f"contribution:{paper.contribution_id}"), town=table.municipality_id)
    release(tx, [paper], by=by)
    looks_different(tx, live)
    return paper


def keep(
    tx: Transaction,
    table: RoundTable,
    item: AgendaItem,
    kind: PaperKind,
    written: Written,
    *,
    holder: SeatHolder | None,
    source: Source,
    from_id: int | None = None,
    by: Actor,
) -> TablePaper:
    """holder: whose it is; None where nobody is to be named, or the desk wrote it down. Raises TableEnded."""
    hold(tx, table)
    words = plain(written.text, LONGEST_PROPOSAL)
    heard = hear(words, written.language, written.page_language)
    into = tx.session.get_one(Format, table.format_id)
    key = sent_once(written.once, words)
    known = sent_before(tx.session, into.id, key) if key else None
    if known is not None:
        return tx.session.query(TablePaper).filter_by(contribution_id=known.id).one()
    organisation = organisation_of(tx, holder)
    said = Said(
        words,
        heard.language,
        heard.by,
        source=source,
        source_key=key,
        kind=Kind(kind),
        organisation_id=organisation.id if organisation else None,
    )
    author = organisation.author_id if organisation else holder.person_id if holder else None
    kept = contributions.receive(tx, said, into=into, author_id=author, status=Status.WAITING, sure=heard.sure)
    keep_voice(tx, kept, by=by)
    paper = TablePaper(
        municipality_id=table.municipality_id,
        table_id=table.id,
        item_id=item.id,
        number=queries.highest(tx.session, TablePaper.number, table.id) + 1,
        seat_id=holder.seat_id if holder else None,
        from_id=from_id,
        contribution=kept,
    )
    tx.session.add(paper)
    tx.session.flush()
    return paper


def hear_of_confidence(tx: Transaction, news: ItemConfided) -> None:
    """An item is to become confidential: too late where it names seats already. Raises NamedHere."""
    item = queries.item_at(tx.session, news.step_id)
    if item is None:
        return
    require_changeable(tx, tx.session.get_one(RunStep, item.step_id))
    named = any(one.seat_id is not None for one in queries.papers_at(tx.session, [item.id]))
    named = named or queries.names_a_seat_in_a_task(tx.session, item.id)
    if named or any(not one.secret for one in queries.ballots_at(tx.session, [item.id])):
        raise NamedHere


def organisation_of(tx: Transaction, holder: SeatHolder | None) -> Organisation | None:
    if holder is None or holder.seat.organisation_id is None:
        return None
    return tx.session.get_one(Organisation, holder.seat.organisation_id)


def release(tx: Transaction, papers: Sequence[TablePaper], *, by: Actor) -> None:
    """What the desk has read may be read by everybody. Raises NotAllowed."""
    waiting = cases_about(tx.session, [one.contribution_id for one in papers])
    let_through(tx, {about: case.revision for about, case in waiting.items()}, by=by)


def let_in(tx: Transaction, meeting: TableSession, picked: Sequence[tuple[int, int]], *, by: Actor) -> None:
    """Let through what somebody has read. picked: (paper, revision of its case as it was seen). Raises NotAllowed."""
    require(by, Permission.MODERATE, meeting)
    live = hold_meeting(tx, meeting)
    found = {one: queries.paper_in(tx.session, meeting.table_id, one) for one, _ in picked}
    let_through(tx, {found[one].contribution_id: revision for one, revision in picked}, by=by)
    looks_different(tx, live)


def amend(
    tx: Transaction, meeting: TableSession, paper: TablePaper, text: str, *, seen: int, page_language: str, by: Actor
) -> None:
    """The room changes a proposal: another version, and the ones before stay readable. Not while the seats vote.

    seen: the version that whoever writes had before them.
    Raises NotAllowed, VoteIsOpen, NotPublicYet, ChangedMeanwhile, NothingSaid, TooLong.
    """
    require(by, Permission.RUN_SESSION, meeting)
    live = hold_meeting(tx, meeting)
    said = tx.session.get_one(Contribution, paper.contribution_id)
    cases.hold(tx, said)
    ballot = queries.ballot_of_meeting(tx.session, meeting)
    if ballot is not None and ballot.paper_id == paper.id:
        raise VoteIsOpen
    if said.status != Status.PUBLISHED:
        raise NotPublicYet
    words = plain(text, LONGEST_PROPOSAL)
    if words == said.text:
        return
    if said.version != seen:
        raise ChangedMeanwhile
    heard = hear(words, said.language, page_language)
    new = NewWords(words, heard.language, LanguageBy.MODERATOR, sure=True)
    write_version(tx, said, new, by_id=by.person_id, waits=False, shown=True)
    enter(tx, Act(by.entry, "table.amend", f"contribution:{said.id}"), town=meeting.municipality_id)
    looks_different(tx, live)


def hand_up(tx: Transaction, paper: TablePaper, large: TableSession, item: AgendaItem, *, by: Actor) -> TablePaper:
    """A preparing table reports: its proposal comes before the large table, and the desk reads where it comes from.

    Raises NotAllowed, NotPublicYet.
    """
    require(by, Permission.RUN_SESSION, large)
    live = hold_meeting(tx, large)
    if paper.contribution.status != Status.PUBLISHED:
        raise NotPublicYet
    known = tx.session.query(TablePaper).filter_by(item_id=item.id, from_id=paper.id).first()
    if known is not None:
        return known
    table = tx.session.get_one(RoundTable, large.table_id)
    said = paper.contribution
    written = Written(said.text, said.language, said.language)
    kind = PaperKind(said.kind)
    made = keep(tx, table, item, kind, written, holder=None, source=Source.MODERATORS, from_id=paper.id, by=by)
    enter(tx, Act(by.entry, "table.hand_up", f"contribution:{made.contribution_id}"), town=table.municipality_id)
    release(tx, [made], by=by)
    looks_different(tx, live)
    return made
