"""What a scribe writes down at the call for concerns: what people without a phone want to talk about."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import OWN_NAMES, pick
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Permission
from participation.openspace import service
from participation.openspace.desk import space_of
from participation.openspace.forms import TopicForm
from participation.openspace.panels import LIMITS
from participation.people.web import require_desk

bp = Blueprint("space_scribe", __name__, url_prefix="/desk/scribe")

WRITTEN = web.saying(
    "topic-for", N_("Written down. Please read it aloud once, so that they can say whether it is right.")
)


@bp.get("/<session>/concern")
def desk(session: str) -> ResponseReturnValue:
    return writing_page(session, TopicForm())


def writing_page(topic: str, form: TopicForm, refused: Refused | None = None) -> str:
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    with reading() as session:
        live = session_to_run(session, actor, topic, Permission.WRITE_FOR_OTHERS)
        space_of(session, live)
        return render_template(
            "openspace/scribe.html",
            session=live.public_id,
            title=pick(live.title, web.reader_language()),
            form=form,
            limits=LIMITS,
            tongues=OWN_NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )


@bp.post("/<session>/concern")
def write(session: str) -> ResponseReturnValue:
    form = TopicForm(request.form)
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session, Permission.WRITE_FOR_OTHERS)
            service.enter_topic(tx, space_of(tx.session, live), form.concern(web.reader_language()), by=actor)
    except Refused as refused:
        return writing_page(session, form, refused), refused.status
    return web.say(url_for("space_scribe.desk", session=session), WRITTEN)
