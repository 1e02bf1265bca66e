"""A forum as everybody reads it: the programme, what hangs at a door, calendars, results; the link to write them."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from participation.forum import queries, writing
from participation.forum.forms import ResultForm
from participation.forum.models import Forum, ForumPart
from participation.forum.present import ForumView, by_part, day_name, forum_view, result_views, without_codes
from participation.forum.rules import KIND_NAMES, LONGEST_RESULT, MOST_RESULTS
from participation.forum.web import forum_to_read
from participation.foundation import chance, clock, icalendar, web
from participation.foundation.database import reading, transaction
from participation.foundation.icalendar import Entry
from participation.foundation.locales import OWN_NAMES, pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.people.web import acting_person, current_actor, remember
from participation.process.models import Format, Process
from participation.process.openings import LiveNow, Opening
from participation.process.permissions import require_readable
from participation.sessions.models import LiveSession
from participation.sessions.queries import open_sessions
from participation.sessions.rules import SessionState
from participation.sessions.web import seat_token
from participation.voting.queries import seat_of, sits_somewhere

bp = Blueprint("forum", __name__, url_prefix="/forums")

SENT = web.saying("result-sent", N_("The result has arrived. Everybody reads it as soon as a person has read it."))


@bp.before_request
def know_who_asks() -> None:
    """Before a transaction holds a connection: whoever then needs a second one could wait for those who wait for it."""
    current_actor()


@bp.get("/<forum>")
def page(forum: str) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found = forum_to_read(session, forum)
        view = seen_from_here(session, found, lang)
        return render_template(
            "forum/page.html",
            forum=view,
            meets=queries.meets_now(session, found),
            results=by_part(view.parts, result_views(session, found, lang)),
            slug=session.get_one(Format, found.format_id).slug,
            kinds=KIND_NAMES,
        )


def seen_from_here(session: Session, forum: Forum, lang: str) -> ForumView:
    """The codes of its sessions are read by phones that sit in one of them: from home nobody joins a hall."""
    view = forum_view(session, forum, lang)
    audiences = [one.audience for one in queries.sessions_showing(session, forum)]
    return view if sits_somewhere(session, seat_token(), audiences) else without_codes(view)


@bp.get("/<forum>/rooms/<int:room>")
def room(forum: str, room: int) -> ResponseReturnValue:
    """What hangs at the door, for a phone: what happens here, and the way into it."""
    lang = web.reader_language()
    with reading() as session:
        found = forum_to_read(session, forum)
        place = queries.room_in(session, found, room)
        view = seen_from_here(session, found, lang)
        there = [one for one in view.parts if one.room_id == place.id]
        return render_template("forum/room.html", forum=view, name=place.name, parts=there, kinds=KIND_NAMES)


# --- calendars


@bp.get("/<forum>.ics")
def ics(forum: str) -> ResponseReturnValue:
    with reading() as session:
        found = forum_to_read(session, forum)
        return as_calendar(found, queries.parts_of(session, found))


@bp.get("/<forum>/parts/<part>.ics")
def part_ics(forum: str, part: str) -> ResponseReturnValue:
    with reading() as session:
        found = forum_to_read(session, forum)
        return as_calendar(found, [queries.part_in(session, found, part)])


def as_calendar(forum: Forum, parts: list[ForumPart]) -> Response:
    host, lang = urlsplit(web.public_url()).hostname or "localhost", web.reader_language()
    response = make_response(icalendar.calendar((entry(forum, one, lang) for one in parts), host))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=programme.ics"
    return response


def entry(forum: Forum, part: ForumPart, lang: str) -> Entry:
    places = [pick(forum.place, lang).text, part.room.name if part.room else ""]
    return Entry(
        uid=part.public_id,
        changes=part.revision,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        title=pick(part.title, lang),
        place=", ".join(one for one in places if one),
        texts=[pick(texts, lang).text for texts in (forum.title, part.text) if texts],
        cancelled=part.cancelled_at is not None,
    )


# --- whoever has the link writes what a part found out


@bp.get("/results/<token>")
def write(token: str) -> ResponseReturnValue:
    return writing_page(token, ResultForm(), None)


@bp.post("/results/<token>")
def send(token: str) -> ResponseReturnValue:
    form = ResultForm(request.form)
    try:
        with transaction() as tx:
            forum, part = forum_to_write(tx.session, token)
            actor, cookie = acting_person(tx)
            writing.write_result(tx, forum, part, form.written(web.spoken_language()), by=actor)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return writing_page(token, form, refused)
    return remember(web.say(url_for("forum.write", token=token), SENT), cookie)


def forum_to_write(session: Session, token: str) -> tuple[Forum, ForumPart]:
    """Raises NotFound, NotOpenYet."""
    actor = current_actor()
    part = queries.part_with_key(session, actor.municipality_id, token)
    forum = session.get_one(Forum, part.forum_id)
    require_readable(actor, session.get_one(Format, forum.format_id))
    return forum, part


def writing_page(token: str, form: ResultForm, refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        forum, part = forum_to_write(session, token)
        left = MOST_RESULTS - queries.count_results(session, part)
        page = render_template(
            "forum/write.html",
            token=token,
            forum=pick(forum.title, lang),
            title=pick(part.title, lang),
            public=forum.public_id if forum.published_at else "",
            results=[one for one in result_views(session, forum, lang) if one.part == part.id],
            left=max(0, left),
            form=form,
            once=str(form.once.data or "") or chance.token(),
            limit=LONGEST_RESULT,
            most=MOST_RESULTS,
            tongues=OWN_NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


# --- what the page of a process says


def board_of(session: Session, collection: Format) -> str:
    """Where a format of this kind is read."""
    forum = queries.forum_of_format(session, collection.id)
    if forum is None:
        raise NotFound
    return url_for("forum.page", forum=forum.public_id)


def openings(session: Session, process: Process, lang: str) -> list[Opening]:
    """What comes next."""
    today = clock.local(clock.now()).date()
    coming = [one for one in queries.public_forums(session, process.id) if one.day >= today][:3]
    return [
        Opening(
            url_for("forum.page", forum=one.public_id),
            pick(one.title, lang),
            str(gettext("%(what)s: %(when)s", what=gettext("Dialogue forum"), when=day_name(one.day))),
        )
        for one in coming
    ]


def live_now(session: Session, municipality_id: int, lang: str) -> LiveNow | None:
    """For the start page: where the newest session is a part, the plenary from which every part is one tap away."""
    newest = next(iter(open_sessions(session, municipality_id)), None)
    forum = queries.forum_of_session(session, newest.id) if newest else None
    live = session.get_one(LiveSession, forum.session_id) if forum else None
    if live is None or live.state != SessionState.OPEN:
        return None
    address = url_for("sessions.phone", session=live.public_id)
    if seat_of(session, seat_token(), live.audience) is None:
        address = url_for("sessions.join_page")
    return LiveNow(address, pick(live.title, lang), pick(live.place, lang), str(gettext("Take part")))


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """What forums have brought so far."""
    forums = queries.public_forums(session, process.id)
    counts = queries.count_public(session, [one.id for one in forums]) if forums else {}
    return [
        Opening(
            url_for("forum.page", forum=one.public_id),
            pick(one.title, lang),
            ngettext("%(num)s result of a forum", "%(num)s results of a forum", counts[one.id]),
        )
        for one in forums
        if one.id in counts
    ]
