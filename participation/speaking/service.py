"""Somebody asks to speak, is called up, speaks, has spoken. The rule orders the list; moderators may, and say why."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, update

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import one_line
from participation.organisations.models import Organisation
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.news import SessionChanged, SessionEnded, StepCalled
from participation.sessions.rules import SessionNotOpen, SessionState
from participation.sessions.sheet import Notes, Worded, add_words, hold
from participation.sessions.timing import Clock, going_on, started, stopped
from participation.speaking import queries
from participation.speaking.models import SpeakersList, Speech
from participation.speaking.news import ListGrew
from participation.speaking.queries import organisations_of
from participation.speaking.rules import (
    KIND,
    LONGEST_NAME,
    LONGEST_REASON,
    MOST_WAITING,
    AlreadyAsked,
    ListClosed,
    ListFull,
    NobodyAsked,
    NoReason,
    OrganisationGone,
    SpeaksAlready,
    SpokenHere,
    Wish,
    ordered,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for, as it was typed. organisation: its key, "" for nobody but themselves."""

    name: str
    organisation: str = ""
    wish: Wish = Wish.SPEECH


# --- the step on the run sheet


def plan_list(
    tx: Transaction,
    live: LiveSession,
    title: dict[str, str],
    notes: Notes,
    *,
    minutes: int | None,
    by: Actor,
    after: int | None = None,
) -> SpeakersList:
    """A step at which people speak one after the other. minutes: of one contribution. Raises NotAllowed."""
    step = add_words(tx, live, Worded(KIND, title, {}, notes), by=by, after=after)
    return stand(tx, live, step, minutes)


def stand(tx: Transaction, live: LiveSession, step: RunStep, minutes: int | None) -> SpeakersList:
    speakers = SpeakersList(
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        public_id=chance.token(),
        session_id=live.id,
        step_id=step.id,
        minutes=minutes,
    )
    tx.session.add(speakers)
    tx.session.flush()
    return speakers


def begin(tx: Transaction, step: RunStep) -> None:
    """A pattern brought such a step."""
    stand(tx, tx.session.get_one(LiveSession, step.session_id), step, None)


def copy(tx: Transaction, step: RunStep, tried: RunStep) -> None:
    """For a rehearsal: an empty list."""
    before = queries.list_at(tx.session, step.id)
    stand(tx, tx.session.get_one(LiveSession, tried.session_id), tried, before.minutes)


def reword(_tx: Transaction, _step: RunStep) -> None:
    """A list has no words of its own."""


def take_down(tx: Transaction, step: RunStep) -> None:
    """The step leaves the run sheet, and its list with it, unless somebody has spoken. Raises SpokenHere."""
    speakers = queries.list_at(tx.session, step.id)
    spoke = any(not one.waits for one in queries.speeches_of(tx.session, speakers))
    if spoke and not queries.session_of(tx.session, speakers).rehearsal:
        raise SpokenHere
    tx.session.execute(delete(Speech).where(Speech.list_id == speakers.id))
    tx.session.delete(speakers)
    tx.session.flush()


# --- asking


def ask(tx: Transaction, speakers: SpeakersList, wanted: Wanted, *, by: Actor) -> Speech:
    """Somebody asks from their phone; once until they have spoken.

    Raises SessionNotOpen, ListClosed, ListFull, AlreadyAsked, OrganisationGone, NothingSaid, TooLong.
    """
    live = hold_open(tx, speakers)
    if queries.own_wish(tx.session, speakers, by.person_id) is not None:
        raise AlreadyAsked
    if speakers.closed and wanted.wish is not Wish.ORDER:
        raise ListClosed
    if len(queries.waiting_of(tx.session, speakers)) >= MOST_WAITING:
        raise ListFull
    return write_down(tx, speakers, live, wanted, person_id=by.person_id)


def enter_wish(tx: Transaction, speakers: SpeakersList, wanted: Wanted, *, by: Actor) -> Speech:
    """Somebody in the hall raised a hand; the desk writes them down, also when the list is closed to phones.

    Raises NotAllowed, SessionNotOpen, OrganisationGone, NothingSaid, TooLong.
    """
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    return write_down(tx, speakers, live, wanted, person_id=None)


