from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from participation.foundation.messages import NotFound
from participation.foundation.text import fold
from participation.organisations.models import Organisation
from participation.sessions.models import LiveSession
from participation.speaking.models import SpeakersList, Speech
from participation.speaking.rules import Ask, Spoken, Wish


def list_named(session: Session, municipality_id: int, public_id: str) -> SpeakersList:
    """Raises NotFound, also for a list of another municipality."""
    found = session.scalar(
        select(SpeakersList).where(SpeakersList.public_id == public_id, SpeakersList.municipality_id == municipality_id)
    )
    if found is None:
        raise NotFound
    return found


def list_at(session: Session, step_id: int) -> SpeakersList:
    """That of a step; each has one."""
    return session.scalars(select(SpeakersList).where(SpeakersList.step_id == step_id)).one()


def list_on(session: Session, live: LiveSession, step_id: int) -> SpeakersList:
    """Raises NotFound for a step of another session, or of another kind."""
    found = session.scalar(
        select(SpeakersList).where(SpeakersList.step_id == step_id, SpeakersList.session_id == live.id)
    )
    if found is None:
        raise NotFound
    return found


def lists_of(session: Session, session_id: int, *, step_id: int | None = None) -> list[SpeakersList]:
    """All of a session, or that of one step, if it has one."""
    wanted = select(SpeakersList).where(SpeakersList.session_id == session_id)
    return list(session.scalars(wanted.where(SpeakersList.step_id == step_id) if step_id is not None else wanted))


def session_of(session: Session, speakers: SpeakersList) -> LiveSession:
    return session.get_one(LiveSession, speakers.session_id)


def speeches(*which: object) -> Select[Speech]:
    return (
        select(Speech)
        .where(*which)  # type: ignore[arg-type] # conditions
        .order_by(Speech.id)
        .options(joinedload(Speech.organisation), joinedload(Speech.speakers))
        .execution_options(populate_existing=True)  # as it stands now, not as a door read it before
    )


def speeches_of(session: Session, speakers: SpeakersList) -> list[Speech]:
    """Of one list, in the order in which they asked."""
    return list(session.scalars(speeches(Speech.list_id == speakers.id)))


def waiting_of(session: Session, speakers: SpeakersList) -> list[Speech]:
    """Those who wait, in the order in which they asked."""
    return list(session.scalars(speeches(Speech.list_id == speakers.id, Speech.began_at.is_(None))))


def speeches_by(session: Session, person_id: int) -> list[Speech]:
    """Of one person, in whichever session, also at confidential items."""
    theirs = list(session.scalars(speeches(Speech.person_id == person_id)))
    return theirs + [one for one in sealed_speeches(session) if one.who.person_id == person_id]


def sealed_speeches(session: Session) -> list[Speech]:
    """At the confidential items that are going on."""
    return list(session.scalars(speeches(Speech.sealed.is_not(None))))


def speech_in(session: Session, speakers: SpeakersList, speech_id: int) -> Speech:
    """Raises NotFound."""
    found = session.scalar(speeches(Speech.id == speech_id, Speech.list_id == speakers.id))
    if found is None:
        raise NotFound
    return found


def speaking_in(session: Session, session_id: int) -> Speech | None:
    """Who speaks now, at whichever step of a session."""
    lists = select(SpeakersList.id).where(SpeakersList.session_id == session_id)
    wanted = Speech.list_id.in_(lists), Speech.began_at.is_not(None), Speech.ended_at.is_(None)
    return session.scalar(speeches(*wanted).limit(1))


def spoken_today(session: Session, speakers: SpeakersList) -> list[Speech]:
    """All contributions of a session, at whichever step; what was said at other confidential items is not told here."""
    lists = select(SpeakersList.id).where(SpeakersList.session_id == speakers.session_id)
    told = or_(Speech.sealed.is_(None), Speech.list_id == speakers.id)
    return list(session.scalars(speeches(Speech.list_id.in_(lists), Speech.began_at.is_not(None), told)))


def own_wish(session: Session, speakers: SpeakersList, person_id: int | None) -> Speech | None:
    """What somebody has asked for at this step, and still waits for or does now."""
    if person_id is None:
        return None
    open_here = Speech.list_id == speakers.id, Speech.ended_at.is_(None)
    if not speakers.confidential:
        return session.scalar(speeches(*open_here, Speech.person_id == person_id).limit(1))
    return next((one for one in session.scalars(speeches(*open_here)) if one.who.person_id == person_id), None)


def organisations_of(session: Session, municipality_id: int) -> list[Organisation]:
    """Those that are active, by name."""
    wanted = Organisation.municipality_id == municipality_id, Organisation.ended_at.is_(None)
    return list(session.scalars(select(Organisation).where(*wanted).order_by(Organisation.folded, Organisation.id)))


# --- as the rule of the list sees them


def group_of(speech: Speech) -> str:
    """For whom somebody speaks: an organisation, or themselves."""
    who = speech.who
    return f"organisation:{who.organisation_id}" if who.organisation_id else person_of(speech)


def person_of(speech: Speech) -> str:
    """By their phone, otherwise by their name and for whom they speak; without both everybody is somebody else."""
    who = speech.who
    if who.person_id is not None:
        return f"person:{who.person_id}"
    name = fold(who.name)
    return f"name:{who.organisation_id or 0}:{name}" if name else f"speech:{speech.id}"


def ask_of(speech: Speech) -> Ask:
    granted = Wish(speech.wish) is not Wish.REPLY or speech.granted
    return Ask(
        speech.id,
        group_of(speech),
        person_of(speech),
        speech.asked_at,
        Wish(speech.wish) if granted else Wish.SPEECH,
        speech.lot,
        frozenset(speech.ahead) if speech.ahead is not None else None,
        speech.moved,
    )


def spoken(today: Iterable[Speech], speakers: SpeakersList, now: datetime) -> Spoken:
    """today: all contributions of the session; those on this item count, the time and the people are of all."""
    turns: dict[str, int] = {}
    seconds: dict[str, int] = {}
    people = set()
    for one in today:
        if one.wish == Wish.ORDER:
            continue
        group = group_of(one)
        if one.list_id == speakers.id:
            turns[group] = turns.get(group, 0) + 1
        if one.ended_at is not None:  # whoever speaks now would change the order with every second
            seconds[group] = seconds.get(group, 0) + one.seconds(now)
        people.add(person_of(one))
    return Spoken(turns, seconds, frozenset(people))
