"""The screens of a hall, and the rehearsal of an evening."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import INTERFACE, pick
from participation.foundation.messages import N_
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.sessions import projectors, queries, rehearsal
from participation.sessions.rules import SHOWS_NAMES, Shows

bp = Blueprint("projection", __name__, url_prefix="/desk/sessions")

TURNED = web.saying("screen-turned", N_("The screen shows something else now."))
SHUT = web.saying("screen-shut", N_("This screen shows nothing more."))


@bp.get("/<session>/screens", endpoint="screens")
def all_screens(session: str) -> ResponseReturnValue:
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        return render_template(
            "console/screens.html",
            session=live.public_id,
            title=pick(live.title, web.reader_language()),
            screens=[(key.number, key.shows) for key in queries.screens_of(reads, live)],
            choices=[(shows.value, name) for shows, name in SHOWS_NAMES.items()],
        )


@bp.post("/<session>/screen")
def screen(session: str) -> ResponseReturnValue:
    """Open one more: a key of its own, read-only, that goes into the hall computer's cookie."""
    actor = require_desk(Permission.RUN_SESSION)
    wanted = request.form.get("screen_lang", "")
    lang = wanted if wanted in INTERFACE else web.reader_language()
    with transaction() as tx:
        live = session_to_run(tx.session, actor, session)
        token = projectors.open_screen(tx, live, asked(), by=actor)
    return web.go(url_for("sessions.open_screen", token=token, lang=lang))


@bp.post("/<session>/screens/<int:number>")
def change_screen(session: str, number: int) -> ResponseReturnValue:
    """Turn one of the screens to something else, or shut it."""
    actor = require_desk(Permission.RUN_SESSION)
    shuts = request.form.get("act") == "shut"
    with transaction() as tx:
        live = session_to_run(tx.session, actor, session)
        if shuts:
            projectors.shut_screen(tx, live, number, by=actor)
        else:
            projectors.turn_screen(tx, live, number, asked(), by=actor)
    return web.say(url_for("projection.screens", session=session), SHUT if shuts else TURNED)


def asked() -> Shows:
    shows = request.form.get("shows", "")
    return Shows(shows) if shows in set(Shows) else Shows.FOLLOW


@bp.post("/<session>/rehearse")
def rehearse(session: str) -> ResponseReturnValue:
    """The evening on a copy of it, with everything but consequences."""
    actor = require_desk(Permission.RUN_SESSION)
    with transaction() as tx:
        copy = rehearsal.rehearse(tx, session_to_run(tx.session, actor, session), by=actor)
    return web.go(url_for("console.desk", session=copy.public_id))
