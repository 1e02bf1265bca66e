"""After signing in: what was written on this device without an account, and whether it goes along."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.accounts.rules import NothingToTake
from participation.accounts.service import require_account
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_
from participation.people import moving, queries
from participation.people import service as people
from participation.people.web import BEFORE, current_actor, first_desk

bp = Blueprint("taking", __name__)

TAKEN = web.saying(
    "taken-over", N_("It belongs to your account now. The recovery code of this device leads nowhere any more.")
)
LEFT = web.saying("left-behind", N_("It stays without an account. Only its recovery code leads to it now."))


@bp.get("/account/take")
def page() -> ResponseReturnValue:
    actor = current_actor()
    require_account(actor)
    with reading() as session:
        guest = queries.guest_of_device(session, request.cookies.get(BEFORE, ""), actor.municipality_id)
        found = moving.belongings(session, guest.id) if guest else None
    return render_template("accounts/take.html", found=found or None)


@bp.post("/account/take")
def take() -> ResponseReturnValue:
    """The form says yes or no. Only who has the key of the guest on this device can take what is theirs."""
    actor, key = current_actor(), request.cookies.get(BEFORE, "")
    require_account(actor)
    wants = request.form.get("take") == "yes"
    with transaction() as tx:
        guest = queries.guest_of_device(tx.session, key, actor.municipality_id)
        if guest is None:
            raise NothingToTake
        if wants:
            moving.take_over(tx, guest.id, by=actor)
        else:
            people.sign_out(tx, key)
    desk = first_desk(actor) if actor.is_colleague and not wants else "mine.page"
    response = web.say(url_for(desk), TAKEN if wants else LEFT)
    response.delete_cookie(BEFORE)
    return response
