"""Who sits at a table: interest groups, seats with a mandate and two people each, and how far it is with whom."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Actor, Permission
from participation.organisations.models import Organisation
from participation.organisations.queries import organisation_by_key
from participation.people.web import current_actor, require_desk
from participation.roundtable import founding, queries, seating
from participation.roundtable.desk import STORED, table_to_run
from participation.roundtable.forms import GroupForm, SeatForm, SeatsForm, TalkForm
from participation.roundtable.models import RoundTable
from participation.roundtable.panels import NAMES
from participation.roundtable.present import seat_views, table_view
from participation.roundtable.rules import (
    LONGEST_MANDATE,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_SEATS_EACH,
    PART_NAMES,
)
from participation.roundtable.seating import Seating

bp = Blueprint("table_seats", __name__, url_prefix="/desk/tables/<table>")

LIMITS = {"name": LONGEST_NAME, "mandate": LONGEST_MANDATE, "note": LONGEST_NOTE, "title": LONGEST_TITLE}
TALKED = web.saying("table-talk", N_("Noted how far it is with them."))


@bp.get("/seats")
def seats(table: str) -> ResponseReturnValue:
    return seats_page(table, None)


def seats_page(table: str, refused: Refused | None, seat: int = 0) -> ResponseReturnValue:
    """seat: of which what was typed was not stored."""
    lang = web.reader_language()
    with reading() as session:
        found = table_to_run(session, table)
        page = render_template(
            "roundtable/desk/seats.html",
            table=table_view(session, found, lang),
            organisations=queries.organisations_of(session, found.municipality_id),
            most=MOST_SEATS_EACH,
            values=request.form,
            typed_seat=seat,
            limits=LIMITS,
            names=NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


def seat_each(tx: Transaction, table: RoundTable, by: Actor) -> None:
    founding.seat_each(tx, table, SeatsForm(request.form).count(), by=by)


def add_group(tx: Transaction, table: RoundTable, by: Actor) -> None:
    founding.add_group(tx, table, GroupForm(request.form).name(), by=by)


def remove_group(tx: Transaction, table: RoundTable, by: Actor) -> None:
    group = queries.group_in(tx.session, table, SeatsForm(request.form).chosen_group())
    founding.remove_group(tx, table, group, by=by)


def end_seat(tx: Transaction, table: RoundTable, by: Actor) -> None:
    seat = queries.seat_in(tx.session, table, SeatsForm(request.form).chosen_seat())
    founding.end_seat(tx, table, seat, by=by)


ACTS = {"each": seat_each, "group": add_group, "remove": remove_group, "end": end_seat}


@bp.post("/seats")
def change(table: str) -> ResponseReturnValue:
    does, actor = ACTS.get(request.form.get("act", "")), require_desk(Permission.RUN_SESSION)
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            does(tx, table_to_run(tx.session, table), actor)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return seats_page(table, refused)
    return web.say(url_for("table_seats.seats", table=table), STORED)


@bp.post("/seats/<int:seat>")
def give(table: str, seat: int) -> ResponseReturnValue:
    form, actor = SeatForm(request.form), current_actor()
    try:
        with transaction() as tx:
            found = table_to_run(tx.session, table)
            about = queries.seat_in(tx.session, found, seat)
            organisation = organisation_named(tx.session, actor, str(form.organisation.data or ""))
            typed = Seating(organisation, str(form.mandate.data or ""), web.spoken_language(), form.names())
            seating.give_seat(tx, found, about, typed, by=actor)
    except Refused as refused:
        if refused.status not in {409, 422}:
            raise
        return seats_page(table, refused, seat)
    return web.say(url_for("table_seats.seats", table=table, _anchor=f"seat-{seat}"), STORED)


def organisation_named(session: Session, actor: Actor, key: str) -> Organisation | None:
    """Raises NotFound for one that is not there."""
    return organisation_by_key(session, actor.municipality_id, key) if key else None


@bp.post("/seats/<int:seat>/code")
def code(table: str, seat: int) -> ResponseReturnValue:
    """Shown once, to be handed over or printed: only its hash is kept."""
    part = SeatsForm(request.form).chosen_part()
    with transaction() as tx:
        found = table_to_run(tx.session, table)
        if part is None:
            raise NotFound
        about = queries.seat_in(tx.session, found, seat)
        made = seating.make_code(tx, found, about, part, by=current_actor())
    with reading() as session:
        found = table_to_run(session, table)
        view = seat_views(session, found, web.reader_language())[seat]
        holder = queries.holders_of(session, [seat])[seat, part]
    address = f"{web.public_url()}/seat/{made}"
    return render_template(
        "roundtable/desk/code.html",
        table=table,
        seat=view,
        part=PART_NAMES[part],
        name=holder.name,
        address=address,
        qr=web.qr(address),
    )


@bp.get("/invitations")
def invitations(table: str) -> ResponseReturnValue:
    return invitations_page(table, None)


def invitations_page(table: str, refused: Refused | None) -> ResponseReturnValue:
    with reading() as session:
        found = table_to_run(session, table)
        known = {one.organisation_id: one for one in queries.invitations_of(session, found)}
        page = render_template(
            "roundtable/desk/invitations.html",
            table=table_view(session, found, web.reader_language()),
            lines=[(one, known.get(one.id)) for one in queries.organisations_of(session, found.municipality_id)],
            values=request.form,
            limits=LIMITS,
            names=NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


@bp.post("/invitations")
def invite(table: str) -> ResponseReturnValue:
    form, actor = TalkForm(request.form), current_actor()
    try:
        with transaction() as tx:
            found = table_to_run(tx.session, table)
            organisation = organisation_by_key(tx.session, actor.municipality_id, str(form.organisation.data or ""))
            seating.note_talk(tx, found, organisation, form.talk(), by=actor)
            key = organisation.key
    except Refused as refused:
        if refused.status != 422:
            raise
        return invitations_page(table, refused)
    return web.say(url_for("table_seats.invitations", table=table, _anchor=f"of-{key}"), TALKED)
