"""The seats vote on a proposal, one vote each, and what came of it is recorded with reasons and dissent.

One row per seat, in one transaction each: at most a few dozen seats vote, so none of the ledger of the halls is needed.
"""

from dataclasses import dataclass

from sqlalchemy import delete

from participation.contributions.rules import ONCE, Kind, Status
from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import plain
from participation.languages.hearing import hear
from participation.roundtable import queries
from participation.roundtable.founding import hold
from participation.roundtable.meeting import hold_meeting, hold_open, looks_different, seat_of
from participation.roundtable.models import (
    AgendaItem,
    Dissent,
    RoundTable,
    SeatBallot,
    SeatHolder,
    SeatVote,
    TablePaper,
    TableSession,
)
from participation.roundtable.news import TableGone
from participation.roundtable.rules import (
    FEWEST_SECRET,
    HIGHEST,
    LONGEST_REASON,
    LONGEST_TEXT,
    AllHaveSpoken,
    BallotState,
    Method,
    NoAnswer,
    NobodyHere,
    NoScope,
    NotAtTable,
    NotPublicYet,
    OtherSits,
    Part,
    ReasonNeeded,
    VotedItself,
    VoteIsOpen,
    VoteIsOver,
    Voting,
    counts_of,
    needs_reason,
    outcome,
)
from participation.roundtable.secrecy import read_vote, seal_vote
from participation.sessions.models import LiveSession
from participation.sessions.news import SessionEnded, StepCalled
from participation.voting.keys import KeyMissing


def open_vote(
    tx: Transaction,
    meeting: TableSession,
    item: AgendaItem,
    paper: TablePaper,
    voting: Voting,
    *,
    seen: int | None = None,
    by: Actor,
) -> SeatBallot:
    """Every seat that is here is asked. What was agreed before is kept with it, and shown before anybody votes.

    seen: the version of the proposal that the desk had before it. A statement is heard, not decided.
    Raises NotAllowed, NotFound, SessionNotOpen, NoScope, VoteIsOpen, NotPublicYet, NobodyHere, ChangedMeanwhile.
    """
    require(by, Permission.RUN_SESSION, meeting)
    live = hold_open(tx, meeting)
    table = tx.session.get_one(RoundTable, meeting.table_id)
    hold(tx, table)
    said = paper.contribution
    tx.session.refresh(said)
    if said.kind != Kind.PROPOSAL:
        raise NotFound
    if not table.scope:
        raise NoScope
    if queries.ballot_of_meeting(tx.session, meeting):
        raise VoteIsOpen
    if seen is not None and said.version != seen:
        raise ChangedMeanwhile
    if said.status != Status.PUBLISHED:
        raise NotPublicYet
    here = queries.here_in(tx.session, meeting)
    if not here:
        raise NobodyHere
    ballot = SeatBallot(
        municipality_id=table.municipality_id,
        table_id=table.id,
        item_id=item.id,
        paper_id=paper.id,
        public_id=chance.token(),
        text=said.text,
        language=said.language,
        version=said.version,
        method=voting.method,
        need=voting.need,
        quorum=voting.quorum,
        secret=queries.is_confidential(tx.session, item),
        opened_at=clock.now(),
        seats=len(queries.seats_of(tx.session, table)),
    )
    tx.session.add(ballot)
    tx.session.flush()
    for seat_id in here:
        tx.session.add(SeatVote(municipality_id=table.municipality_id, ballot_id=ballot.id, seat_id=seat_id))
    note(tx, ballot, "table.vote_open", by)
    looks_different(tx, live)
    return ballot


@dataclass(frozen=True, slots=True)
class Given:
    """A vote as it was typed. answer: its number, None for nothing chosen."""

    answer: int | None
    reason: str
    page_language: str


def vote(tx: Transaction, meeting: TableSession, ballot: SeatBallot, given: Given, *, by: Actor) -> None:
    """A seat votes, or changes its vote, while the vote is open.

    Raises NoSeatHere, ModeratesHere, RulesFirst, VoteIsOver, NotAtTable, OtherSits, NoAnswer, ReasonNeeded, TooLong.
    """
    live = hold_meeting(tx, meeting)
    tx.session.refresh(ballot)
    holder = seat_of(tx, meeting, by)
    require_open(ballot)
    require_sitting(tx, meeting, holder)
    enter_vote(tx, ballot, holder.seat_id, Part(holder.part), given).entered = False
    tx.session.flush()
    looks_different(tx, live)