def write_down(
    tx: Transaction, speakers: SpeakersList, live: LiveSession, wanted: Wanted, *, person_id: int | None
) -> Speech:
    organisation = organisation_named(tx, speakers, wanted.organisation)
    speech = Speech(
        municipality_id=speakers.municipality_id,
        list_id=speakers.id,
        person_id=person_id,
        name=one_line(wanted.name, LONGEST_NAME),
        organisation_id=organisation.id if organisation else None,
        wish=wanted.wish,
        asked_at=clock.now(),
    )
    tx.session.add(speech)
    looks_different(tx, live, news=ListGrew(live.public_id))
    return speech


def organisation_named(tx: Transaction, speakers: SpeakersList, key: str) -> Organisation | None:
    """Raises OrganisationGone for one that is not there, or not active any more."""
    if not key:
        return None
    found = next((one for one in organisations_of(tx.session, speakers.municipality_id) if one.key == key), None)
    if found is None:
        raise OrganisationGone
    return found


def take_back(tx: Transaction, speakers: SpeakersList, *, by: Actor) -> None:
    """Somebody does not want to speak after all; whoever speaks already finishes. Twice changes nothing."""
    live = queries.session_of(tx.session, speakers)
    hold(tx, live)
    own = queries.own_wish(tx.session, speakers, by.person_id)
    if own is None or not own.waits:
        return
    tx.session.delete(own)
    looks_different(tx, live, news=ListGrew(live.public_id))


# --- at the desk


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


def turn_clock(tx: Transaction, live: LiveSession, turned: Clock, by: Actor) -> None:
    """The time of whoever speaks is the time of the step. It goes with the list: the press cannot be taken back."""
    live.clock, live.earlier, live.brake_stopped = turned, None, False
    live.moves += 1
    enter(tx, Act(by.entry, "session.clock", live.audience), town=live.municipality_id)


def limit(tx: Transaction, speakers: SpeakersList, minutes: int | None, *, by: Actor) -> None:
    """How long each contribution may take, from the next one on. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    speakers.minutes = minutes
    looks_different(tx, live)


def grant(tx: Transaction, speakers: SpeakersList, speech_id: int, *, granted: bool, by: Actor) -> None:
    """A direct reply goes first, or waits as a contribution after all. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    speech = waiting_in(tx, speakers, speech_id)
    speech.wish, speech.granted = (Wish.REPLY if granted else speech.wish), granted
    note(tx, speakers, "speaking.grant", by)
    looks_different(tx, live)


def move(
    tx: Transaction, speakers: SpeakersList, speech_id: int, behind: int | None, *, reason: str, lang: str, by: Actor
) -> None:
    """Put somebody behind another one, or first: the list says why, in the words and the language of the desk.

    Raises NotAllowed, NotFound, NoReason, TooLong.
    """
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    speech = waiting_in(tx, speakers, speech_id)
    if not reason.strip():
        raise NoReason
    why = one_line(reason, LONGEST_REASON)
    order = [one for one in waiting_order(tx, speakers) if one != speech.id]
    if behind is not None and behind not in order:
        raise SpeaksAlready
    for other in queries.waiting_of(tx.session, speakers):
        if other.ahead and speech.id in other.ahead:  # of two moves that contradict each other the later one counts
            other.ahead = [one for one in other.ahead if one != speech.id]
    speakers.moves += 1
    speech.ahead = order[: order.index(behind) + 1] if behind is not None else []
    speech.moved, speech.reason, speech.reason_lang = speakers.moves, why, lang
    enter(
        tx,
        Act(by.entry, "speaking.move", f"session:{speakers.session_id}", reason=why),
        town=speakers.municipality_id,
    )
    looks_different(tx, live)


def by_the_rule(tx: Transaction, speakers: SpeakersList, speech_id: int, *, by: Actor) -> None:
    """Somebody who was moved stands where the rule puts them again. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    speech = waiting_in(tx, speakers, speech_id)
    speech.ahead, speech.moved, speech.reason, speech.reason_lang = None, 0, "", ""
    note(tx, speakers, "speaking.by_rule", by)
    looks_different(tx, live)


def waiting_order(tx: Transaction, speakers: SpeakersList) -> list[int]:
    """The ids of those who wait, the next one first."""
    waiting = queries.waiting_of(tx.session, speakers)
    said = queries.spoken(queries.spoken_today(tx.session, speakers.session_id), speakers, clock.now())
    return [place.ask.id for place in ordered([queries.ask_of(one) for one in waiting], said)]


def waiting_in(tx: Transaction, speakers: SpeakersList, speech_id: int) -> Speech:
    """Raises NotFound, SpeaksAlready."""
    speech = queries.speech_in(tx.session, speakers, speech_id)
    if not speech.waits:
        raise SpeaksAlready
    return speech


def strike(tx: Transaction, speakers: SpeakersList, speech_id: int, *, by: Actor) -> None:
    """Somebody who waits is not there, or does not want to any more. Raises NotAllowed, NotFound, SpeaksAlready."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    tx.session.delete(waiting_in(tx, speakers, speech_id))
    note(tx, speakers, "speaking.strike", by)
    looks_different(tx, live)


