"""What leaves the desk of a café: sheets for the tables, slips for guests without a phone, the notes as a file."""

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import pick
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.worldcafe import exports, queries
from participation.worldcafe.desk import cafe_of
from participation.worldcafe.present import cafe_view, note_views

bp = Blueprint("cafe_papers", __name__, url_prefix="/desk/sessions")

CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What lies on a table: its number, where it stands, and the way to its notes for phones."""

    number: int
    place: str
    address: str
    code: Markup


@bp.get("/<session>/cafe/sheets")
def sheets(session: str) -> ResponseReturnValue:
    """One for each table that is open, in the language of the page."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        view = cafe_view(reads, cafe_of(reads, live), lang)
        found = []
        for table in view.open:
            address = f"{web.public_url()}{url_for('cafes.table', cafe=view.id, number=table.number, lang=None)}"
            found.append(Sheet(table.number, table.place, address, web.qr(address)))
        return render_template("worldcafe/sheets.html", session=session, title=pick(live.title, lang), sheets=found)


@bp.get("/<session>/cafe/slips")
def slips(session: str) -> ResponseReturnValue:
    """A slip for each guest without a phone: their number and, while a round runs, their table."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        cafe = cafe_of(reads, live)
        numbers = [one.number for one in queries.guests_of(reads, cafe) if one.person_id is None]
        view = cafe_view(reads, cafe, lang)
        tables = {slip: table.number for table in view.tables for slip in table.slips}
        return render_template(
            "worldcafe/slips.html",
            session=session,
            title=pick(live.title, lang),
            round=view.running.number if view.running else None,
            slips=[(number, tables.get(number)) for number in numbers],
        )


@bp.get("/<session>/cafe/notes.csv")
def notes(session: str) -> ResponseReturnValue:
    """What everybody reads of the notes, as a file."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as reads:
        cafe = cafe_of(reads, session_to_run(reads, actor, session))
        shown, _ = note_views(reads, cafe, web.reader_language())
        response = make_response(exports.notes(shown))
    response.headers["Content-Type"] = CSV
    response.headers.set("Content-Disposition", "attachment", filename="notes.csv")
    return response
