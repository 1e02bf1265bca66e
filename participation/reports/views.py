from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import clock, locales, web
from participation.foundation.database import reading
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.reports import exports, tables
from participation.reports.present import Harvest, IdeaRow
from participation.reports.service import gather_harvest

bp = Blueprint("reports", __name__, url_prefix="/desk")

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def present_harvest() -> Harvest:
    actor = require_desk(Permission.HARVEST)
    with reading() as session:
        return gather_harvest(session, by=actor, lang=web.reader_language())


@bp.get("/harvest")
def harvest() -> ResponseReturnValue:
    found = present_harvest()
    return render_template(
        "reports/harvest.html",
        harvest=found,
        as_of=tables.as_of(found),
        source_name=tables.source_name,
        language_name=tables.language_name,
        points_said=tables.points_said,
        turnout=tables.turnout,
        withheld=tables.withheld,
        worth=tables.worth,
        answer_name=tables.answer_name,
    )


@bp.get("/harvest.csv")
def harvest_csv() -> ResponseReturnValue:
    found = present_harvest()
    return download(exports.as_csv(tables.one_table(found, public_addresses())), CSV, found, "csv")


@bp.get("/harvest.xlsx")
def harvest_xlsx() -> ResponseReturnValue:
    found = present_harvest()
    sheets = tables.all_tables(found, public_addresses())
    right_to_left = locales.direction(web.reader_language()) == "rtl"
    return download(exports.as_xlsx(sheets, right_to_left=right_to_left), XLSX, found, "xlsx")


def public_addresses() -> Callable[[IdeaRow], str]:
    """Where everybody can read an idea: a whole address, because a file is read anywhere; in no fixed language."""
    start = web.public_url()

    def address(row: IdeaRow) -> str:
        path = url_for("ideas.idea", slug=row.collection, public_id=row.spoken.public_id)
        return start + path.partition("?")[0]

    return address


def download(content: bytes, kind: str, found: Harvest, ending: str) -> Response:
    """A file to keep, named after the town and the day."""
    day = clock.local(found.at).date().isoformat()
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.slug}-harvest-{day}.{ending}")
    return response
