from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import plain
from participation.voting import queries
from participation.voting.models import Ballot, BallotOption, CountedBallot, HandCount, RoomTicket, Seat, Vote
from participation.voting.news import BallotMoved
from participation.voting.rules import (
    RUNNING,
    BallotKind,
    Method,
    NotThisStep,
    ReasonMissing,
    State,
    Step,
    Tally,
    check_ballot,
    state_after,
)

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Proposed:
    """An option before it exists: its words by language, and what it stands for."""

    title: dict[str, str]
    source: str = ""


def create_ballot(
    tx: Transaction,
    *,
    municipality_id: int,
    process_id: int | None = None,
    audience: str,
    question: dict[str, str],
    options: Sequence[Proposed],
    method: Method,
    kind: BallotKind,
    dots: int = 1,
    per_option: int = 1,
    before: Ballot | None = None,
    by: Actor,
) -> Ballot:
    """Prepare a ballot; nothing is shown before it is opened. process_id: None where it belongs to no process.

    before: the ballot that asked the same an earlier time.
    Raises NotAllowed, TooFewOptions, WrongDots.
    """
    if method is not Method.DOTS:
        dots = per_option = 1
    check_ballot(len(options), method, dots, per_option)
    ballot = Ballot(
        municipality_id=municipality_id,
        process_id=process_id,
        public_id=chance.token(),
        audience=audience,
        question=question,
        method=method,
        kind=kind,
        dots=dots,
        per_option=per_option,
        before_id=before.id if before else None,
    )
    ballot.options = [
        BallotOption(municipality_id=municipality_id, position=place, title=option.title, source=option.source)
        for place, option in enumerate(options)
    ]
    require(by, Permission.RUN_SESSION, ballot)
    tx.session.add(ballot)
    tx.session.flush()
    enter(tx, Act(by.entry, "ballot.create", f"ballot:{ballot.id}", after=frozen_hash(ballot)), town=municipality_id)
    tell(tx, ballot)
    return ballot


def copy_ballot(tx: Transaction, ballot: Ballot, audience: str, *, again: bool = False, by: Actor) -> Ballot:
    """The same question with the same answers and rules, not yet opened. again: after the first one, not beside it.

    Raises NotAllowed.
    """
    return create_ballot(
        tx,
        municipality_id=ballot.municipality_id,
        process_id=ballot.process_id,
        audience=audience,
        question=dict(ballot.question),
        options=[Proposed(dict(option.title), option.source) for option in ballot.options],
        method=Method(ballot.method),
        kind=BallotKind(ballot.kind),
        dots=ballot.dots,
        per_option=ballot.per_option,
        before=ballot if again else None,
        by=by,
    )


def forget_audience(tx: Transaction, audience: str) -> None:
    """Nothing is left of what `audience` was asked, of its votes, tickets and phones.

    Raises NotThisStep during a vote.
    """
    ballots = queries.ballots_of(tx.session, audience)
    if any(State(ballot.state) in RUNNING for ballot in ballots):
        raise NotThisStep
    gone = [ballot.id for ballot in ballots]
    for table in (Vote, CountedBallot, HandCount, BallotOption):
        tx.session.execute(delete(table).where(table.ballot_id.in_(gone)))
    tx.session.execute(update(Ballot).where(Ballot.id.in_(gone)).values(before_id=None))
    tx.session.execute(delete(Ballot).where(Ballot.id.in_(gone)))
    tx.session.execute(delete(Seat).where(Seat.audience == audience))
    tx.session.execute(delete(RoomTicket).where(RoomTicket.audience == audience))


def frozen_hash(ballot: Ballot) -> str:
    """A fingerprint of everything the opening freezes: question, options in their order, all languages, rules."""
    options = [(option.id, sorted(option.title.items()), option.source) for option in ballot.options]
    rules = (ballot.method, ballot.kind, ballot.dots, ballot.per_option)
    return state_hash(sorted(ballot.question.items()), options, rules)


def move_ballot(
    tx: Transaction, ballot_id: int, step: Step, *, seen: int, by: Actor, reason: str = "", rehearsal: bool = False
) -> Ballot:
    """Take one step of a ballot's way. Only the ledger calls this: steps and votes share one order.

    Raises NotAllowed, ChangedMeanwhile, NotThisStep, ReasonMissing.
    """
    ballot = tx.session.get_one(Ballot, ballot_id, populate_existing=True, with_for_update=True)
    require(by, Permission.RUN_SESSION, ballot)
    if step is Step.CANCEL and not reason.strip():
        raise ReasonMissing
    before = ballot.state
    ballot.state = state_after(step, State(before), revision=ballot.revision, seen=seen)
    ballot.revision += 1
    note_step(ballot, step, reason, rehearsal=rehearsal)
    enter(
        tx,
        Act(
            by.entry,
            f"ballot.{step}",
            f"ballot:{ballot.id}",
            state_hash(before),
            state_hash(ballot.state, ballot.frozen),
            ballot.reason,
        ),
        town=ballot.municipality_id,
    )
    tell(tx, ballot)
    return ballot


