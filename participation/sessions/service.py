from datetime import timedelta

from sqlalchemy import func, select

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.people.rules import key_hash
from participation.process.models import Process
from participation.sessions import queries
from participation.sessions.models import LiveSession, RunStep, ScreenKey
from participation.sessions.news import SessionChanged
from participation.sessions.rules import CODE_DIGITS, SessionNotOpen, SessionState, View
from participation.voting.models import Ballot
from participation.voting.news import BallotMoved

SCREEN_HOURS = 24


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
    """Let people join by a fresh code. Opening twice changes nothing. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, live)
    if live.state == SessionState.OPEN:
        return
    live.state, live.view, live.code = SessionState.OPEN, View.JOIN, free_code(tx)
    live.opened_at = live.opened_at or clock.now()
    live.ended_at = None
    changed(tx, live, "session.open", by)


def end_session(tx: Transaction, live: LiveSession, *, by: Actor) -> None:
    """The code is void from now on; results stay. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, live)
    live.state, live.code, live.ended_at, live.view = SessionState.ENDED, None, clock.now(), View.JOIN
    changed(tx, live, "session.end", by)


def free_code(tx: Transaction) -> str:
    """Six digits that no open session has; drawn again until they are free."""
    while True:
        code = f"{chance.number_below(10**CODE_DIGITS):0{CODE_DIGITS}}"
        if tx.session.scalar(select(LiveSession.id).where(LiveSession.code == code)) is None:
            return code


def show(tx: Transaction, live: LiveSession, view: View, *, by: Actor) -> None:
    """Turn the projector to the code, the step or dark. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, live)
    live.view = view
    changed(tx, live, f"session.show_{view}", by)


def select_step(tx: Transaction, live: LiveSession, step_id: int, *, by: Actor) -> None:
    """Make a step of the run sheet the one that is on. Raises NotAllowed, NotFound, SessionNotOpen."""
    require(by, Permission.RUN_SESSION, live)
    step = tx.session.get(RunStep, step_id)
    if step is None or step.session_id != live.id:
        raise NotFound
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    live.step_id, live.view = step.id, View.STEP
    changed(tx, live, "session.step", by)


def add_step(tx: Transaction, live: LiveSession, ballot: Ballot) -> RunStep:
    """Put a ballot at the end of the run sheet."""
    last = tx.session.scalar(select(func.max(RunStep.position)).where(RunStep.session_id == live.id))
    step = RunStep(
        municipality_id=live.municipality_id,
        session_id=live.id,
        position=0 if last is None else last + 1,
        ballot_id=ballot.id,
    )
    tx.session.add(step)
    tx.session.flush()
    return step


def open_screen(tx: Transaction, live: LiveSession, *, by: Actor) -> str:
    """A key for the hall's projector, good for a day; returns its token. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, live)
    token = chance.token()
    expires = clock.now() + timedelta(hours=SCREEN_HOURS)
    tx.session.add(
        ScreenKey(
            token_hash=key_hash(token), municipality_id=live.municipality_id, session_id=live.id, expires_at=expires
        )
    )
    enter(tx, Act(by.entry, "session.screen", live.audience), town=live.municipality_id)
    return token


def changed(tx: Transaction, live: LiveSession, action: str, by: Actor) -> None:
    enter(tx, Act(by.entry, action, live.audience), town=live.municipality_id)
    live.seq += 1
    tx.announce(SessionChanged(live.public_id))


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