def vote_at_desk(
    tx: Transaction, meeting: TableSession, ballot: SeatBallot, seat_id: int, given: Given, *, by: Actor
) -> None:
    """The desk enters what a seat without a phone says aloud. At a confidential item it cannot: that vote is secret.

    Raises NotAllowed, VoteIsOver, NotAtTable, VotedItself, NoAnswer, ReasonNeeded, TooLong.
    """
    require(by, Permission.RUN_SESSION, meeting)
    live = hold_meeting(tx, meeting)
    tx.session.refresh(ballot)
    require_open(ballot)
    part = queries.here_in(tx.session, meeting).get(seat_id)
    if part is None or ballot.secret:
        raise NotAtTable
    before = tx.session.get(SeatVote, (ballot.id, seat_id), populate_existing=True)
    if before is not None and before.voted and not before.entered:
        raise VotedItself
    enter_vote(tx, ballot, seat_id, part, given).entered = True
    note(tx, ballot, "table.vote_entered", by)
    looks_different(tx, live)


def require_open(ballot: SeatBallot) -> None:
    if ballot.state != BallotState.OPEN:
        raise VoteIsOver


def require_sitting(tx: Transaction, meeting: TableSession, holder: SeatHolder) -> None:
    """A seat has one voice: of delegate and substitute whoever sits there. Raises NotAtTable, OtherSits."""
    part = queries.here_in(tx.session, meeting).get(holder.seat_id)
    if part is None:
        raise NotAtTable
    if part is not Part(holder.part):
        raise OtherSits


def enter_vote(tx: Transaction, ballot: SeatBallot, seat_id: int, part: Part, given: Given) -> SeatVote:
    """At a confidential item the answer alone, sealed: whoever objects says why aloud, or in a different view."""
    method = Method(ballot.method)
    if given.answer is None or not 1 <= given.answer <= HIGHEST[method]:
        raise NoAnswer
    said = "" if ballot.secret else given.reason.strip()
    if not ballot.secret and needs_reason(method, given.answer) and not said:
        raise ReasonNeeded
    reason = plain(said, LONGEST_REASON) if said else ""
    row = tx.session.get(SeatVote, (ballot.id, seat_id), populate_existing=True)
    if row is None:  # who sat down before their rules had changed, and accepts them now
        row = SeatVote(municipality_id=ballot.municipality_id, ballot_id=ballot.id, seat_id=seat_id)
        tx.session.add(row)
    if ballot.secret:
        row.sealed = seal_vote(ballot.public_id, given.answer)
    else:
        row.answer, row.part, row.reason = given.answer, part, reason
        row.reason_lang = hear(reason, "", given.page_language).language if reason else ""
    tx.session.flush()
    return row


def close_vote(tx: Transaction, meeting: TableSession, ballot: SeatBallot, *, by: Actor) -> None:
    """Count, and freeze what came of it. Of a confidential item nothing says afterwards which seat voted how.

    Raises NotAllowed, VoteIsOver, KeyMissing after a restore: then it can only be cancelled.
    """
    require(by, Permission.RUN_SESSION, meeting)
    live = hold_meeting(tx, meeting)
    tx.session.refresh(ballot)
    require_open(ballot)
    if is_unreadable(tx, ballot):
        raise KeyMissing
    count(tx, meeting, ballot)
    note(tx, ballot, "table.vote_close", by)
    looks_different(tx, live)


def count(tx: Transaction, meeting: TableSession, ballot: SeatBallot) -> None:
    method = Method(ballot.method)
    rows = queries.votes_of(tx.session, [ballot.id])
    here = queries.here_in(tx.session, meeting)
    given = [answer for answer in (answer_of(ballot, row) for row in rows) if answer is not None]
    ballot.cast = len(given)
    ballot.silent = sum(not row.voted and row.seat_id in here for row in rows)
    ballot.left = sum(not row.voted and row.seat_id not in here for row in rows)
    ballot.counts = counts_of(method, given)
    ballot.outcome = outcome(Voting(method, ballot.need, ballot.quorum), given, ballot.seats)
    ballot.state, ballot.closed_at = BallotState.CLOSED, clock.now()
    if ballot.secret:
        if ballot.cast < FEWEST_SECRET:
            ballot.counts = None
        forget_votes(tx, ballot)


def is_unreadable(tx: Transaction, ballot: SeatBallot) -> bool:
    """Whether a sealed vote cannot be opened here: its key was on another machine."""
    rows = queries.votes_of(tx.session, [ballot.id])
    return any(row.sealed is not None and answer_of(ballot, row) is None for row in rows)


def answer_of(ballot: SeatBallot, row: SeatVote) -> int | None:
    return read_vote(ballot.public_id, row.sealed) if row.sealed is not None else row.answer


def cancel_vote(tx: Transaction, meeting: TableSession, ballot: SeatBallot, *, by: Actor) -> None:
    """Nothing of it counts. Raises NotAllowed, VoteIsOver."""
    require(by, Permission.RUN_SESSION, meeting)
    live = hold_meeting(tx, meeting)
    tx.session.refresh(ballot)
    require_open(ballot)
    call_off(tx, ballot)
    note(tx, ballot, "table.vote_cancel", by)
    looks_different(tx, live)