def draw(tx: Transaction, speakers: SpeakersList, *, by: Actor) -> None:
    """Lots decide among those who wait now; who asks later comes behind them. Raises NotAllowed, NobodyAsked."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    waiting = queries.waiting_of(tx.session, speakers)
    if not waiting:
        raise NobodyAsked
    for lot, speech in enumerate(chance.shuffled(waiting)):
        speech.lot = lot
    note(tx, speakers, "speaking.draw", by)
    looks_different(tx, live)


def undraw(tx: Transaction, speakers: SpeakersList, *, by: Actor) -> None:
    """The rule decides again. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    tx.session.execute(
        update(Speech)
        .where(Speech.list_id == speakers.id, Speech.began_at.is_(None))
        .values(lot=None)
        .execution_options(synchronize_session="fetch")
    )
    note(tx, speakers, "speaking.by_rule", by)
    looks_different(tx, live)


def close(tx: Transaction, speakers: SpeakersList, *, closed: bool, by: Actor) -> None:
    """Nobody comes onto the list any more but with a point of order, or everybody can again. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    speakers.closed = closed
    note(tx, speakers, "speaking.close" if closed else "speaking.reopen", by)
    looks_different(tx, live)


# --- what every act has


def hold_open(tx: Transaction, speakers: SpeakersList) -> LiveSession:
    """Of two who change a list at the same moment the second waits. Raises SessionNotOpen."""
    live = queries.session_of(tx.session, speakers)
    hold(tx, live)
    tx.session.refresh(speakers)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    return live


def hold_on_stage(tx: Transaction, speakers: SpeakersList) -> LiveSession:
    """The same, for what needs its step to be on. Raises SessionNotOpen, SpeaksAlready."""
    live = hold_open(tx, speakers)
    if live.step_id != speakers.step_id:
        raise SpeaksAlready
    return live


def note(tx: Transaction, speakers: SpeakersList, action: str, by: Actor) -> None:
    enter(tx, Act(by.entry, action, f"session:{speakers.session_id}"), town=speakers.municipality_id)


def looks_different(tx: Transaction, live: LiveSession, *, news: SessionChanged | ListGrew | None = None) -> None:
    """news: None where every screen shows it at once, as when somebody is called up."""
    tx.session.flush()
    live.seq += 1
    tx.announce(news or SessionChanged(live.public_id))


def hear_of_step(tx: Transaction, news: StepCalled) -> None:
    """The hall is at another step: whoever spoke has finished, and no time runs for nobody."""
    live = tx.session.get_one(LiveSession, news.session_id)
    end_speech(tx, live)
    if live.step_id is not None and queries.lists_of(tx.session, live.id, step_id=live.step_id):
        live.clock = Clock()


def hear_of_end(tx: Transaction, news: SessionEnded) -> None:
    """The session is over: who still waits goes, and of who spoke the names and reasons. How long for whom stays."""
    live = tx.session.get_one(LiveSession, news.session_id)
    end_speech(tx, live)
    ours = [one.id for one in queries.lists_of(tx.session, live.id)]
    tx.session.execute(delete(Speech).where(Speech.list_id.in_(ours), Speech.began_at.is_(None)))
    make_nameless(tx, Speech.list_id.in_(ours))


def forget(tx: Transaction, person_id: int) -> None:
    """For erasure: who waits is off the list, who speaks has finished; that somebody spoke stays, without them."""
    for speech in queries.speeches_by(tx.session, person_id):
        speakers = tx.session.get_one(SpeakersList, speech.list_id)
        live = queries.session_of(tx.session, speakers)
        if speech.speaks:
            end_speech(tx, live)
        if speech.waits:
            tx.session.delete(speech)
        looks_different(tx, live)
    make_nameless(tx, Speech.person_id == person_id)


def make_nameless(tx: Transaction, which: ColumnElement[bool]) -> None:
    nothing = {"name": "", "person_id": None, "reason": "", "reason_lang": ""}
    tx.session.execute(update(Speech).where(which).values(nothing).execution_options(synchronize_session="fetch"))
