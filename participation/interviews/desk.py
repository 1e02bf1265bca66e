"""The desk of sources: planned, with consent and names apart, released, taken back; the paper that people sign."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import clock, web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import OWN_NAMES
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.municipality import Municipality
from participation.foundation.numbers import row_number
from participation.foundation.permissions import Actor, Permission, may, require
from participation.interviews import coding, correcting, naming, queries, service, withdrawing
from participation.interviews.forms import ConsentForm, PersonForm, SourceForm
from participation.interviews.models import TalkSource
from participation.interviews.present import code_views, passage_views, source_views
from participation.interviews.rules import (
    AGREED_NAMES,
    HOW_NAMES,
    KIND_NAMES,
    LONGEST_CONTACT,
    LONGEST_FACTS,
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_TEXT,
    LONGEST_TITLE,
    OF_DOCUMENTS,
    OF_PEOPLE,
    SourceKind,
)
from participation.interviews.sealing import Who
from participation.people.web import current_actor, require_desk
from participation.process.models import Process
from participation.process.web import desk_process

bp = Blueprint("interviews_desk", __name__, url_prefix="/desk/interviews")

STORED = web.saying("source-stored", N_("Stored."))
DONE = web.saying("source-done", N_("Done."))
LIMITS = {
    "title": LONGEST_TITLE,
    "name": LONGEST_NAME,
    "contact": LONGEST_CONTACT,
    "facts": LONGEST_FACTS,
    "link": LONGEST_LINK,
    "text": LONGEST_TEXT,
}


def source_to_work(session: Session, public_id: str) -> TalkSource:
    """Raises NotFound, NotAllowed."""
    actor = require_desk(Permission.WORK_WITH_SOURCES)
    found = queries.source_named(session, actor.municipality_id, public_id)
    require(actor, Permission.WORK_WITH_SOURCES, found)
    return found


@bp.get("", endpoint="all")
def all_sources() -> ResponseReturnValue:
    return list_page(SourceForm(), None)


def list_page(form: SourceForm, refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        process = desk_process(session, Permission.WORK_WITH_SOURCES)
        page = render_template(
            "interviews/desk/all.html",
            sources=source_views(session, queries.sources_of(session, process.id)),
            codes=code_views(session, process.id, lang),
            collection=queries.format_of(session, process.id),
            values=form.data,
            kinds=KIND_NAMES,
            tongues=OWN_NAMES,
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


@bp.post("")
def plan() -> ResponseReturnValue:
    form, actor = SourceForm(request.form), require_desk(Permission.WORK_WITH_SOURCES)
    try:
        with transaction() as tx:
            process = desk_process(tx.session, Permission.WORK_WITH_SOURCES)
            made = service.plan_source(tx, process, form.plan(web.spoken_language()), by=actor).public_id
    except Refused as refused:
        if refused.status != 422:
            raise
        return list_page(form, refused)
    return web.say(url_for("interviews_desk.page", source=made), STORED)


@bp.get("/paper")
def paper() -> ResponseReturnValue:
    """What people agree to, to be printed and signed, in the language of the page."""
    actor = require_desk(Permission.WORK_WITH_SOURCES)
    with reading() as session:
        town = session.get_one(Municipality, actor.municipality_id)
        contacts = [one for one in (town.contact_email, town.contact_phone) if one]
    return render_template("interviews/desk/paper.html", agreed=AGREED_NAMES, contacts=contacts)


@bp.get("/<source>")
def page(source: str) -> ResponseReturnValue:
    return source_page(source, None)


def source_page(public_id: str, refused: Refused | None, names: dict[int, Who] | None = None) -> ResponseReturnValue:
    """names: of those who were asked, where somebody asked for them; otherwise nobody reads one."""
    lang, actor = web.reader_language(), current_actor()
    with reading() as session:
        source = source_to_work(session, public_id)
        [view] = source_views(session, [source])
        passages = passage_views(session, source, lang)
        shown = render_template(
            "interviews/desk/source.html",
            source=view,
            passages=passages,
            waiting=[one for one in passages if one.waits and not one.gone],
            names=names,
            may_release=may(actor, Permission.MODERATE, source),
            may_read_names=may(actor, Permission.READ_NAMES, source),
            agreed=AGREED_NAMES,
            ways={one: HOW_NAMES[one] for one in (OF_DOCUMENTS if view.is_document else OF_PEOPLE)},
            values=request.form if request.form.get("act") == "change" else values_of(source),
            typed=request.form,
            today=clock.local(clock.now()).date().isoformat(),
            tongues=OWN_NAMES,
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


def values_of(source: TalkSource) -> dict[str, object]:
    """As the form of a source has them."""
    held = source.held_on.isoformat() if source.held_on else ""
    names = ("kind", "title", "language", "led_by", "place", "publisher", "year", "link")
    return {"held_on": held, **{name: getattr(source, name) for name in names}}


@bp.post("/<source>/names")
def names(source: str) -> ResponseReturnValue:
    """Who was asked; the log says who read it. It is no link: nobody comes here by chance."""
    actor = require_desk(Permission.READ_NAMES)
    with transaction() as tx:
        found = naming.read_names(tx, source_to_work(tx.session, source), by=actor)
    return source_page(source, None, found)


# --- acts


def change(tx: Transaction, source: TalkSource, by: Actor) -> None:
    plan = SourceForm(request.form).plan(web.spoken_language(), SourceKind(source.kind))
    service.change_source(tx, source, plan, by=by)


def person(tx: Transaction, source: TalkSource, by: Actor) -> None:
    form = PersonForm(request.form)
    if form.person.data:
        service.describe_person(tx, source, form.number, form.coarse(), by=by)
    else:
        service.add_person(tx, source, form.coarse(), by=by)


def name(tx: Transaction, source: TalkSource, by: Actor) -> None:
    form = PersonForm(request.form)
    naming.keep_name(tx, source, form.number, form.who(), by=by)


def release(tx: Transaction, source: TalkSource, by: Actor) -> None:
    """picked: `number:revision` of what was ticked, as it was seen."""
    picked = [one.partition(":")[::2] for one in request.form.getlist("picked")]
    coding.release(tx, source, [(row_number(number), row_number(seen)) for number, seen in picked], by=by)


def number_asked() -> int:
    return row_number(request.form.get("number", ""))


ACTS: dict[str, Callable[[Transaction, TalkSource, Actor], object]] = {
    "change": change,
    "person": person,
    "consent": lambda tx, source, by: withdrawing.consent_anew(tx, source, ConsentForm(request.form).given(), by=by),
    "name": name,
    "forget-names": lambda tx, source, by: naming.delete_names(tx, source, by=by),
    "release": release,
    "bring": lambda tx, source, by: coding.bring_late(tx, source, number_asked(), by=by),
    "take-words": lambda tx, source, by: correcting.look(tx, source, number_asked(), takes=True, by=by),
    "leave-words": lambda tx, source, by: correcting.look(tx, source, number_asked(), takes=False, by=by),
    "withdraw-passage": lambda tx, source, by: withdrawing.withdraw_passage(tx, source, number_asked(), by=by),
    "withdraw-person": lambda tx, source, by: withdrawing.withdraw_person(tx, source, number_asked(), by=by),
    "withdraw": lambda tx, source, by: withdrawing.withdraw_source(tx, source, by=by),
}


@bp.post("/<source>/acts")
def act(source: str) -> ResponseReturnValue:
    does, actor = ACTS.get(request.form.get("act", "")), require_desk(Permission.WORK_WITH_SOURCES)
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            does(tx, source_to_work(tx.session, source), actor)
    except NotFound:
        raise
    except Refused as refused:
        if refused.status == 403:
            raise
        return source_page(source, refused)
    return web.say(url_for("interviews_desk.page", source=source), DONE)


def process_of(session: Session) -> Process:
    """Raises NotAllowed, NotFound."""
    return desk_process(session, Permission.WORK_WITH_SOURCES)
