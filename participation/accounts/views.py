"""The doors to come in: a link by mail, a password. Every sign-in is a POST; a link only shows a button."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.accounts import password_service as by_password
from participation.accounts import passwords, queries, service
from participation.accounts.forms import AddressForm, PasswordForm
from participation.accounts.letters import sign_in_letter
from participation.accounts.password_service import Proof
from participation.accounts.rules import LINK_MINUTES, NoMailHere, TooManyMails, TooManyTries, WrongPair
from participation.accounts.service import Ask
from participation.accounts.web import (
    asking_browser,
    keep_asking,
    provider,
    require_mail,
    town,
    trust,
    trusted_here,
)
from participation.foundation import chance, smtp, web
from participation.foundation.database import reading, transaction
from participation.foundation.letters import NoMailAddress
from participation.foundation.messages import N_, Refused
from participation.notifications.web import site_here
from participation.people.web import arrive, current_actor

bp = Blueprint("accounts", __name__)

ON_ITS_WAY = web.saying(
    "link-asked",
    N_(
        "If this address can be used here, a mail with a link is on its way. It counts one hour. At most one mail a "
        "minute is sent to an address."
    ),
)


@bp.get("/sign-in")
def sign_in_page() -> ResponseReturnValue:
    return facts(PasswordForm(), None)


def facts(form: AddressForm, refused: Refused | None, *, way: str = "mail") -> ResponseReturnValue:
    """The ways to come in. way: the form that was sent, which shows why it was refused."""
    found = provider()
    page = render_template(
        "accounts/sign_in.html",
        can_send=smtp.can_send(web.settings()),
        provider=found.name if found else "",
        typed=form.email.data or "",
        way=way,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


@bp.post("/sign-in/mail")
def ask_for_link() -> ResponseReturnValue:
    """The answer is the same for every address: page, status, cookies, and what is done for it."""
    form = AddressForm(request.form)
    here, lang, token = town(), web.reader_language(), chance.token()
    device, fresh = asking_browser()
    try:
        require_mail()
        address, folded = form.address()
        letter = sign_in_letter(here.name, site=site_here(here), token=token, lang=lang)
        with transaction() as tx:
            service.ask_for_link(tx, Ask(address, folded, token, letter, device), by=current_actor())
    except (NoMailHere, NoMailAddress, TooManyMails) as refused:
        return facts(form, refused)
    return keep_asking(web.say(url_for("accounts.sign_in_page"), ON_ITS_WAY), fresh)


@bp.get("/sign-in/mail/<token>")
def link_page(token: str) -> ResponseReturnValue:
    """Only shows a button: mail scanners follow links, so the link itself signs nobody in."""
    with reading() as session:
        link = queries.open_link(session, token, town().id)
    good = link is not None and link.person_id is None
    page = render_template("accounts/link.html", token=token, good=good, minutes=LINK_MINUTES)
    return page, 200 if good else 410


@bp.post("/sign-in/mail/use")
def use_link() -> ResponseReturnValue:
    with transaction() as tx:
        actor, key = service.sign_in_by_link(tx, request.form.get("token", ""), town().id)
    return arrive(actor, key)


@bp.post("/sign-in/password")
def use_password() -> ResponseReturnValue:
    """For an address nobody has the same is done as for a wrong password, and it takes as long."""
    form = PasswordForm(request.form)
    here, secret = town(), web.settings().secret_key
    try:
        _, folded = form.address()
        nonce = trusted_here(folded)
        key = passwords.try_key(secret, here.id, f"device:{nonce}" if nonce else f"address:{folded}")
        with transaction() as tx:
            known = by_password.begin_try(tx, here.id, folded, key)
        verdict = passwords.require_good(passwords.compare(form.compared(), known.hash))
        fresh = passwords.hashed(form.compared()) if verdict.outdated else None
        with transaction() as tx:
            actor, device_key = by_password.sign_in_by_password(tx, Proof(known, key, fresh), here.id)
    except (NoMailAddress, WrongPair, TooManyTries) as refused:
        return facts(form, refused, way="password")
    return trust(arrive(actor, device_key), folded)
