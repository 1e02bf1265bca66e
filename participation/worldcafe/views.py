"""A café for everybody: where a phone sits, what was said at a table, the harvest."""

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy.orm import Session

from participation.foundation import chance, web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import OWN_NAMES, pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Actor, Permission, may
from participation.people.web import acting_person, current_actor, remember
from participation.process import queries as processes
from participation.process.models import Format, FormatKind, Process
from participation.process.openings import Opening
from participation.process.permissions import require_readable
from participation.sessions.models import RunStep
from participation.sessions.plugs import own_part
from participation.sessions.rules import NotJoined
from participation.sessions.web import seat_token
from participation.voting.queries import seat_of
from participation.worldcafe import noting, queries, service
from participation.worldcafe.forms import NoteForm, PartForm
from participation.worldcafe.models import Cafe
from participation.worldcafe.present import by_table, by_theme, cafe_view, note_views, own_view
from participation.worldcafe.rules import LONGEST_NOTE, may_write

bp = Blueprint("cafes", __name__, url_prefix="/cafes")

IN = web.saying("cafe-in", N_("You take part. Your table stands here when a round begins."))
OUT = web.saying("cafe-out", N_("Thank you for being here. You are not in the plan any more."))
HOSTS = web.saying("cafe-host", N_("Thank you! You stay at this table and tell those who come what was said."))
HOSTS_NOT = web.saying("cafe-host-not", N_("You are no host any more."))
NOTED = web.saying("note-sent", N_("Your note has arrived. The hall reads it as soon as a person has read it."))


# --- a phone takes part


def named(session: Session, cafe: str) -> Cafe:
    """Raises NotFound, NotOpenYet; that of a rehearsal is there for those who rehearse."""
    actor = current_actor()
    found = queries.cafe_named(session, actor.municipality_id, cafe)
    if found.format_id is not None:
        require_readable(actor, session.get_one(Format, found.format_id))
    elif not may(actor, Permission.RUN_SESSION, found):
        require_seat(session, found)
    return found


def require_seat(session: Session, cafe: Cafe) -> None:
    """Whoever takes part is in the hall. Raises NotJoined."""
    if seat_of(session, seat_token(), queries.session_of(session, cafe).audience) is None:
        raise NotJoined


@bp.get("/<cafe>/me")
def part(cafe: str) -> ResponseReturnValue:
    return part_page(cafe)


def part_page(cafe: str, refused: Refused | None = None) -> str:
    with reading() as session:
        found = named(session, cafe)
        require_seat(session, found)
        live = queries.session_of(session, found)
        return render_template(
            "worldcafe/part.html",
            title=pick(live.title, web.reader_language()),
            session=live.public_id,
            public_id=found.public_id,
            mine=own_view(session, found, current_actor().person_id),
            tongues=OWN_NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )


@bp.post("/<cafe>/me")
def take_part(cafe: str) -> ResponseReturnValue:
    """In, out, host or no host any more: the button says which, so a repeated click changes nothing."""
    form = PartForm(request.form)
    current_actor()  # who they are is read before the one writer's lock is taken
    try:
        with transaction() as tx:
            found = named(tx.session, cafe)
            require_seat(tx.session, found)
            actor, token = acting_person(tx)
            said = does(tx, found, form, actor)
            live = queries.session_of(tx.session, found)
            step_id = live.step_id
    except NotJoined:
        raise
    except Refused as refused:
        if web.wants_json():
            raise
        return part_page(cafe, refused), refused.status
    if not web.wants_json():
        return remember(web.say(url_for("cafes.part", cafe=cafe), said), token)
    with reading() as session:
        step = session.get(RunStep, step_id) if step_id is not None else None
        html = own_part(session, step, actor, web.reader_language())
    return remember(make_response({"html": html, "sentence": web.sentence_of(said)}), token)


