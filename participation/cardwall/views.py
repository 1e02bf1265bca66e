"""The wall as everybody reads it, and the phone's way onto it."""

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from sqlalchemy.orm import Session

from participation.cardwall import queries, service
from participation.cardwall.forms import CardForm
from participation.cardwall.models import Wall
from participation.cardwall.present import card_views, wall_view
from participation.cardwall.rules import ANSWERED_NAMES, LONGEST_CARD
from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.moderation.rules import REASON_NAMES
from participation.people.web import acting_person, current_actor, remember
from participation.process import queries as processes
from participation.process.models import Format, FormatKind, Process
from participation.process.openings import Opening
from participation.process.permissions import require_readable
from participation.sessions.rules import NotJoined
from participation.sessions.web import hearts_answer, seat_token
from participation.voting.queries import seat_of

bp = Blueprint("walls", __name__, url_prefix="/walls")

SENT = web.saying(
    "card-sent", N_("Your card has arrived. It stands on the wall as soon as the moderators have read it.")
)
WANTED = web.saying("card-wanted", N_("Noted."))


@bp.get("/<wall>")
def page(wall: str) -> ResponseReturnValue:
    """All cards that are public, in their groups. Before they are revealed: that there will be some."""
    actor = current_actor()
    lang = web.reader_language()
    with reading() as session:
        found = queries.wall_named(session, actor.municipality_id, wall)
        if found.format_id is None:
            raise NotFound
        collection = session.get_one(Format, found.format_id)
        require_readable(actor, collection)
        return render_template(
            "cardwall/page.html",
            wall=wall_view(session, found, lang),
            slug=collection.slug,
            collection=collection,
            names=ANSWERED_NAMES,
            reasons=REASON_NAMES,
        )


@bp.post("/<wall>/cards")
def write(wall: str) -> ResponseReturnValue:
    """A phone that sits in the session writes a card."""
    form = CardForm(request.form)
    written = form.written(web.spoken_language())
    with reading() as session:
        found = queries.wall_named(session, current_actor().municipality_id, wall)
        topic, question = queries.session_of(session, found).public_id, queries.question_of(session, found)
    try:
        with reading() as session:
            service.look_at_card(session, found, written, by=current_actor())
        with transaction() as tx:
            found = queries.wall_named(tx.session, current_actor().municipality_id, wall)
            require_seat(tx.session, found)
            actor, token = acting_person(tx)
            card = service.write_card(tx, found, written, by=actor).id
    except Refused as refused:
        if web.wants_json():
            raise
        page = render_template(
            "cardwall/write.html",
            wall=found,
            session=topic,
            question=pick(question, web.reader_language()),
            form=form,
            limit=LONGEST_CARD,
            oops=web.spoken_refusal(refused),
        )
        return page, refused.status
    if web.wants_json():
        return remember(make_response({"html": one_card(card), "sentence": web.sentence_of(SENT)}), token)
    return remember(web.say(url_for("sessions.phone", session=topic), SENT), token)


@bp.post("/<wall>/cards/<int:number>/want")
def want(wall: str, number: int) -> ResponseReturnValue:
    """A card is important to somebody, or is not: the form says which, so a repeated click changes nothing."""
    wants = request.form.get("want") != "no"
    with transaction() as tx:
        found = queries.wall_named(tx.session, current_actor().municipality_id, wall)
        require_seat(tx.session, found)
        card = queries.card_numbered(tx.session, found, number)
        actor, token = acting_person(tx)
        service.want(tx, found, card, wants=wants, by=actor)
        topic = queries.session_of(tx.session, found).public_id
        hearts = queries.hearts_by(tx.session, found, actor.person_id)
    if not web.wants_json():
        return remember(web.say(url_for("sessions.phone", session=topic), WANTED), token)
    html = render_template("cardwall/wanted.html", hearts=hearts, public_id=wall)
    return remember(hearts_answer(hearts, html, WANTED), token)


def require_seat(session: Session, wall: Wall) -> None:
    """Cards come from those who are here. Raises NotJoined."""
    if seat_of(session, seat_token(), queries.session_of(session, wall).audience) is None:
        raise NotJoined


def one_card(card_id: int) -> str:
    """For the script that sent it."""
    with reading() as session:
        found = session.scalars(queries.card_with_words(card_id)).one()
        views = card_views(session, [found], web.reader_language(), desk=False)
        return render_template("cardwall/own_card.html", card=views[card_id])


def board_of(session: Session, collection: Format) -> str:
    """Where a format of cards is read."""
    wall = queries.wall_of_format(session, collection.id)
    if wall is None:
        raise NotFound
    return url_for("walls.page", wall=wall.public_id)


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    """For the page of a process: the walls that can be read."""
    formats = {one.id: one for one in processes.formats_of(session, process) if one.kind == FormatKind.CARD_WALL}
    found = queries.count_shown(session, list(formats))
    return [
        Opening(
            url_for("walls.page", wall=wall.public_id),
            pick(formats[about].title, lang),
            ngettext("%(num)s card from the hall", "%(num)s cards from the hall", count),
        )
        for about, (wall, count) in found.items()
    ]
