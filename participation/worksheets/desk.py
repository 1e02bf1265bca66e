"""The desk of a worksheet: what comes in is let through, fields of action are chosen, tables are taken."""

from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, ChangedMeanwhile, Refused
from participation.foundation.permissions import Actor, Permission
from participation.foundation.wording import in_every_language
from participation.people.web import require_desk
from participation.process.web import desk_process
from participation.sessions.rules import LONGEST_HEADLINE
from participation.worksheets import exports, queries, service
from participation.worksheets.forms import ActForm, FieldsForm, PlanForm
from participation.worksheets.gathered import gathered
from participation.worksheets.models import Worksheet
from participation.worksheets.present import all_fields
from participation.worksheets.rules import KIND_NAMES, QUESTIONS

bp = Blueprint("worksheet_desk", __name__, url_prefix="/desk")

PLANNED = web.saying(
    "sheet-planned", N_("The worksheet stands on the run sheet. Nobody sees it before you call it up.")
)
CHOSEN = web.saying("sheet-fields", N_("Stored. Groups choose among these fields from now on."))
CSV = "text/csv; charset=utf-8"


@bp.get("/sessions/<session>/sheets/new")
def new(session: str) -> ResponseReturnValue:
    return planning_page(session, PlanForm(), None)


@bp.post("/sessions/<session>/sheets/new")
def plan(session: str) -> ResponseReturnValue:
    """Without words of their own a worksheet asks what its kind asks, in every language."""
    form = PlanForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    kind = form.sheet_kind()
    try:
        worded = any(str(value or "").strip() for name, value in form.data.items() if name.startswith("question_"))
        question = form.question() if worded else in_every_language(QUESTIONS[kind])
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            service.plan_worksheet(tx, live, kind, question, form.notes(), field_ids=form.chosen(), by=actor)
    except Refused as refused:
        return planning_page(session, form, refused), refused.status
    return web.say(url_for("console.desk", session=session), PLANNED)


def planning_page(topic: str, form: PlanForm, refused: Refused | None) -> str:
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        return render_template(
            "worksheets/new.html",
            session=live.public_id,
            values=form.data,
            kinds=[(kind.value, name, QUESTIONS[kind]) for kind, name in KIND_NAMES.items()],
            fields=all_fields(session, live.process_id, web.reader_language()),
            chosen=form.chosen(),
            limit=LONGEST_HEADLINE,
            oops=web.spoken_refusal(refused) if refused else None,
        )


# --- acts

InTransaction = Callable[[Transaction, Worksheet, Actor, ActForm], object]
ACTS: dict[str, InTransaction] = {
    "release": lambda tx, sheet, by, form: service.release(tx, sheet, form.picked(), by=by),
    "take": lambda tx, sheet, by, _: service.take_sheets(tx, sheet, takes=True, by=by),
    "stop": lambda tx, sheet, by, _: service.take_sheets(tx, sheet, takes=False, by=by),
}


@bp.post("/sessions/<session>/sheets/<int:step_id>")
def act(session: str, step_id: int) -> ResponseReturnValue:
    form = ActForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    does = ACTS.get(str(form.act.data))
    if does is None:
        raise web.BadRequest
    with transaction() as tx:
        does(tx, queries.sheet_on(tx.session, session_to_run(tx.session, actor, session), step_id), actor, form)
    return web.go(url_for("console.desk", session=session))


@bp.get("/sessions/<session>/sheets/<int:step_id>/fields")
def fields(session: str, step_id: int) -> ResponseReturnValue:
    return fields_page(session, step_id)


def fields_page(topic: str, step_id: int, form: FieldsForm | None = None, refused: Refused | None = None) -> str:
    """Which fields of action the groups work on; what the hall gave points to last stands first."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        live = session_to_run(reads, actor, topic)
        found = queries.sheet_on(reads, live, step_id)
        voted = dict(queries.fields_voted_on(reads, live))
        every = all_fields(reads, live.process_id, lang)
        return render_template(
            "worksheets/fields.html",
            session=topic,
            step=step_id,
            question=pick(queries.question_of(reads, found), lang),
            fields=sorted(((field, name, voted.get(field)) for field, name in every), key=lambda one: -(one[2] or 0)),
            chosen=form.chosen() if form else found.field_ids,
            before=found.field_ids,
            voted=bool(voted),
            oops=web.spoken_refusal(refused) if refused else None,
        )


@bp.post("/sessions/<session>/sheets/<int:step_id>/fields")
def choose(session: str, step_id: int) -> ResponseReturnValue:
    form = FieldsForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            found = queries.sheet_on(tx.session, session_to_run(tx.session, actor, session), step_id)
            service.choose_fields(tx, found, form.chosen(), by=actor, seen=form.seen())
    except ChangedMeanwhile as refused:
        return fields_page(session, step_id, form, refused), refused.status
    return web.say(url_for("worksheet_desk.fields", session=session, step_id=step_id), CHOSEN)


@bp.get("/worksheets.csv")
def table() -> ResponseReturnValue:
    """Everything that workshops of the process have brought and everybody can read, field by field."""
    require_desk(Permission.RUN_SESSION)
    with reading() as session:
        process = desk_process(session, Permission.RUN_SESSION)
        found = gathered(session, process.id, web.reader_language())
        content = exports.as_csv(found, address_of)
    response: Response = make_response(content)
    response.headers["Content-Type"] = CSV
    response.headers.set("Content-Disposition", "attachment", filename=f"worksheets-{process.slug}.csv")
    return response


def address_of(slug: str, public_id: str) -> str:
    """Of what was said, for whoever opens the table elsewhere."""
    path = url_for("ideas.idea", slug=slug, public_id=public_id, lang=None).partition("?")[0]
    return f"{web.public_url()}{path}"
