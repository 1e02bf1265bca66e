"""What an open space shows at its steps: on phones what to do, on the screen what there is, at the desk what waits."""

from collections.abc import Sequence

from flask import render_template, url_for
from sqlalchemy.orm import Session

from participation.foundation import chance
from participation.foundation.locales import OWN_NAMES
from participation.foundation.permissions import Actor
from participation.openspace import queries
from participation.openspace.models import Action, Report, Space, Topic
from participation.openspace.present import (
    ActionView,
    ReportView,
    SaidView,
    SpaceView,
    TopicView,
    action_views,
    report_views,
    said_views,
    space_view,
)
from participation.openspace.rules import LONGEST_ACTION, LONGEST_NAME, LONGEST_TOPIC, StepKind, sentences_apart
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.rules import LONGEST_PARAGRAPH

AT_THE_DESK = 8  # on the console; the space itself has all of them
LIMITS = {"topic": LONGEST_TOPIC, "name": LONGEST_NAME, "action": LONGEST_ACTION}


def phone(session: Session, _live: LiveSession, step: RunStep, lang: str) -> str:
    space = queries.space_at(session, step.session_id)
    view = space_view(session, space, lang)
    return render_template(
        f"openspace/phone_{step.kind}.html",
        space=view,
        limits=LIMITS,
        tongues=OWN_NAMES,
        step=step,
        public_id=space.public_id,
        once=chance.token(),
        form_token="",
    )


def own(session: Session, step: RunStep, actor: Actor, lang: str) -> str:
    """What this person said at this step, and where they want to take part."""
    space = queries.space_at(session, step.session_id)
    table = {StepKind.REPORTS: Report, StepKind.ACTIONS: Action}.get(StepKind(step.kind), Topic)
    found = queries.own_ones(session, space, table, actor.authors) if actor.authors else []
    views = said_views(session, found, lang, desk=False)
    market = step.kind == StepKind.MARKET
    return render_template(
        "openspace/own.html",
        step=step,
        ones=[(views[one.id], one) for one in found],
        space=space_view(session, space, lang) if market and found else None,
        hearts=sorted(queries.hearts_by(session, space, actor.person_id)) if market else [],
        public_id=space.public_id,
    )


def projector(session: Session, _live: LiveSession, step: RunStep, lang: str) -> str:
    space = queries.space_at(session, step.session_id)
    view = space_view(session, space, lang)
    facts: dict[str, object] = {"space": view}
    if step.kind == StepKind.REPORTS:
        shown, _ = report_views(session, space, lang, view.topics)
        facts["reports"] = [(one, rows_of(one)) for one in shown]
    if step.kind == StepKind.ACTIONS:
        facts["actions"], _ = action_views(session, space, lang, view.topics)
    return render_template(f"openspace/screen_{step.kind}.html", **facts)


def rows_of(report: ReportView) -> Sequence[str]:
    """A report in pieces that fit on a screen: it is never made smaller, and nothing of it is left out."""
    text = "\n".join(part for part in (report.its.said.heading, report.its.said.rest) if part)
    return sentences_apart(text, LONGEST_PARAGRAPH)


def console(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    space = queries.space_at(session, step.session_id)
    view = space_view(session, space, lang, desk=True)
    return render_template(
        "openspace/console.html",
        space=view,
        step=step,
        session=live.public_id,
        incoming=incoming_of(session, space, step, lang, view)[:AT_THE_DESK],
        form_token="",
    )


Incoming = tuple[str, SaidView, TopicView | ReportView | ActionView]  # kind, words, what goes public with them


def incoming_of(session: Session, space: Space, step: RunStep, lang: str, view: SpaceView) -> list[Incoming]:
    """What somebody of the desk still has to read, what belongs to the step first."""
    _, reports = report_views(session, space, lang, view.topics, desk=True)
    _, actions = action_views(session, space, lang, view.topics, desk=True)
    found: dict[str, list[Incoming]] = {
        "topic": [("topic", one.its, one) for one in view.incoming],
        "report": [("report", one.its, one) for one in reports],
        "action": [("action", one.its, one) for one in actions],
    }
    first = {StepKind.REPORTS: "report", StepKind.ACTIONS: "action"}.get(StepKind(step.kind), "topic")
    return [*found.pop(first), *(one for rest in found.values() for one in rest)]


def everywhere(session: Session, live: LiveSession, _lang: str) -> str:
    """On phones, whatever the step is: the way to the programme and to the reports."""
    space = queries.space_in(session, live.id)
    if space is None or space.format_id is None or not space.topics:
        return ""
    return render_template("openspace/link.html", address=url_for("spaces.page", space=space.public_id))
