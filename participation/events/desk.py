"""The desk of events: planned, changed, published, cancelled; who comes, who is at the door, how it was."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.events import planning, queries, registering, reminding
from participation.events.codes import code_of, number_in
from participation.events.forms import EventForm, GroupsForm, RegisterForm
from participation.events.models import Event
from participation.events.present import event_lines, event_view, guest_views, looks
from participation.events.rules import (
    KIND_NAMES,
    LONGEST_NAME,
    LONGEST_NEEDS,
    LONGEST_TEXT,
    LONGEST_TITLE,
    NoRegistration,
)
from participation.foundation import clock, web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import OWN_NAMES
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Actor, Permission, may, require
from participation.people.web import current_actor, require_desk
from participation.process.web import desk_process

bp = Blueprint("events_desk", __name__, url_prefix="/desk/events")

PLANNED = web.saying("event-planned", N_("Planned. Nobody sees it before you publish it."))
STORED = web.saying("event-stored", N_("Stored. Whoever waited and has a place now is told by mail."))
DONE = web.saying("event-done", N_("Done."))
LIMITS = {"title": LONGEST_TITLE, "text": LONGEST_TEXT, "name": LONGEST_NAME, "needs": LONGEST_NEEDS}


def event_to_run(session: Session, public_id: str) -> Event:
    """Raises NotFound, NotAllowed."""
    actor = require_desk(Permission.RUN_SESSION)
    event = queries.event_named(session, actor.municipality_id, public_id)
    require(actor, Permission.RUN_SESSION, event)
    return event


@bp.get("", endpoint="all")
def all_events() -> ResponseReturnValue:
    return list_page(EventForm(), None)


def list_page(form: EventForm, refused: Refused | None) -> ResponseReturnValue:
    actor, lang = require_desk(Permission.RUN_SESSION), web.reader_language()
    with reading() as session:
        found = [
            one for one in queries.all_events(session, actor.municipality_id) if may(actor, Permission.RUN_SESSION, one)
        ]
        lines = event_lines(session, found, lang)
    page = render_template(
        "events/desk/all.html",
        events=lines,
        values=form.data,
        kinds=KIND_NAMES,
        tongues=OWN_NAMES,
        limits=LIMITS,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


@bp.post("")
def plan() -> ResponseReturnValue:
    form, actor = EventForm(request.form), require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            process = desk_process(tx.session, Permission.RUN_SESSION)
            made = planning.plan_event(tx, process, form.plan(), form.dates(), by=actor)[0].public_id
    except Refused as refused:
        if refused.status != 422:
            raise
        return list_page(form, refused)
    return web.say(url_for("events_desk.page", event=made), PLANNED)


@bp.get("/<event>")
def page(event: str) -> ResponseReturnValue:
    return event_page(event, None, None)


def event_page(public_id: str, form: EventForm | None, refused: Refused | None) -> ResponseReturnValue:
    """form: what was typed and not stored."""
    lang = web.reader_language()
    with reading() as session:
        event = event_to_run(session, public_id)
        view = event_view(session, event, lang)
        shown = render_template(
            "events/desk/event.html",
            event=view,
            values=form.data if form else values_of(event),
            lines=str(request.form.get("lines", ""))
            or "\n".join(f"{one.places} {one.name.text}" for one in view.groups),
            guests=guest_views(session, event, lang),
            looks=looks(queries.feedback_of(session, [event.id])),
            typed=request.form,
            kinds=KIND_NAMES,
            tongues=OWN_NAMES,
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


def values_of(event: Event) -> dict[str, object]:
    """As the form of an event has them."""
    starts, ends = clock.local(event.starts_at), clock.local(event.ends_at)
    texts = {
        f"{name}_{lang}": words
        for name in ("title", "text", "place", "way", "access", "bring")
        for lang, words in getattr(event, name).items()
    }
    return {
        **texts,
        "kind": event.kind,
        "day": starts.date().isoformat(),
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "last_day": ends.date().isoformat() if ends.date() != starts.date() else "",
        "places": event.places or "",
        "childcare": event.childcare,
        "interpreters": event.interpreters,
    }


@bp.post("/<event>")
def change(event: str) -> ResponseReturnValue:
    form, actor = EventForm(request.form), current_actor()
    try:
        with transaction() as tx:
            found = event_to_run(tx.session, event)
            if planning.change(tx, found, form.plan(), form.when(), by=actor):
                reminding.tell_of_change(tx, found)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return event_page(event, form, refused)
    return web.say(url_for("events_desk.page", event=event), STORED)


def keep_places(tx: Transaction, event: Event, by: Actor) -> None:
    planning.keep_places(tx, event, GroupsForm(request.form).groups(web.reader_language()), by=by)


def cancel(tx: Transaction, event: Event, by: Actor) -> None:
    planning.cancel(tx, event, request.form.get("reason", ""), page_language=web.spoken_language(), by=by)
    reminding.tell_of_cancellation(tx, event)


def register(tx: Transaction, event: Event, by: Actor) -> None:
    wish = RegisterForm(request.form).wish(web.reader_language(), web.public_url())
    registering.enter_registration(tx, event, wish, by=by)


def arrive(tx: Transaction, event: Event, by: Actor) -> None:
    """By the code that somebody shows, or by their number on the list."""
    typed = request.form.get("code", "")
    number = number_in(web.settings().secret_key, event.public_id, typed) if typed else number_asked()
    here = request.form.get("here") != "no"
    registering.arrive(tx, event, number, here=here, by=by, waiting_too=not typed)


def number_asked() -> int:
    """Raises NoRegistration."""
    found = request.form.get("number", 0, type=int)
    if found < 1:
        raise NoRegistration
    return found


ACTS: dict[str, Callable[[Transaction, Event, Actor], object]] = {
    "groups": keep_places,
    "publish": lambda tx, event, by: planning.publish(tx, event, by=by),
    "open": lambda tx, event, by: planning.take(tx, event, takes=True, by=by),
    "close": lambda tx, event, by: planning.take(tx, event, takes=False, by=by),
    "cancel": cancel,
    "register": register,
    "arrive": arrive,
    "strike": lambda tx, event, by: registering.strike(tx, event, number_asked(), by=by),
}


@bp.post("/<event>/acts")
def act(event: str) -> ResponseReturnValue:
    does, actor = ACTS.get(request.form.get("act", "")), require_desk(Permission.RUN_SESSION)
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            does(tx, event_to_run(tx.session, event), actor)
    except NotFound:
        raise
    except Refused as refused:
        if refused.status == 403:
            raise
        return event_page(event, None, refused)
    return web.say(url_for("events_desk.page", event=event), DONE)


@bp.get("/<event>/list")
def door_list(event: str) -> ResponseReturnValue:
    """What lies at the door on paper: who has a place, with their codes; it is deleted with the registrations."""
    lang = web.reader_language()
    with reading() as session:
        found = event_to_run(session, event)
        secret = web.settings().secret_key
        guests = guest_views(session, found, lang)
        return render_template(
            "events/desk/list.html",
            event=event_view(session, found, lang),
            guests=[one for one in guests if one.has_place],
            codes={one.number: code_of(secret, found.public_id, one.number) for one in guests},
        )
