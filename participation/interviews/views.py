"""Interviews, groups and documents as everybody reads them: what was done, and what was said, by code."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy.orm import Session

from participation.contributions.homes import Origin
from participation.contributions.models import Contribution
from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import pick
from participation.foundation.messages import NotFound
from participation.interviews import queries
from participation.interviews.present import code_views
from participation.interviews.public import done_view, origin_of, quoted_views
from participation.interviews.rules import KIND_NAMES
from participation.people.web import current_actor
from participation.process import queries as processes
from participation.process.models import Format, FormatKind, Process
from participation.process.openings import Opening
from participation.process.permissions import require_readable

bp = Blueprint("interviews", __name__, url_prefix="/interviews")


def format_to_read(session: Session, slug: str) -> Format:
    """Raises NotFound, NotOpenYet."""
    found = processes.format_by_slug(session, current_actor().municipality_id, slug)
    if found is None or found.kind != FormatKind.INTERVIEWS:
        raise NotFound
    require_readable(current_actor(), found)
    return found


@bp.get("/<slug>")
def page(slug: str) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found = format_to_read(session, slug)
        codes = code_views(session, found.process_id, lang, public=True)
        return render_template(
            "interviews/page.html",
            slug=slug,
            title=pick(found.title, lang),
            done=done_view(queries.sources_of(session, found.process_id)),
            codes=[one for one in codes if one.count.passages or one.count.withdrawn],
            kinds=KIND_NAMES,
        )


@bp.get("/<slug>/codes/<int:code>")
def under(slug: str, code: int) -> ResponseReturnValue:
    """What was said under one code. A code that nobody has released anything under is not there."""
    lang = web.reader_language()
    with reading() as session:
        found = format_to_read(session, slug)
        codes = code_views(session, found.process_id, lang, public=True)
        view = next((one for one in codes if one.id == code and (one.count.passages or one.count.withdrawn)), None)
        if view is None:
            raise NotFound
        return render_template(
            "interviews/code.html",
            slug=slug,
            title=pick(found.title, lang),
            code=view,
            kinds=KIND_NAMES,
            passages=quoted_views(session, queries.codes_of(session, found.process_id), code, lang),
        )


def board_of(_session: Session, collection: Format) -> str:
    """Where a format of this kind is read."""
    return url_for("interviews.page", slug=collection.slug)


def origin(session: Session, said: Contribution) -> Origin:
    """Where the words of a passage come from."""
    collection = session.get_one(Format, said.format_id)
    return Origin(origin_of(session, said), board_of(session, collection))


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: what was said in interviews."""
    formats = {one.id: one for one in processes.formats_of(session, process) if one.kind == FormatKind.INTERVIEWS}
    counts = queries.formats_with_passages(session, list(formats)) if formats else {}
    return [
        Opening(
            url_for("interviews.page", slug=formats[about].slug),
            pick(formats[about].title, lang),
            ngettext("%(num)s passage", "%(num)s passages", count),
        )
        for about, count in counts.items()
    ]
