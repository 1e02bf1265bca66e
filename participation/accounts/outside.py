"""The doors to an outside sign-in service and back from it (docs/decisions/026)."""

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.accounts import oidc, outside_service
from participation.accounts.own import CONNECTED
from participation.accounts.rules import Declined, NotVouched, ProveByLink
from participation.accounts.service import require_account
from participation.accounts.web import OUTSIDE, keep_way, kept_way, need_provider, town
from participation.foundation import web
from participation.foundation.database import transaction
from participation.foundation.messages import Refused
from participation.notifications.web import site_here
from participation.people.web import arrive, current_actor

bp = Blueprint("outside", __name__)


def address_of_return() -> str:
    """As it is registered at the provider: one address for each host, without a language."""
    return site_here(town()) + "/sign-in/outside/back"


@bp.post("/sign-in/outside")
def begin() -> ResponseReturnValue:
    return leave_for(None)


@bp.post("/account/outside")
def begin_connecting() -> ResponseReturnValue:
    """The same way, but whoever comes back is connected with the account that is signed in here."""
    return leave_for(require_account(current_actor()))


def leave_for(person_id: int | None) -> ResponseReturnValue:
    """A page that goes on by itself: a form may not lead to another site (Content-Security-Policy), a page may."""
    provider = need_provider()
    begun = oidc.begin(provider, address_of_return())
    page = render_template("accounts/outside.html", address=begun.address, provider=provider.name)
    response = make_response(page)
    response.headers["Refresh"] = f"0; url={begun.address}"
    return keep_way(response, begun, person_id)


@bp.get("/sign-in/outside/back")
def back_page() -> ResponseReturnValue:
    """Only shows a button, like a link from a mail: what changes something is a POST."""
    provider = need_provider()
    way = kept_way()
    refused = trouble_with(provider.issuer, provider.name)
    page = render_template(
        "accounts/back.html",
        code=request.args.get("code", ""),
        state=request.args.get("state", ""),
        connects=way is not None and way[1] is not None,
        provider=provider.name,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


def trouble_with(issuer: str, name: str) -> Refused | None:
    """What is wrong with how somebody came back: from another browser's way, cancelled, or from somebody else."""
    way = kept_way()
    if way is None or way[0].state != request.args.get("state", ""):
        return NotVouched(name=name)
    if request.args.get("iss", issuer) != issuer:  # RFC 9207
        return NotVouched(name=name)
    if "error" in request.args or not request.args.get("code"):
        return Declined(name=name)
    return None


@bp.post("/sign-in/outside/finish")
def finish() -> ResponseReturnValue:
    provider, here, way = need_provider(), town(), kept_way()
    try:
        if way is None or way[0].state != request.form.get("state", ""):
            raise NotVouched(name=provider.name)
        begun, person_id = way
        if person_id is not None and person_id != current_actor().person_id:
            raise NotVouched(name=provider.name)  # somebody else has signed in here meanwhile
        vouched = oidc.finish(provider, address_of_return(), request.form.get("code", "")[:2000], begun)
        with transaction() as tx:
            if person_id is not None:
                outside_service.connect(tx, vouched, by=current_actor(), name=provider.name)
            else:
                actor, key = outside_service.sign_in_outside(tx, vouched, here.id, name=provider.name)
    except Refused as refused:
        page = render_template(
            "accounts/back.html",
            oops=web.spoken_refusal(refused),
            provider=provider.name,
            by_link=isinstance(refused, ProveByLink),
        )
        response = make_response(page, refused.status)
    else:
        connected = person_id is not None
        response = web.say(url_for("account.page"), CONNECTED) if connected else arrive(actor, key)
    response.delete_cookie(OUTSIDE)
    return response
