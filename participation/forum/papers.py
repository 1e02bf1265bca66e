"""What leaves the desk of a forum: results written down, the programme and door sheets on paper, a table of results."""

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from participation.contributions.rules import Status
from participation.forum import queries, writing
from participation.forum.forms import ActForm, ResultForm
from participation.forum.present import PartView, ResultView, by_part, forum_view, result_views
from participation.forum.rules import KIND_NAMES, LONGEST_RESULT
from participation.forum.web import forum_to_run
from participation.foundation import chance, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import OWN_NAMES
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.process.models import Format
from participation.townhall.activity import BYTE_ORDER_MARK, written

bp = Blueprint("forum_papers", __name__, url_prefix="/desk/forums")

WRITTEN = web.saying(
    "result-written", N_("Written down. Please read it aloud once, so that they can say whether it is right.")
)
RELEASED = web.saying("result-released", N_("Done."))
CSV = "text/csv; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Door:
    """What hangs at the door of a room: what happens there when, and the way to it for phones."""

    name: str
    parts: list[PartView]
    address: str
    code: Markup


@bp.get("/<forum>/results")
def results(forum: str) -> ResponseReturnValue:
    return results_page(forum, ResultForm(), None)


def results_page(public_id: str, form: ResultForm, refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found = forum_to_run(session, public_id, Permission.WRITE_FOR_OTHERS)
        view = forum_view(session, found, lang)
        all_of_them = result_views(session, found, lang, desk=True)
        shown = render_template(
            "forum/desk/results.html",
            forum=view,
            results=by_part(view.parts, [one for one in all_of_them if one.said.status == Status.PUBLISHED]),
            incoming=[one for one in all_of_them if one.said.status == Status.WAITING],
            titles={one.row: one.title for one in view.parts},
            form=form,
            chosen=request.values.get("part", ""),
            once=chance.token(),
            limit=LONGEST_RESULT,
            tongues=OWN_NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


@bp.post("/<forum>/results")
def write(forum: str) -> ResponseReturnValue:
    """A result of a part, for whoever said it there."""
    form, actor = ResultForm(request.form), require_desk(Permission.WRITE_FOR_OTHERS)
    try:
        with transaction() as tx:
            found = forum_to_run(tx.session, forum, Permission.WRITE_FOR_OTHERS)
            part = queries.part_in(tx.session, found, request.form.get("part", ""))
            writing.enter_result(tx, found, part, form.written(web.reader_language()), by=actor)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return results_page(forum, form, refused)
    return web.say(url_for("forum_papers.results", forum=forum, part=request.form.get("part", "")), WRITTEN)


@bp.post("/<forum>/results/release")
def release(forum: str) -> ResponseReturnValue:
    """`session`: the console on which it was pressed."""
    form, actor = ActForm(request.form), require_desk(Permission.MODERATE)
    with transaction() as tx:
        writing.release(tx, forum_to_run(tx.session, forum, Permission.MODERATE), form.picked(), by=actor)
    session = request.form.get("session", "")
    if session:
        return web.go(url_for("console.desk", session=session))
    return web.say(url_for("forum_papers.results", forum=forum), RELEASED)


@bp.get("/<forum>/results.csv")
def table(forum: str) -> ResponseReturnValue:
    """What everybody reads of the results, as a file."""
    lang = web.reader_language()
    with reading() as session:
        found = forum_to_run(session, forum)
        view = forum_view(session, found, lang)
        home = session.get_one(Format, found.format_id)
        shown = by_part(view.parts, result_views(session, found, lang))
    site = f"{web.public_url()}{url_for('ideas.board', slug=home.slug, lang=None).partition('?')[0]}/"
    headings = [gettext(one) for one in HEADINGS]
    rows = [cells(part, one, site) for part, some in shown for one in some]
    response = make_response((BYTE_ORDER_MARK + written([[str(one) for one in headings], *rows])).encode())
    response.headers["Content-Type"] = CSV
    response.headers.set("Content-Disposition", "attachment", filename="results.csv")
    return response


HEADINGS = (
    N_("Number"),
    N_("Programme of the day"),
    N_("Result"),
    N_("Language code"),
    N_("Translation"),
    N_("Address"),
)


def cells(part: PartView, one: ResultView, site: str) -> list[str | int]:
    said = one.said
    return [
        one.number,
        part.title.text,
        said.original.text if said.original else one.text,
        said.said_in,
        one.text if said.version else "",
        f"{site}{said.public_id}",
    ]


@bp.get("/<forum>/print")
def programme(forum: str) -> ResponseReturnValue:
    """On paper, in the language of the page."""
    return paper(forum, "forum/desk/print.html")


@bp.get("/<forum>/doors")
def doors(forum: str) -> ResponseReturnValue:
    """A sheet for each room, in the language of the page."""
    return paper(forum, "forum/desk/doors.html")


def paper(public_id: str, template: str) -> str:
    lang = web.reader_language()
    with reading() as session:
        found = forum_to_run(session, public_id)
        view = forum_view(session, found, lang)
    sheets = []
    for room, name in view.rooms:
        address = f"{web.public_url()}{url_for('forum.room', forum=public_id, room=room, lang=None)}"
        there = [one for one in view.parts if one.room_id == room]
        sheets.append(Door(name, there, address, web.qr(address)))
    address = f"{web.public_url()}{url_for('forum.page', forum=public_id, lang=None)}"
    return render_template(template, forum=view, doors=sheets, address=address, qr=web.qr(address), kinds=KIND_NAMES)
