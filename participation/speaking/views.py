"""A phone of the hall asks to speak, or does not want to after all."""

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import web
from participation.foundation.database import reading, transaction
from participation.foundation.messages import N_, Refused
from participation.people.web import acting_person, current_actor, remember
from participation.sessions.rules import NotJoined
from participation.sessions.web import seat_token
from participation.speaking import queries, service
from participation.speaking.forms import WishForm
from participation.speaking.models import SpeakersList
from participation.speaking.rules import LONGEST_NAME, WISH_NAMES
from participation.voting.queries import seat_of

bp = Blueprint("speaking", __name__, url_prefix="/speakers")

ASKED = web.saying(
    "speaker-asked", N_("You are on the list. You see on this phone and on the screen when it is your turn.")
)
YOUR_TURN = web.saying("speaker-turn", N_("It is your turn: please speak."))
TAKEN_BACK = web.saying("speaker-back", N_("You are not on the list any more."))


def named(session: Session, public_id: str) -> SpeakersList:
    """A list of the session in which this phone sits. Raises NotFound, NotJoined."""
    found = queries.list_named(session, current_actor().municipality_id, public_id)
    if seat_of(session, seat_token(), queries.session_of(session, found).audience) is None:
        raise NotJoined
    return found


@bp.get("/<speakers>")
def asking(speakers: str) -> ResponseReturnValue:
    return asking_page(speakers, WishForm(), None)


def asking_page(speakers: str, form: WishForm, refused: Refused | None) -> str:
    with reading() as session:
        found = named(session, speakers)
        live = queries.session_of(session, found)
        return render_template(
            "speaking/ask.html",
            public_id=found.public_id,
            session=live.public_id,
            closed=found.closed,
            confidential=found.confidential,
            form=form,
            organisations=queries.organisations_of(session, found.municipality_id),
            wishes=WISH_NAMES,
            limit=LONGEST_NAME,
            oops=web.spoken_refusal(refused) if refused else None,
        )


@bp.post("/<speakers>")
def ask(speakers: str) -> ResponseReturnValue:
    form = WishForm(request.form)
    with reading() as session:
        topic = queries.session_of(session, named(session, speakers)).public_id
    try:
        with transaction() as tx:
            actor, token = acting_person(tx)
            service.ask(tx, named(tx.session, speakers), form.wanted(), by=actor)
    except Refused as refused:
        return asking_page(speakers, form, refused), refused.status
    return remember(web.say(url_for("sessions.phone", session=topic), ASKED), token)


@bp.post("/<speakers>/back")
def take_back(speakers: str) -> ResponseReturnValue:
    """Twice changes nothing; who was called up at that moment reads that."""
    actor = current_actor()
    with transaction() as tx:
        found = named(tx.session, speakers)
        service.take_back(tx, found, by=actor)
        mine = queries.own_wish(tx.session, found, actor.person_id)
        step_id, topic = found.step_id, queries.session_of(tx.session, found).public_id
    said = TAKEN_BACK if mine is None else YOUR_TURN
    if web.wants_json():
        html = render_template("speaking/own.html", step_id=step_id, public_id=speakers, mine=mine)
        return make_response({"html": html, "sentence": web.sentence_of(said)})
    return web.say(url_for("sessions.phone", session=topic), said)
