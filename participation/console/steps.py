"""The pages of the run sheet: a step is planned, worded anew, moved and taken out."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.console.forms import StepForm
from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import WRITTEN
from participation.foundation.messages import N_, ChangedMeanwhile, NotFound, Refused
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.sessions import service, sheet
from participation.sessions.methods import METHODS, method_steps
from participation.sessions.models import RunStep
from participation.sessions.plugs import plug_of
from participation.sessions.rules import (
    KIND_NAMES,
    KIND_SENTENCES,
    LONGEST_HEADLINE,
    LONGEST_PARAGRAPH,
    SessionState,
    StepKind,
)
from participation.voting.models import Ballot

bp = Blueprint("run_sheet", __name__, url_prefix="/desk/sessions")

ADDED = web.saying("step-added", N_("The step stands on the run sheet."))
ADDED_ALL = web.saying("method-added", N_("The step stands on the run sheet."))
SHOWN = web.saying("step-shown", N_("The hall reads it now."))
STORED = web.saying("step-stored", N_("Stored."))
MOVED = web.saying("step-moved", N_("The step has moved."))
REMOVED = web.saying("step-removed", N_("The step is taken out."))
LIMITS = {"title": LONGEST_HEADLINE, "paragraph": LONGEST_PARAGRAPH}


@bp.get("/<session>/steps/new")
def new(session: str) -> ResponseReturnValue:
    return step_page(session, StepForm(), None)


@bp.post("/<session>/steps/new")
def add(session: str) -> ResponseReturnValue:
    """Behind the step that is on; with `now` the hall sees it at once."""
    form = StepForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            step = sheet.add_words(tx, live, form.worded(), by=actor, after=live.step_id)
            if form.at_once():
                service.select_step(tx, live, step.id, by=actor, seen=form.seen_moves())
    except Refused as refused:
        return step_page(session, form, refused), refused.status
    return web.say(url_for("console.desk", session=session), SHOWN if form.at_once() else ADDED)


@bp.get("/<session>/methods")
def methods(session: str) -> ResponseReturnValue:
    """Methods in a few steps each, for any run sheet."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        shown = [(key, one, sum(line.minutes for line in one.lines)) for key, one in METHODS.items()]
        return render_template("console/methods.html", session=live.public_id, methods=shown)


@bp.post("/<session>/methods")
def add_method(session: str) -> ResponseReturnValue:
    """Behind the step that is on."""
    actor = require_desk(Permission.RUN_SESSION)
    found = method_steps(request.form.get("method", ""))
    if not found:
        raise web.BadRequest
    with transaction() as tx:
        live = session_to_run(tx.session, actor, session)
        sheet.add_pattern(tx, live, found, by=actor, after=live.step_id)
    return web.say(url_for("console.desk", session=session), ADDED_ALL)


@bp.get("/<session>/steps/<int:step_id>")
def step(session: str, step_id: int) -> ResponseReturnValue:
    return step_page(session, StepForm(), None, step_id)


@bp.post("/<session>/steps/<int:step_id>")
def edit(session: str, step_id: int) -> ResponseReturnValue:
    form = StepForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            vote = sheet.step_of(tx, live, step_id).kind == StepKind.VOTE
            worded = sheet.Worded(StepKind.VOTE, {}, {}, form.notes()) if vote else form.worded()
            sheet.edit(tx, live, step_id, worded, by=actor, seen=form.seen())
    except NotFound as gone:  # somebody took it out meanwhile: what was typed can become a new step
        return step_page(session, form, gone), gone.status
    except Refused as refused:
        return step_page(session, form, refused, step_id), refused.status
    return web.say(url_for("console.desk", session=session), STORED)


@bp.post("/<session>/steps/<int:step_id>/move")
def move(session: str, step_id: int) -> ResponseReturnValue:
    actor = require_desk(Permission.RUN_SESSION)
    with transaction() as tx:
        live = session_to_run(tx.session, actor, session)
        sheet.move(tx, live, step_id, later=request.form.get("to") == "later", by=actor)
    return web.say(url_for("run_sheet.step", session=session, step_id=step_id), MOVED)


@bp.post("/<session>/steps/<int:step_id>/remove")
def remove(session: str, step_id: int) -> ResponseReturnValue:
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            sheet.take_out(tx, session_to_run(tx.session, actor, session), step_id, by=actor)
    except NotFound:
        raise
    except Refused as refused:
        return step_page(session, StepForm(), refused, step_id), refused.status
    return web.say(url_for("console.desk", session=session), REMOVED)


def step_page(topic: str, form: StepForm, refused: Refused | None, step_id: int | None = None) -> str:
    """Empty for a new step, as stored for one that is there, as typed after a refusal."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        found = session.get(RunStep, step_id) if step_id is not None else None
        if step_id is not None and (found is None or found.session_id != live.id):
            raise NotFound
        ballot = session.get(Ballot, found.ballot_id) if found and found.ballot_id else None
        typed = request.method == "POST" and request.endpoint != "run_sheet.remove"
        return render_template(
            "console/step.html",
            session=live.public_id,
            step=found,
            question=ballot.question if ballot else None,
            running=live.state == SessionState.OPEN,
            moves=live.moves,
            now=stored(found) if found and isinstance(refused, ChangedMeanwhile) else None,
            on=found is not None and live.step_id == found.id,
            values=form.data if typed or found is None else stored(found),
            kinds=[(kind.value, name, KIND_SENTENCES[kind]) for kind, name in KIND_NAMES.items()],
            of_a_format=plug_of(found) is not None,
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )


def stored(step: RunStep) -> dict[str, object]:
    words = {f"title_{lang}": step.title.get(lang, "") for lang in WRITTEN}
    words |= {f"text_{lang}": step.text.get(lang, "") for lang in WRITTEN}
    return {**words, "kind": step.kind, "script": step.script, "material": step.material, "minutes": step.minutes}
