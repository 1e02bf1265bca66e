"""A whole evening is rehearsed on a copy: with screens, phones, tickets and votes, of which nothing is kept."""

from datetime import timedelta

from sqlalchemy import delete

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.sessions import queries
from participation.sessions.models import LiveSession, RunStep, ScreenKey
from participation.sessions.plugs import plug_of
from participation.sessions.rules import NotPlanned, SessionState, VoteStillOpen
from participation.sessions.service import end_session
from participation.sessions.sheet import hold
from participation.voting.rules import NotThisStep
from participation.voting.service import copy_ballot, forget_audience

GOODBYE = timedelta(hours=1)  # in which the phones of a rehearsal still read that it has ended


def rehearse(tx: Transaction, live: LiveSession, *, by: Actor) -> LiveSession:
    """A copy of the session and of its run sheet, planned as that is. Raises NotAllowed, NotPlanned."""
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    if live.state != SessionState.PLANNED or live.rehearsal:
        raise NotPlanned
    forget_ended(tx)
    copy = LiveSession(
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        public_id=chance.token(),
        title=dict(live.title),
        place=dict(live.place),
        rehearsal=True,
    )
    tx.session.add(copy)
    tx.session.flush()
    for step, ballot in queries.steps_of(tx.session, live):
        same = copy_ballot(tx, ballot, copy.audience, by=by) if ballot else None
        tried = RunStep(
            municipality_id=live.municipality_id,
            session_id=copy.id,
            position=step.position,
            kind=step.kind,
            ballot_id=same.id if same else None,
            title=dict(step.title),
            text=dict(step.text),
            script=step.script,
            material=step.material,
            minutes=step.minutes,
        )
        tx.session.add(tried)
        plug = plug_of(step)
        if plug:
            tx.session.flush()
            plug.copy(tx, step, tried)
    enter(tx, Act(by.entry, "session.rehearse", live.audience), town=live.municipality_id)
    return copy


def end_rehearsal(tx: Transaction, live: LiveSession, *, by: Actor) -> None:
    """Everything of it is deleted; its bare name stays for an hour, so that phones can say goodbye.

    Raises NotAllowed, NotFound for a session that is no rehearsal, VoteStillOpen.
    """
    if not live.rehearsal:
        raise NotFound
    end_session(tx, live, by=by)
    live.step_id = None
    tx.session.flush()
    for step, _ in queries.steps_of(tx.session, live):
        plug = plug_of(step)
        if plug:
            plug.leave(tx, step)
            tx.session.delete(step)
            tx.session.flush()
    tx.session.execute(delete(RunStep).where(RunStep.session_id == live.id))
    tx.session.execute(delete(ScreenKey).where(ScreenKey.session_id == live.id))
    try:
        forget_audience(tx, live.audience)
    except NotThisStep as running:
        raise VoteStillOpen from running
    forget_ended(tx)


def forget_ended(tx: Transaction) -> None:
    """Names of rehearsals to which nobody says goodbye any more."""
    over = LiveSession.rehearsal, LiveSession.state == SessionState.ENDED
    tx.session.execute(delete(LiveSession).where(*over, LiveSession.ended_at < clock.now() - GOODBYE))
