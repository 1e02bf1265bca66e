"""What leaves the desk of an open space: sheets for the doors, tables, a vote on the concerns."""

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Permission
from participation.languages.models import Translation
from participation.languages.vouching import State
from participation.openspace import exports, queries
from participation.openspace.desk import space_of, space_page
from participation.openspace.models import Space
from participation.openspace.present import SlotView, TopicView, action_views, space_view
from participation.openspace.rules import NotSoManyTopics, is_shown
from participation.people.web import require_desk
from participation.process.models import Format
from participation.sessions.lines import FOUR_PRINCIPLES, LAW_OF_TWO_FEET
from participation.sessions.pointing import ask_for_points
from participation.voting.rules import MOST_OPTIONS
from participation.voting.service import Proposed

bp = Blueprint("space_papers", __name__, url_prefix="/desk/sessions")

ASKED = web.saying(
    "space-asked", N_("A vote on the concerns stands on the run sheet, after this step. Nobody sees it yet.")
)
CSV = "text/csv; charset=utf-8"
WHICH = N_("Which of these should be taken up first?")


@dataclass(frozen=True, slots=True)
class Door:
    """What hangs at the door of a place: what happens there when, and the way to it for phones."""

    name: str
    times: list[tuple[SlotView, TopicView | None]]
    address: str
    code: Markup


@bp.get("/<session>/space/doors")
def doors(session: str) -> ResponseReturnValue:
    """A sheet for each place, in the language of the page."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        space = space_of(reads, live)
        view = space_view(reads, space, lang)
        sheets = []
        for room, name in view.rooms:
            path = url_for("spaces.room", space=space.public_id, room=room, lang=None)
            address = f"{web.public_url()}{path}"
            times = [(slot, view.at(slot.id, room)) for slot in view.slots]
            sheets.append(Door(name, times, address, web.qr(address)))
        return render_template(
            "openspace/doors.html", session=session, title=pick(live.title, lang), space=view, doors=sheets
        )


@bp.get("/<session>/space/principles")
def principles(session: str) -> ResponseReturnValue:
    """The four principles and the law of two feet, to hang up, in the language of the page."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        title = pick(live.title, web.reader_language())
        return render_template(
            "openspace/principles.html", session=live.public_id, title=title, slides=[FOUR_PRINCIPLES, LAW_OF_TWO_FEET]
        )


@bp.get("/<session>/space/<any(programme,actions):what>.csv")
def table(session: str, what: str) -> ResponseReturnValue:
    """What the hall reads of the space, as a file."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        space = space_of(reads, session_to_run(reads, actor, session))
        view = space_view(reads, space, lang)
        site = site_of(reads, space)
        if what == "programme":
            content = exports.programme(view, site)
        else:
            content = exports.action_plan(action_views(reads, space, lang, view.topics)[0], site)
    response = make_response(content)
    response.headers["Content-Type"] = CSV
    response.headers.set("Content-Disposition", "attachment", filename=f"{what}.csv")
    return response


def site_of(session: Session, space: Space) -> str:
    """The address of what was said without its public id; "" in a rehearsal."""
    if space.format_id is None:
        return ""
    home = session.get_one(Format, space.format_id)
    path = url_for("ideas.board", slug=home.slug, lang=None).partition("?")[0]
    return f"{web.public_url()}{path}/"


@bp.post("/<session>/space/vote")
def ask(session: str) -> ResponseReturnValue:
    """Dots on the concerns: a vote behind the step that is on, ready to be started.

    Where at least two were reported about, on those; what was put together is one answer.
    """
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            options = options_of(tx.session, space_of(tx.session, live))
            if not 2 <= len(options) <= MOST_OPTIONS:
                raise NotSoManyTopics(limit=MOST_OPTIONS)
            ask_for_points(tx, live, WHICH, options, after=live.step_id, by=actor)
    except NotFound:
        raise
    except Refused as refused:
        return space_page(session, refused), refused.status
    return web.say(url_for("console.desk", session=session), ASKED)


def options_of(session: Session, space: Space) -> list[Proposed]:
    """Each concern in every language in which somebody vouches for it."""
    rows = [one for one in queries.topics_of(session, space) if is_shown(one.said.status)]
    told = {one.topic_id for one in queries.reports_of(session, space) if is_shown(one.said.status)}
    reported = {one.part_of_id or one.id for one in rows if one.id in told}
    shown = {one.id for one in rows}
    heads = [one for one in rows if one.part_of_id not in shown]
    told_about = [one for one in heads if one.id in reported]
    heads = told_about if len(told_about) > 1 else heads
    words = words_in_languages(session, [one.contribution_id for one in heads if one.contribution_id])
    return [
        Proposed(
            {**words.get(one.contribution_id or 0, {}), one.said.language: one.said.text},
            f"idea:{one.contribution_id}" if one.contribution_id else "",
        )
        for one in heads
    ]


def words_in_languages(session: Session, contribution_ids: list[int]) -> dict[int, dict[str, str]]:
    """Contribution id -> language -> what it says there, of the versions somebody vouches for."""
    if not contribution_ids:
        return {}
    rows = session.execute(
        select(Translation.contribution_id, Translation.language, Translation.text).where(
            Translation.contribution_id.in_(contribution_ids), Translation.state == State.APPROVED
        )
    )
    found: dict[int, dict[str, str]] = {}
    for about, language, text in rows:
        found.setdefault(about, {})[language] = text
    return found
