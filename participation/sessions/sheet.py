"""The run sheet (*Ablauf*): steps are added, worded, moved and taken out. What the hall sees is up to `service`."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select, update

from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.sessions import asking
from participation.sessions.asking import Asks
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.news import SessionChanged
from participation.sessions.plugs import plug_of
from participation.sessions.rules import StepIsOn, StepKind
from participation.voting.models import Ballot


@dataclass(frozen=True, slots=True)
class Notes:
    """What a step has besides its words. script, material: for the moderators alone; minutes: None where it is open."""

    script: str = ""
    material: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Worded:
    """A step that is no vote yet. kind: one of `StepKind`, or that of a format. title, text: by language.

    asks: of a vote in a pattern, what it asks about; its question is the title.
    """

    kind: str
    title: dict[str, str]
    text: dict[str, str] = field(default_factory=dict)
    notes: Notes = Notes()
    asks: Asks | None = None


def add_step(tx: Transaction, live: LiveSession, ballot: Ballot, *, after: int | None = None) -> RunStep:
    """Put a ballot on the run sheet: behind the step `after`, otherwise at the end."""
    hold(tx, live)
    return put(tx, live, vote_on(ballot), after)


def add_words(tx: Transaction, live: LiveSession, step: Worded, *, by: Actor, after: int | None = None) -> RunStep:
    """Put a step on the run sheet that is no vote. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    added = put(tx, live, RunStep(kind=step.kind, title=step.title, text=step.text), after)
    note(added, step.notes)
    changed(tx, live, "session.step_add", by)
    return added


def add_pattern(
    tx: Transaction, live: LiveSession, steps: Sequence[Worded], *, by: Actor, after: int | None = None
) -> None:
    """A whole run sheet to start from, or a method: behind `after`, otherwise at the end. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    for step in steps:
        ballot = asking.prepared(tx, live, step.title, step.asks, by=by) if step.asks else None
        words = RunStep(kind=talked(step), title=step.title, text=step.text)
        added = put(tx, live, vote_on(ballot) if ballot else words, after)
        after = added.id if after is not None else None
        note(added, step.notes)
        plug = plug_of(added)
        if plug:
            plug.begin(tx, added)
        elif added.kind not in set(StepKind):  # a format that this house does not have: people talk about it
            added.kind = StepKind.TALK
    changed(tx, live, "session.step_add", by)


def vote_on(ballot: Ballot) -> RunStep:
    return RunStep(kind=StepKind.VOTE, ballot_id=ballot.id)


def talked(step: Worded) -> str:
    """Where there is nothing to vote on people talk about it."""
    return StepKind.TALK if step.kind == StepKind.VOTE else step.kind


def hold(tx: Transaction, live: LiveSession) -> None:
    """Of two who change a session at the same moment the second waits, and then sees what the first did."""
    tx.session.flush()
    tx.session.refresh(live, with_for_update=True)


def put(tx: Transaction, live: LiveSession, step: RunStep, after: int | None) -> RunStep:
    before = tx.session.get(RunStep, after) if after is not None else None
    if before is not None and before.session_id == live.id:
        step.position = before.position + 1
        later = RunStep.session_id == live.id, RunStep.position > before.position
        tx.session.execute(update(RunStep).where(*later).values(position=RunStep.position + 1))
    else:
        last = tx.session.scalar(select(func.max(RunStep.position)).where(RunStep.session_id == live.id))
        step.position = 0 if last is None else last + 1
    step.municipality_id, step.session_id = live.municipality_id, live.id
    tx.session.add(step)
    tx.session.flush()
    return step


def note(step: RunStep, notes: Notes) -> None:
    step.script, step.material, step.minutes = notes.script, notes.material, notes.minutes


def step_of(tx: Transaction, live: LiveSession, step_id: int) -> RunStep:
    """Raises NotFound, also for a step of another session."""
    step = tx.session.get(RunStep, step_id)
    if step is None or step.session_id != live.id:
        raise NotFound
    return step


def edit(tx: Transaction, live: LiveSession, step_id: int, worded: Worded, *, by: Actor, seen: int) -> None:
    """New words or notes; of a vote only the notes, of a format's step no other kind. seen: the revision they had.

    Raises NotAllowed, NotFound, ChangedMeanwhile.
    """
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    step = step_of(tx, live, step_id)
    if step.revision != seen:
        raise ChangedMeanwhile
    plug = plug_of(step)
    if step.kind != StepKind.VOTE:
        step.kind, step.title, step.text = step.kind if plug else worded.kind, worded.title, worded.text
    if plug:
        plug.reword(tx, step)
    note(step, worded.notes)
    step.revision += 1
    changed(tx, live, "session.step_edit", by)


def move(tx: Transaction, live: LiveSession, step_id: int, *, later: bool, by: Actor) -> None:
    """One place earlier or later; at the end of the sheet nothing happens. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    step = step_of(tx, live, step_id)
    steps = tx.session.scalars(
        select(RunStep).where(RunStep.session_id == live.id).order_by(RunStep.position, RunStep.id)
    ).all()
    place = steps.index(step) + (1 if later else -1)
    if not 0 <= place < len(steps):
        return
    other = steps[place]
    step.position, other.position = other.position, step.position
    changed(tx, live, "session.step_move", by)


def take_out(tx: Transaction, live: LiveSession, step_id: int, *, by: Actor) -> None:
    """A step goes. A vote stays, as what was decided stays; so does a format's step at which something was said.

    Raises NotAllowed, NotFound, StepIsOn, or why the format keeps it.
    """
    require(by, Permission.RUN_SESSION, live)
    hold(tx, live)
    step = step_of(tx, live, step_id)
    if step.kind == StepKind.VOTE:
        raise NotFound
    if live.step_id == step.id:
        raise StepIsOn
    plug = plug_of(step)
    if plug:
        plug.leave(tx, step)
    tx.session.delete(step)
    changed(tx, live, "session.step_remove", by)


def changed(tx: Transaction, live: LiveSession, action: str, by: Actor) -> None:
    enter(tx, Act(by.entry, action, live.audience), town=live.municipality_id)
    live.seq += 1
    tx.announce(SessionChanged(live.public_id))
