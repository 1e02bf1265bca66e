"""The desk of an open space: what comes in is let through, concerns find their places; several moderators at once."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.console.web import session_to_run
from participation.contributions.rules import Kind
from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import OWN_NAMES, pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Actor, Permission
from participation.languages.hearing import Written
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.openspace import arranging, calling, planning, queries, service
from participation.openspace.forms import MarketForm, PlacesForm, TopicForm, next_hour, today
from participation.openspace.models import Action, InSpace, Report, Space, Topic
from participation.openspace.panels import LIMITS
from participation.openspace.present import action_views, report_views, space_view
from participation.openspace.rules import LONGEST_ROOM
from participation.people.web import require_desk
from participation.sessions.models import LiveSession

bp = Blueprint("space_desk", __name__, url_prefix="/desk/sessions")

PLANNED = web.saying("space-planned", N_("The steps stand on the run sheet. Nobody sees them before you call them up."))
ENTERED = web.saying("topic-entered", N_("The concern is written down."))
TABLES: dict[str, type[InSpace]] = {Kind.TOPIC: Topic, Kind.REPORT: Report, Kind.ACTION: Action}


@bp.get("/<session>/space/new")
def new(session: str) -> ResponseReturnValue:
    return planning_page(session, PlacesForm(), None)


@bp.post("/<session>/space/new")
def plan(session: str) -> ResponseReturnValue:
    """The four steps, with places and times as far as they are known."""
    form = PlacesForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            space = planning.plan_space(tx, session_to_run(tx.session, actor, session), by=actor)
            planning.add_rooms(tx, space, form.names(), by=actor)
            planning.add_slots(tx, space, form.spans(), by=actor)
    except Refused as refused:
        return planning_page(session, form, refused), refused.status
    return web.say(url_for("space_desk.space", session=session), PLANNED)


def planning_page(topic: str, form: PlacesForm, refused: Refused | None) -> str:
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        return render_template(
            "openspace/new.html",
            session=live.public_id,
            known=queries.space_in(session, live.id) is not None,
            values=form.data,
            day=today(),
            hour=next_hour(),
            oops=web.spoken_refusal(refused) if refused else None,
        )


@bp.get("/<session>/space")
def space(session: str) -> ResponseReturnValue:
    return space_page(session)


def space_page(topic: str, refused: Refused | None = None) -> str:
    """The whole space, for whoever may run the session. Raises NotFound, NotAllowed."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as session:
        live = session_to_run(session, actor, topic)
        found = space_of(session, live)
        return render_template(
            "openspace/desk.html",
            title=pick(live.title, lang),
            public_id=found.public_id,
            epoch=fanout.current().epoch,
            oops=web.spoken_refusal(refused) if refused else None,
            typed=TopicForm(request.form),
            places=PlacesForm(request.form),
            day=today(),
            hour=next_hour(),
            tongues=OWN_NAMES,
            **in_the_space(session, live, found, lang),
        )


def space_of(session: Session, live: LiveSession) -> Space:
    """Raises NotFound for a session without one."""
    found = queries.space_in(session, live.id)
    if found is None:
        raise NotFound
    return found


def in_the_space(session: Session, live: LiveSession, space: Space, lang: str) -> dict[str, object]:
    view = space_view(session, space, lang, desk=True)
    reports, reports_waiting = report_views(session, space, lang, view.topics, desk=True)
    actions, actions_waiting = action_views(session, space, lang, view.topics, desk=True)
    return {
        "space": view,
        "reports": reports,
        "reports_waiting": reports_waiting,
        "actions": actions,
        "actions_waiting": actions_waiting,
        "session": live.public_id,
        "seq": live.seq,
        "state": live.state,
        "rehearsal": live.rehearsal,
        "limits": {**LIMITS, "room": LONGEST_ROOM},
    }


