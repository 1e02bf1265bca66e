"""The rule orders a speakers' list; moderators may grant, move, draw and strike, and a move says why."""

from dataclasses import replace

from sqlalchemy import update

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import one_line
from participation.speaking import queries
from participation.speaking.models import SpeakersList, Speech
from participation.speaking.rules import (
    LONGEST_REASON,
    NobodyAsked,
    NoReason,
    SpeaksAlready,
    ordered,
)
from participation.speaking.service import hold_open, looks_different, note, say_who


def grant(tx: Transaction, speakers: SpeakersList, speech_id: int, *, granted: bool, by: Actor) -> None:
    """A direct reply goes first, or waits as a contribution after all. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    waiting_in(tx, speakers, speech_id).granted = granted
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
    speech.moved = speakers.moves
    say_who(speakers, speech, replace(speech.who, reason=why, reason_lang=lang))
    kept = "" if speakers.confidential else why
    enter(
        tx,
        Act(by.entry, "speaking.move", f"session:{speakers.session_id}", reason=kept),
        town=speakers.municipality_id,
    )
    looks_different(tx, live)


def by_the_rule(tx: Transaction, speakers: SpeakersList, speech_id: int, *, by: Actor) -> None:
    """Somebody who was moved stands where the rule puts them again. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, speakers)
    live = hold_open(tx, speakers)
    speech = waiting_in(tx, speakers, speech_id)
    speech.ahead, speech.moved = None, 0
    say_who(speakers, speech, replace(speech.who, reason="", reason_lang=""))
    note(tx, speakers, "speaking.by_rule", by)
    looks_different(tx, live)


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


def waiting_order(tx: Transaction, speakers: SpeakersList) -> list[int]:
    """The ids of those who wait, the next one first."""
    waiting = queries.waiting_of(tx.session, speakers)
    said = queries.spoken(queries.spoken_today(tx.session, speakers), speakers, clock.now())
    return [place.ask.id for place in ordered([queries.ask_of(one) for one in waiting], said)]


def waiting_in(tx: Transaction, speakers: SpeakersList, speech_id: int) -> Speech:
    """Raises NotFound, SpeaksAlready."""
    speech = queries.speech_in(tx.session, speakers, speech_id)
    if not speech.waits:
        raise SpeaksAlready
    return speech
