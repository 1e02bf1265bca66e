"""The doors of residents: the sheet of voluntary questions, and the picture where it is public."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound
from participation.people.web import current_actor
from participation.process.form_rules import NoSuchChoice
from participation.process.models import Process
from participation.process.permissions import require_readable
from participation.process.queries import process_by_slug
from participation.reach import service
from participation.reach.forms import sheet_of
from participation.reach.present import reach_of
from participation.reach.queries import asked_in, survey_of, was_asked
from participation.reach.rules import AskedAlready, questions
from participation.reach.wording import reach_words

bp = Blueprint("about_you", __name__)

TAKEN = web.saying("reach-taken", N_("Thank you. Your answers were counted; nothing of them stands beside your name."))
DECLINED = web.saying("reach-declined", N_("All right. You will not be asked again in this process."))


def process_named(session: Session, slug: str) -> Process:
    found = process_by_slug(session, current_actor().municipality_id, slug)
    if found is None:
        raise NotFound
    return found


@bp.get("/process/<slug>/about-you")
def sheet(slug: str) -> ResponseReturnValue:
    return sheet_page(slug, {}, None)


@bp.post("/process/<slug>/about-you")
def send(slug: str) -> ResponseReturnValue:
    """Count the answers, or never ask again."""
    typed = sheet_of(request.form, list(questions()))
    declines = request.form.get("act") == "decline"
    try:
        with transaction() as tx:
            process = process_named(tx.session, slug)
            if declines:
                service.decline(tx, process, by=current_actor())
            else:
                service.take_sheet(tx, process, typed, by=current_actor())
    except NoSuchChoice as refused:
        return sheet_page(slug, typed, refused)
    return web.say(url_for("mine.page"), DECLINED if declines else TAKEN)


def sheet_page(slug: str, typed: Mapping[str, Sequence[str]], refused: NoSuchChoice | None) -> ResponseReturnValue:
    """The sheet; after a refusal with what was ticked."""
    lang = web.reader_language()
    actor = current_actor()
    with reading() as session:
        process = process_named(session, slug)
        service.require_open(session, process, actor)
        if was_asked(session, actor.person_id or 0, process.id):
            raise AskedAlready
        asked = [
            (one.shipped, pick(one.shipped.label, lang), [(key.key, pick(key.words, lang)) for key in one.offered])
            for one in asked_in(session, process.id)
        ]
    page = render_template(
        "reach/sheet.html",
        slug=slug,
        title=pick(process.title, lang),
        asked=asked,
        typed=typed,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


@bp.get("/process/<slug>/reach")
def picture(slug: str) -> ResponseReturnValue:
    """The picture for everybody, where the administration made it public."""
    lang = web.reader_language()
    actor = current_actor()
    with reading() as session:
        process = process_named(session, slug)
        require_readable(actor, process)
        survey = survey_of(session, process.id)
        if survey is None or not survey.public:
            raise NotFound
        found = reach_of(session, process, lang)
    return render_template("reach/public.html", reach=found, say=reach_words())
