"""From a phone to the ledger: who votes, in which ballot. Every door goes through here; none opens a transaction."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from participation.foundation import clock, database
from participation.foundation.database import Database, reading
from participation.foundation.messages import NotFound
from participation.sessions import queries
from participation.sessions.models import LiveSession
from participation.sessions.rules import NotJoined, TicketElsewhere, TicketNeeded
from participation.voting import ledger
from participation.voting.keys import KeyMissing
from participation.voting.ledger import Receipt
from participation.voting.models import Ballot
from participation.voting.queries import (
    BallotFacts,
    ballot_by_public_id,
    facts_of,
    own_vote,
    read_choice,
    seat_standing,
    state_of,
)
from participation.voting.rules import RUNNING, BallotKind, Choice, Sent, State, whole_number
from participation.voting.tickets import TicketReturned

NOBODY = bytes(32)


@dataclass(frozen=True, slots=True)
class Typed:
    """A vote as a door received it. nonce: 32 hexadecimal digits; sequence grows with each change on a phone."""

    ballot: str
    round: object
    nonce: str
    sequence: object
    choice: object


@dataclass(frozen=True, slots=True)
class Mine:
    """What the ledger holds of this phone in the ballot that is on."""

    ballot: str
    choice: Choice
    own_revision: int
    sequence: int


def cast(topic: str, token: str, typed: Typed) -> Receipt:
    """Hand a vote to the ledger; returns once it is committed or refused.

    token: the phone's cookie. Raises NotFound, NotJoined, TicketNeeded, TicketElsewhere, TicketReturned, KeyMissing,
    ValueError for a nonce that is none, NotAChoice for numbers that are none.
    """
    sent = Sent(
        choice=typed.choice,
        nonce=nonce_of(typed.nonce),
        sequence=whole_number(typed.sequence),
        round=whole_number(typed.round),
        received=clock.now(),
    )
    with reading() as session:
        ballot = asked_of(session, topic, typed.ballot)
        voter = voter_key(session, ballot, identity_of(session, ballot, token))
    return ledger.current().cast(ballot.id, voter, sent)


# what never changes is read once, not with every vote: (topic, ballot) of each database
_known: "WeakKeyDictionary[Database, dict[tuple[str, str], BallotFacts]]" = WeakKeyDictionary()


def asked_of(session: Session, topic: str, public_id: str) -> BallotFacts:
    """The ballot a vote is for. Raises NotFound, also for a ballot of another session."""
    known = _known.setdefault(database.current(), {})
    if (topic, public_id) not in known:
        live = queries.session_named(session, None, topic)
        ballot = ballot_by_public_id(session, live.municipality_id, public_id)
        if ballot.audience != live.audience:
            raise NotFound
        known[topic, public_id] = facts_of(ballot)
    return known[topic, public_id]


def nonce_of(sent: str) -> bytes:
    nonce = bytes.fromhex(sent)
    if len(nonce) != 16:
        raise ValueError("a nonce has 32 hexadecimal digits")
    return nonce


def identity_of(session: Session, ballot: BallotFacts, token: str) -> str:
    """Whoever votes: a ticket where the ballot is confidential, otherwise the phone."""
    seat = seat_standing(session, token, ballot.audience)
    if ballot.kind is not BallotKind.CONFIDENTIAL:
        if seat is None:
            raise NotJoined
        return f"seat:{seat.token_hash.hex()}"
    if seat is None or seat.ticket_id is None:
        raise TicketElsewhere if seat is not None and seat.moved else TicketNeeded
    if seat.returned:
        raise TicketReturned
    return f"ticket:{seat.ticket_id}"


def voter_key(session: Session, ballot: BallotFacts, identity: str) -> bytes:
    """After the count there is no key any more; the ledger then only says whether this very message was counted."""
    try:
        return ledger.current().keys.voter_key(ballot.public_id, identity)
    except KeyMissing:
        if state_of(session, ballot.id) in RUNNING:
            raise
        return NOBODY


def mine(session: Session, live: LiveSession, ballot: Ballot | None, token: str) -> Mine | None:
    """What this phone voted, as long as the ballot runs; afterwards nobody can say."""
    if ballot is None or State(ballot.state) not in RUNNING or ballot.audience != live.audience:
        return None
    facts = facts_of(ballot)
    try:
        voter = voter_key(session, facts, identity_of(session, facts, token))
    except (NotJoined, TicketNeeded, TicketElsewhere, TicketReturned, KeyMissing):
        return None
    kept = own_vote(session, ballot.id, voter)
    return Mine(ballot.public_id, read_choice(kept.choice), kept.own_revision, kept.sequence) if kept else None
