"""The desk of a café: who is here as a number, tables, the plan of the next round in figures, notes to let through."""

from collections.abc import Callable, Mapping

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Actor, Permission
from participation.people.web import require_desk
from participation.sessions.models import LiveSession
from participation.sessions.rules import LONGEST_HEADLINE
from participation.worldcafe import noting, opening, planning, queries, service
from participation.worldcafe.forms import ActForm, CafeForm
from participation.worldcafe.models import Cafe
from participation.worldcafe.present import cafe_view, note_views
from participation.worldcafe.rules import (
    LONGEST_PLACE,
    MINUTES_PROPOSED,
    MOST_ROUNDS,
    MOST_SLIPS,
    MOST_TABLES,
    PEOPLE_PROPOSED,
    ROUNDS_PROPOSED,
)

bp = Blueprint("cafe_desk", __name__, url_prefix="/desk/sessions")

PLANNED = web.saying("cafe-planned", N_("The steps stand on the run sheet. Nobody sees them before you call them up."))
TABLES_PROPOSED = 5


@bp.get("/<session>/cafe/new")
def new(session: str) -> ResponseReturnValue:
    proposed = {"tables": TABLES_PROPOSED, "people": PEOPLE_PROPOSED, "minutes": MINUTES_PROPOSED}
    return planning_page(session, proposed, None)


@bp.post("/<session>/cafe/new")
def plan(session: str) -> ResponseReturnValue:
    """Rounds, harvest and tables; of a café that is there, more of them."""
    form = CafeForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        wanted = form.wanted(request.form)
        with transaction() as tx:
            planning.plan_cafe(tx, session_to_run(tx.session, actor, session), wanted, by=actor)
    except Refused as refused:
        return planning_page(session, request.form, refused), refused.status
    return web.say(url_for("cafe_desk.cafe", session=session), PLANNED)


def planning_page(topic: str, values: Mapping[str, object], refused: Refused | None) -> str:
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        known = queries.cafe_in(session, live.id)
        return render_template(
            "worldcafe/new.html",
            session=live.public_id,
            cafe=cafe_view(session, known, web.reader_language()) if known else None,
            values=values,
            rounds=range(1, MOST_ROUNDS + 1),
            shown=ROUNDS_PROPOSED,
            limit=LONGEST_HEADLINE,
            oops=web.spoken_refusal(refused) if refused else None,
        )


@bp.get("/<session>/cafe")
def cafe(session: str) -> ResponseReturnValue:
    return cafe_page(session)


def cafe_page(topic: str, refused: Refused | None = None) -> str:
    """The whole café, for whoever may run the session. Raises NotFound, NotAllowed."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as session:
        live = session_to_run(session, actor, topic)
        found = cafe_of(session, live)
        shown, waiting = note_views(session, found, lang, desk=True)
        return render_template(
            "worldcafe/desk.html",
            session=live.public_id,
            title=pick(live.title, lang),
            state=live.state,
            cafe=cafe_view(session, found, lang, desk=True),
            notes=shown,
            incoming=waiting,
            typed=ActForm(request.form),
            limits={"place": LONGEST_PLACE, "slips": MOST_SLIPS, "tables": MOST_TABLES},
            oops=web.spoken_refusal(refused) if refused else None,
        )


def cafe_of(session: Session, live: LiveSession) -> Cafe:
    """Raises NotFound for a session without one."""
    found = queries.cafe_in(session, live.id)
    if found is None:
        raise NotFound
    return found


InTransaction = Callable[[Transaction, Cafe, Actor, ActForm], object]
ACTS: dict[str, InTransaction] = {
    "plan": lambda tx, cafe, by, _: opening.plan_next(tx, cafe, by=by),
    "tables": lambda tx, cafe, by, form: opening.add_tables(tx, cafe, form.number("count"), by=by),
    "close": lambda tx, cafe, by, form: opening.close_table(tx, cafe, form.table_number(), by=by),
    "open": lambda tx, cafe, by, form: opening.open_table(tx, cafe, form.table_number(), by=by),
    "move": lambda tx, cafe, by, form: opening.move_table(tx, cafe, form.table_number(), form.where(), by=by),
    "host": lambda tx, cafe, by, form: service.name_host(tx, cafe, form.table_number(), form.guest_number(), by=by),
    "ask": lambda tx, cafe, by, _: service.ask_for_hosts(tx, cafe, asks=True, by=by),
    "ask_no_more": lambda tx, cafe, by, _: service.ask_for_hosts(tx, cafe, asks=False, by=by),
    "slips": lambda tx, cafe, by, form: service.add_slips(tx, cafe, form.number("count"), by=by),
    "home": lambda tx, cafe, by, form: service.send_home(tx, cafe, form.number("guest"), by=by),
    "back": lambda tx, cafe, by, form: service.bring_back(tx, cafe, form.number("guest"), by=by),
    "release": lambda tx, cafe, by, form: noting.release(tx, cafe, form.picked(), by=by),
}


@bp.post("/<session>/cafe")
def act(session: str) -> ResponseReturnValue:
    """Whatever a button of the café says; `back` leads to the page it was pressed on."""
    form = ActForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    does = ACTS.get(form.verb())
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            does(tx, cafe_of(tx.session, session_to_run(tx.session, actor, session)), actor, form)
    except Refused as refused:
        if web.wants_json():
            raise
        return cafe_page(session, refused), refused.status
    backs = {"desk": url_for("console.desk", session=session)}
    return web.go(backs.get(request.form.get("back", ""), url_for("cafe_desk.cafe", session=session)))
