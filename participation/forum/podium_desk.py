"""The desk of a podium: it is planned, and who sits there is written down."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.console.web import session_to_run
from participation.forum import podium, queries
from participation.forum.forms import GuestsForm, PodiumForm
from participation.forum.models import PodiumGuest
from participation.forum.rules import StepKind
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.rules import LONGEST_HEADLINE

bp = Blueprint("podium", __name__, url_prefix="/desk/sessions")

PLANNED = web.saying("podium-planned", N_("The step stands on the run sheet."))
STORED = web.saying("podium-stored", N_("Stored."))


@bp.get("/<session>/podium/new")
def new(session: str) -> ResponseReturnValue:
    return planning_page(session, PodiumForm(), None)


@bp.post("/<session>/podium/new")
def plan(session: str) -> ResponseReturnValue:
    form, actor = PodiumForm(request.form), require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            podium.plan_podium(tx, live, form.question(), form.people(), form.notes(), by=actor, after=live.step_id)
    except Refused as refused:
        if refused.status != 422:
            raise
        return planning_page(session, form, refused)
    return web.say(url_for("console.desk", session=session), PLANNED)


def planning_page(topic: str, form: PodiumForm, refused: Refused | None) -> ResponseReturnValue:
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        page = render_template(
            "forum/desk/podium.html",
            session=live.public_id,
            values=form.data,
            limit=LONGEST_HEADLINE,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


@bp.get("/<session>/podium/<int:step_id>")
def page(session: str, step_id: int) -> ResponseReturnValue:
    return guests_page(session, step_id, None, None)


@bp.post("/<session>/podium/<int:step_id>")
def name(session: str, step_id: int) -> ResponseReturnValue:
    form, actor = GuestsForm(request.form), require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            step = podium_step(tx.session, live, step_id)
            podium.name_guests(tx, live, step, form.people(), by=actor, seen=form.seen())
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return guests_page(session, step_id, str(form.guests.data or ""), refused)
    return web.say(url_for("console.desk", session=session), STORED)


def guests_page(topic: str, step_id: int, typed: str | None, refused: Refused | None) -> ResponseReturnValue:
    """typed: what was not stored."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        step = podium_step(session, live, step_id)
        lines = "\n".join(line_of(one) for one in queries.guests_at(session, step.id))
        shown = render_template(
            "forum/desk/guests.html",
            session=live.public_id,
            step=step.id,
            revision=step.revision,
            now=lines if refused is not None and refused.status == 409 else "",
            title=pick(step.title, web.reader_language()),
            values={"guests": lines if typed is None else typed},
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


def line_of(guest: PodiumGuest) -> str:
    return "; ".join(one for one in (guest.name, guest.role, guest.organisation)).rstrip("; ")


def podium_step(session: Session, live: LiveSession, step_id: int) -> RunStep:
    """Raises NotFound, also for a step of another kind or session."""
    step = session.get(RunStep, step_id)
    if step is None or step.session_id != live.id or step.kind != StepKind.PODIUM:
        raise NotFound
    return step
