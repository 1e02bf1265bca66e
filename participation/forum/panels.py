"""What a forum shows at its steps, and on the phones of all its sessions: what is on, what comes next, the ways."""

from flask import render_template
from sqlalchemy.orm import Session

from participation.cardwall import panels as wall
from participation.contributions.rules import Status
from participation.forum import queries
from participation.forum.models import Forum
from participation.forum.present import by_part, forum_view, result_views
from participation.forum.rules import KIND_NAMES, StepKind
from participation.foundation.permissions import Actor
from participation.sessions.models import LiveSession, RunStep

AT_THE_DESK = 8  # results on the console; the page of the forum has all of them


def shown_on(screen: str, session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    """Programme or results, on phones, the screen or the console."""
    forum = queries.forum_at(session, step.id)
    if forum is None:
        return ""
    if forum.published_at is None and screen != "console":
        return ""  # the hall reads nothing of a draft
    view = forum_view(session, forum, lang)
    results = step.kind == StepKind.RESULTS
    desk = screen == "console"
    found = result_views(session, forum, lang, desk=desk) if results else []
    waiting = [one for one in found if one.said.status == Status.WAITING and not live.rehearsal]
    public = [one for one in found if one.said.status == Status.PUBLISHED]
    return render_template(
        f"forum/{screen}_{step.kind}.html",
        forum=view,
        results=by_part(view.parts, public),
        incoming=waiting[:AT_THE_DESK],
        titles={one.row: one.title for one in view.parts},
        kinds=KIND_NAMES,
        session=live.public_id,
        form_token="",  # a frame is nobody's: the script of the desk adds its own
    )


def phone(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    return shown_on("phone", session, live, step, lang)


def projector(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    return shown_on("screen", session, live, step, lang)


def console(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    return shown_on("console", session, live, step, lang)


def own(_session: Session, _step: RunStep, _actor: Actor, _lang: str) -> str:
    """Nobody has anything of their own there."""
    return ""


# --- the podium: who sits there, above its wall of questions


def guests(session: Session, step: RunStep, screen: str) -> str:
    found = queries.guests_at(session, step.id)
    return render_template("forum/guests.html", guests=found, screen=screen) if found else ""


def podium_phone(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    return guests(session, step, "phone") + wall.phone(session, live, step, lang)


def podium_projector(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    return guests(session, step, "screen") + wall.projector(session, live, step, lang)


def podium_console(session: Session, live: LiveSession, step: RunStep, lang: str) -> str:
    found = queries.guests_at(session, step.id)
    shown = render_template("forum/console_podium.html", guests=found, session=live.public_id, step=step.id)
    return shown + wall.console(session, live, step, lang)


# --- on phones, whatever the step is


def everywhere(session: Session, live: LiveSession, lang: str) -> str:
    """In the plenary what is on and the way there; in a part when and where it is, and the way back."""
    forum = queries.forum_of_session(session, live.id)
    if forum is None or forum.published_at is None or shows_it(session, forum, live):
        return ""
    view = forum_view(session, forum, lang)
    here = next((one for one in view.parts if one.session == live.public_id), None)
    if here is None and not view.parts:
        return ""
    return render_template("forum/beside.html", forum=view, here=here, kinds=KIND_NAMES)


def shows_it(session: Session, forum: Forum, live: LiveSession) -> bool:
    """Whether the step that is on is the programme itself."""
    step = session.get(RunStep, live.step_id) if live.step_id is not None else None
    return step is not None and step.kind == StepKind.PROGRAMME and live.id == forum.session_id
