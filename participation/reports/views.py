from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice

import gevent
from flask import Blueprint, Response, make_response, stream_template, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import clock, locales, web
from participation.foundation.database import reading
from participation.foundation.permissions import Permission
from participation.people.web import current_actor
from participation.process.web import desk_process
from participation.reports import exports, tables, wording
from participation.reports.joined import JoinedIdea
from participation.reports.present import Harvest, IdeaRow
from participation.reports.service import gather_harvest

bp = Blueprint("reports", __name__, url_prefix="/desk")

CSV = "text/csv; charset=utf-8"
PARTS_AT_A_TIME = 100  # of a template: about seventy ideas, written in 6 ms
A_MOMENT = 0.001  # seconds; after 0 the loop would come back at once, without a look at its sockets
HERE = "PUBLIC-ID"  # stands for an idea while the address around it is asked for
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def present_harvest() -> Harvest:
    with reading() as session:
        process = desk_process(session, Permission.HARVEST)
        return gather_harvest(session, process, by=current_actor(), lang=web.reader_language())


@bp.get("/harvest")
def harvest() -> ResponseReturnValue:
    found = present_harvest()
    page = stream_template(
        "reports/harvest.html",
        harvest=found,
        as_of=wording.as_of(found),
        names=wording.names_in(found, addresses("")),
        points_said=wording.points_said,
        turnout=wording.turnout,
        withheld=wording.withheld,
        worth=wording.worth,
        answer_name=wording.answer_name,
    )
    return make_response(unhurried(page))


def unhurried(parts: Iterator[str]) -> Iterator[str]:
    """A long page in pieces. Between two of them everybody else has a turn: votes go on while it is written."""
    while piece := "".join(islice(parts, PARTS_AT_A_TIME)):
        yield piece
        gevent.sleep(A_MOMENT)


@bp.get("/harvest.csv")
def harvest_csv() -> ResponseReturnValue:
    found = present_harvest()
    names = wording.names_in(found, addresses(web.public_url()))
    return download(exports.as_csv(tables.one_table(found, names)), CSV, found, "csv")


@bp.get("/harvest.xlsx")
def harvest_xlsx() -> ResponseReturnValue:
    found = present_harvest()
    names = wording.names_in(found, addresses(web.public_url()))
    right_to_left = locales.direction(web.reader_language()) == "rtl"
    return download(exports.as_xlsx(tables.all_tables(found, names), right_to_left=right_to_left), XLSX, found, "xlsx")


def addresses(site: str) -> Callable[[IdeaRow | JoinedIdea], str]:
    """Where everybody reads an idea. site: in front of a whole address, for files; empty for this site's pages."""

    @cache
    def around(collection: str) -> tuple[str, str]:
        start, _, end = url_for("ideas.idea", slug=collection, public_id=HERE).partition(HERE)
        return site + start, "" if site else end

    def address(row: IdeaRow | JoinedIdea) -> str:
        start, end = around(row.collection)
        return start + row.spoken.public_id + end

    return address


def download(content: bytes, kind: str, found: Harvest, ending: str) -> Response:
    """A file to keep, named after the town and the day."""
    day = clock.local(found.at).date().isoformat()
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers.set("Content-Disposition", "attachment", filename=f"{found.slug}-harvest-{day}.{ending}")
    return response
