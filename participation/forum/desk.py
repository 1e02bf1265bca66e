"""The desk of forums: they are planned and published, get rooms and parts; parts are moved, cancelled, swapped."""

from collections.abc import Callable

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.forum import planning, queries, stepping
from participation.forum.forms import ActForm, ForumForm, PartForm
from participation.forum.models import Forum, ForumPart
from participation.forum.present import day_name, forum_view
from participation.forum.rules import (
    KIND_NAMES,
    LONGEST_NAME,
    LONGEST_ROOM,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_WORDS,
    StepKind,
)
from participation.forum.web import forum_to_run
from participation.foundation import clock, web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import OWN_NAMES, pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Actor, Permission, may
from participation.people.web import current_actor, require_desk
from participation.process.web import desk_process
from participation.sessions import patterns

bp = Blueprint("forums", __name__, url_prefix="/desk/forums")

FOUNDED = web.saying("forum-founded", N_("The forum is there. Add its rooms and parts next."))
STORED = web.saying("forum-stored", N_("Stored."))
LIMITS = {
    "title": LONGEST_TITLE,
    "text": LONGEST_TEXT,
    "words": LONGEST_WORDS,
    "name": LONGEST_NAME,
    "room": LONGEST_ROOM,
}


@bp.get("", endpoint="all")
def all_forums() -> ResponseReturnValue:
    return list_page(ForumForm(), None)


def list_page(form: ForumForm, refused: Refused | None) -> ResponseReturnValue:
    actor, lang = require_desk(Permission.RUN_SESSION), web.reader_language()
    with reading() as session:
        found = queries.forums_of(session, actor.municipality_id)
        own = [one for one in found if may(actor, Permission.RUN_SESSION, one)]
        lines = [(one, pick(one.title, lang), day_name(one.day)) for one in own]
    page = render_template(
        "forum/desk/all.html",
        forums=lines,
        values=form.data,
        limits=LIMITS,
        oops=web.spoken_refusal(refused) if refused else None,
    )
    return page, refused.status if refused else 200


@bp.post("")
def found() -> ResponseReturnValue:
    """With the run sheet of a forum for its plenary, to start from."""
    form, actor = ForumForm(request.form), require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            process = desk_process(tx.session, Permission.RUN_SESSION)
            steps = patterns.steps_of("dialogue_forum")
            made = planning.found_forum(tx, process, form.frame(), steps, by=actor).public_id
    except Refused as refused:
        if refused.status != 422:
            raise
        return list_page(form, refused)
    return web.say(url_for("forums.page", forum=made), FOUNDED)


@bp.get("/<forum>")
def page(forum: str) -> ResponseReturnValue:
    return forum_page(forum)