def note_step(ballot: Ballot, step: Step, reason: str, *, rehearsal: bool) -> None:
    now = clock.now()
    if step is Step.OPEN:
        ballot.opened_at, ballot.round, ballot.rehearsal = now, ballot.revision, rehearsal
        ballot.frozen = frozen_hash(ballot)
    elif step is Step.CLOSE:
        ballot.closed_at = now
    elif step is Step.PUBLISH:
        ballot.published_at = now
    elif step is Step.CANCEL:
        ballot.reason = plain(reason, LONGEST_REASON)


def count_votes(tx: Transaction, ballot_id: int, *, shown_so_far: Tally | None, by: Actor) -> Ballot | None:
    """End the grace: recount from the rows, keep the choices shuffled and without keys, freeze the base.

    shown_so_far: the tally in memory; where it differs, the recount wins and the audit says so.
    Returns None when the ballot is not closing (cancelled meanwhile).
    """
    ballot = tx.session.get_one(Ballot, ballot_id, populate_existing=True, with_for_update=True)
    if ballot.state != State.CLOSING:
        return None
    result = queries.recount(tx.session, ballot)
    agrees = shown_so_far is None or (shown_so_far.counts == result.counts and shown_so_far.voted == result.voted)
    ballot.state = state_after(Step.FINISH, State.CLOSING, revision=ballot.revision, seen=ballot.revision)
    ballot.revision += 1
    ballot.result = {str(option): got for option, got in result.counts.items()}
    ballot.voted = result.voted
    ballot.base = max(queries.people_in_room(tx.session, ballot), result.voted)
    unlink_votes(tx, ballot)
    note = "the recount agrees" if agrees else "the recount differs from the running tally; the recount counts"
    act = Act(by.entry, "ballot.count", f"ballot:{ballot.id}", after=state_hash(ballot.voted), reason=note)
    enter(tx, act, town=ballot.municipality_id)
    tell(tx, ballot)
    return ballot


def unlink_votes(tx: Transaction, ballot: Ballot) -> None:
    """Keep each choice at a random place and take away the rows that carried a voter's key."""
    choices = chance.shuffled(list(tx.session.scalars(select(Vote.choice).where(Vote.ballot_id == ballot.id))))
    places: set[int] = set()
    while len(places) < len(choices):
        places.add(chance.number_below(2**62))
    rows = [
        {"ballot_id": ballot.id, "place": place, "municipality_id": ballot.municipality_id, "choice": choice}
        for place, choice in zip(sorted(places), choices, strict=True)
    ]
    if rows:
        tx.session.execute(insert(CountedBallot), rows)
    tx.session.execute(delete(Vote).where(Vote.ballot_id == ballot.id))


def wipe_rehearsal(tx: Transaction, audience: str, *, by: Actor) -> list[Ballot]:
    """Every rehearsed ballot of the audience stands as before its opening; its votes are gone.

    Raises NotAllowed, NotThisStep when nothing was rehearsed.
    """
    require(by, Permission.RUN_SESSION)
    rehearsed = [ballot for ballot in queries.ballots_of(tx.session, audience) if ballot.rehearsal]
    if not rehearsed:
        raise NotThisStep
    for ballot in rehearsed:
        require(by, Permission.RUN_SESSION, ballot)
        tx.session.execute(delete(Vote).where(Vote.ballot_id == ballot.id))
        tx.session.execute(delete(CountedBallot).where(CountedBallot.ballot_id == ballot.id))
        tx.session.execute(delete(HandCount).where(HandCount.ballot_id == ballot.id))
        ballot.state, ballot.rehearsal, ballot.revision = State.READY, False, ballot.revision + 1
        ballot.opened_at = ballot.closed_at = ballot.published_at = None
        ballot.result = ballot.voted = ballot.base = None
        ballot.reason = ballot.frozen = ""
        ballot.hands = 0
        enter(tx, Act(by.entry, "ballot.wipe_rehearsal", f"ballot:{ballot.id}"), town=ballot.municipality_id)
        tell(tx, ballot)
    return rehearsed


def tell(tx: Transaction, ballot: Ballot) -> None:
    news = BallotMoved(ballot.id, ballot.audience)
    tx.record(news)
    tx.announce(news)
