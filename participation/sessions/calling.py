"""What lies over the step that is on: the last press taken back, an announcement, the brake of the interpreters."""

from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.sessions import queries
from participation.sessions.models import LiveSession
from participation.sessions.news import StepCalled
from participation.sessions.rules import NothingToUndo, SessionNotOpen, SessionState, VoteStillOpen
from participation.sessions.service import require_unmoved
from participation.sessions.sheet import changed, hold
from participation.sessions.timing import going_on, stopped
from participation.sessions.undoing import remember, take_back
from participation.voting.rules import RUNNING, State


def undo(tx: Transaction, live: LiveSession, *, by: Actor, seen: int | None = None) -> None:
    """Take back the last press: the step, the view, the time, the announcement. A vote is not taken back.

    seen: as for `service.select_step`. Raises NotAllowed, SessionNotOpen, ChangedMeanwhile, VoteStillOpen,
    NothingToUndo.
    """
    require_open(tx, live, by)
    require_unmoved(tx, live, seen, by)
    ballot = queries.current_ballot(tx.session, live)
    elsewhere = live.earlier is not None and live.earlier["step"] != live.step_id
    if elsewhere and ballot is not None and State(ballot.state) in RUNNING:
        raise VoteStillOpen
    if not take_back(tx.session, live):
        raise NothingToUndo
    live.moves += 1
    changed(tx, live, "session.undo", by)
    if elsewhere:
        tx.record(StepCalled(live.id))


def announce(tx: Transaction, live: LiveSession, words: dict[str, str], *, by: Actor) -> None:
    """Show words over everything else until they are taken away. words: by language; empty: take them away.

    Raises NotAllowed, SessionNotOpen.
    """
    require_open(tx, live, by)
    remember(live)
    live.message = words
    changed(tx, live, "session.message" if words else "session.message_end", by)


def brake(tx: Transaction, live: LiveSession, *, by: Actor) -> None:
    """The interpreters cannot follow: the desk is told, and the time of whoever speaks stands.

    Raises NotAllowed, SessionNotOpen.
    """
    require(by, Permission.INTERPRET_SESSION, live)
    hold(tx, live)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    if live.brake_at is not None:
        return
    live.brake_at = clock.now()
    if live.clock.runs:
        live.clock, live.brake_stopped = stopped(live.clock, clock.now()), True
    changed(tx, live, "session.brake", by)


def ease(tx: Transaction, live: LiveSession, *, by: Actor) -> None:
    """They can follow again; a time that the brake stopped goes on. Raises NotAllowed."""
    require(by, Permission.INTERPRET_SESSION, live)
    hold(tx, live)
    if live.brake_at is None:
        return
    if live.brake_stopped and live.clock.stands:
        live.clock = going_on(live.clock, clock.now())
    live.brake_at, live.brake_stopped = None, False
    changed(tx, live, "session.brake_end", by)


def require_open(tx: Transaction, live: LiveSession, by: Actor) -> None:
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
