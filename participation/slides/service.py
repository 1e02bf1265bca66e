"""A slide is put on the run sheet, worded anew, copied for a rehearsal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.sheet import Worded
from participation.slides.models import Slide
from participation.slides.rules import KIND, Figure


@dataclass(frozen=True, slots=True)
class Shown:
    """What a slide says besides its title and text."""

    source: str
    link: str = ""
    figures: Sequence[Figure] = ()


def add_slide(tx: Transaction, live: LiveSession, words: Worded, shown: Shown, *, by: Actor) -> RunStep:
    """Behind the step that is on. Raises NotAllowed."""
    step = sheet.add_words(tx, live, replace(words, kind=KIND), by=by, after=live.step_id)
    fill(stand(tx, step), shown)
    return step


def change_slide(
    tx: Transaction, live: LiveSession, step_id: int, words: Worded, shown: Shown, *, by: Actor, seen: int
) -> None:
    """seen: the revision of the step as it was opened. Raises NotAllowed, NotFound, ChangedMeanwhile."""
    found = slide_on(tx.session, live, step_id)
    sheet.edit(tx, live, step_id, replace(words, kind=KIND), by=by, seen=seen)
    fill(found, shown)


def fill(slide: Slide, shown: Shown) -> None:
    slide.source, slide.link, slide.figures = shown.source, shown.link, [dict(one) for one in shown.figures]


def stand(tx: Transaction, step: RunStep) -> Slide:
    made = Slide(municipality_id=step.municipality_id, step_id=step.id)
    tx.session.add(made)
    tx.session.flush()
    return made


def slide_at(session: Session, step: RunStep) -> Slide:
    """That of a step of this room; each has one."""
    return session.scalars(select(Slide).where(Slide.step_id == step.id)).one()


def slide_on(session: Session, live: LiveSession, step_id: int) -> Slide:
    """Raises NotFound, also for a step of another session."""
    found = session.scalar(
        select(Slide)
        .join(RunStep, RunStep.id == Slide.step_id)
        .where(RunStep.id == step_id, RunStep.session_id == live.id)
    )
    if found is None:
        raise NotFound
    return found


def begin(tx: Transaction, step: RunStep) -> None:
    """A pattern brought a slide: its figures and its source are still to come."""
    stand(tx, step)


def copy(tx: Transaction, step: RunStep, tried: RunStep) -> None:
    """For a rehearsal: the same slide."""
    tx.session.flush()
    before = slide_at(tx.session, step)
    fill(stand(tx, tried), Shown(before.source, before.link, list(before.figures)))


def reword(_tx: Transaction, _step: RunStep) -> None:
    """Title and text stand on the step itself."""


def take_down(tx: Transaction, step: RunStep) -> None:
    """The step leaves the run sheet."""
    tx.session.execute(delete(Slide).where(Slide.step_id == step.id))
