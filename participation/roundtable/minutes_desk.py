"""The desk of one session of a table: who has come, its items, what stands in the minutes, and their approval."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Permission, may
from participation.people.web import current_actor
from participation.roundtable import meeting, queries
from participation.roundtable.desk import STORED, table_to_run
from participation.roundtable.forms import ItemForm, MinutesForm, SeatsForm
from participation.roundtable.models import RoundTable, TableSession
from participation.roundtable.panels import NAMES
from participation.roundtable.present import item_views, meeting_lines, table_view
from participation.roundtable.rules import LONGEST_NOTE, LONGEST_TEXT
from participation.sessions.rules import LONGEST_HEADLINE

bp = Blueprint("minutes", __name__, url_prefix="/desk/tables/<table>/sessions/<int:number>")

WRITES = Permission.INTERPRET_SESSION  # who runs the session, and who interprets there
ADDED = web.saying("item-added", N_("The item stands on the run sheet."))
APPROVED = web.saying("minutes-approved", N_("Approved. Everybody can read these minutes now."))
LIMITS = {"minutes": LONGEST_TEXT, "remark": LONGEST_NOTE, "title": LONGEST_HEADLINE}


def session_to_run(
    session: Session, table: str, number: int, permission: Permission = Permission.RUN_SESSION
) -> tuple[RoundTable, TableSession]:
    """Raises NotFound, NotAllowed."""
    found = table_to_run(session, table, permission)
    return found, queries.session_numbered(session, found, number)


@bp.get("")
def page(table: str, number: int) -> ResponseReturnValue:
    return session_page(table, number, None)


def session_page(table: str, number: int, refused: Refused | None, item: int = 0) -> ResponseReturnValue:
    """item: at which what was typed was not stored."""
    lang = web.reader_language()
    with reading() as session:
        found, about = session_to_run(session, table, number, WRITES)
        lines = {one.number: one for one in meeting_lines(session, found, lang)}
        shown = render_template(
            "roundtable/desk/session.html",
            table=table_view(session, found, lang, here=queries.here_in(session, about)),
            meeting=lines[number],
            items=item_views(session, found, queries.items_of(session, about), lang, desk=True),
            waiting=[
                one
                for one in lines.values()
                if one.number < number and one.approved_at is None and one.state == "ended"
            ],
            runs=may(current_actor(), Permission.RUN_SESSION, found),
            names=NAMES,
            limits=LIMITS,
            typed=(item, request.form) if refused else None,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


@bp.post("/items")
def add(table: str, number: int) -> ResponseReturnValue:
    form, actor = ItemForm(request.form), current_actor()
    try:
        with transaction() as tx:
            _, about = session_to_run(tx.session, table, number)
            meeting.add_item(
                tx, about, form.question(), form.notes(), confidential=bool(form.confidential.data), by=actor
            )
    except Refused as refused:
        if refused.status != 422:
            raise
        return session_page(table, number, refused)
    return web.say(url_for("minutes.page", table=table, number=number), ADDED)


@bp.post("/items/<int:item>")
def write(table: str, number: int, item: int) -> ResponseReturnValue:
    form, actor = MinutesForm(request.form), current_actor()
    try:
        with transaction() as tx:
            _, about = session_to_run(tx.session, table, number, WRITES)
            found = queries.item_in(tx.session, about, item)
            meeting.write_minutes(tx, about, found, meeting.minutes_text(form.typed()), seen=form.seen(), by=actor)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return session_page(table, number, refused, item)
    return web.say(url_for("minutes.page", table=table, number=number, _anchor=f"item-{item}"), STORED)


@bp.post("/seats")
def seat(table: str, number: int) -> ResponseReturnValue:
    """The desk says who sits on a seat, or that they have left."""
    form, actor = SeatsForm(request.form), current_actor()
    with transaction() as tx:
        found, about = session_to_run(tx.session, table, number)
        chosen = queries.seat_in(tx.session, found, form.chosen_seat())
        meeting.seat_at_desk(tx, about, chosen, form.chosen_part(), by=actor)
    return web.say(url_for("minutes.page", table=table, number=number, _anchor="seats"), STORED)


@bp.post("/approve")
def approve(table: str, number: int) -> ResponseReturnValue:
    """In this session the table approves the minutes of an earlier one."""
    earlier = request.form.get("earlier", 0, type=int)
    actor, lang = current_actor(), web.spoken_language()
    try:
        with transaction() as tx:
            found, later = session_to_run(tx.session, table, number)
            before = queries.session_numbered(tx.session, found, earlier)
            remark = request.form.get("remark", "")
            meeting.approve_minutes(tx, before, later, remark, page_language=lang, by=actor)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return session_page(table, number, refused)
    return web.say(url_for("minutes.page", table=table, number=number), APPROVED)
