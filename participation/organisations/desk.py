"""The administration's list: who is there, for whom nobody speaks, who has ended; and taking in a new one."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Permission, may
from participation.organisations import queries, service
from participation.organisations.forms import TakeInForm
from participation.organisations.rules import KIND_NAMES, NAME_LIMIT
from participation.people.web import current_actor
from participation.townhall.web import town_of

bp = Blueprint("organisations", __name__, url_prefix="/desk")

TAKEN_IN = web.saying("organisation-new", N_("Taken in. Nobody speaks for it yet: invite its first speaker below."))


@bp.get("/organisations")
def page() -> ResponseReturnValue:
    return desk_page(TakeInForm(), None)


def desk_page(form: TakeInForm, refused: Refused | None) -> ResponseReturnValue:
    actor = current_actor()
    with reading() as session:
        town_of(session, actor, Permission.EDIT_HOUSE)
        found = queries.at_the_desk(session, actor.municipality_id)
    active = [one for one in found if one.organisation.ended_at is None]
    shown = render_template(
        "organisations/desk.html",
        vacant=[one for one in active if not one.speakers],
        active=[one for one in active if one.speakers],
        ended=[one for one in found if one.organisation.ended_at is not None],
        kinds=KIND_NAMES,
        may_take_in=may(actor, Permission.INVITE),
        form=form,
        limit=NAME_LIMIT,
        oops=web.spoken_refusal(refused) if refused else None,
        where=refused.code if refused else "",
    )
    return shown, refused.status if refused else 200


@bp.post("/organisations")
def take_in() -> ResponseReturnValue:
    form, actor = TakeInForm(request.form), current_actor()
    try:
        with transaction() as tx:
            town_of(tx.session, actor, Permission.INVITE)
            made = service.take_in(tx, form.portrait(), by=actor)
            key = made.key
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return desk_page(form, refused)
    return web.say(url_for("members.page", key=key), TAKEN_IN)
