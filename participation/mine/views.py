from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.answers.service import mark_read
from participation.contributions import homes, versions
from participation.contributions import queries as contributions
from participation.contributions.present import spoken
from participation.contributions.rules import LanguageBy, Status
from participation.echo.queries import MOST_SHOWN, has_bonds
from participation.echo.web import new_answers, new_for
from participation.foundation import locales, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import Words
from participation.foundation.messages import N_, Refused
from participation.lineage.forms import ObjectionForm
from participation.lineage.objections import object_to as object_to_step
from participation.mine import service
from participation.mine.forms import EditForm
from participation.mine.rules import IsWithdrawn, Kept
from participation.mine.web import own_lines
from participation.moderation.notices import LONGEST
from participation.moderation.own import own_affairs
from participation.organisations.queries import own_organisations
from participation.people.rules import recovery_code
from participation.people.web import current_actor
from participation.process import queries as processes
from participation.process.models import Format
from participation.process.permissions import require_readable
from participation.threads import queries as threads
from participation.voting import queries as votes

bp = Blueprint("mine", __name__)

READ = web.saying("answer-read", N_("Noted. The answer stays here for you."))
LANGUAGE_KEPT = web.saying("language-kept", N_("The language is corrected."))
EDITED = {
    Kept.NOTHING: web.saying("nothing-edited", N_("Nothing has changed: it says this already.")),
    Kept.REPLACED: web.saying("edited", N_("Changed. A person reads the new words.")),
    Kept.PUBLIC: web.saying(
        "edited-public", N_("Changed. The new words are public now; a person will read them as well.")
    ),
    Kept.WAITS: web.saying(
        "edited-waits", N_("Your new version has arrived. A person reads it first; until then nothing changes.")
    ),
}
OBJECTED = web.saying("objected", N_("Thank you. A person looks at it again and answers here."))
WITHDRAWN = web.saying("withdrawn", N_("Withdrawn. Your words are gone."))
# what concerns the form is said on it, with what was typed; everything else has a page of its own
ON_THE_FORM = {409, 422, 429}


@bp.get("/mine")
def page() -> ResponseReturnValue:
    return my_page()


def my_page(public_id: str = "", typed: str = "", refused: Refused | None = None) -> ResponseReturnValue:
    """My contributions on this device, what became of them, and the code that leads back to them.

    public_id, typed, refused: which form was sent, what stood in it, and why it was not taken.
    """
    actor = current_actor()
    with reading() as session:
        said = contributions.said_by(session, actor.authors) if actor.person_id else []
        lang = web.reader_language()
        affairs = own_affairs(session, actor.person_id, said, lang)
        takes_part = bool(said or affairs.reports)
        if actor.person_id and not takes_part:
            takes_part = has_bonds(session, actor.person_id)
        known = actor.person_id if takes_part else None
        collections = processes.every_format(session, actor.municipality_id)
        news = new_for(session, actor.person_id, actor.municipality_id)
        counted = {"unseen_count": lambda: len(news)} if len(news) < MOST_SHOWN else {}
        shown = render_template(
            "mine/page.html",
            mine=own_lines(session, collections, said, affairs, lang, fresh=new_answers(news)),
            news=news,
            affairs=affairs,
            own_organisations=own_organisations(session, actor.person_id, actor.municipality_id)
            if actor.speaks_for
            else [],
            code=recovery_code(web.settings().secret_key, known) if known else None,
            tongues=locales.OWN_NAMES,
            limit=LONGEST,
            typed={public_id: typed},
            oops={public_id: web.spoken_refusal(refused)} if refused else {},
            **counted,
        )
    return shown, refused.status if refused else 200


@bp.post("/mine/<public_id>/language")
def correct_language(public_id: str) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        chosen = contributions.by_public_id(tx.session, actor.municipality_id, public_id)
        service.change_language(tx, chosen, request.form.get("language", ""), by=actor)
    return web.say(url_for("mine.page"), LANGUAGE_KEPT)


@bp.get("/mine/<public_id>/edit")
def edit_page(public_id: str) -> ResponseReturnValue:
    return editing_page(public_id, None, None)


@bp.post("/mine/<public_id>/edit")
def edit(public_id: str) -> ResponseReturnValue:
    form = EditForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            chosen = contributions.by_public_id(tx.session, actor.municipality_id, public_id)
            kept = service.edit(tx, chosen, form.edited(web.spoken_language()), by=actor)
    except Refused as refused:
        if refused.status not in ON_THE_FORM:
            raise
        return editing_page(public_id, form, refused)
    return web.say(url_for("mine.page", _anchor=f"m-{public_id}"), EDITED[kept])


def editing_page(public_id: str, form: EditForm | None, refused: Refused | None) -> ResponseReturnValue:
    """The form, with the newest words or, after a refusal, with what was typed and what to do."""
    actor = current_actor()
    with reading() as session:
        said = contributions.by_public_id(session, actor.municipality_id, public_id)
        service.require_own(said, actor)
        collection = session.get_one(Format, said.format_id)
        require_readable(actor, collection)
        gone = said.status == Status.WITHDRAWN
        if gone and form is None:
            raise IsWithdrawn
        newest = service.newest_words(said, versions.newest(session, said.id))
        language = newest.language if newest.language_by == LanguageBy.AUTHOR else ""
        page = render_template(
            "mine/edit.html",
            idea=spoken(said, figures=False),
            form=form or EditForm(data={"text": newest.text, "language": language}),
            version=said.version,
            now=Words(newest.text, newest.language) if refused and not gone else None,
            gone=gone,
            address=homes.address_of(session, said, collection),
            oops=web.spoken_refusal(refused) if refused else None,
            tongues=locales.OWN_NAMES,
            limit=service.longest(said),
        )
    return page, refused.status if refused else 200


@bp.get("/mine/<public_id>/withdraw")
def withdraw_page(public_id: str) -> ResponseReturnValue:
    """What goes and what stays, before it is done: there is no way back."""
    actor = current_actor()
    with reading() as session:
        said = contributions.by_public_id(session, actor.municipality_id, public_id)
        service.require_own(said, actor)
        if said.status == Status.WITHDRAWN:
            raise IsWithdrawn
        return render_template(
            "mine/withdraw.html",
            idea=spoken(said, figures=False),
            stood_to_vote=votes.stood_to_vote(session, f"idea:{said.id}"),
            was_public=said.published_at is not None,
            comments=threads.comments_under(session, [said.id]).get(said.id, 0),
        )


@bp.post("/mine/<public_id>/withdraw")
def withdraw(public_id: str) -> ResponseReturnValue:
    actor = current_actor()
    with transaction() as tx:
        chosen = contributions.by_public_id(tx.session, actor.municipality_id, public_id)
        service.withdraw(tx, chosen, by=actor)
    return web.say(url_for("mine.page", _anchor=f"m-{public_id}"), WITHDRAWN)


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


@bp.post("/mine/<public_id>/read")
def read(public_id: str) -> ResponseReturnValue:
    """The author has read what they were answered; until then it is marked as new."""
    actor = current_actor()
    with transaction() as tx:
        mark_read(tx, contributions.by_public_id(tx.session, actor.municipality_id, public_id), by=actor)
    return web.say(url_for("mine.page", _anchor=f"m-{public_id}"), READ)
