from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, lazyload

from participation.foundation import clock
from participation.foundation.audit import AuditEntry
from participation.foundation.messages import NotFound
from participation.people.models import Person
from participation.people.rules import key_hash
from participation.sessions.models import LiveSession, RunStep, ScreenKey
from participation.sessions.rules import CODE_DIGITS, SessionState
from participation.voting.models import Ballot


def session_named(session: Session, municipality_id: int | None, public_id: str) -> LiveSession:
    """Raises NotFound, also for a session of another municipality (None: whichever)."""
    found = session.scalar(select(LiveSession).where(LiveSession.public_id == public_id))
    if found is None or municipality_id not in {None, found.municipality_id}:
        raise NotFound
    return found


def session_with_code(session: Session, municipality_id: int, code: str) -> LiveSession | None:
    if len(code) != CODE_DIGITS:
        return None
    return session.scalar(
        select(LiveSession).where(
            LiveSession.code == code,
            LiveSession.municipality_id == municipality_id,
            LiveSession.state == SessionState.OPEN,
        )
    )


def screen_key(session: Session, token: str) -> ScreenKey | None:
    """The key of a projector; None when it is unknown, revoked or too old."""
    key = session.get(ScreenKey, key_hash(token)) if token else None
    return None if key is None or key.expires_at <= clock.now() else key


def session_of_screen(session: Session, token: str) -> LiveSession | None:
    """What a projector may show; None without a key that counts."""
    key = screen_key(session, token)
    return session.get(LiveSession, key.session_id) if key else None


def screens_of(session: Session, live: LiveSession) -> list[ScreenKey]:
    """The projectors of a session, the first one first; those whose day is over are left out."""
    wanted = ScreenKey.session_id == live.id, ScreenKey.expires_at > clock.now()
    return list(session.scalars(select(ScreenKey).where(*wanted).order_by(ScreenKey.number)))


def session_of_audience(session: Session, audience: str) -> LiveSession | None:
    kind, _, number = audience.partition(":")
    return session.get(LiveSession, int(number)) if kind == "session" else None


def sessions_of(session: Session, municipality_id: int) -> list[LiveSession]:
    """The newest first. What is left of a rehearsal that has ended is no session."""
    return list(
        session.scalars(
            select(LiveSession)
            .where(
                LiveSession.municipality_id == municipality_id,
                or_(~LiveSession.rehearsal, LiveSession.state != SessionState.ENDED),
            )
            .order_by(LiveSession.id.desc())
        )
    )


def open_sessions(session: Session, municipality_id: int) -> list[LiveSession]:
    """Those in which residents can take part: no rehearsal."""
    found = sessions_of(session, municipality_id)
    return [live for live in found if live.state == SessionState.OPEN and not live.rehearsal]


def audiences_now(session: Session, municipality_id: int) -> list[str]:
    """Of every session that phones sit in at this moment, rehearsals as well."""
    wanted = LiveSession.municipality_id == municipality_id, LiveSession.state == SessionState.OPEN
    return [one.audience for one in session.scalars(select(LiveSession).where(*wanted))]


def somebody_is_together(session: Session, municipality_id: int) -> bool:
    """Whether a session is open at this moment."""
    wanted = LiveSession.municipality_id == municipality_id, LiveSession.state == SessionState.OPEN
    return session.scalar(select(LiveSession.id).where(*wanted).limit(1)) is not None


def step_counts(session: Session, municipality_id: int) -> dict[int, int]:
    """Session id -> steps on its run sheet; a session without any is left out."""
    rows = session.execute(
        select(RunStep.session_id, func.count())
        .where(RunStep.municipality_id == municipality_id)
        .group_by(RunStep.session_id)
    )
    return {session_id: count for session_id, count in rows}  # noqa: C416 - rows are not pairs to the checker


def steps_of(session: Session, live: LiveSession) -> list[tuple[RunStep, Ballot | None]]:
    """The run sheet in its order, with the ballots of its votes."""
    rows = session.execute(
        select(RunStep, Ballot)
        .outerjoin(Ballot, Ballot.id == RunStep.ballot_id)
        .where(RunStep.session_id == live.id)
        .order_by(RunStep.position, RunStep.id)
    )
    return [(step, ballot) for step, ballot in rows]


def current_step(session: Session, live: LiveSession) -> tuple[RunStep | None, Ballot | None]:
    """The step that is on, and its ballot where it is a vote."""
    if live.step_id is None or live.state != SessionState.OPEN:
        return None, None
    found = session.execute(
        select(RunStep, Ballot).outerjoin(Ballot, Ballot.id == RunStep.ballot_id).where(RunStep.id == live.step_id)
    ).one_or_none()
    return (found[0], found[1]) if found else (None, None)


def current_ballot(session: Session, live: LiveSession) -> Ballot | None:
    """The ballot of the step that is on, where that is a vote."""
    return current_step(session, live)[1]


MOVES = ("session.step", "session.clock", "session.undo")


@dataclass(frozen=True, slots=True)
class Move:
    """Who called up a step or touched the clock, and when. name: empty for whoever has none."""

    person_id: int
    name: str
    at: datetime


def last_move(session: Session, live: LiveSession) -> Move | None:
    """None where it was no person."""
    found = session.execute(
        select(AuditEntry.actor, AuditEntry.at)
        .where(AuditEntry.object == live.audience, AuditEntry.action.in_(MOVES))
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    ).one_or_none()
    if found is None or not found.actor.startswith("person:"):
        return None
    number = int(found.actor.partition(":")[2])
    return Move(number, session.scalar(select(Person.name).where(Person.id == number)) or "", found.at)


def ballot_on_stage(session: Session, topic: str) -> Ballot | None:
    """The same by the session's public id, in one statement and without options: figures are read very often."""
    return session.scalar(
        select(Ballot)
        .join(RunStep, RunStep.ballot_id == Ballot.id)
        .join(LiveSession, LiveSession.step_id == RunStep.id)
        .where(LiveSession.public_id == topic, LiveSession.state == SessionState.OPEN)
        .options(lazyload(Ballot.options))
    )


def topic_of_audience(session: Session, audience: str) -> str | None:
    """The public id of a session as voting calls it."""
    kind, _, number = audience.partition(":")
    if kind != "session":
        return None
    return session.scalar(select(LiveSession.public_id).where(LiveSession.id == int(number)))
