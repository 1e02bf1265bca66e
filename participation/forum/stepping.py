"""Steps of run sheets that show a forum: its programme, its results. A rehearsal shows them as well, and keeps none."""

from sqlalchemy import delete, select

from participation.forum import queries
from participation.forum.models import Forum, ForumStep
from participation.forum.planning import stand
from participation.forum.rules import StepKind
from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.permissions import Actor
from participation.foundation.wording import in_every_language
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.sheet import Notes, Worded

TITLES = {StepKind.PROGRAMME: N_("Programme of the day"), StepKind.RESULTS: N_("Results of parts")}
MINUTES = {StepKind.PROGRAMME: 5, StepKind.RESULTS: 20}


def add_step(tx: Transaction, forum: Forum, kind: StepKind, *, by: Actor) -> RunStep:
    """Onto the run sheet of the plenary, behind the step that is on. Raises NotAllowed."""
    live = tx.session.get_one(LiveSession, forum.session_id)
    words = Worded(kind, in_every_language(TITLES[kind]), {}, Notes(minutes=MINUTES[kind]))
    step = sheet.add_words(tx, live, words, by=by, after=live.step_id)
    show(tx, step, forum)
    return step


def show(tx: Transaction, step: RunStep, forum: Forum) -> None:
    tx.session.add(ForumStep(step_id=step.id, municipality_id=step.municipality_id, forum_id=forum.id))
    tx.session.flush()


def begin(tx: Transaction, step: RunStep) -> None:
    """A pattern brought such a step: where the session belongs to no forum yet, here is one."""
    show(tx, step, stand(tx, tx.session.get_one(LiveSession, step.session_id)))


def copy(tx: Transaction, step: RunStep, tried: RunStep) -> None:
    """For a rehearsal: the same programme, the same results."""
    forum = queries.forum_at(tx.session, step.id)
    if forum is not None:
        show(tx, tried, forum)


def reword(_tx: Transaction, _step: RunStep) -> None:
    """A forum has a title of its own."""


def take_down(tx: Transaction, step: RunStep) -> None:
    """The step goes, the forum stays."""
    tx.session.execute(delete(ForumStep).where(ForumStep.step_id == step.id))


def has_step(tx: Transaction, forum: Forum, kind: StepKind) -> bool:
    wanted = select(RunStep.id).where(RunStep.session_id == forum.session_id, RunStep.kind == kind)
    return tx.session.scalar(wanted.limit(1)) is not None
