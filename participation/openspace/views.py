"""An open space as everybody reads it: the programme, what hangs at a door, the news wall, the book."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading
from participation.foundation.locales import pick
from participation.foundation.messages import NotFound
from participation.openspace import queries
from participation.openspace.exports import due_day
from participation.openspace.models import Space
from participation.openspace.present import action_views, report_views, space_view
from participation.people.web import current_actor
from participation.process import queries as processes
from participation.process.models import Format, FormatKind, Process
from participation.process.openings import Opening
from participation.process.permissions import require_readable

bp = Blueprint("spaces", __name__, url_prefix="/spaces")


@bp.get("/<space>")
def page(space: str) -> ResponseReturnValue:
    """The programme, the news wall, and what was agreed."""
    return shown(space, "openspace/page.html")


@bp.get("/<space>/book")
def book(space: str) -> ResponseReturnValue:
    """All of it in one, to be printed, in the language of the page."""
    return shown(space, "openspace/book.html")


def shown(public_id: str, template: str) -> str:
    lang = web.reader_language()
    with reading() as session:
        found, collection = space_to_read(session, public_id)
        view = space_view(session, found, lang)
        reports, _ = report_views(session, found, lang, view.topics)
        actions, _ = action_views(session, found, lang, view.topics)
        about = {one.id: [report for report in reports if report.topic is one] for one in view.topics}
        return render_template(
            template,
            space=view,
            slug=collection.slug,
            title=pick(queries.session_of(session, found).title, lang),
            place=pick(queries.session_of(session, found).place, lang),
            reports=reports,
            about=about,
            actions=actions,
            due_day=due_day,
        )


@bp.get("/<space>/rooms/<int:room>")
def room(space: str, room: int) -> ResponseReturnValue:
    """What hangs at the door, for a phone: what happens here, and the way to the report."""
    lang = web.reader_language()
    with reading() as session:
        found, _ = space_to_read(session, space)
        place = queries.room_in(session, found, room)
        view = space_view(session, found, lang)
        times = [(slot, view.at(slot.id, place.id)) for slot in view.slots]
        return render_template("openspace/room.html", space=view, name=place.name, times=times)


def space_to_read(session: Session, public_id: str) -> tuple[Space, Format]:
    """Raises NotFound, also for that of a rehearsal, NotOpenYet."""
    actor = current_actor()
    found = queries.space_named(session, actor.municipality_id, public_id)
    if found.format_id is None:
        raise NotFound
    collection = session.get_one(Format, found.format_id)
    require_readable(actor, collection)
    return found, collection


def board_of(session: Session, collection: Format) -> str:
    """Where a format of this kind is read."""
    space = queries.space_of_format(session, collection.id)
    if space is None:
        raise NotFound
    return url_for("spaces.page", space=space.public_id)


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: the open spaces that can be read."""
    formats = {one.id: one for one in processes.formats_of(session, process) if one.kind == FormatKind.OPEN_SPACE}
    found = queries.count_shown(session, list(formats))
    return [
        Opening(
            url_for("spaces.page", space=space.public_id),
            pick(formats[about].title, lang),
            ngettext("%(num)s concern in the open space", "%(num)s concerns in the open space", count),
        )
        for about, (space, count) in found.items()
    ]
