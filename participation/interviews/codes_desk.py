"""The desk of a codebook: what stands under which code, as a table and as a file."""

from collections.abc import Callable

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from participation.fields.queries import fields_of
from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import NotFound, Refused
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Actor, Permission
from participation.interviews import codebook
from participation.interviews.desk import DONE, process_of
from participation.interviews.forms import CodeForm
from participation.interviews.present import CodeView, code_views
from participation.interviews.rules import KIND_NAMES, LONGEST_CODE, LONGEST_MEANING
from participation.people.web import require_desk
from participation.process.models import Process
from participation.townhall.activity import BYTE_ORDER_MARK, written

bp = Blueprint("interview_codes", __name__, url_prefix="/desk/interviews")

CSV = "text/csv; charset=utf-8"
LIMITS = {"name": LONGEST_CODE, "meaning": LONGEST_MEANING}


@bp.get("/codes")
def page() -> ResponseReturnValue:
    return codes_page(None)


def codes_page(refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        process = process_of(session)
        shown = render_template(
            "interviews/desk/codes.html",
            codes=code_views(session, process.id, lang),
            fields=[(one.id, pick(one.name, lang)) for one in fields_of(session, process.id)],
            kinds=KIND_NAMES,
            typed=request.form,
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


def asked(name: str) -> int:
    return row_number(request.form.get(name, ""))


def add(tx: Transaction, process: Process, by: Actor) -> None:
    codebook.add_code(tx, process, CodeForm(request.form).code(web.spoken_language()), by=by)


def change(tx: Transaction, process: Process, by: Actor) -> None:
    words = CodeForm(request.form).code(web.spoken_language())
    codebook.change_code(tx, process, asked("code"), words, seen=asked("seen"), by=by)


ACTS: dict[str, Callable[[Transaction, Process, Actor], object]] = {
    "begin": lambda tx, process, by: codebook.begin_codebook(tx, process, lang=web.town_language(), by=by),
    "add": add,
    "change": change,
    "merge": lambda tx, process, by: codebook.merge_codes(tx, process, asked("code"), asked("into"), by=by),
    "retire": lambda tx, process, by: codebook.retire_code(tx, process, asked("code"), retired=True, by=by),
    "offer": lambda tx, process, by: codebook.retire_code(tx, process, asked("code"), retired=False, by=by),
}


@bp.post("/codes")
def act() -> ResponseReturnValue:
    does, actor = ACTS.get(request.form.get("act", "")), require_desk(Permission.WORK_WITH_SOURCES)
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            does(tx, process_of(tx.session), actor)
    except NotFound:
        raise
    except Refused as refused:
        if refused.status == 403:
            raise
        return codes_page(refused)
    return web.say(url_for("interview_codes.page"), DONE)


@bp.get("/codes.csv")
def counts() -> ResponseReturnValue:
    """What is counted under each code, for whoever goes on working with it elsewhere."""
    with reading() as session:
        process = process_of(session)
        codes, slug = code_views(session, process.id, web.reader_language()), process.slug
    heads: list[str | int] = [gettext("Code"), gettext("Field"), gettext("Passages"), gettext("Sources")]
    heads += [gettext(name) for name in KIND_NAMES.values()] + [gettext("Withdrawn")]
    content = written([heads, *[row_of(one) for one in codes]])
    response = make_response((BYTE_ORDER_MARK + content).encode())
    response.headers["Content-Type"] = CSV
    response.headers.set("Content-Disposition", "attachment", filename=f"{slug}-codes.csv")
    return response


def row_of(code: CodeView) -> list[str | int]:
    kinds = [code.count.kinds.get(kind, 0) for kind in KIND_NAMES]
    figures = [code.count.passages, code.count.sources, *kinds, code.count.withdrawn]
    return [code.name.text, code.field.text if code.field else "", *figures]
