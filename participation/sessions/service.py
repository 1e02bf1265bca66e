from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import select

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.process.models import Process
from participation.sessions import queries
from participation.sessions.models import LiveSession
from participation.sessions.news import SessionChanged, SessionEnded, StepCalled
from participation.sessions.rules import (
    CODE_DIGITS,
    MovedSecondsAgo,
    NoClock,
    SessionNotOpen,
    SessionState,
    View,
    VoteStillOpen,
)
from participation.sessions.sheet import changed, hold, step_of
from participation.sessions.timing import Clock, extended, going_on, started, stopped
from participation.sessions.undoing import remember
from participation.voting.news import BallotMoved
from participation.voting.rules import RUNNING, State

MOMENT = 60  # seconds after which nobody needs to know how many there were


def plan_session(
    tx: Transaction, process: Process, *, title: dict[str, str], place: dict[str, str], by: Actor
) -> LiveSession:
    """Prepare a session; nobody can join before it is opened. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, process)
    live = LiveSession(
        municipality_id=process.municipality_id,
        process_id=process.id,
        public_id=chance.token(),
        title=title,
        place=place,
    )
    tx.session.add(live)
    tx.session.flush()
    enter(tx, Act(by.entry, "session.plan", live.audience), town=live.municipality_id)
    return live


def open_session(tx: Transaction, live: LiveSession, *, by: Actor) -> None:
    """Let people join by a fresh code. Opening twice changes nothing.

    Raises NotAllowed, NotFound for a rehearsal that has ended: there is nothing left of it.
    """
    require(by, Permission.RUN_SESSION, live)
    if live.rehearsal and live.state == SessionState.ENDED:
        raise NotFound
    if live.state == SessionState.OPEN:
        return
    live.state, live.view, live.code = SessionState.OPEN, View.JOIN, free_code(tx)
    live.earlier = None
    live.opened_at = live.opened_at or clock.now()
    live.ended_at = None
    changed(tx, live, "session.open", by)


def end_session(tx: Transaction, live: LiveSession, *, by: Actor) -> None:
    """The code is void from now on; results stay. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    live.state, live.code, live.ended_at, live.view = SessionState.ENDED, None, clock.now(), View.JOIN
    live.clock, live.message, live.earlier = Clock(), {}, None
    live.brake_at, live.brake_stopped = None, False
    changed(tx, live, "session.end", by)
    tx.record(SessionEnded(live.id))


def free_code(tx: Transaction) -> str:
    """Six digits that no open session has; drawn again until they are free."""
    while True:
        code = f"{chance.number_below(10**CODE_DIGITS):0{CODE_DIGITS}}"
        if tx.session.scalar(select(LiveSession.id).where(LiveSession.code == code)) is None:
            return code


def show(tx: Transaction, live: LiveSession, view: View, *, by: Actor) -> None:
    """Turn the projector to the code, the step or dark. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    remember(live)
    live.view = view
    changed(tx, live, f"session.show_{view}", by)


def select_step(tx: Transaction, live: LiveSession, step_id: int, *, by: Actor, seen: int | None = None) -> None:
    """Make a step of the run sheet the one that is on; the clock of the one before ends.

    seen: the session's moves as its moderator saw them, None where nobody looked. Two who call up the same step at once
    both get it. Raises NotAllowed, NotFound, SessionNotOpen, ChangedMeanwhile, VoteStillOpen.
    """
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    step = step_of(tx, live, step_id)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    if live.step_id == step.id:
        if live.view != View.STEP:
            show(tx, live, View.STEP, by=by)
        return
    require_unmoved(tx, live, seen, by)
    ballot = queries.current_ballot(tx.session, live)
    if ballot is not None and State(ballot.state) in RUNNING:
        raise VoteStillOpen
    remember(live)
    live.step_id, live.view, live.clock = step.id, View.STEP, Clock()
    live.moves += 1
    changed(tx, live, "session.step", by)
    tx.record(StepCalled(live.id))


Turn = Callable[[Clock, datetime, int | None], Clock]
CLOCK_TURNS: Mapping[str, Turn] = {
    "time_start": lambda _clock, now, minutes: started(minutes, now),
    "time_stop": lambda clock, now, _: stopped(clock, now),
    "time_on": lambda clock, now, _: going_on(clock, now),
    "time_more": lambda clock, now, _: extended(clock, now),
    "time_end": lambda _clock, _now, _minutes: Clock(),
}


def turn_clock(tx: Transaction, live: LiveSession, turn: str, *, by: Actor, seen: int | None = None) -> None:
    """Start the time of the step that is on, let it stand, go on, give a minute more, or end it.

    seen: as for `select_step`. Raises NotAllowed, NotFound where no step is on, NoClock, ChangedMeanwhile.
    """
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    if live.step_id is None or live.state != SessionState.OPEN:
        raise NotFound
    require_unmoved(tx, live, seen, by)
    there = {"time_start": not live.clock.runs, "time_stop": live.clock.runs, "time_on": live.clock.stands}
    if not there.get(turn, live.clock.runs or live.clock.stands):
        raise NoClock
    remember(live)
    live.brake_stopped = False
    live.clock = CLOCK_TURNS[turn](live.clock, clock.now(), step_of(tx, live, live.step_id).minutes)
    live.moves += 1
    changed(tx, live, "session.clock", by)


def require_unmoved(tx: Transaction, live: LiveSession, seen: int | None, by: Actor) -> None:
    """Raises ChangedMeanwhile, with the name of whoever was faster a moment ago.

    Nobody is refused for being faster than their own last press: whoever moved last had seen what was before.
    """
    if seen is None or seen == live.moves:
        return
    moved = queries.last_move(tx.session, live)
    if moved is not None and moved.person_id == by.person_id:
        return
    ago = round((clock.now() - moved.at).total_seconds()) if moved else MOMENT
    if moved is None or not moved.name or ago >= MOMENT:
        raise ChangedMeanwhile
    raise MovedSecondsAgo(name=moved.name, count=max(1, ago))


def tickets_changed(tx: Transaction, live: LiveSession) -> None:
    """Cards were printed or came back: the console and the base of "x of y" follow."""
    live.seq += 1
    tx.announce(SessionChanged(live.public_id))


def follow_ballot(tx: Transaction, news: BallotMoved) -> None:
    """A ballot of this session moved: its screens have something new, in the same transaction."""
    live = queries.session_of_audience(tx.session, news.audience)
    if live is not None:
        live.seq += 1
        tx.announce(SessionChanged(live.public_id))
