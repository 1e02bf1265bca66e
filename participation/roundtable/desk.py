"""The desk of round tables: they are founded, get a frame and rules, meet, and carry their tasks over."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Permission, may, require
from participation.people.web import current_actor, require_desk
from participation.process.web import desk_process
from participation.roundtable import founding, meeting, queries
from participation.roundtable.forms import FrameForm, MeetingForm, RulesForm, TableForm
from participation.roundtable.models import RoundTable
from participation.roundtable.present import meeting_lines, seat_views, table_view, task_views
from participation.roundtable.rules import LONGEST_TEXT, LONGEST_TITLE

bp = Blueprint("tables", __name__, url_prefix="/desk/tables")

FOUNDED = web.saying("table-founded", N_("The table is there. Say next what it may decide."))
STORED = web.saying("table-stored", N_("Stored."))
RULED = web.saying("table-ruled", N_("These rules hold now. Every seat is asked whether it accepts them."))
ENDED = web.saying("table-ended", N_("The table meets no more. What it decided stays."))
PLANNED = web.saying("table-planned", N_("The session is planned. Its items stand on the run sheet."))
LIMITS = {"title": LONGEST_TITLE, "text": LONGEST_TEXT}


def table_to_run(session: Session, public_id: str, permission: Permission = Permission.RUN_SESSION) -> RoundTable:
    """Raises NotFound, NotAllowed."""
    actor = require_desk(permission)
    table = queries.table_named(session, actor.municipality_id, public_id)
    require(actor, permission, table)
    return table


@bp.get("", endpoint="all")
def all_tables() -> ResponseReturnValue:
    return list_page(TableForm(), None)


def list_page(form: TableForm, refused: Refused | None) -> ResponseReturnValue:
    actor, lang = require_desk(Permission.RUN_SESSION), web.reader_language()
    with reading() as session:
        found = queries.tables_of(session, actor.municipality_id)
        lines = [(one, pick(one.title, lang)) for one in found if may(actor, Permission.RUN_SESSION, one)]
    page = render_template(
        "roundtable/desk/all.html",
        tables=lines,
        parent=request.values.get("parent", ""),
        values=form.data,
        limits=LIMITS,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


@bp.post("")
def found() -> ResponseReturnValue:
    form, actor = TableForm(request.form), require_desk(Permission.RUN_SESSION)
    asked = request.form.get("parent", "")
    try:
        with transaction() as tx:
            parent = table_to_run(tx.session, asked) if asked else None
            process = desk_process(tx.session, Permission.RUN_SESSION)
            made = founding.found_table(tx, process, form.title(), form.purpose(), parent=parent, by=actor).public_id
    except Refused as refused:
        if refused.status != 422:
            raise
        return list_page(form, refused)
    return web.say(url_for("tables.page", table=made), FOUNDED)


@bp.get("/<table>")
def page(table: str) -> ResponseReturnValue:
    return table_page(table, None)


def table_page(public_id: str, refused: Refused | None, **typed: object) -> ResponseReturnValue:
    """typed: what stands in the forms that were not stored."""
    lang = web.reader_language()
    with reading() as session:
        table = table_to_run(session, public_id)
        rules = queries.rules_of(session, table)
        parent = session.get(RoundTable, table.parent_id) if table.parent_id else None
        shown = render_template(
            "roundtable/desk/table.html",
            table=table_view(session, table, lang),
            purpose=typed.get("purpose", table.purpose),
            scope=typed.get("scope", table.scope),
            quorum=typed.get("quorum", table.quorum),
            rules=typed.get("rules", rules[0].text if rules else {}),
            agenda=typed.get("agenda", ""),
            place=typed.get("place", ""),
            meetings=meeting_lines(session, table, lang),
            tasks=task_views(session, table, seat_views(session, table, lang)),
            parent=(parent.public_id, pick(parent.title, lang)) if parent else None,
            small=[(one.public_id, pick(one.title, lang)) for one in queries.preparing(session, table)],
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


def typed_in(form: FrameForm | RulesForm, name: str) -> dict[str, str]:
    """As it was typed, to be shown again."""
    return {
        field.partition("_")[2]: str(words or "") for field, words in form.data.items() if field.startswith(f"{name}_")
    }


@bp.post("/<table>/frame")
def frame(table: str) -> ResponseReturnValue:
    form, actor = FrameForm(request.form), current_actor()
    try:
        with transaction() as tx:
            found = table_to_run(tx.session, table)
            founding.write_frame(tx, found, form.scope(), form.purpose(), form.share(), by=actor)
    except Refused as refused:
        if refused.status != 422:
            raise
        typed = {"scope": typed_in(form, "scope"), "purpose": typed_in(form, "purpose"), "quorum": form.quorum.data}
        return table_page(table, refused, **typed)
    return web.say(url_for("tables.page", table=table), STORED)


@bp.post("/<table>/rules")
def rules(table: str) -> ResponseReturnValue:
    form, actor = RulesForm(request.form), current_actor()
    try:
        with transaction() as tx:
            founding.write_rules(tx, table_to_run(tx.session, table), form.text(), by=actor)
    except Refused as refused:
        if refused.status != 422:
            raise
        return table_page(table, refused, rules=typed_in(form, "rules"))
    return web.say(url_for("tables.page", table=table), RULED)


@bp.post("/<table>/end")
def end(table: str) -> ResponseReturnValue:
    with transaction() as tx:
        founding.end_table(tx, table_to_run(tx.session, table), by=current_actor())
    return web.say(url_for("tables.page", table=table), ENDED)


@bp.post("/<table>/sessions")
def plan(table: str) -> ResponseReturnValue:
    """The next session; its items stand in the language the desk works in, and can be worded on the run sheet."""
    form, actor, lang = MeetingForm(request.form), current_actor(), web.reader_language()
    try:
        with transaction() as tx:
            found = table_to_run(tx.session, table)
            made = meeting.plan_meeting(tx, found, form.items(lang), place=form.where(lang), by=actor).number
    except Refused as refused:
        if refused.status != 422:
            raise
        return table_page(table, refused, agenda=form.agenda.data, place=form.place.data)
    return web.say(url_for("minutes.page", table=table, number=made), PLANNED)


@bp.post("/<table>/tasks/<int:task>")
def task(table: str, task: int) -> ResponseReturnValue:
    """The form says whether it is done, so that a repeated click changes nothing."""
    with transaction() as tx:
        found = table_to_run(tx.session, table)
        about = queries.task_in(tx.session, found, task)
        meeting.end_task(tx, found, about, done=request.form.get("done") != "no", by=current_actor())
    return web.say(url_for("tables.page", table=table, _anchor="tasks"), STORED)
