from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, Refused
from participation.people import queries, service
from participation.people.rules import CodeMoved, UnknownCode, UnknownPersonalCode, typed_code
from participation.people.web import BEFORE, COOKIE, arrive, current_actor, remember, town_here

bp = Blueprint("people", __name__)

SIGNED_OUT = web.saying("signed-out", N_("You are signed out on this device."))


@bp.get("/sign-in/<token>")
def sign_in_page(token: str) -> ResponseReturnValue:
    """Only shows a button: mail scanners follow links, so the link itself signs nobody in."""
    return sign_in_facts(token, "", None)


def sign_in_facts(token: str, typed: str, refused: Refused | None) -> ResponseReturnValue:
    """An invitation asks besides whether somebody has an account in another municipality of this installation."""
    with reading() as session:
        town = town_here()
        link = queries.open_link(session, token, town.id) if town else None
        invitation = link is not None and queries.may_have_account(session, link)
    page = render_template(
        "people/sign_in.html",
        token=token,
        good=link is not None,
        invitation=invitation,
        typed=typed,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200 if link else 410


@bp.post("/sign-in")
def sign_in() -> ResponseReturnValue:
    with transaction() as tx:
        actor, key = service.sign_in(tx, request.form.get("token", ""), current_actor().municipality_id)
    return arrive(actor, key)


@bp.post("/sign-in/account")
def join() -> ResponseReturnValue:
    """Take an invitation with the account one has in another municipality."""
    token, typed = request.form.get("token", ""), request.form.get("code", "")[:80]
    try:
        with transaction() as tx:
            actor, key = service.join_with_account(tx, token, typed, current_actor().municipality_id)
    except UnknownPersonalCode as refused:
        return sign_in_facts(token, typed, refused)
    return arrive(actor, key)


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    with transaction() as tx:
        service.sign_out(tx, request.cookies.get(COOKIE, ""))
    response = web.say(url_for("front.start"), SIGNED_OUT)
    response.delete_cookie(COOKIE)
    response.delete_cookie(BEFORE)  # whoever signs in here next is somebody else
    return response


@bp.get("/recover")
def recover_page() -> ResponseReturnValue:
    return render_template("people/recover.html", typed="", oops=None)


@bp.post("/recover")
def recover() -> ResponseReturnValue:
    typed = request.form.get("code", "")[:80]
    try:
        with transaction() as tx:
            _, key = service.recover_guest(tx, current_actor().municipality_id, typed_code(typed))
    except (UnknownCode, CodeMoved) as refused:
        sentence = web.spoken_refusal(refused)
        return render_template("people/recover.html", typed=typed, oops=sentence), refused.status
    return remember(web.go(url_for("mine.page")), key)