def does(tx: Transaction, cafe: Cafe, form: PartForm, by: Actor) -> str:
    """What to say about it. Raises BadRequest for what no button says."""
    act = form.act.data
    if act == "in":
        service.take_part(tx, cafe, form.tongues(), by=by)
        return IN
    if act == "out":
        service.leave(tx, cafe, by=by)
        return OUT
    if act == "host":
        service.stay_as_host(tx, cafe, form.table_number(), by=by)
        return HOSTS
    if act == "host_no_more":
        service.host_no_more(tx, cafe, by=by)
        return HOSTS_NOT
    raise web.BadRequest


# --- a table and its notes


@bp.get("/<cafe>/tables/<int:number>")
def table(cafe: str, number: int) -> ResponseReturnValue:
    """What stands on its sheet as a code: the question of now, and what was said here before."""
    return table_page(cafe, number, NoteForm(), None)


@bp.post("/<cafe>/tables/<int:number>")
def note(cafe: str, number: int) -> ResponseReturnValue:
    form = NoteForm(request.form)
    current_actor()
    try:
        with transaction() as tx:
            found = named(tx.session, cafe)
            at = queries.table_numbered(tx.session, found, number)
            require_seat(tx.session, found)
            actor, token = acting_person(tx)
            noting.write_note(tx, found, at, form.written(web.spoken_language()), by=actor)
    except NotFound:
        raise
    except Refused as refused:
        return table_page(cafe, number, form, refused)
    return remember(web.say(url_for("cafes.table", cafe=cafe, number=number), NOTED), token)


def table_page(cafe: str, number: int, form: NoteForm, refused: Refused | None) -> ResponseReturnValue:
    lang, actor = web.reader_language(), current_actor()
    with reading() as session:
        found = named(session, cafe)
        at = queries.table_numbered(session, found, number)
        view = cafe_view(session, found, lang)
        shown, waiting = note_views(session, found, lang, authors=frozenset(actor.authors))
        mine = own_view(session, found, actor.person_id)
        writes = may_write(
            is_host=mine.hosts == number,
            has_host=queries.host_of(session, at) is not None,
            sits_there=mine.table == number,
        )
        page = render_template(
            "worldcafe/table.html",
            cafe=view,
            number=number,
            place=at.place,
            running=view.running,
            notes=[one for one in shown if one.table == number],
            waiting=[one for one in waiting if one.table == number],
            writes=writes and any(one.called for one in view.rounds),
            hosts=mine.hosts == number,
            session=queries.session_of(session, found).public_id,
            form=form,
            limit=LONGEST_NOTE,
            once=chance.token(),
            tongues=OWN_NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


# --- the harvest


@bp.get("/<cafe>")
def page(cafe: str) -> ResponseReturnValue:
    """What was said at the tables, by theme and by table."""
    lang = web.reader_language()
    with reading() as session:
        found, collection = cafe_to_read(session, cafe)
        shown, _ = note_views(session, found, lang)
        return render_template(
            "worldcafe/page.html",
            cafe=cafe_view(session, found, lang),
            slug=collection.slug,
            title=pick(queries.session_of(session, found).title, lang),
            themes=by_theme(shown),
            tables=by_table(shown),
        )


def cafe_to_read(session: Session, public_id: str) -> tuple[Cafe, Format]:
    """Raises NotFound, also for that of a rehearsal, NotOpenYet."""
    actor = current_actor()
    found = queries.cafe_named(session, actor.municipality_id, public_id)
    if found.format_id is None:
        raise NotFound
    collection = session.get_one(Format, found.format_id)
    require_readable(actor, collection)
    return found, collection


def board_of(session: Session, collection: Format) -> str:
    """Where a format of this kind is read."""
    cafe = queries.cafe_of_format(session, collection.id)
    if cafe is None:
        raise NotFound
    return url_for("cafes.page", cafe=cafe.public_id)


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: the cafés that can be read."""
    formats = {one.id: one for one in processes.formats_of(session, process) if one.kind == FormatKind.WORLD_CAFE}
    found = queries.count_shown(session, list(formats))
    return [
        Opening(
            url_for("cafes.page", cafe=cafe.public_id),
            pick(formats[about].title, lang),
            ngettext(
                "%(num)s note from the tables of a world café", "%(num)s notes from the tables of a world café", count
            ),
        )
        for about, (cafe, count) in found.items()
    ]
