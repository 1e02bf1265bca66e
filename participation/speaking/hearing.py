"""What becomes of a speakers' list when the hall goes on, when the session ends, and when somebody is forgotten."""

from sqlalchemy import ColumnElement, delete, update

from participation.foundation.database import Transaction
from participation.sessions.models import LiveSession
from participation.sessions.news import SessionEnded, StepCalled
from participation.sessions.timing import Clock
from participation.speaking import queries
from participation.speaking.chairing import end_speech, leave_no_trace
from participation.speaking.models import SpeakersList, Speech
from participation.speaking.service import looks_different


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
    lists = queries.lists_of(tx.session, live.id)
    for speakers in [one for one in lists if one.confidential]:
        leave_no_trace(tx, speakers)
    ours = [one.id for one in lists]
    tx.session.execute(delete(Speech).where(Speech.list_id.in_(ours), Speech.began_at.is_(None)))
    make_nameless(tx, Speech.list_id.in_(ours))


def forget(tx: Transaction, person_id: int) -> None:
    """For erasure: who waits is off the list, who speaks has finished; that somebody spoke stays, without them."""
    for speech in queries.speeches_by(tx.session, person_id):
        speakers = tx.session.get_one(SpeakersList, speech.list_id)
        live = queries.session_of(tx.session, speakers)
        if speech.speaks:
            end_speech(tx, live)
        if speech.waits or speech.sealed is not None:
            tx.session.delete(speech)
        looks_different(tx, live)
    make_nameless(tx, Speech.person_id == person_id)


def make_nameless(tx: Transaction, which: ColumnElement[bool]) -> None:
    nothing = {"name": "", "person_id": None, "reason": "", "reason_lang": ""}
    tx.session.execute(update(Speech).where(which).values(nothing).execution_options(synchronize_session="fetch"))
