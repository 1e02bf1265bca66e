"""What was said at a table: its host writes it down, the desk lets it through, the next guests find it there."""

from collections.abc import Sequence

from sqlalchemy import select

from participation.contributions import service as contributions
from participation.contributions.queries import sent_before
from participation.contributions.rules import Kind, Source, Status, sent_once
from participation.contributions.service import Said
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, may, require
from participation.foundation.text import one_line
from participation.languages.hearing import Written, hear
from participation.moderation.letting import cases_about, let_through
from participation.moderation.limits import require_pace
from participation.process.models import Format
from participation.worldcafe import queries
from participation.worldcafe.models import Cafe, CafeNote, CafeRound, CafeTable
from participation.worldcafe.rules import LONGEST_NOTE, NoRoundYet, NotYourTable, may_write
from participation.worldcafe.service import hold, log, looks_different, require_open


def write_note(tx: Transaction, cafe: Cafe, table: CafeTable, written: Written, *, by: Actor) -> CafeNote:
    """The host of a table writes down what is said there now; where there is no host, whoever sits there does.

    It waits for the desk. The same form sent twice is one note.
    Raises SessionNotOpen, NoRoundYet, NotYourTable, NothingSaid, TooLong, TooFast.
    """
    live = hold(tx, cafe)
    require_open(live)
    one = round_to_note(tx, cafe)
    if not writes_at(tx, cafe, table, one, by):
        raise NotYourTable
    note = keep_note(tx, cafe, (table, one), written, author_id=by.person_id, by=by)
    looks_different(tx, live)
    return note


def enter_note(
    tx: Transaction, cafe: Cafe, table: CafeTable, one: CafeRound, written: Written, *, by: Actor
) -> CafeNote:
    """Somebody writes down what stands on a tablecloth, also afterwards. Whoever moderates lets it through with it.

    Raises NotAllowed, NothingSaid, TooLong.
    """
    require(by, Permission.WRITE_FOR_OTHERS, cafe)
    live = hold(tx, cafe)
    note = keep_note(tx, cafe, (table, one), written, author_id=None, by=by)
    log(tx, cafe, "cafe.enter", by)
    if may(by, Permission.MODERATE, cafe):
        about = [note.contribution_id] if note.contribution_id else []
        cases = cases_about(tx.session, about)
        release(tx, cafe, [(note.id, cases[case].revision) for case in about] or [(note.id, 0)], by=by)
    looks_different(tx, live)
    return note


def round_to_note(tx: Transaction, cafe: Cafe) -> CafeRound:
    """The round that runs, otherwise the last one that did: a break is time to write. Raises NoRoundYet."""
    running = queries.running_round(tx.session, cafe)
    if running is not None and running.called_at is not None:
        return running
    called = queries.called_rounds(tx.session, cafe)
    if not called:
        raise NoRoundYet
    return called[-1]


def writes_at(tx: Transaction, cafe: Cafe, table: CafeTable, one: CafeRound, by: Actor) -> bool:
    guest = queries.guest_by(tx.session, cafe, by.person_id)
    if guest is None or guest.left:
        return False
    return may_write(
        is_host=guest.host_of_id == table.id,
        has_host=queries.host_of(tx.session, table) is not None,
        sits_there=queries.places_in(tx.session, one.id).get(guest.id) == table.id,
    )


def keep_note(
    tx: Transaction,
    cafe: Cafe,
    where: tuple[CafeTable, CafeRound],
    written: Written,
    *,
    author_id: int | None,
    by: Actor,
) -> CafeNote:
    """author_id: whose it is; None where somebody wrote it down from a tablecloth.

    Raises NothingSaid, TooLong, TooFast.
    """
    table, one = where
    words = one_line(written.text, LONGEST_NOTE)
    heard = hear(words, written.language, written.page_language)
    note = CafeNote(municipality_id=cafe.municipality_id, cafe_id=cafe.id, table_id=table.id, round_id=one.id)
    if cafe.format_id is None:
        note.trial = {"text": words, "language": heard.language}
    else:
        into = tx.session.get_one(Format, cafe.format_id)
        key = sent_once(written.once, words)
        known = sent_before(tx.session, into.id, key) if key else None
        if known is not None:
            return tx.session.scalars(select(CafeNote).where(CafeNote.contribution_id == known.id)).one()
        if author_id is not None:
            require_pace(tx, by, into)
        source = Source.SESSION if author_id is not None else Source.PAPER
        said = Said(words, heard.language, heard.by, source=source, source_key=key, kind=Kind.NOTE)
        note.contribution = contributions.receive(tx, said, into=into, author_id=author_id, status=Status.WAITING)
    cafe.notes += 1
    note.number = cafe.notes
    tx.session.add(note)
    tx.session.flush()
    return note


def release(tx: Transaction, cafe: Cafe, picked: Sequence[tuple[int, int]], *, by: Actor) -> None:
    """Let the hall read what somebody has read.

    picked: (note, revision of its case as somebody saw it); what changed meanwhile, or was decided, is left as it is.
    Raises NotAllowed.
    """
    require(by, Permission.MODERATE, cafe)
    live = hold(tx, cafe)
    wanted = CafeNote.cafe_id == cafe.id, CafeNote.id.in_([one for one, _ in picked])
    found = {one.id: one for one in tx.session.scalars(select(CafeNote).where(*wanted))}
    for trial in [one for one in found.values() if one.contribution_id is None]:
        trial.trial = {**(trial.trial or {}), "released": True}
    let_through(tx, {found[one].contribution_id or 0: revision for one, revision in picked if one in found}, by=by)
    looks_different(tx, live)
