"""An event as everybody reads it, registration, one's own registration, the calendar, feedback."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from participation.events import letters, queries, registering, reminding
from participation.events.calendar import calendar
from participation.events.codes import code_of, number_in
from participation.events.forms import FeedbackForm, RegisterForm
from participation.events.models import Event
from participation.events.present import EventLine, event_lines, event_view, own_view
from participation.events.rules import KIND_NAMES, LONGEST_NAME, LONGEST_NEEDS, LONGEST_TEXT, MOST_STARS
from participation.foundation import chance, clock, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import OWN_NAMES
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Permission, may
from participation.people.web import acting_person, current_actor, remember
from participation.process import queries as processes
from participation.process.models import Process
from participation.process.openings import Opening
from participation.process.permissions import require_readable

bp = Blueprint("events", __name__, url_prefix="/events")

IN = web.saying(
    "registered", N_("You are registered. Keep this page or its address: your code for the door stands here.")
)
OUT = web.saying("registration-gone", N_("You are not registered any more. Thank you for saying so."))
THANKS = web.saying("feedback-kept", N_("Thank you. It stands in the report of this event, without a name."))
LIMITS = {"name": LONGEST_NAME, "needs": LONGEST_NEEDS, "text": LONGEST_TEXT}


@bp.before_request
def know_who_asks() -> None:
    """Before a transaction holds a connection: whoever then needs a second one could wait for those who wait for it."""
    current_actor()


def event_to_read(session: Session, public_id: str) -> Event:
    """Raises NotFound, also for a draft unless somebody may run it, NotOpenYet."""
    actor = current_actor()
    found = queries.event_named(session, actor.municipality_id, public_id)
    require_readable(actor, session.get_one(Process, found.process_id))
    if found.published_at is None and not may(actor, Permission.RUN_SESSION, found):
        raise NotFound
    return found


@bp.get("", endpoint="all")
def all_events() -> ResponseReturnValue:
    """What comes next in the town's public processes."""
    actor, lang = current_actor(), web.reader_language()
    with reading() as session:
        readable = [one.id for one in processes.public_processes(session, actor.municipality_id)]
        lines = event_lines(session, queries.coming(session, readable, clock.now()), lang)
    return render_template("events/all.html", events=lines)


@bp.get("/<event>")
def page(event: str) -> ResponseReturnValue:
    return event_page(event, RegisterForm(), None)


def event_page(public_id: str, form: RegisterForm, refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found = event_to_read(session, public_id)
        own = queries.own_registration(session, found, current_actor().person_id)
        secret = web.settings().secret_key
        shown = render_template(
            "events/page.html",
            event=event_view(session, found, lang),
            kinds=KIND_NAMES,
            dates=event_lines(session, queries.dates_of(session, found), lang),
            own=code_of(secret, found.public_id, own.number) if own else "",
            form=form,
            tongues=OWN_NAMES,
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


@bp.post("/<event>")
def register(event: str) -> ResponseReturnValue:
    form = RegisterForm(request.form)
    wish = form.wish(web.reader_language(), web.public_url())
    try:
        with transaction() as tx:
            found = event_to_read(tx.session, event)
            actor, token = acting_person(tx)
            made = registering.register(tx, found, wish, by=actor)
            reminding.send(tx, found, made, letters.registered_letter)
            code = code_of(web.settings().secret_key, found.public_id, made.number)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return event_page(event, form, refused)
    return remember(web.say(url_for("events.mine", event=event, code=code), IN), token)


@bp.get("/<event>/mine/<code>")
def mine(event: str, code: str) -> ResponseReturnValue:
    """Somebody's own registration: the code for the door, their place, and the way not to come after all."""
    lang = web.reader_language()
    with reading() as session:
        found = event_to_read(session, event)
        number = number_in(web.settings().secret_key, found.public_id, code)
        own = queries.registration_numbered(session, found, number)
        return render_template(
            "events/mine.html",
            event=event_view(session, found, lang),
            guest=own_view(session, found, own),
            code=code_of(web.settings().secret_key, found.public_id, number),
            qr=web.qr(code_of(web.settings().secret_key, found.public_id, number)),
        )


@bp.post("/<event>/mine/<code>")
def give_up(event: str, code: str) -> ResponseReturnValue:
    with transaction() as tx:
        found = event_to_read(tx.session, event)
        registering.give_up(tx, found, number_in(web.settings().secret_key, found.public_id, code))
    return web.say(url_for("events.page", event=event), OUT)


@bp.get("/<event>.ics")
def ics(event: str) -> ResponseReturnValue:
    with reading() as session:
        found = event_to_read(session, event)
        return as_calendar([found])


@bp.get("/<event>/series.ics")
def series(event: str) -> ResponseReturnValue:
    """All dates of its series."""
    with reading() as session:
        return as_calendar(queries.dates_of(session, event_to_read(session, event)))


def as_calendar(events: list[Event]) -> Response:
    host = urlsplit(web.public_url()).hostname or "localhost"
    response = make_response(calendar(events, host, web.reader_language()))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=event.ics"
    return response


@bp.get("/<event>/feedback")
def feedback(event: str) -> ResponseReturnValue:
    return feedback_page(event, FeedbackForm(), None)


def feedback_page(public_id: str, form: FeedbackForm, refused: Refused | None) -> ResponseReturnValue:
    with reading() as session:
        found = event_to_read(session, public_id)
        shown = render_template(
            "events/feedback.html",
            event=event_view(session, found, web.reader_language()),
            form=form,
            stars=range(MOST_STARS, 0, -1),
            once=str(form.once.data or "") or chance.token(),
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


@bp.post("/<event>/feedback")
def look_back(event: str) -> ResponseReturnValue:
    form = FeedbackForm(request.form)
    try:
        with transaction() as tx:
            registering.look_back(tx, event_to_read(tx.session, event), form.opinion(web.spoken_language()))
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return feedback_page(event, form, refused)
    return web.say(url_for("events.page", event=event), THANKS)


def openings(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: what comes next."""
    found = [one for one in queries.coming(session, [process.id], clock.now()) if one.cancelled_at is None][:3]
    lines = event_lines(session, found, lang) if found else []
    return [Opening(url_for("events.page", event=one.id), one.title, note_of(one)) for one in lines]


def note_of(line: EventLine) -> str:
    return str(gettext("%(what)s: %(when)s", what=gettext(KIND_NAMES[line.kind]), when=line.when))
