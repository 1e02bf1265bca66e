"""The desk of a scribe (*Schreibpatin, Schreibpate*): what people without a phone say, in their own words."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.cardwall import queries, service
from participation.cardwall.forms import CardForm
from participation.cardwall.rules import LONGEST_CARD
from participation.console.web import session_lines, session_to_run
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import OWN_NAMES, pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Permission
from participation.people.web import require_desk
from participation.sessions.models import RunStep
from participation.sessions.plugs import plug_of
from participation.sessions.rules import SessionState

bp = Blueprint("scribe", __name__, url_prefix="/desk/scribe")

WRITTEN = web.saying(
    "written-for", N_("Written down. Please read it aloud once, so that they can say whether it is right.")
)


@bp.get("", endpoint="sessions")
def all_sessions() -> ResponseReturnValue:
    """Those that run or are planned."""
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    with reading() as session:
        lines = session_lines(session, actor, Permission.WRITE_FOR_OTHERS, web.reader_language())
    lines = [one for one in lines if one.state != SessionState.ENDED]
    return render_template("cardwall/scribes.html", sessions=lines)


@bp.get("/<session>")
def desk(session: str) -> ResponseReturnValue:
    """At a step of another format, that format's own page."""
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    with reading() as reads:
        live = session_to_run(reads, actor, session, Permission.WRITE_FOR_OTHERS)
        plug = plug_of(reads.get(RunStep, live.step_id) if live.step_id is not None else None)
    if plug and plug.scribe and plug.scribe != request.endpoint:
        return web.go(url_for(plug.scribe, session=session))
    return writing_page(session)


def writing_page(topic: str, typed: str = "", refused: Refused | None = None) -> str:
    """A card for the wall that is on; where none is, that it comes later."""
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    lang = web.reader_language()
    with reading() as session:
        live = session_to_run(session, actor, topic, Permission.WRITE_FOR_OTHERS)
        wall = queries.wall_of_step(session, live.step_id) if live.step_id is not None else None
        return render_template(
            "cardwall/scribe.html",
            session=live.public_id,
            title=pick(live.title, lang),
            question=pick(queries.question_of(session, wall), lang) if wall else None,
            limit=LONGEST_CARD,
            tongues=OWN_NAMES,
            language=request.form.get("language", ""),
            typed=typed,
            oops=web.spoken_refusal(refused) if refused else None,
        )


@bp.post("/<session>")
def write(session: str) -> ResponseReturnValue:
    form = CardForm(request.form)
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session, Permission.WRITE_FOR_OTHERS)
            wall = queries.wall_of_step(tx.session, live.step_id) if live.step_id is not None else None
            if wall is None:
                raise NotFound
            service.enter_card(tx, wall, form.written(web.reader_language()), by=actor)
    except Refused as refused:
        return writing_page(session, form.text.data or "", refused), refused.status
    return web.say(url_for("scribe.desk", session=session), WRITTEN)
