"""The moderator's view of a session: run sheet, the one big button, tickets."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext
from sqlalchemy.orm import Session

from participation.console.present import NextAct
from participation.foundation.locales import Words, pick
from participation.sessions import queries
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.present import Stage, StepView
from participation.sessions.rules import CALLS, Act, RunningStep, SessionState, next_act
from participation.sessions.sheet import Notes
from participation.voting.models import Ballot
from participation.voting.queries import TicketCounts, ticket_counts

Steps = list[tuple[RunStep, Ballot | None]]
DONE = {"published", "cancelled"}


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything the console shows beside the stage. own: notes to the present step; before: the one to go back to."""

    steps: list[StepView]
    next: NextAct
    tickets: TicketCounts
    own: Notes
    before: int | None


def deck_of(session: Session, live: LiveSession, lang: str) -> Deck:
    steps = queries.steps_of(session, live)
    here = next((place for place, (step, _) in enumerate(steps) if step.id == live.step_id), None)
    views = [step_view(number, line, state_of(number - 1, line, here), lang) for number, line in enumerate(steps, 1)]
    on = steps[here][0] if here is not None else None
    return Deck(
        steps=views,
        next=big_button(live, steps, lang),
        tickets=ticket_counts(session, live.audience),
        own=Notes(on.script, on.material, on.minutes) if on else Notes(),
        before=steps[here - 1][0].id if here else None,
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
    deck = deck_of(session, live, lang)
    return render_template(
        "console/stage.html",
        stage=stage,
        steps=deck.steps,
        next=deck.next,
        tickets=deck.tickets,
        own=deck.own,
        before=deck.before,
        calls=list(CALLS.items()),
        form_token="",
    )
