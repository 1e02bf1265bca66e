from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.foundation import chance, clock, smtp, web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, Refused
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Permission
from participation.notifications import queries, service
from participation.notifications.forms import DigestForm
from participation.notifications.letters import confirm_letter, in_language
from participation.notifications.present import summary_for
from participation.notifications.rules import About, NoPost, Often, yesterday
from participation.notifications.service import CONFIRM_HOURS, Key, Wish
from participation.notifications.web import DigestCard, site_here
from participation.people.web import current_actor, require_desk

bp = Blueprint("notifications", __name__)

CHOSEN = web.saying("digest-chosen", N_("Kept. This is how you hear what waits from now on."))
NO_MAIL = web.saying("digest-never", N_("Kept. No mail comes any more, and your address is deleted here."))
BEGUN = web.saying("digest-read", N_("From now on this page counts anew."))


# --- the page


@bp.get("/desk/digest")
def digest() -> ResponseReturnValue:
    """What waits, and what colleagues decided since one pressed the button here, or since yesterday."""
    actor = require_desk(Permission.MODERATE)
    lang = web.reader_language()
    day_before = yesterday(clock.local(clock.now()))
    with reading() as session:
        choice = queries.choice_of(session, actor.person_id, actor.municipality_id)
        read_at = choice.read_at if choice else None
        since = day_before if read_at is None or request.args.get("since") == "yesterday" else read_at
        summary = summary_for(session, actor, since, lang)
    return render_template(
        "notifications/digest.html", summary=summary, read_at=read_at, since_yesterday=since == day_before
    )


@bp.post("/desk/digest/read")
def count_from_now() -> ResponseReturnValue:
    with transaction() as tx:
        service.count_from_now(tx, by=require_desk(Permission.MODERATE))
    return web.say(url_for("notifications.digest"), BEGUN)


# --- by mail


@bp.post("/desk/me/digest")
def choose() -> ResponseReturnValue:
    """How often, when, in which language and where to; "My account" shows the form."""
    form = DigestForm(request.form)
    actor = require_desk(Permission.MODERATE)
    with reading() as session:
        town = session.get_one(Municipality, actor.municipality_id)
    can_send = smtp.can_send(web.settings())
    try:
        wish = form.wish(site_here(town))
        if not can_send and wish.often is not Often.NEVER:
            raise NoPost
        key = key_for(wish, town)
        with transaction() as tx:
            service.choose(tx, wish, by=actor, key=key)
    except Refused as refused:
        card = DigestCard(form, can_send, oops=web.spoken_refusal(refused))
        return render_template("notifications/choose.html", digest=card), refused.status
    key_word = NO_MAIL if wish.often is Often.NEVER else CHOSEN
    return web.say(url_for("team.me", _anchor="mail"), key_word)


def key_for(wish: Wish, town: Municipality) -> Key:
    token = chance.token()
    with in_language(wish.language):
        letter = confirm_letter(town.name, site=wish.site, token=token, hours=CONFIRM_HOURS, lang=wish.language)
    return Key(token, letter)


@bp.get("/digest/confirm/<token>")
def confirm_page(token: str) -> ResponseReturnValue:
    """Only shows a button: mail scanners follow links, so the link itself confirms nothing."""
    with reading() as session:
        found = queries.choice_to_confirm(session, token, current_actor().municipality_id, clock.now())
    own = found is not None and found.about == About.OWN
    page = render_template("notifications/confirm.html", token=token, good=found is not None, done=False, own=own)
    return page, 200 if found else 410


@bp.post("/digest/confirm")
def confirm() -> ResponseReturnValue:
    town = current_actor().municipality_id
    token = request.form.get("token", "")
    with transaction() as tx:
        confirmed = service.confirm(tx, token, town, secret=web.settings().secret_key)
    own = confirmed.about == About.OWN
    return render_template("notifications/confirm.html", token="", good=True, done=True, own=own)


@bp.get("/digest/end/<token>")
def end_page(token: str) -> ResponseReturnValue:
    """Only shows a button, for the same reason. Nobody needs to sign in for it."""
    with reading() as session:
        found = queries.choice_to_end(session, token, current_actor().municipality_id)
    return render_template(
        "notifications/end.html", token=token, good=found is not None, done=False
    ), 200 if found else 410


@bp.post("/digest/end/<token>")
def end_at_once(token: str) -> ResponseReturnValue:
    """A mail program unsubscribes for its owner, with one click of theirs (RFC 8058).

    It comes from elsewhere and knows no cookie: the token is the only authority. Once more changes nothing, and a link
    that nobody knows is answered just the same.
    """
    if request.form.get("List-Unsubscribe") != "One-Click":
        raise web.ForeignForm
    with transaction() as tx:
        service.end_at_once(tx, token, current_actor().municipality_id)
    return render_template("notifications/end.html", token="", good=True, done=True)


web.take_from_anywhere("notifications.end_at_once")


@bp.post("/digest/end")
def end() -> ResponseReturnValue:
    with transaction() as tx:
        service.end(tx, request.form.get("token", ""), current_actor().municipality_id)
    return render_template("notifications/end.html", token="", good=True, done=True)
