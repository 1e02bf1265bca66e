"""Hands and paper ballots: counted by two people, entered as one batch, taken back until the result is shown."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.voting import queries
from participation.voting.hand_rules import Hands, NotYetCounted, SecondNameMissing, checked
from participation.voting.models import Ballot, HandCount
from participation.voting.rules import State
from participation.voting.service import tell


def enter_hands(
    tx: Transaction, ballot_id: int, counts: dict[int, int], people: int, second: str, *, by: Actor, seen: int
) -> None:
    """Add what was counted in the room. people: how many gave points; second: who counted with whoever enters it.

    Raises NotAllowed, NotYetCounted, ChangedMeanwhile, SecondNameMissing, NoHands, NotSoManyHands, TooManyPoints.
    """
    ballot = claimed(tx, ballot_id, by, seen)
    hands = checked(counts, people, queries.rules_of(ballot))
    if not second:
        raise SecondNameMissing
    tx.session.add(
        HandCount(
            municipality_id=ballot.municipality_id,
            ballot_id=ballot.id,
            counts={str(option): got for option, got in hands.counts.items()},
            people=hands.people,
            second=second,
            at=clock.now(),
        )
    )
    add(tx.session, ballot, hands, 1)
    note(tx, ballot, "ballot.hands", by)


def take_back_hands(tx: Transaction, ballot_id: int, batch_id: int, *, by: Actor, seen: int) -> None:
    """A batch counts no more; that it was entered stays.

    Raises NotAllowed, NotFound, NotYetCounted, ChangedMeanwhile.
    """
    ballot = claimed(tx, ballot_id, by, seen)
    batch = tx.session.get(HandCount, batch_id)
    if batch is None or batch.ballot_id != ballot.id or batch.taken_back_at is not None:
        raise NotFound
    batch.taken_back_at = clock.now()
    add(tx.session, ballot, Hands({int(option): got for option, got in batch.counts.items()}, batch.people), -1)
    note(tx, ballot, "ballot.hands_back", by)


def claimed(tx: Transaction, ballot_id: int, by: Actor, seen: int) -> Ballot:
    """The ballot, held until the end of the transaction; counted, and not yet shown."""
    ballot = tx.session.get_one(Ballot, ballot_id, populate_existing=True, with_for_update=True)
    require(by, Permission.RUN_SESSION, ballot)
    if ballot.state != State.CLOSED:
        raise NotYetCounted
    if ballot.revision != seen:
        raise ChangedMeanwhile
    return ballot


def add(session: Session, ballot: Ballot, hands: Hands, sign: int) -> None:
    """Into the result, into how many voted, and into how many there are: who raises a hand sits in no list."""
    result = dict(ballot.result or {})
    for option, got in hands.counts.items():
        result[str(option)] = result.get(str(option), 0) + sign * got
    ballot.result = result
    ballot.hands += sign * hands.people
    ballot.voted = (ballot.voted or 0) + sign * hands.people
    ballot.base = max(queries.people_in_room(session, ballot) + ballot.hands, ballot.voted)
    ballot.revision += 1


def note(tx: Transaction, ballot: Ballot, action: str, by: Actor) -> None:
    """Who entered it stands in the log; the second name only beside the batch, because a log is never changed."""
    after = state_hash(sorted((ballot.result or {}).items()), ballot.voted)
    enter(tx, Act(by.entry, action, f"ballot:{ballot.id}", after=after), town=ballot.municipality_id)
    tell(tx, ballot)


def batches_of(session: Session, ballot_id: int) -> list[HandCount]:
    """Those that count, in the order they were entered."""
    wanted = HandCount.ballot_id == ballot_id, HandCount.taken_back_at.is_(None)
    return list(session.scalars(select(HandCount).where(*wanted).order_by(HandCount.id)))
