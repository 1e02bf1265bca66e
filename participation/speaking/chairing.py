"""Who speaks: called up, interpreted, finished. Their time is the clock of the step, on every screen."""

from sqlalchemy import delete

from participation.foundation import clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.sessions.models import LiveSession
from participation.sessions.timing import Clock, going_on, started, stopped
from participation.speaking import queries
from participation.speaking.models import SpeakersList, Speech
from participation.speaking.news import ItemConfided, NamesGone
from participation.speaking.rules import SpeaksAlready
from participation.speaking.service import hold_open, looks_different, note, say_who


def call(tx: Transaction, speakers: SpeakersList, speech_id: int, *, by: Actor) -> None:
    """Somebody speaks now; whoever spoke has finished. Their clock starts, unless the interpreters hold it.

    speech_id: as the desk saw it, so that two who press at once call up one. Raises NotAllowed, SessionNotOpen,
    NotFound, SpeaksAlready for somebody who has spoken meanwhile, and where the hall is at another step.
    """
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_on_stage(tx, speakers)
    called = queries.speech_in(tx.session, speakers, speech_id)
    if called.speaks:
        return
    if not called.waits:
        raise SpeaksAlready
    end_speech(tx, live)
    called.began_at = clock.now()
    turn_clock(tx, live, clock_for(speakers, live), by)
    live.brake_stopped = live.clock.stands
    note(tx, speakers, "speaking.call", by)
    looks_different(tx, live)


def clock_for(speakers: SpeakersList, live: LiveSession) -> Clock:
    """The time of a contribution; while the interpreters cannot follow it stands."""
    if speakers.minutes is None:
        return Clock()
    begun = started(speakers.minutes, clock.now())
    return begun if live.brake_at is None else stopped(begun, clock.now())


def finish(tx: Transaction, speakers: SpeakersList, speech_id: int, *, by: Actor) -> None:
    """Whoever speaks has finished, and nobody follows yet. Raises NotAllowed, SpeaksAlready if it is somebody else."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_on_stage(tx, speakers)
    require_speaking(tx, live, speech_id)
    end_speech(tx, live)
    turn_clock(tx, live, Clock(), by)
    note(tx, speakers, "speaking.finish", by)
    looks_different(tx, live)


def require_speaking(tx: Transaction, live: LiveSession, speech_id: int) -> Speech:
    """Raises SpeaksAlready."""
    now = queries.speaking_in(tx.session, live.id)
    if now is None or now.id != speech_id:
        raise SpeaksAlready
    return now


def interpret(tx: Transaction, speakers: SpeakersList, speech_id: int, *, begins: bool, by: Actor) -> None:
    """Somebody interprets what was said, or has done so: that time is nobody's, and the clock stands meanwhile.

    What somebody else stopped is not started again by it. Raises NotAllowed, SessionNotOpen, SpeaksAlready where
    somebody else speaks.
    """
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_on_stage(tx, speakers)
    now = require_speaking(tx, live, speech_id)
    if begins == (now.interpreting_at is not None):
        return
    if begins:
        now.interpreting_at = clock.now()
        now.clock_held = live.clock.runs or live.brake_stopped
        if live.clock.runs:
            turn_clock(tx, live, stopped(live.clock, clock.now()), by)
        live.brake_stopped = False  # they may follow again before the interpreting has ended
    else:
        settle_interpreting(now)
        if now.clock_held and live.clock.stands and live.brake_at is None:
            turn_clock(tx, live, going_on(live.clock, clock.now()), by)
        elif now.clock_held and live.clock.stands:
            live.brake_stopped = True  # it goes on when the interpreters can follow again
        now.clock_held = False
    looks_different(tx, live)


def limit(tx: Transaction, speakers: SpeakersList, minutes: int | None, *, by: Actor) -> None:
    """How long each contribution may take, from the next one on. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    speakers.minutes = minutes
    looks_different(tx, live)


def close(tx: Transaction, speakers: SpeakersList, *, closed: bool, by: Actor) -> None:
    """Nobody comes onto the list any more but with a point of order, or everybody can again. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    speakers.closed = closed
    note(tx, speakers, "speaking.close" if closed else "speaking.reopen", by)
    looks_different(tx, live)


def confide(tx: Transaction, speakers: SpeakersList, *, by: Actor) -> None:
    """From now on the Chatham House Rule holds at this item; who is on the list already is sealed too.

    There is no way back but the end of the item. Raises NotAllowed, SessionNotOpen, and what other rooms refuse.
    """
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    if speakers.confidential:
        return
    speakers.confidential = True
    for speech in queries.speeches_of(tx.session, speakers):
        say_who(speakers, speech, speech.who)
    tx.record(ItemConfided(speakers.step_id))
    note(tx, speakers, "speaking.confide", by)
    looks_different(tx, live)


def end_confidence(tx: Transaction, speakers: SpeakersList, *, by: Actor) -> None:
    """A confidential item is over: nothing says any more who spoke, or that somebody did. Raises NotAllowed.

    Its list is empty and closed then; it can be opened again, and is confidential still.
    """
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    if not speakers.confidential:
        return
    now = queries.speaking_in(tx.session, live.id)
    if now is not None and now.list_id == speakers.id:
        turn_clock(tx, live, Clock(), by)
    speakers.closed = True
    leave_no_trace(tx, speakers)
    note(tx, speakers, "speaking.end_confidence", by)
    looks_different(tx, live)


def leave_no_trace(tx: Transaction, speakers: SpeakersList) -> None:
    """All who spoke or wait at a confidential item go; their key dies once that is true."""
    gone = delete(Speech).where(Speech.list_id == speakers.id).execution_options(synchronize_session="fetch")
    tx.session.execute(gone)
    tx.announce(NamesGone(speakers.public_id))


def turn_clock(tx: Transaction, live: LiveSession, turned: Clock, by: Actor) -> None:
    """The time of whoever speaks is the time of the step. It goes with the list: the press cannot be taken back."""
    live.clock, live.earlier, live.brake_stopped = turned, None, False
    live.moves += 1
    enter(tx, Act(by.entry, "session.clock", live.audience), town=live.municipality_id)


def end_speech(tx: Transaction, live: LiveSession) -> None:
    """Of whoever speaks in a session, if anybody does."""
    now = queries.speaking_in(tx.session, live.id)
    if now is not None:
        settle_interpreting(now)
        now.ended_at = clock.now()
        tx.session.flush()


def settle_interpreting(speech: Speech) -> None:
    if speech.interpreting_at is not None:
        speech.interpreted += round((clock.now() - speech.interpreting_at).total_seconds())
        speech.interpreting_at = None


def hold_on_stage(tx: Transaction, speakers: SpeakersList) -> LiveSession:
    """The same, for what needs its step to be on. Raises SessionNotOpen, SpeaksAlready."""
    live = hold_open(tx, speakers)
    if live.step_id != speakers.step_id:
        raise SpeaksAlready
    return live
