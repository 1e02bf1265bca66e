"""The doors for those who fill in a sheet: a phone of a group, or somebody who writes it down for one."""

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.console.web import session_to_run
from participation.foundation import chance, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import OWN_NAMES, pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Permission, may
from participation.people.web import acting_person, current_actor, remember, require_desk
from participation.process.models import Format
from participation.process.permissions import require_readable
from participation.sessions.rules import NotJoined
from participation.sessions.web import seat_token
from participation.voting.queries import seat_of
from participation.worksheets import queries, service
from participation.worksheets.forms import SheetForm
from participation.worksheets.models import Worksheet
from participation.worksheets.present import fields_asked, sheet_views
from participation.worksheets.rules import ASKS, LONGEST, SheetKind

bp = Blueprint("worksheet_writing", __name__)

SENT = web.saying("sheet-sent", N_("Your sheet has arrived. Everybody reads it as soon as the moderators have."))
WRITTEN = web.saying(
    "sheet-for", N_("Written down. Please read it aloud once, so that the group can say whether it is right.")
)


def named(session: Session, worksheet: str) -> Worksheet:
    """Raises NotFound, NotOpenYet; that of a rehearsal is there for those who rehearse."""
    actor = current_actor()
    found = queries.sheet_named(session, actor.municipality_id, worksheet)
    if found.format_id is not None:
        require_readable(actor, session.get_one(Format, found.format_id))
    elif not may(actor, Permission.RUN_SESSION, found):
        require_seat(session, found)
    return found


def require_seat(session: Session, worksheet: Worksheet) -> None:
    """Sheets come from those who are here. Raises NotJoined."""
    if seat_of(session, seat_token(), queries.session_of(session, worksheet).audience) is None:
        raise NotJoined


@bp.post("/worksheets/<worksheet>/sheets")
def fill_in(worksheet: str) -> ResponseReturnValue:
    """A phone that sits in the session sends a sheet."""
    form = SheetForm(request.form)
    answered = form.answered(web.spoken_language())
    try:
        with reading() as session:
            service.look_at_sheet(session, named(session, worksheet), answered, by=current_actor())
        with transaction() as tx:
            found = named(tx.session, worksheet)
            require_seat(tx.session, found)
            actor, token = acting_person(tx)
            made = service.fill_in(tx, found, answered, by=actor).id
            session_id = queries.session_of(tx.session, found).public_id
    except NotFound:
        raise
    except Refused as refused:
        if web.wants_json():
            raise
        return page_of(worksheet, form, refused), refused.status
    if web.wants_json():
        return remember(make_response({"html": own_line(worksheet, made), "sentence": web.sentence_of(SENT)}), token)
    return remember(web.say(url_for("sessions.phone", session=session_id), SENT), token)


def own_line(worksheet: str, sheet_id: int) -> str:
    """For the script that sent it."""
    with reading() as session:
        found = queries.filled_among(session, named(session, worksheet), [sheet_id])
        views = sheet_views(session, found, web.reader_language(), desk=False)
        return render_template("worksheets/own_line.html", one=views[sheet_id])


def page_of(worksheet: str, form: SheetForm, refused: Refused) -> str:
    """The sheet with what was typed, for a phone without a script."""
    with reading() as session:
        found = named(session, worksheet)
        return render_template(
            "worksheets/write.html",
            session=queries.session_of(session, found).public_id,
            oops=web.spoken_refusal(refused),
            **facts_of(session, found, form),
        )


def facts_of(session: Session, worksheet: Worksheet, form: SheetForm) -> dict[str, object]:
    lang = web.reader_language()
    return {
        "sheet": worksheet,
        "question": pick(queries.question_of(session, worksheet), lang),
        "asks": ASKS[SheetKind(worksheet.kind)],
        "limits": LONGEST,
        "fields": fields_asked(session, worksheet, lang),
        "typed": {
            **form.typed(),
            "field": form.field.data,
            "language": form.language.data,
        },
        "once": form.once.data or chance.token(),
        "tongues": OWN_NAMES,
    }


# --- written down for a group


@bp.get("/desk/scribe/<session>/sheet")
def scribe(session: str) -> ResponseReturnValue:
    """At the step that is on."""
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    with reading() as reads:
        live = session_to_run(reads, actor, session, Permission.WRITE_FOR_OTHERS)
        step_id = queries.sheet_on(reads, live, live.step_id or 0).step_id
    return scribe_page(session, step_id, SheetForm(), None)


@bp.get("/desk/scribe/<session>/sheet/<int:step_id>")
def sheet(session: str, step_id: int) -> ResponseReturnValue:
    return scribe_page(session, step_id, SheetForm(), None)


@bp.post("/desk/scribe/<session>/sheet/<int:step_id>")
def write(session: str, step_id: int) -> ResponseReturnValue:
    form = SheetForm(request.form)
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session, Permission.WRITE_FOR_OTHERS)
            found = queries.sheet_on(tx.session, live, step_id)
            service.fill_in_for(tx, found, form.answered(web.reader_language()), by=actor)
    except NotFound:
        raise
    except Refused as refused:
        return scribe_page(session, step_id, form, refused), refused.status
    return web.say(url_for("worksheet_writing.sheet", session=session, step_id=step_id), WRITTEN)


def scribe_page(topic: str, step_id: int, form: SheetForm, refused: Refused | None) -> str:
    actor = require_desk(Permission.WRITE_FOR_OTHERS)
    with reading() as session:
        live = session_to_run(session, actor, topic, Permission.WRITE_FOR_OTHERS)
        found = queries.sheet_on(session, live, step_id)
        return render_template(
            "worksheets/scribe.html",
            session=live.public_id,
            title=pick(live.title, web.reader_language()),
            runs=may(actor, Permission.RUN_SESSION, live),
            oops=web.spoken_refusal(refused) if refused else None,
            **facts_of(session, found, form),
        )
