from time import monotonic

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from participation.foundation import chance, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import Words, pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.live.rules import Allowance, Screen
from participation.people.web import current_actor
from participation.process.openings import LiveNow
from participation.sessions import queries
from participation.sessions.casting import Typed, cast, mine
from participation.sessions.forms import CodeForm, choice_in, typed_vote
from participation.sessions.models import LiveSession
from participation.sessions.plugs import own_part
from participation.sessions.reply import mine_reply, receipt_reply, sentence_for
from participation.sessions.rules import CODES_A_SECOND, TooManyCodes, UnknownCode, digits_of
from participation.sessions.stage import stage_of
from participation.sessions.web import (
    SCREEN_COOKIE,
    SCREEN_DAYS,
    SEAT_COOKIE,
    keep_seat,
    screen_token,
    seat_token,
    seat_view,
    state_for,
)
from participation.voting import tickets
from participation.voting.queries import ballot_by_public_id, seat_of

bp = Blueprint("sessions", __name__)

COUNTED = web.saying("counted", N_("Counted. You can change your choice until the vote ends."))
wrong_codes = Allowance(CODES_A_SECOND, CODES_A_SECOND)


# --- joining


@bp.get("/join")
@bp.get("/j/<code>")
def join_page(code: str = "") -> ResponseReturnValue:
    """Only shows a button: the QR's address is opened by cameras and previews, which must not take a seat."""
    digits = digits_of(code)
    with reading() as session:
        live = queries.session_with_code(session, current_actor().municipality_id, digits)
        title = pick(live.title, web.reader_language()) if live else None
    return render_template("sessions/join.html", code=code and digits, title=title, oops=None)


@bp.post("/join")
def join() -> ResponseReturnValue:
    """QR and digits lead here alike: the phone gets its seat, or keeps the one it has."""
    form = CodeForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            live = session_by_code(tx.session, actor.municipality_id, form.typed_code())
            among = queries.audiences_now(tx.session, live.municipality_id)
            token = tickets.take_seat(tx, live.audience, live.municipality_id, seat_token(), among)
    except (UnknownCode, TooManyCodes) as refused:
        sentence = web.spoken_refusal(refused)
        page = render_template("sessions/join.html", code=form.typed_code(), title=None, oops=sentence)
        return page, refused.status
    return keep_seat(web.go(url_for("sessions.phone", session=live.public_id)), token)


def session_by_code(session: Session, municipality_id: int, typed: str) -> LiveSession:
    """Raises UnknownCode, TooManyCodes; a wrong code costs the server's allowance, never an address."""
    live = queries.session_with_code(session, municipality_id, digits_of(typed))
    if live is None:
        raise wrong_guess(UnknownCode())
    return live


def wrong_guess(refused: Refused) -> Refused:
    return TooManyCodes() if wrong_codes.wait(monotonic()) else refused


@bp.get("/ticket")
@bp.get("/t/<code>")
def ticket_page(code: str = "") -> ResponseReturnValue:
    typed = tickets.typed_ticket(code)
    return render_template("sessions/ticket.html", code=tickets.grouped(typed) if typed else "", oops=None)


@bp.post("/ticket")
def use_ticket() -> ResponseReturnValue:
    """A ticket is a seat and a vote: no code besides. Where another phone held it, that phone loses it."""
    form = CodeForm(request.form)
    actor = current_actor()
    try:
        with transaction() as tx:
            ticket = tickets.ticket_named(tx, form.typed_ticket())
            live = queries.session_of_audience(tx.session, ticket.audience) if ticket else None
            if ticket is None or live is None or live.municipality_id != actor.municipality_id:
                raise wrong_guess(tickets.UnknownTicket())
            among = queries.audiences_now(tx.session, live.municipality_id)
            typed = form.typed_ticket()
            token = tickets.use_ticket(tx, live.audience, actor.municipality_id, typed, seat_token(), among=among)
    except Refused as refused:
        sentence = web.spoken_refusal(refused)
        return render_template("sessions/ticket.html", code=form.typed_ticket(), oops=sentence), refused.status
    return keep_seat(web.go(url_for("sessions.phone", session=live.public_id)), token)


@bp.post("/live/<session>/leave")
def leave(session: str) -> ResponseReturnValue:
    """The phone goes to the next person."""
    with transaction() as tx:
        live = queries.session_named(tx.session, current_actor().municipality_id, session)
        tickets.leave_seats(tx, seat_token(), queries.audiences_now(tx.session, live.municipality_id))
    response = web.go(url_for("sessions.join_page"))
    response.delete_cookie(SEAT_COOKIE)
    return response


# --- the phone


