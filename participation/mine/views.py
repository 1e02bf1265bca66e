from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.contributions import queries as contributions
from participation.foundation import locales, web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, Refused
from participation.lineage.forms import ObjectionForm
from participation.lineage.objections import object_to as object_to_step
from participation.mine import service
from participation.mine.web import own_lines
from participation.moderation.notices import LONGEST
from participation.moderation.own import own_affairs
from participation.people.rules import recovery_code
from participation.people.web import current_actor

bp = Blueprint("mine", __name__)

LANGUAGE_KEPT = web.saying("language-kept", N_("The language is corrected."))
OBJECTED = web.saying("objected", N_("Thank you. A person looks at it again and answers here."))
# what concerns the form itself is said on it; everything else has a page of its own
ON_THE_FORM = {409, 422}


@bp.get("/mine")
def page() -> ResponseReturnValue:
    return my_page()


def my_page(public_id: str = "", typed: str = "", refused: Refused | None = None) -> ResponseReturnValue:
    """My contributions on this device, what became of them, and the code that leads back to them.

    public_id, typed, refused: which form was sent, what stood in it, and why it was not taken.
    """
    actor = current_actor()
    with reading() as session:
        said = contributions.said_by(session, actor.person_id) if actor.person_id else []
        affairs = own_affairs(session, actor.person_id, said, web.reader_language())
        known = actor.person_id if said or affairs.reports else None
        shown = render_template(
            "mine/page.html",
            mine=own_lines(session, actor.municipality_id, said, affairs),
            affairs=affairs,
            code=recovery_code(web.settings().secret_key, known) if known else None,
            tongues=locales.OWN_NAMES,
            limit=LONGEST,
            typed={public_id: typed},
            oops={public_id: web.spoken_refusal(refused)} if refused else {},
        )
    return shown, refused.status if refused else 200


@bp.post("/mine/<public_id>/language")
def correct_language(public_id: str) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        chosen = contributions.by_public_id(tx.session, actor.municipality_id, public_id)
        service.change_language(tx, chosen, request.form.get("language", ""), by=actor)
    return web.say(url_for("mine.page"), LANGUAGE_KEPT)


@bp.post("/mine/<public_id>/objection")
def object_to(public_id: str) -> ResponseReturnValue:
    """The author says that what moderators did with their idea is not what they meant."""
    form = ObjectionForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            chosen = contributions.by_public_id(tx.session, actor.municipality_id, public_id)
            object_to_step(tx, chosen, form.typed(), by=actor)
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        return my_page(public_id, form.typed(), refused)
    return web.say(url_for("mine.page", _anchor=f"e-{public_id}"), OBJECTED)
