"""How a seat votes at a confidential item is sealed while the vote runs; the key dies at the count (decision 037).

A backup of that minute has the votes, and nothing that opens them.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation.database import Transaction
from participation.foundation.keyfolder import SealPlace
from participation.roundtable.models import SeatBallot
from participation.roundtable.rules import BallotState

_place = SealPlace()
use, keys = _place.use, _place.keys


def seal_vote(ballot: str, answer: int) -> bytes:
    """ballot: its public id."""
    return keys().seal(ballot, {"answer": answer})


def read_vote(ballot: str, sealed: bytes) -> int | None:
    """None where the key is not on this machine: after a restore such a vote can only be cancelled."""
    found = keys().unseal(ballot, sealed)
    return int(found["answer"]) if found else None


def is_untidy(session: Session) -> bool:
    return bool(outlived(session))


def tidy_up(tx: Transaction) -> None:
    """A key whose vote is over dies also where the house stopped in between."""
    for ballot in outlived(tx.session):
        keys().forget(ballot)


def outlived(session: Session) -> list[str]:
    """The keys of votes that do not run. The first vote makes a key, so its ballot is there already."""
    here = keys().all()
    if not here:
        return []
    wanted = SeatBallot.public_id.in_(here), SeatBallot.state == BallotState.OPEN
    run = set(session.scalars(select(SeatBallot.public_id).where(*wanted)))
    return [one for one in here if one not in run]
