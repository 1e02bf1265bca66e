"""The page of one's own account: address, password, outside service, devices, leaving."""

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.accounts import outside_service, passwords, queries, service
from participation.accounts import password_service as by_password
from participation.accounts.forms import AddressForm, PasswordForm
from participation.accounts.letters import address_letter, taken_letter
from participation.accounts.rules import SHORTEST, check_password
from participation.accounts.service import Ask, require_account
from participation.accounts.web import (
    asking_browser,
    issuer_here,
    keep_asking,
    need_provider,
    provider,
    require_mail,
    town,
)
from participation.foundation import chance, smtp, web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, Refused
from participation.notifications.web import site_here
from participation.people import queries as people
from participation.people import service as devices
from participation.people.web import COOKIE, current_actor, remember

bp = Blueprint("account", __name__)

ASKED_OWNER = web.saying(
    "address-asked",
    N_("A mail is on its way to this address. Open its link on this device and press the button there."),
)
ADDRESS_KEPT = web.saying("address-kept", N_("From now on you sign in with this address."))
ADDRESS_GONE = web.saying("address-gone", N_("Your address and your password are deleted here."))
PASSWORD_KEPT = web.saying(
    "password-kept", N_("Your password counts from now on. Other devices have to sign in again.")
)
PASSWORD_GONE = web.saying("password-gone", N_("Your password is deleted. You sign in by a link by mail."))
CONNECTED = web.saying("connected", N_("Connected. You can sign in this way from now on."))
DISCONNECTED = web.saying("disconnected", N_("No longer connected."))
ELSEWHERE = web.saying("account-elsewhere", N_("Only this device is signed in now."))
# what concerns a form is said on it, with what was typed; everything else has a page of its own
ON_THE_FORM = {409, 422, 429}


@bp.get("/account")
def page() -> ResponseReturnValue:
    return own_page()


def own_page(part: str = "", typed: str = "", refused: Refused | None = None) -> ResponseReturnValue:
    """part: which form was sent; typed: what stood in it; refused: why it was not taken. Raises NoAccount."""
    actor = current_actor()
    person_id = require_account(actor)
    found = provider()
    with reading() as session:
        held = queries.ways(session, person_id, actor.municipality_id, issuer_here())
        shown = render_template(
            "accounts/account.html",
            ways=held,
            devices=people.devices(session, person_id, request.cookies.get(COOKIE, "")),
            provider=found.name if found else "",
            can_send=smtp.can_send(web.settings()),
            shortest=SHORTEST,
            may_leave=not actor.is_colleague and not actor.name,
            part=part,
            typed=typed,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


# --- the address


@bp.post("/account/address")
def want_address() -> ResponseReturnValue:
    """Whether somebody else has this address is told to its owner by mail, never on the page."""
    form = AddressForm(request.form)
    actor, here, lang, token = current_actor(), town(), web.reader_language(), chance.token()
    require_account(actor)
    device, fresh = asking_browser()
    try:
        require_mail()
        address, folded = form.address()
        site = site_here(here)
        letter = address_letter(here.name, site=site, token=token, lang=lang)
        other = taken_letter(here.name, site=site, lang=lang)
        with transaction() as tx:
            service.ask_for_link(tx, Ask(address, folded, token, letter, device, other), by=actor, wants_address=True)
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        return own_page("address", form.email.data or "", refused)
    return keep_asking(web.say(url_for("account.page"), ASKED_OWNER), fresh)


@bp.get("/account/address/<token>")
def address_page(token: str) -> ResponseReturnValue:
    """Only shows a button, for whoever asked and is signed in."""
    actor = current_actor()
    person_id = require_account(actor)
    with reading() as session:
        link = queries.open_link(session, token, actor.municipality_id)
    good = link is not None and link.person_id == person_id
    address = link.address if link and good else ""
    return render_template("accounts/address.html", token=token, good=good, address=address), 200 if good else 410


@bp.post("/account/address/confirm")
def confirm_address() -> ResponseReturnValue:
    with transaction() as tx:
        service.confirm_address(tx, request.form.get("token", ""), by=current_actor())
    return web.say(url_for("account.page"), ADDRESS_KEPT)


@bp.post("/account/address/remove")
def remove_address() -> ResponseReturnValue:
    with transaction() as tx:
        service.remove_address(tx, by=current_actor(), issuer=issuer_here())
    return web.say(url_for("account.page"), ADDRESS_GONE)


# --- the password


@bp.post("/account/password")
def set_password() -> ResponseReturnValue:
    """It goes with the address, so who has none writes that first."""
    form = PasswordForm(request.form)
    actor = current_actor()
    person_id = require_account(actor)
    with reading() as session:
        address = queries.address_of(session, person_id, actor.municipality_id)
    try:
        password = check_password(form.typed(), address=address.address if address else None, town=town().name)
        made = passwords.hashed(password)
        with transaction() as tx:
            by_password.set_password(tx, made, by=actor, device=request.cookies.get(COOKIE, ""))
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        return own_page("password", "", refused)
    return web.say(url_for("account.page"), PASSWORD_KEPT)


@bp.post("/account/password/remove")
def remove_password() -> ResponseReturnValue:
    with transaction() as tx:
        by_password.remove_password(tx, by=current_actor())
    return web.say(url_for("account.page"), PASSWORD_GONE)


# --- the outside service, devices, leaving


@bp.post("/account/outside/remove")
def disconnect() -> ResponseReturnValue:
    with transaction() as tx:
        outside_service.disconnect(tx, need_provider().issuer, by=current_actor())
    return web.say(url_for("account.page"), DISCONNECTED)


@bp.post("/account/elsewhere")
def sign_out_elsewhere() -> ResponseReturnValue:
    with transaction() as tx:
        require_account(current_actor())
        devices.sign_out_elsewhere(tx, request.cookies.get(COOKIE, ""), by=current_actor())
    return web.say(url_for("account.page"), ELSEWHERE)


@bp.get("/account/leave")
def leave_page() -> ResponseReturnValue:
    """Says what goes and what stays."""
    require_account(current_actor())
    return render_template("accounts/leave.html", code=None)


@bp.post("/account/leave")
def leave() -> ResponseReturnValue:
    with transaction() as tx:
        code, key = service.leave(tx, by=current_actor(), secret=web.settings().secret_key)
    return remember(make_response(render_template("accounts/leave.html", code=code)), key)
