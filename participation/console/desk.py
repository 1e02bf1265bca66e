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
from participation.sessions.rules import Act, RunningStep, SessionState, next_act
from participation.voting.models import Ballot
from participation.voting.queries import TicketCounts, ticket_counts

Steps = list[tuple[RunStep, Ballot]]
DONE = {"published", "cancelled"}


@dataclass(frozen=True, slots=True)
class Deck:
    """Everything the console shows beside the stage."""

    steps: list[StepView]
    next: NextAct
    tickets: TicketCounts


def deck_of(session: Session, live: LiveSession, lang: str) -> Deck:
    steps = queries.steps_of(session, live)
    views = [step_view(live, number, line, lang) for number, line in enumerate(steps, 1)]
    return Deck(
        steps=views,
        next=big_button(live, steps, lang),
        tickets=ticket_counts(session, live.audience),
    )


def step_view(live: LiveSession, number: int, line: tuple[RunStep, Ballot], lang: str) -> StepView:
    step, ballot = line
    state = "now" if step.id == live.step_id else "done" if ballot.state in DONE else "todo"
    return StepView(step.id, number, pick(ballot.question, lang), state)


def big_button(live: LiveSession, steps: Steps, lang: str) -> NextAct:
    running = [RunningStep(step.id, ballot.state) for step, ballot in steps]
    act, step_id = next_act(SessionState(live.state), running, live.step_id)
    ballot = next((ballot for step, ballot in steps if step.id == step_id), None)
    return NextAct(
        label=label_of(act, pick(ballot.question, lang) if ballot else Words("", lang)),
        act=act.value,
        step=step_id,
        ballot=ballot.public_id if ballot else None,
        revision=ballot.revision if ballot else None,
    )


def label_of(act: Act, question: Words) -> str:
    if act is Act.SELECT:
        return str(gettext("Next: %(question)s", question=question.text))
    sentences = {
        Act.OPEN_SESSION: gettext("Open the session"),
        Act.START: gettext("Start the vote"),
        Act.CLOSE: gettext("End the vote"),
        Act.COUNTING: gettext("The votes are being counted"),
        Act.PUBLISH: gettext("Show the result"),
        Act.END_SESSION: gettext("End the session"),
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
        form_token="",
    )