@bp.get("/<session>/space/now")
def now(session: str) -> ResponseReturnValue:
    """For a desk without a socket."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as reads:
        found = space_of(reads, session_to_run(reads, actor, session))
    return {"frame": fanout.current().frame(Audience(found.public_id, Screen.SPACE, web.reader_language()))}


def render_space(session: Session, live: LiveSession, space: Space, lang: str) -> str:
    return render_template("openspace/stage.html", form_token="", **in_the_space(session, live, space, lang))


# --- acts


def release(tx: Transaction, space: Space, by: Actor, form: MarketForm) -> None:
    table = TABLES.get(str(form.kind.data))
    if table is None:
        raise web.BadRequest
    service.release(tx, space, table, form.picked(), by=by)


def split(tx: Transaction, space: Space, by: Actor, form: MarketForm) -> None:
    written = Written(str(form.text.data or ""), "", web.reader_language())
    arranging.split(tx, space, form.chosen(), service.Concern(written), by=by)


def place(tx: Transaction, space: Space, by: Actor, form: MarketForm) -> None:
    slot, room = form.place()
    arranging.place(tx, space, form.chosen(), room, slot, by=by)


InTransaction = Callable[[Transaction, Space, Actor, MarketForm], object]
ACTS: dict[str, InTransaction] = {
    "release": release,
    "call": lambda tx, space, by, _: calling.call(tx, space, None, by=by),
    "call_one": lambda tx, space, by, form: calling.call(tx, space, form.chosen()[0], by=by),
    "call_back": lambda tx, space, by, _: calling.call_back(tx, space, by=by),
    "take": lambda tx, space, by, _: service.take_topics(tx, space, takes=True, by=by),
    "stop": lambda tx, space, by, _: service.take_topics(tx, space, takes=False, by=by),
    "take_reports": lambda tx, space, by, _: service.take_reports(tx, space, takes=True, by=by),
    "stop_reports": lambda tx, space, by, _: service.take_reports(tx, space, takes=False, by=by),
    "place": place,
    "swap": lambda tx, space, by, form: arranging.swap(tx, space, form.chosen(), form.place(), by=by),
    "join": lambda tx, space, by, form: arranging.join(tx, space, form.chosen(), form.number("to"), by=by),
    "free": lambda tx, space, by, form: arranging.free(tx, space, form.chosen(), by=by),
    "split": split,
    "names": lambda tx, space, by, form: arranging.name_people(
        tx, space, form.chosen(), form.clean("name"), form.clean("interpreter"), by=by
    ),
    "undo": lambda tx, space, by, _: arranging.undo(tx, space, by=by),
    "name_room": lambda tx, space, by, form: planning.name_room(
        tx, space, form.number("room"), form.room_name(), by=by
    ),
    "close_room": lambda tx, space, by, form: planning.close_room(tx, space, form.number("room"), by=by),
    "close_slot": lambda tx, space, by, form: planning.close_slot(tx, space, form.number("slot"), by=by),
}


@bp.post("/<session>/space")
def act(session: str) -> ResponseReturnValue:
    """Whatever a button of the space says; `back` leads to the page it was pressed on."""
    form = MarketForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    does = ACTS.get(form.verb())
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            does(tx, space_of(tx.session, session_to_run(tx.session, actor, session)), actor, form)
    except Refused as refused:
        if web.wants_json():
            raise
        return space_page(session, refused), refused.status
    backs = {"desk": url_for("console.desk", session=session)}
    return web.go(backs.get(request.form.get("back", ""), url_for("space_desk.space", session=session)))


@bp.post("/<session>/space/places")
def add_places(session: str) -> ResponseReturnValue:
    """More places, more times."""
    form = PlacesForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            found = space_of(tx.session, session_to_run(tx.session, actor, session))
            planning.add_rooms(tx, found, form.names(), by=actor)
            planning.add_slots(tx, found, form.spans(), by=actor)
    except Refused as refused:
        return space_page(session, refused), refused.status
    return web.go(url_for("space_desk.space", session=session))


@bp.post("/<session>/space/topics")
def enter(session: str) -> ResponseReturnValue:
    """A concern for a person without a phone."""
    form = TopicForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            found = space_of(tx.session, session_to_run(tx.session, actor, session))
            service.enter_topic(tx, found, form.concern(web.reader_language()), by=actor)
    except Refused as refused:
        return space_page(session, refused), refused.status
    return web.say(url_for("space_desk.space", session=session, _anchor="write"), ENTERED)
