"""A podium (*Podium*): who sits there, and a wall of questions to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from participation.cardwall import service as walls
from participation.forum import queries
from participation.forum.models import PodiumGuest
from participation.forum.rules import MOST_GUESTS, StepKind, TooManyGuests
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile
from participation.foundation.permissions import Actor, Permission, require
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.news import SessionChanged
from participation.sessions.sheet import Notes


@dataclass(frozen=True, slots=True)
class Guest:
    """As the desk typed it; role, organisation: "" where nobody said any."""

    name: str
    role: str = ""
    organisation: str = ""


def plan_podium(
    tx: Transaction,
    live: LiveSession,
    title: dict[str, str],
    guests: Sequence[Guest],
    notes: Notes,
    *,
    by: Actor,
    after: int | None = None,
) -> RunStep:
    """A step of the run sheet with people and a wall of questions. Raises NotAllowed, TooManyGuests."""
    require(by, Permission.RUN_SESSION, live)
    sheet.hold(tx, live)
    step = sheet.put(tx, live, RunStep(kind=StepKind.PODIUM, title=title), after)
    sheet.note(step, notes)
    begin(tx, step)
    seat(tx, step, guests)
    sheet.changed(tx, live, "session.step_add", by)
    return step


def begin(tx: Transaction, step: RunStep) -> None:
    """A pattern brought a podium: nobody sits there yet."""
    walls.stand(tx, tx.session.get_one(LiveSession, step.session_id), step, hidden=False, hearts=True)


def name_guests(
    tx: Transaction, live: LiveSession, step: RunStep, guests: Sequence[Guest], *, by: Actor, seen: int
) -> None:
    """All of them. seen: the revision of the step. Raises NotAllowed, TooManyGuests, ChangedMeanwhile."""
    require(by, Permission.RUN_SESSION, live)
    sheet.hold(tx, live)
    tx.session.refresh(step)
    if step.revision != seen:
        raise ChangedMeanwhile
    seat(tx, step, guests)
    step.revision += 1
    enter(tx, Act(by.entry, "forum.podium", live.audience), town=live.municipality_id)
    live.seq += 1
    tx.announce(SessionChanged(live.public_id))


def seat(tx: Transaction, step: RunStep, guests: Sequence[Guest]) -> None:
    if len(guests) > MOST_GUESTS:
        raise TooManyGuests(limit=MOST_GUESTS)
    clear(tx, step)
    for one in guests:
        tx.session.add(
            PodiumGuest(
                municipality_id=step.municipality_id,
                step_id=step.id,
                name=one.name,
                role=one.role,
                organisation=one.organisation,
            )
        )
        tx.session.flush()


def clear(tx: Transaction, step: RunStep) -> None:
    tx.session.execute(delete(PodiumGuest).where(PodiumGuest.step_id == step.id))


def copy(tx: Transaction, step: RunStep, tried: RunStep) -> None:
    """For a rehearsal: the same people, and a wall that keeps nothing."""
    walls.copy_wall(tx, step, tried)
    seat(tx, tried, [Guest(one.name, one.role, one.organisation) for one in queries.guests_at(tx.session, step.id)])


def take_down(tx: Transaction, step: RunStep) -> None:
    """The step leaves the run sheet. Raises CardsStay once somebody has asked something."""
    walls.take_down(tx, step)
    clear(tx, step)
