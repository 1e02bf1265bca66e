"""A round table as everybody reads it: what it may decide, who sits there, what it decided, its approved minutes."""

from collections.abc import Mapping

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import pick
from participation.foundation.messages import NotFound
from participation.people.web import current_actor
from participation.process import queries as processes
from participation.process.models import Format, FormatKind, Process
from participation.process.openings import Opening
from participation.roundtable import queries
from participation.roundtable.models import RoundTable, SeatBallot
from participation.roundtable.panels import NAMES
from participation.roundtable.present import (
    BallotView,
    SeatView,
    ballot_views,
    item_views,
    meeting_lines,
    said_words,
    seat_views,
    table_view,
    task_views,
)
from participation.roundtable.web import sees_drafts, table_to_read

bp = Blueprint("table", __name__, url_prefix="/tables")


@bp.get("/<table>")
def page(table: str) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found = table_to_read(session, table)
        seats = seat_views(session, found, lang)
        parent = session.get(RoundTable, found.parent_id) if found.parent_id else None
        ballots = queries.decisions_of(session, found)
        return render_template(
            "roundtable/page.html",
            table=table_view(session, found, lang),
            decisions=decisions(session, ballots, seats),
            meetings=meeting_lines(session, found, lang),
            tasks=task_views(session, found, seats),
            parent=(parent.public_id, pick(parent.title, lang)) if parent else None,
            small=[(one.public_id, pick(one.title, lang)) for one in queries.preparing(session, found)],
            sits=queries.own_seat(session, found.id, current_actor().person_id) is not None,
            names=NAMES,
        )


def decisions(session: Session, ballots: list[SeatBallot], seats: Mapping[int, SeatView]) -> list[BallotView]:
    """Those that are recorded, the newest first."""
    items = {one.item_id for one in ballots}
    views = ballot_views(session, ballots[::-1], queries.papers_at(session, items), seats, desk=False)
    found = [one for line in views.values() for one in line]
    return sorted(found, key=lambda one: -(one.number or 0))


@bp.get("/<table>/decisions/<int:number>")
def decision(table: str, number: int) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found = table_to_read(session, table)
        recorded = queries.decision_numbered(session, found, number)
        return render_template(
            "roundtable/decision.html",
            table=table_view(session, found, lang),
            one=decisions(session, [recorded], seat_views(session, found, lang))[0],
            names=NAMES,
        )


@bp.get("/<table>/sessions/<int:number>")
def minutes(table: str, number: int) -> ResponseReturnValue:
    """Once they are approved everybody reads them; before that those who sit at the table, and the desk."""
    lang = web.reader_language()
    with reading() as session:
        found = table_to_read(session, table)
        about = queries.session_numbered(session, found, number)
        if about.approved_at is None and not sees_drafts(session, found):
            raise NotFound
        lines = {one.number: one for one in meeting_lines(session, found, lang)}
        seats = seat_views(session, found, lang)
        return render_template(
            "roundtable/minutes.html",
            table=table_view(session, found, lang),
            meeting=lines[number],
            came=[seats[one] for one in sorted(queries.sittings_of(session, about)) if one in seats],
            items=item_views(session, found, queries.items_of(session, about), lang, desk=False),
            tasks=[one for one in task_views(session, found, seats) if one.number == number],
            remark=said_words(about.remark, about.remark_lang),
            names=NAMES,
        )


def board_of(session: Session, collection: Format) -> str:
    """Where a format of this kind is read."""
    table = queries.table_of_format(session, collection.id)
    if table is None:
        raise NotFound
    return url_for("table.page", table=table.public_id)


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: its round tables."""
    formats = [one.id for one in processes.formats_of(session, process) if one.kind == FormatKind.ROUND_TABLE]
    if not formats:
        return []
    wanted = RoundTable.format_id.in_(formats), SeatBallot.number.is_not(None)
    decided = select(SeatBallot.table_id, func.count()).join(RoundTable, RoundTable.id == SeatBallot.table_id)
    counts = {table: count for table, count in session.execute(decided.where(*wanted).group_by(SeatBallot.table_id))}  # noqa: C416 - rows are not pairs to the checker
    tables = session.scalars(select(RoundTable).where(RoundTable.format_id.in_(formats)).order_by(RoundTable.id))
    return [opening(one, counts.get(one.id, 0), lang) for one in tables if one.scope]


def opening(table: RoundTable, count: int, lang: str) -> Opening:
    said = ngettext("%(num)s decision of the round table", "%(num)s decisions of the round table", count)
    return Opening(url_for("table.page", table=table.public_id), pick(table.title, lang), said)
