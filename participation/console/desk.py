"""The moderator's view of a session: run sheet, the one big button, tickets."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext
from sqlalchemy.orm import Session

from participation.console.present import NextAct
from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import Words, pick
from participation.foundation.permissions import Permission
from participation.live.rules import Screen
from participation.people.web import require_desk
from participation.sessions import queries
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.plugs import plugs_to_plan
from participation.sessions.present import Stage, StepView
from participation.sessions.rules import CALLS, Act, RunningStep, SessionState, next_act
from participation.sessions.sheet import Notes
from participation.sessions.stage import stage_of
from participation.voting.hands import batches_of
from participation.voting.models import Ballot, HandCount
from participation.voting.queries import TicketCounts, ticket_counts
from participation.voting.rules import State

Steps = list[tuple[RunStep, Ballot | None]]
DONE = {"published", "cancelled"}


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything the console shows beside the stage.

    own: notes to the present step; before: the one to go back to; batches: what was counted by hand in its vote.
    """

    steps: list[StepView]
    next: NextAct
    tickets: TicketCounts
    own: Notes
    before: int | None
    batches: list[HandCount]


def deck_of(session: Session, live: LiveSession, lang: str) -> Deck:
    steps = queries.steps_of(session, live)
    here = next((place for place, (step, _) in enumerate(steps) if step.id == live.step_id), None)
    views = [step_view(number, line, state_of(number - 1, line, here), lang) for number, line in enumerate(steps, 1)]
    on, ballot = steps[here] if here is not None else (None, None)
    return Deck(
        steps=views,
        next=big_button(live, steps, lang),
        tickets=ticket_counts(session, live.audience),
        own=Notes(on.script, on.material, on.minutes) if on else Notes(),
        before=steps[here - 1][0].id if here else None,
        batches=batches_of(session, ballot.id) if ballot and ballot.state == State.CLOSED else [],
    )


def state_of(place: int, line: tuple[RunStep, Ballot | None], here: int | None) -> str:
    """A vote is done when it is decided; words are done when the session has gone past them."""
    _, ballot = line
    if place == here:
        return "now"
    done = ballot.state in DONE if ballot else here is not None and place < here
    return "done" if done else "todo"


def step_view(number: int, line: tuple[RunStep, Ballot | None], state: str, lang: str) -> StepView:
    step, _ = line
    return StepView(step.id, number, name_of(line, lang), state, step.minutes)


def name_of(line: tuple[RunStep, Ballot | None], lang: str) -> Words:
    step, ballot = line
    return pick(ballot.question if ballot else step.title, lang)


def big_button(live: LiveSession, steps: Steps, lang: str) -> NextAct:
    running = [RunningStep(step.id, ballot.state if ballot else None) for step, ballot in steps]
    act, step_id = next_act(SessionState(live.state), running, live.step_id)
    line = next((line for line in steps if line[0].id == step_id), None)
    ballot = line[1] if line else None
    return NextAct(
        label=label_of(act, name_of(line, lang) if line else Words("", lang), rehearsal=live.rehearsal),
        act=act.value,
        step=step_id,
        ballot=ballot.public_id if ballot else None,
        revision=ballot.revision if ballot else None,
    )


def label_of(act: Act, question: Words, *, rehearsal: bool) -> str:
    if act is Act.SELECT:
        return str(gettext("Next: %(question)s", question=question.text))
    sentences = {
        Act.OPEN_SESSION: gettext("Open the session"),
        Act.START: gettext("Start the vote"),
        Act.CLOSE: gettext("End the vote"),
        Act.COUNTING: gettext("The votes are being counted"),
        Act.PUBLISH: gettext("Show the result"),
        Act.END_SESSION: gettext("End the rehearsal") if rehearsal else gettext("End the session"),
        Act.NOTHING: gettext("This session has ended"),
    }
    return str(sentences[act])


def render_console(session: Session, live: LiveSession, stage: Stage, lang: str) -> str:
    return render_template("console/stage.html", stage=stage, form_token="", **on_the_desk(session, live, lang))


def desk_page(topic: str, oops: str | None = None) -> str:
    """The whole page, for whoever may run the session. Raises NotFound, NotAllowed."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as session:
        live = session_to_run(session, actor, topic)
        stage = stage_of(session, live, lang=lang, screen=Screen.CONSOLE)
        return render_template("console/console.html", stage=stage, oops=oops, **on_the_desk(session, live, lang))


def on_the_desk(session: Session, live: LiveSession, lang: str) -> dict[str, object]:
    deck = deck_of(session, live, lang)
    return {
        "steps": deck.steps,
        "next": deck.next,
        "tickets": deck.tickets,
        "own": deck.own,
        "before": deck.before,
        "batches": deck.batches,
        "calls": list(CALLS.items()),
        "plugs": plugs_to_plan(),
    }