@bp.get("/live/<session>")
def phone(session: str) -> ResponseReturnValue:
    return phone_page(session)


def phone_page(topic: str, oops: str | None = None) -> str:
    with reading() as session:
        live = queries.session_named(session, current_actor().municipality_id, topic)
        ballot = queries.current_ballot(session, live)
        own = mine(session, live, ballot, seat_token())
        step, _ = queries.current_step(session, live)
        return render_template(
            "sessions/phone.html",
            stage=stage_of(
                session, live, lang=web.reader_language(), screen=Screen.PHONE, mine=own.choice if own else None
            ),
            me=seat_view(session, live, ballot),
            receipt="stored" if own else None,
            oops=oops,
            mine=mine_reply(own),
            own_part=Markup(own_part(session, step, current_actor(), web.reader_language())),  # noqa: S704 - of our templates
        )


@bp.post("/live/<session>/vote")
def vote(session: str) -> ResponseReturnValue:
    """A phone without JavaScript: the same ledger, by a form."""
    token = seat_token()
    try:
        with reading() as reads:
            live = queries.session_named(reads, current_actor().municipality_id, session)
            ballot = ballot_by_public_id(reads, live.municipality_id, request.form.get("ballot", ""))
            own = mine(reads, live, ballot, token)
        typed = Typed(
            ballot=ballot.public_id,
            round=request.form.get("revision", -1, type=int),
            nonce=chance.token(),
            sequence=own.sequence + 1 if own else 1,
            choice=choice_in(request.form),
        )
        receipt = cast(session, token, typed)
    except Refused as refused:
        return phone_page(session, web.spoken_refusal(refused)), refused.status
    if receipt.counted:
        return web.say(url_for("sessions.phone", session=session), COUNTED)
    return phone_page(session, sentence_for(receipt)), 409


@bp.post("/live/<session>/cast")
def cast_by_page(session: str) -> ResponseReturnValue:
    """The same message as on the socket, for phones whose network lets no WebSocket through."""
    message = request.get_json(silent=True)
    if not isinstance(message, dict):
        raise web.BadRequest
    try:
        return receipt_reply(cast(session, seat_token(), typed_vote(message)))
    except ValueError as malformed:
        raise web.BadRequest from malformed


@bp.get("/live/<session>/now")
def now(session: str) -> ResponseReturnValue:
    """The state as the socket would send it, for phones that ask every five seconds."""
    return state_for(session, Screen.PHONE, web.reader_language())


@bp.get("/live/<session>/own")
def own(session: str) -> ResponseReturnValue:
    """What a phone's own person said at the step that is on: frames are made for nobody in particular."""
    actor = current_actor()
    with reading() as reads:
        live = queries.session_named(reads, actor.municipality_id, session)
        step, _ = queries.current_step(reads, live)
        html = own_part(reads, step, actor, web.reader_language())
    return {"step": step.id if step else 0, "html": html}


# --- the projector


@bp.get("/screen/<token>")
def open_screen(token: str) -> ResponseReturnValue:
    """The key goes into a cookie at once, and out of the address bar everybody in the hall can read."""
    with reading() as session:
        if queries.session_of_screen(session, token) is None:
            raise NotFound
    response = web.go(url_for("sessions.projector", lang=web.reader_language()))
    web.set_cookie(response, SCREEN_COOKIE, token, days=SCREEN_DAYS)
    return response


@bp.get("/screen")
def projector() -> ResponseReturnValue:
    with reading() as session:
        live = shown_session(session)
        stage = stage_of(session, live, lang=web.reader_language(), screen=Screen.PROJECTOR)
        key = queries.screen_key(session, screen_token())
        return render_template("sessions/projector.html", stage=stage, qr=web.qr(stage.join_url), key=key)


@bp.get("/screen/now")
def projector_now() -> ResponseReturnValue:
    with reading() as session:
        live = shown_session(session)
    return state_for(live.public_id, Screen.PROJECTOR, web.reader_language())


def shown_session(session: Session) -> LiveSession:
    """Raises NotFound for a projector without a key."""
    live = queries.session_of_screen(session, screen_token())
    if live is None:
        raise NotFound
    return live


def live_now(session: Session, municipality_id: int, lang: str) -> LiveNow | None:
    """For the start page: what runs in a hall at this moment."""
    running = queries.open_sessions(session, municipality_id)
    if not running:
        return None
    title: Words = pick(running[0].title, lang)
    place: Words = pick(running[0].place, lang)
    address = url_for("sessions.phone", session=running[0].public_id)
    if seat_of(session, seat_token(), running[0].audience) is None:
        address = url_for("sessions.join_page")
    return LiveNow(address, title, place, str(gettext("Take part")))
