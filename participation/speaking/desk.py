"""The desk of a speakers' list: it is planned, somebody is called up, has finished, is moved with a reason."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.console.desk import desk_page
from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Actor, Permission
from participation.people.web import require_desk
from participation.sessions.rules import LONGEST_HEADLINE
from participation.speaking import chairing, ordering, queries, service
from participation.speaking.forms import ActForm, ListForm
from participation.speaking.models import SpeakersList

bp = Blueprint("speaking_desk", __name__, url_prefix="/desk/sessions")

PLANNED = web.saying(
    "speakers-planned", N_("The speakers' list stands on the run sheet. Nobody sees it before you call it up.")
)


@bp.get("/<session>/speakers/new")
def new(session: str) -> ResponseReturnValue:
    return planning_page(session, ListForm(), None)


@bp.post("/<session>/speakers/new")
def plan(session: str) -> ResponseReturnValue:
    form = ListForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            service.plan_list(
                tx,
                live,
                form.question(),
                form.notes(),
                minutes=form.limit(),
                confidential=bool(form.confidential.data),
                by=actor,
                after=live.step_id,
            )
    except Refused as refused:
        return planning_page(session, form, refused), refused.status
    return web.say(url_for("console.desk", session=session), PLANNED)


def planning_page(topic: str, form: ListForm, refused: Refused | None) -> str:
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        return render_template(
            "speaking/new.html",
            session=live.public_id,
            values=form.data,
            limit=LONGEST_HEADLINE,
            oops=web.spoken_refusal(refused) if refused else None,
        )


def enter(tx: Transaction, speakers: SpeakersList, by: Actor, form: ActForm) -> None:
    service.enter_wish(tx, speakers, form.wanted(), by=by)


def move(tx: Transaction, speakers: SpeakersList, by: Actor, form: ActForm) -> None:
    said = str(form.reason.data or "")
    ordering.move(tx, speakers, form.chosen(), form.after(), reason=said, lang=web.reader_language(), by=by)


InTransaction = Callable[[Transaction, SpeakersList, Actor, ActForm], object]
ACTS: dict[str, InTransaction] = {
    "enter": enter,
    "move": move,
    "call": lambda tx, speakers, by, form: chairing.call(tx, speakers, form.chosen(), by=by),
    "finish": lambda tx, speakers, by, form: chairing.finish(tx, speakers, form.chosen(), by=by),
    "interpret": lambda tx, speakers, by, form: chairing.interpret(tx, speakers, form.chosen(), begins=True, by=by),
    "go_on": lambda tx, speakers, by, form: chairing.interpret(tx, speakers, form.chosen(), begins=False, by=by),
    "limit": lambda tx, speakers, by, form: chairing.limit(tx, speakers, form.limit(), by=by),
    "grant": lambda tx, speakers, by, form: ordering.grant(tx, speakers, form.chosen(), granted=True, by=by),
    "ungrant": lambda tx, speakers, by, form: ordering.grant(tx, speakers, form.chosen(), granted=False, by=by),
    "by_rule": lambda tx, speakers, by, form: ordering.by_the_rule(tx, speakers, form.chosen(), by=by),
    "strike": lambda tx, speakers, by, form: ordering.strike(tx, speakers, form.chosen(), by=by),
    "draw": lambda tx, speakers, by, _: ordering.draw(tx, speakers, by=by),
    "undraw": lambda tx, speakers, by, _: ordering.undraw(tx, speakers, by=by),
    "confide": lambda tx, speakers, by, _: chairing.confide(tx, speakers, by=by),
    "end_confidence": lambda tx, speakers, by, _: chairing.end_confidence(tx, speakers, by=by),
    "close": lambda tx, speakers, by, _: chairing.close(tx, speakers, closed=True, by=by),
    "open": lambda tx, speakers, by, _: chairing.close(tx, speakers, closed=False, by=by),
}


@bp.post("/<session>/speakers/<int:step_id>")
def act(session: str, step_id: int) -> ResponseReturnValue:
    """Whatever a button of the list says; back to the desk, where the list stands."""
    form = ActForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    does = ACTS.get(str(form.act.data or ""))
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            does(tx, queries.list_on(tx.session, live, step_id), actor, form)
    except Refused as refused:
        if web.wants_json():
            raise
        return desk_page(session, web.spoken_refusal(refused)), refused.status
    return web.go(url_for("console.desk", session=session))
