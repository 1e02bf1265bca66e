"""A speakers' list stands on the run sheet; somebody asks to speak, or does not want to after all."""

from dataclasses import dataclass

from sqlalchemy import delete

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import one_line
from participation.organisations.models import Organisation
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.news import SessionChanged
from participation.sessions.rules import SessionNotOpen, SessionState
from participation.sessions.sheet import Notes, Worded, add_words, hold
from participation.speaking import queries
from participation.speaking.models import SpeakersList, Speech
from participation.speaking.news import ListGrew, NamesGone
from participation.speaking.queries import organisations_of
from participation.speaking.rules import (
    KIND,
    LONGEST_NAME,
    MOST_WAITING,
    AlreadyAsked,
    ListClosed,
    ListFull,
    OrganisationGone,
    SpokenHere,
    Wish,
)
from participation.speaking.sealing import Who, seal


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
    confidential: bool = False,
    by: Actor,
    after: int | None = None,
) -> SpeakersList:
    """A step at which people speak one after the other. minutes: of one contribution. Raises NotAllowed."""
    step = add_words(tx, live, Worded(KIND, title, {}, notes), by=by, after=after)
    return stand(tx, live, step, minutes, confidential=confidential)


def stand(
    tx: Transaction, live: LiveSession, step: RunStep, minutes: int | None, *, confidential: bool = False
) -> SpeakersList:
    speakers = SpeakersList(
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        public_id=chance.token(),
        session_id=live.id,
        step_id=step.id,
        minutes=minutes,
        confidential=confidential,
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
    live = tx.session.get_one(LiveSession, tried.session_id)
    stand(tx, live, tried, before.minutes, confidential=before.confidential)


def reword(_tx: Transaction, _step: RunStep) -> None:
    """A list has no words of its own."""


def take_down(tx: Transaction, step: RunStep) -> None:
    """The step leaves the run sheet, and its list with it, unless somebody has spoken. Raises SpokenHere."""
    speakers = queries.list_at(tx.session, step.id)
    spoke = any(not one.waits for one in queries.speeches_of(tx.session, speakers))
    if spoke and not queries.session_of(tx.session, speakers).rehearsal:
        raise SpokenHere
    tx.session.execute(delete(Speech).where(Speech.list_id == speakers.id))
    tx.announce(NamesGone(speakers.public_id))
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
    who = Who(
        one_line(wanted.name, LONGEST_NAME),
        person_id,
        organisation.id if organisation else None,
        organisation.name if organisation else "",
    )
    speech = Speech(
        municipality_id=speakers.municipality_id, list_id=speakers.id, wish=wanted.wish, asked_at=clock.now()
    )
    say_who(speakers, speech, who)
    tx.session.add(speech)
    looks_different(tx, live, news=ListGrew(live.public_id))
    return speech


def say_who(speakers: SpeakersList, speech: Speech, who: Who) -> None:
    """Keep who it is: sealed, where the item is confidential."""
    if speakers.confidential:
        speech.sealed, who = seal(speakers.public_id, who), Who()
    speech.name, speech.person_id, speech.organisation_id = who.name, who.person_id, who.organisation_id
    speech.reason, speech.reason_lang = who.reason, who.reason_lang


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


# --- what every act has


def hold_open(tx: Transaction, speakers: SpeakersList) -> LiveSession:
    """Of two who change a list at the same moment the second waits. Raises SessionNotOpen."""
    live = queries.session_of(tx.session, speakers)
    hold(tx, live)
    tx.session.refresh(speakers)
    if live.state != SessionState.OPEN:
        raise SessionNotOpen
    return live


def note(tx: Transaction, speakers: SpeakersList, action: str, by: Actor) -> None:
    enter(tx, Act(by.entry, action, f"session:{speakers.session_id}"), town=speakers.municipality_id)


def looks_different(tx: Transaction, live: LiveSession, *, news: SessionChanged | ListGrew | None = None) -> None:
    """news: None where every screen shows it at once, as when somebody is called up."""
    tx.session.flush()
    live.seq += 1
    tx.announce(news or SessionChanged(live.public_id))