def forum_page(public_id: str, refused: Refused | None = None, part: PartForm | None = None) -> ResponseReturnValue:
    """part: what was typed and not stored."""
    lang = web.reader_language()
    with reading() as session:
        found = forum_to_run(session, public_id)
        view = forum_view(session, found, lang)
        shown = render_template(
            "forum/desk/forum.html",
            forum=view,
            values=part.data if part else {"day": found.day.isoformat()},
            typed=request.form,
            kinds=KIND_NAMES,
            tongues=OWN_NAMES,
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


def texts_of(thing: Forum | ForumPart, *names: str) -> dict[str, object]:
    """As a form has them."""
    return {f"{name}_{lang}": words for name in names for lang, words in getattr(thing, name).items()}


def values_of(forum: Forum) -> dict[str, object]:
    return {**texts_of(forum, "title", "text", "place"), "day": forum.day.isoformat()}


@bp.get("/<forum>/edit")
def edit(forum: str) -> ResponseReturnValue:
    return edit_page(forum, None, None)


def edit_page(public_id: str, form: ForumForm | None, refused: Refused | None) -> ResponseReturnValue:
    """form: what was typed and not stored."""
    with reading() as session:
        found = forum_to_run(session, public_id)
        shown = render_template(
            "forum/desk/edit.html",
            forum=found.public_id,
            title=pick(found.title, web.reader_language()),
            frame=form.data if form else values_of(found),
            revision=found.revision,
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


@bp.post("/<forum>/edit")
def reframe(forum: str) -> ResponseReturnValue:
    form, actor = ForumForm(request.form), current_actor()
    try:
        with transaction() as tx:
            planning.reframe(tx, forum_to_run(tx.session, forum), form.frame(), by=actor, seen=form.seen())
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return edit_page(forum, form, refused)
    return web.say(url_for("forums.page", forum=forum), STORED)


InTransaction = Callable[[Transaction, Forum, Actor, ActForm], object]
ACTS: dict[str, InTransaction] = {
    "publish": lambda tx, forum, by, _: planning.publish(tx, forum, public=True, by=by),
    "hide": lambda tx, forum, by, _: planning.publish(tx, forum, public=False, by=by),
    "rooms": lambda tx, forum, by, form: planning.add_rooms(tx, forum, form.room_names(), by=by),
    "name_room": lambda tx, forum, by, form: planning.name_room(tx, forum, form.room_id(), form.room_name(), by=by),
    "programme": lambda tx, forum, by, _: stepping.add_step(tx, forum, StepKind.PROGRAMME, by=by),
    "results": lambda tx, forum, by, _: stepping.add_step(tx, forum, StepKind.RESULTS, by=by),
}


@bp.post("/<forum>/acts")
def act(forum: str) -> ResponseReturnValue:
    """Whatever a button of the page says."""
    form, actor = ActForm(request.form), require_desk(Permission.RUN_SESSION)
    does = ACTS.get(str(form.act.data))
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            does(tx, forum_to_run(tx.session, forum), actor, form)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return forum_page(forum, refused)
    return web.say(url_for("forums.page", forum=forum), STORED)


# --- parts


@bp.post("/<forum>/parts")
def add(forum: str) -> ResponseReturnValue:
    form, actor = PartForm(request.form), current_actor()
    try:
        with transaction() as tx:
            planning.add_part(tx, forum_to_run(tx.session, forum), form.plan(), by=actor)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return forum_page(forum, refused, form)
    return web.say(url_for("forums.page", forum=forum), STORED)


@bp.get("/<forum>/parts/<part>")
def part(forum: str, part: str) -> ResponseReturnValue:
    return part_page(forum, part)


def part_page(
    forum_id: str, part_id: str, refused: Refused | None = None, form: PartForm | None = None
) -> ResponseReturnValue:
    """form: what was typed and not stored."""
    lang = web.reader_language()
    with reading() as session:
        found = forum_to_run(session, forum_id)
        about = queries.part_in(session, found, part_id)
        view = forum_view(session, found, lang)
        shown = render_template(
            "forum/desk/part.html",
            forum=view,
            part=next(one for one in view.parts if one.id == part_id),
            values={**form.data, "revision": about.revision} if form else values_of_part(about),
            patterns=patterns.PATTERNS,
            kinds=KIND_NAMES,
            tongues=OWN_NAMES,
            limits=LIMITS,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


def values_of_part(part: ForumPart) -> dict[str, object]:
    starts, ends = clock.local(part.starts_at), clock.local(part.ends_at)
    return {
        **texts_of(part, "title", "text"),
        "kind": part.kind,
        "day": starts.date().isoformat(),
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "room": str(part.room_id or ""),
        "interpreters": part.interpreters,
        "lead": part.lead,
        "revision": part.revision,
    }


@bp.post("/<forum>/parts/<part>")
def change(forum: str, part: str) -> ResponseReturnValue:
    """Other words, another time, another room. After a refusal the form shows what was typed, with the new revision."""
    form, actor = PartForm(request.form), current_actor()
    try:
        with transaction() as tx:
            found = forum_to_run(tx.session, forum)
            about = queries.part_in(tx.session, found, part)
            planning.change_part(tx, found, about, form.plan(), by=actor, seen=form.seen())
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return part_page(forum, part, refused, form)
    return web.say(url_for("forums.page", forum=forum), STORED)


OnPart = Callable[[Transaction, Forum, ForumPart, Actor, ActForm], object]
PART_ACTS: dict[str, OnPart] = {
    "cancel": lambda tx, forum, part, by, form: planning.cancel_part(
        tx, forum, part, cancelled=True, by=by, seen=form.seen()
    ),
    "on": lambda tx, forum, part, by, form: planning.cancel_part(
        tx, forum, part, cancelled=False, by=by, seen=form.seen()
    ),
    "swap": lambda tx, forum, part, by, form: planning.swap_rooms(
        tx, forum, part, queries.part_in(tx.session, forum, form.other()), by=by, seen=(form.seen(), form.other_seen())
    ),
    "session": lambda tx, forum, part, by, form: planning.give_session(
        tx, forum, part, patterns.steps_of(str(form.pattern.data or "")), by=by
    ),
}


@bp.post("/<forum>/parts/<part>/acts")
def act_on_part(forum: str, part: str) -> ResponseReturnValue:
    form, actor = ActForm(request.form), require_desk(Permission.RUN_SESSION)
    does = PART_ACTS.get(str(form.act.data))
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            found = forum_to_run(tx.session, forum)
            does(tx, found, queries.part_in(tx.session, found, part), actor, form)
    except NotFound:
        raise
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return part_page(forum, part, refused)
    return web.say(url_for("forums.part", forum=forum, part=part), STORED)


@bp.post("/<forum>/parts/<part>/link")
def link(forum: str, part: str) -> ResponseReturnValue:
    """The way by which somebody writes the results of a part: this answer is the one time to copy or print it."""
    lang, actor = web.reader_language(), current_actor()
    with transaction() as tx:
        found = forum_to_run(tx.session, forum)
        about = queries.part_in(tx.session, found, part)
        token = planning.make_link(tx, found, about, by=actor)
        title = pick(about.title, lang)
    address = f"{web.public_url()}{url_for('forum.write', token=token, lang=None)}"
    return render_template(
        "forum/desk/link.html", forum=forum, part=part, title=title, address=address, qr=web.qr(address)
    )
