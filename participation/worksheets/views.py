"""What workshops have brought, as everybody reads it: one worksheet, and all of a process field by field."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import Words
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Permission, may
from participation.people.web import current_actor
from participation.process.models import Format, Process
from participation.process.openings import Opening
from participation.process.permissions import require_readable
from participation.process.web import public_process
from participation.worksheets import queries
from participation.worksheets.gathered import gathered
from participation.worksheets.present import worksheet_view
from participation.worksheets.rules import KIND_NAMES

bp = Blueprint("worksheets", __name__, url_prefix="/worksheets")


@bp.get("")
def overview() -> ResponseReturnValue:
    """Existing projects, goals, ideas and structures of a process, field by field."""
    actor = current_actor()
    with reading() as session:
        process = public_process(session)
        return render_template(
            "worksheets/overview.html",
            process=process.slug,
            found=gathered(session, process.id, web.reader_language()),
            names=KIND_NAMES,
            table=may(actor, Permission.RUN_SESSION, process),
        )


@bp.get("/<worksheet>")
def page(worksheet: str) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        found = queries.sheet_named(session, actor.municipality_id, worksheet)
        if found.format_id is None:
            raise NotFound
        collection = session.get_one(Format, found.format_id)
        require_readable(actor, collection)
        view = worksheet_view(session, found, web.reader_language())
        return render_template(
            "worksheets/page.html",
            sheet=view,
            slug=collection.slug,
            process=collection.process.slug,
            name=KIND_NAMES[view.kind],
        )


def board_of(session: Session, collection: Format) -> str:
    """Where a format of this kind is read."""
    found = queries.sheet_of_format(session, collection.id)
    if found is None:
        raise NotFound
    return url_for("worksheets.page", worksheet=found.public_id)


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: one way to all that its workshops have brought."""
    count = queries.count_shown(session, process.id)
    if not count:
        return []
    title = Words(str(gettext("Goals and projects from workshops")), lang)
    note = ngettext("%(num)s sheet of a group", "%(num)s sheets of groups", count)
    return [Opening(url_for("worksheets.overview", process=process.slug), title, note)]
