from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.answers.present import fates
from participation.contributions import following, homes
from participation.contributions.present import spoken
from participation.contributions.queries import by_public_id
from participation.echo import queries
from participation.echo.figures import ideas_of
from participation.echo.forms import PageForm, read_marks
from participation.echo.rules import FEWEST, LONG, by_field, figures
from participation.echo.web import collections_of
from participation.fields.queries import fields_of
from participation.foundation import chance, clock, smtp, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.municipality import Municipality
from participation.notifications import service as notifications
from participation.notifications.forms import OwnDigestForm
from participation.notifications.letters import as_opened_at
from participation.notifications.own_letters import own_confirm_letter
from participation.notifications.rules import NoPost, Often
from participation.notifications.service import CONFIRM_HOURS, Key, Wish, fingerprint
from participation.notifications.telling import mark_seen
from participation.notifications.web import OwnDigestCard, site_here
from participation.people.web import acting_person, current_actor, remember
from participation.process.models import Format
from participation.process.permissions import require_readable
from participation.process.queries import process_by_slug

bp = Blueprint("echo", __name__)

SEEN = web.saying("news-read", N_("Noted. It is not marked as new any more."))
FOLLOWED = web.saying("followed", N_("You follow this idea now. What becomes of it stands under “My contributions”."))
LET_GO = web.saying("let-go", N_("You do not follow this idea any more."))
MAIL_CHOSEN = web.saying("own-mail-chosen", N_("Kept. This is how you hear by mail what is new."))
NO_MAIL = web.saying("own-mail-never", N_("Kept. No mail comes any more, and your address is deleted here."))


@bp.post("/mine/news")
def read() -> ResponseReturnValue:
    """Somebody has read what is new: one thing, or all that the page showed."""
    with transaction() as tx:
        mark_seen(tx, current_actor().person_id, read_marks(request.form.getlist("notice")))
    return web.say(url_for("mine.page"), SEEN)


# --- what somebody follows


@bp.post("/follow/<public_id>")
def follow(public_id: str) -> ResponseReturnValue:
    """Hear what becomes of an idea, or not any more: the form says which, so a repeated click changes nothing."""
    wants = request.form.get("follow") != "no"
    with transaction() as tx:
        actor, token = acting_person(tx) if wants else (current_actor(), None)
        chosen = by_public_id(tx.session, actor.municipality_id, public_id)
        if not homes.stands_alone(chosen):
            raise NotFound
        if wants:
            following.follow(tx, chosen, tx.session.get_one(Format, chosen.format_id), by=actor)
        else:
            following.stop_following(tx, chosen, by=actor)
    back = web.own_path(request.form.get("next", "/"))
    return remember(web.say(back, FOLLOWED if wants else LET_GO), token)


@bp.get("/mine/following")
def followed() -> ResponseReturnValue:
    """What somebody supports or follows, each with how far it has come."""
    actor = current_actor()
    lang = web.reader_language()
    with reading() as session:
        found = queries.bonds(session, actor.person_id or 0, actor.municipality_id, PageForm(request.args).wanted())
        ideas = [one.idea for one in found.lines]
        became = fates(session, ideas, lang)
        places = collections_of(session, ideas)
        return render_template(
            "echo/followed.html",
            found=found,
            lines=[
                (
                    one,
                    spoken(one.idea, figures=not places[one.idea.format_id].allowed.results_hidden),
                    homes.address_of(session, one.idea, places[one.idea.format_id]),
                    became[one.idea.id],
                )
                for one in found.lines
            ],
        )


# --- by mail


@bp.get("/mine/mail")
def mail_page() -> ResponseReturnValue:
    return choosing_page(None, None)


@bp.post("/mine/mail")
def choose_mail() -> ResponseReturnValue:
    """How often and where to; the mails come in the language of this page."""
    form = OwnDigestForm(request.form)
    actor, lang = current_actor(), web.reader_language()
    with reading() as session:
        town = session.get_one(Municipality, actor.municipality_id)
    try:
        wish = form.wish(site_here(town), lang)
        if not smtp.can_send(web.settings()) and wish.often is not Often.NEVER:
            raise NoPost
        key = key_for(wish, town)
        with transaction() as tx:
            notifications.choose(tx, wish, by=actor, key=key)
    except Refused as refused:
        return choosing_page(form, refused)
    return web.say(url_for("echo.mail_page"), NO_MAIL if wish.often is Often.NEVER else MAIL_CHOSEN)


def key_for(wish: Wish, town: Municipality) -> Key:
    token = chance.token()
    with as_opened_at(wish.site, wish.language):
        letter = own_confirm_letter(town.name, site=wish.site, token=token, hours=CONFIRM_HOURS, lang=wish.language)
    return Key(token, letter, fingerprint(web.settings().secret_key, wish.address))


def choosing_page(form: OwnDigestForm | None, refused: Refused | None) -> ResponseReturnValue:
    """Where mail goes now, and the form, after a refusal with what was typed."""
    actor = current_actor()
    with reading() as session:
        card = OwnDigestCard.of(session, actor)
    page = render_template(
        "echo/mail.html",
        digest=card,
        form=form or card.form,
        known=actor.person_id is not None,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


# --- how the administration answers, for everybody


@bp.get("/process/<slug>/answers")
def process_answers(slug: str) -> ResponseReturnValue:
    """How many ideas of a process have an answer, and how long that took."""
    actor = current_actor()
    lang, now = web.reader_language(), clock.now()
    with reading() as session:
        process = process_by_slug(session, actor.municipality_id, slug)
        if process is None:
            raise NotFound
        require_readable(actor, process)
        ideas = ideas_of(session, process.id)
        parts = by_field(ideas, now)
        page = render_template(
            "echo/answers.html",
            process=process,
            title=pick(process.title, lang),
            whole=figures(ideas, now),
            fields=[
                (field.key, pick(field.name, lang), parts[field.key])
                for field in fields_of(session, process.id)
                if field.key in parts
            ],
            fewest=FEWEST,
            long=LONG.days,
        )
    return make_response(page)
