"""The pages of slides at the desk."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.console.steps import LIMITS, stored
from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import WRITTEN
from participation.foundation.messages import N_, ChangedMeanwhile, NotFound, Refused
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.sessions.models import RunStep
from participation.slides import service
from participation.slides.forms import SlideForm
from participation.slides.models import Slide
from participation.slides.rules import LONGEST_SOURCE

bp = Blueprint("slides", __name__, url_prefix="/desk/sessions")

ADDED = web.saying("slide-added", N_("The slide stands on the run sheet. Nobody sees it before you call it up."))
STORED = web.saying("slide-stored", N_("Stored. Whoever sees the slide sees the new one."))


@bp.get("/<session>/slides/new")
def new(session: str) -> ResponseReturnValue:
    return slide_page(session, SlideForm(), None)


@bp.post("/<session>/slides/new")
def add(session: str) -> ResponseReturnValue:
    form = SlideForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        words, shown = form.worded(), form.shown()
        with transaction() as tx:
            service.add_slide(tx, session_to_run(tx.session, actor, session), words, shown, by=actor)
    except Refused as refused:
        return slide_page(session, form, refused), refused.status
    return web.say(url_for("console.desk", session=session), ADDED)


@bp.get("/<session>/slides/<int:step_id>")
def slide(session: str, step_id: int) -> ResponseReturnValue:
    return slide_page(session, SlideForm(), None, step_id)


@bp.post("/<session>/slides/<int:step_id>")
def change(session: str, step_id: int) -> ResponseReturnValue:
    form = SlideForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        words, shown = form.worded(), form.shown()
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            service.change_slide(tx, live, step_id, words, shown, by=actor, seen=form.seen())
    except NotFound as gone:  # somebody took it out meanwhile: what was typed can become a new slide
        return slide_page(session, form, gone), gone.status
    except Refused as refused:
        return slide_page(session, form, refused, step_id), refused.status
    return web.say(url_for("slides.slide", session=session, step_id=step_id), STORED)


def slide_page(topic: str, form: SlideForm, refused: Refused | None, step_id: int | None = None) -> str:
    """Empty for a new one, as stored for one that is there, as typed after a refusal."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        found = service.slide_on(session, live, step_id) if step_id is not None else None
        step = session.get_one(RunStep, found.step_id) if found else None
        return render_template(
            "slides/slide.html",
            session=live.public_id,
            step=step,
            now=kept(step, found) if step and found and isinstance(refused, ChangedMeanwhile) else None,
            values=kept(step, found) if step and found and request.method == "GET" else form.data,
            limits={**LIMITS, "source": LONGEST_SOURCE},
            oops=web.spoken_refusal(refused) if refused else None,
        )


def kept(step: RunStep, slide: Slide) -> dict[str, object]:
    """As the form has it."""
    labels = {
        f"labels_{lang}": "\n".join(one["label"][lang] for one in slide.figures if lang in one["label"])
        for lang in WRITTEN
    }
    values = "\n".join(one["value"] for one in slide.figures)
    return {**stored(step), **labels, "source": slide.source, "link": slide.link, "values": values}
