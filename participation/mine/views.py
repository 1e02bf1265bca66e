from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.answers.service import mark_read
from participation.contributions import queries as contributions
from participation.foundation import locales, web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_
from participation.mine import service
from participation.mine.web import own_lines
from participation.moderation.own import own_affairs
from participation.people.rules import recovery_code
from participation.people.web import current_actor

bp = Blueprint("mine", __name__)

READ = web.saying("answer-read", N_("Noted. The answer stays here for you."))
LANGUAGE_KEPT = web.saying("language-kept", N_("The language is corrected."))


@bp.get("/mine")
def page() -> ResponseReturnValue:
    """My contributions on this device, what became of them, and the code that leads back to them."""
    actor = current_actor()
    with reading() as session:
        said = contributions.said_by(session, actor.person_id) if actor.person_id else []
        affairs = own_affairs(session, actor.person_id, said, web.reader_language())
        known = actor.person_id if said or affairs.reports else None
        return render_template(
            "mine/page.html",
            mine=own_lines(session, actor.municipality_id, said, affairs, web.reader_language()),
            affairs=affairs,
            code=recovery_code(web.settings().secret_key, known) if known else None,
            tongues=locales.OWN_NAMES,
        )


@bp.post("/mine/<public_id>/language")
def correct_language(public_id: str) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        chosen = contributions.by_public_id(tx.session, actor.municipality_id, public_id)
        service.change_language(tx, chosen, request.form.get("language", ""), by=actor)
    return web.say(url_for("mine.page"), LANGUAGE_KEPT)


@bp.post("/mine/<public_id>/read")
def read(public_id: str) -> ResponseReturnValue:
    """The author has read what they were answered; until then it is marked as new."""
    actor = current_actor()
    with transaction() as tx:
        mark_read(tx, contributions.by_public_id(tx.session, actor.municipality_id, public_id), by=actor)
    return web.say(url_for("mine.page", _anchor=f"i-{public_id}"), READ)