def call_off(tx: Transaction, ballot: SeatBallot) -> None:
    ballot.state, ballot.closed_at = BallotState.CANCELLED, clock.now()
    forget_votes(tx, ballot)


def forget_votes(tx: Transaction, ballot: SeatBallot) -> None:
    gone = delete(SeatVote).where(SeatVote.ballot_id == ballot.id).execution_options(synchronize_session="fetch")
    tx.session.execute(gone)
    tx.announce(TableGone(ballot.public_id))


def hear_of_end(tx: Transaction, news: SessionEnded) -> None:
    """A session has ended: what the seats were voting on is counted as it stands."""
    meeting = queries.session_of_live(tx.session, news.session_id)
    if meeting is None:
        return
    ballot = queries.ballot_of_meeting(tx.session, meeting)
    if ballot is None:
        return
    lost = is_unreadable(tx, ballot)
    if lost:
        call_off(tx, ballot)
    else:
        count(tx, meeting, ballot)
    action = "table.vote_cancel" if lost else "table.vote_close"
    enter(tx, Act("system", action, f"decision:{ballot.id}"), town=ballot.municipality_id)


def hear_of_step(tx: Transaction, news: StepCalled) -> None:
    """While the seats vote the hall may go to another item, where the vote is shown as well. Raises VoteIsOpen."""
    meeting = queries.session_of_live(tx.session, news.session_id)
    if meeting is None or queries.ballot_of_meeting(tx.session, meeting) is None:
        return
    step_id = tx.session.get_one(LiveSession, news.session_id).step_id
    if step_id is None or queries.item_at(tx.session, step_id) is None:
        raise VoteIsOpen


def record(tx: Transaction, meeting: TableSession, ballot: SeatBallot, reasons: str, lang: str, *, by: Actor) -> None:
    """The decision gets its number and its reasons, and everybody reads it. Reasons can be changed afterwards.

    Raises NotAllowed, VoteIsOpen, VoteIsOver where it was cancelled, NothingSaid, TooLong.
    """
    require(by, Permission.RUN_SESSION, meeting)
    live = hold_meeting(tx, meeting)
    tx.session.refresh(ballot)
    if ballot.state == BallotState.OPEN:
        raise VoteIsOpen
    if ballot.state == BallotState.CANCELLED:
        raise VoteIsOver
    ballot.reasons = plain(reasons, LONGEST_TEXT)
    ballot.reasons_lang = hear(ballot.reasons, "", lang).language
    if ballot.number is None:
        hold(tx, tx.session.get_one(RoundTable, ballot.table_id), ended=True)
        ballot.number = queries.highest(tx.session, SeatBallot.number, ballot.table_id) + 1
    note(tx, ballot, "table.decision", by)
    looks_different(tx, live)


@dataclass(frozen=True, slots=True)
class View:
    """A different view as it was typed. once: the mark of its form."""

    text: str
    page_language: str
    once: str = ""


def dissent(tx: Transaction, meeting: TableSession, ballot: SeatBallot, view: View, *, by: Actor) -> None:
    """A seat that sees it differently says so in the record; once, and until the minutes are approved it can change it.

    At a confidential item nobody is named with it: so nobody can change it, and it has no time of its own.
    Raises NoSeatHere, ModeratesHere, RulesFirst, VoteIsOpen, VoteIsOver, MinutesApproved, NothingSaid, TooLong, and
    AllHaveSpoken where there are as many as seats.
    """
    live = hold_meeting(tx, meeting)
    tx.session.refresh(ballot)
    holder = seat_of(tx, meeting, by)
    if ballot.state == BallotState.OPEN:
        raise VoteIsOpen
    if ballot.state == BallotState.CANCELLED:
        raise VoteIsOver
    said = plain(view.text, LONGEST_TEXT)
    seat_id = None if ballot.secret else holder.seat_id
    once = view.once if ballot.secret and ONCE.fullmatch(view.once) else None
    known = queries.dissents_of(tx.session, [ballot.id])
    if ballot.secret and once is None:
        raise ChangedMeanwhile
    row = next((one for one in known if (seat_id and one.seat_id == seat_id) or (once and one.once == once)), None)
    if row is None:
        if ballot.secret and len(known) >= ballot.cast + ballot.silent + ballot.left:
            raise AllHaveSpoken
        row = Dissent(municipality_id=ballot.municipality_id, ballot_id=ballot.id, seat_id=seat_id, once=once)
    row.text, row.language = said, hear(said, "", view.page_language).language
    row.at = (ballot.closed_at or clock.now()) if ballot.secret else clock.now()
    tx.session.add(row)
    looks_different(tx, live)


def note(tx: Transaction, ballot: SeatBallot, action: str, by: Actor) -> None:
    tx.session.flush()
    enter(tx, Act(by.entry, action, f"decision:{ballot.id}"), town=ballot.municipality_id)
