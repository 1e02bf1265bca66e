"""The desk of a wall: cards are let through, put together, named; several moderators at once."""

from collections.abc import Callable

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.cardwall import answering, arranging, exports, proposing, queries, service
from participation.cardwall.forms import CardForm, OrderForm, WallForm
from participation.cardwall.models import Wall, WallGroup
from participation.cardwall.present import wall_view
from participation.cardwall.rules import ANSWERED_NAMES, LONGEST_CARD, LONGEST_GROUP, Answered, TooFewGroups
from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import OWN_NAMES, pick
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Actor, Permission
from participation.foundation.wording import in_every_language
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.people.web import require_desk
from participation.process.models import Format
from participation.sessions.models import LiveSession
from participation.sessions.pointing import ask_for_points
from participation.sessions.rules import LONGEST_HEADLINE
from participation.voting.rules import MOST_OPTIONS
from participation.voting.service import Proposed

bp = Blueprint("wall_desk", __name__, url_prefix="/desk/sessions")

PLANNED = web.saying("wall-planned", N_("The wall stands on the run sheet. Nobody sees it before you call it up."))
ENTERED = web.saying("card-entered", N_("The card is on the wall."))
ASKED = web.saying(
    "wall-asked", N_("A vote on the groups stands on the run sheet, after the wall. Nobody sees it yet.")
)
CSV = "text/csv; charset=utf-8"
WHICH = N_("Which of these are the most important?")
GROUP = N_("Group %(number)s")


@bp.get("/<session>/walls/new")
def new(session: str) -> ResponseReturnValue:
    return planning_page(session, WallForm(), None)


@bp.post("/<session>/walls/new")
def plan(session: str) -> ResponseReturnValue:
    form = WallForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            service.plan_wall(
                tx,
                live,
                form.question(),
                form.notes(),
                hidden=bool(form.hidden.data),
                hearts=bool(form.hearts.data),
                by=actor,
                after=live.step_id,
            )
    except Refused as refused:
        return planning_page(session, form, refused), refused.status
    return web.say(url_for("console.desk", session=session), PLANNED)


def planning_page(topic: str, form: WallForm, refused: Refused | None) -> str:
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        return render_template(
            "cardwall/new.html",
            session=live.public_id,
            values=form.data,
            limit=LONGEST_HEADLINE,
            oops=web.spoken_refusal(refused) if refused else None,
        )


@bp.get("/<session>/walls/<int:step_id>")
def wall(session: str, step_id: int) -> ResponseReturnValue:
    return wall_page(session, step_id)


def wall_page(topic: str, step_id: int, refused: Refused | None = None, typed: str = "") -> str:
    """The whole wall, for whoever may run the session. Raises NotFound, NotAllowed."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        found = queries.wall_on(session, live, step_id)
        return render_template(
            "cardwall/desk.html",
            title=pick(live.title, web.reader_language()),
            public_id=found.public_id,
            epoch=fanout.current().epoch,
            oops=web.spoken_refusal(refused) if refused else None,
            typed=typed,
            limit=LONGEST_CARD,
            tongues=OWN_NAMES,
            **on_the_wall(session, live, found, web.reader_language()),
        )


def on_the_wall(session: Session, live: LiveSession, wall: Wall, lang: str) -> dict[str, object]:
    view = wall_view(session, wall, lang, desk=True)
    return {
        "wall": view,
        "session": live.public_id,
        "seq": live.seq,
        "state": live.state,
        "rehearsal": live.rehearsal,
        "name_limit": LONGEST_GROUP,
        "public": wall.format_id is not None,
        "names": ANSWERED_NAMES,
    }


@bp.get("/<session>/walls/<int:step_id>/now")
def now(session: str, step_id: int) -> ResponseReturnValue:
    """For a desk without a socket."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as reads:
        found = queries.wall_on(reads, session_to_run(reads, actor, session), step_id)
    return {"frame": fanout.current().frame(Audience(found.public_id, Screen.WALL, web.reader_language()))}


def render_wall(session: Session, live: LiveSession, wall: Wall, lang: str) -> str:
    return render_template("cardwall/stage.html", form_token="", **on_the_wall(session, live, wall, lang))


# --- acts


def move(tx: Transaction, wall: Wall, by: Actor, form: OrderForm) -> None:
    """Into a group that is there, into a new one, or out of any."""
    if form.to.data == "new":
        name = form.clean_name()
        arranging.put_together(tx, wall, form.picked(), {web.reader_language(): name} if name else {}, by=by)
    else:
        arranging.move_cards(tx, wall, form.picked(), form.target(), by=by)


InTransaction = Callable[[Transaction, Wall, Actor, OrderForm], object]
ACTS: dict[str, InTransaction] = {
    "release": lambda tx, wall, by, form: service.release(tx, wall, form.picked(), by=by),
    "reveal": lambda tx, wall, by, _: service.reveal(tx, wall, by=by),
    "take": lambda tx, wall, by, _: service.take_cards(tx, wall, takes=True, by=by),
    "stop": lambda tx, wall, by, _: service.take_cards(tx, wall, takes=False, by=by),
    "move": move,
    "name": lambda tx, wall, by, form: arranging.name_group(
        tx, wall, form.group_number(), web.reader_language(), form.clean_name(), by=by
    ),
    "dissolve": lambda tx, wall, by, form: arranging.dissolve(tx, wall, form.group_number(), by=by),
    "look": lambda tx, wall, by, form: arranging.look_at(tx, wall, form.group_number(), by=by),
    "look_all": lambda tx, wall, by, _: arranging.look_at(tx, wall, None, by=by),
    "undo": lambda tx, wall, by, _: arranging.undo(tx, wall, by=by),
    "take_up": lambda tx, wall, by, form: answering.take_up(tx, wall, form.one_card(), by=by),
    "put_back": lambda tx, wall, by, form: answering.put_back(tx, wall, form.one_card(), by=by),
    "answer_open": lambda tx, wall, by, form: answering.answer(tx, wall, form.one_card(), Answered.OPEN, by=by),
    "answer_here": lambda tx, wall, by, form: answering.answer(tx, wall, form.one_card(), Answered.HERE, by=by),
    "answer_later": lambda tx, wall, by, form: answering.answer(tx, wall, form.one_card(), Answered.LATER, by=by),
    "refuse": lambda tx, wall, by, form: proposing.refuse(tx, wall, [card for card, _ in form.picked()], by=by),
}


@bp.post("/<session>/walls/<int:step_id>")
def act(session: str, step_id: int) -> ResponseReturnValue:
    """Whatever a button of the wall says; `back` leads to the page it was pressed on."""
    form = OrderForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    does = ACTS.get(str(form.act.data))
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            does(tx, queries.wall_on(tx.session, session_to_run(tx.session, actor, session), step_id), actor, form)
    except Refused as refused:
        if web.wants_json():
            raise
        return wall_page(session, step_id, refused), refused.status
    backs = {"desk": url_for("console.desk", session=session), "proposals": proposals_address(session, step_id)}
    here = url_for("wall_desk.wall", session=session, step_id=step_id)
    return web.go(backs.get(request.form.get("back", ""), here))


def proposals_address(session: str, step_id: int) -> str:
    return url_for("wall_desk.proposals", session=session, step_id=step_id)


@bp.post("/<session>/walls/<int:step_id>/cards")
def enter(session: str, step_id: int) -> ResponseReturnValue:
    """A card for a person without a phone."""
    form = CardForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            found = queries.wall_on(tx.session, session_to_run(tx.session, actor, session), step_id)
            service.enter_card(tx, found, form.written(web.reader_language()), by=actor)
    except Refused as refused:
        return wall_page(session, step_id, refused, typed=form.text.data or ""), refused.status
    return web.say(url_for("wall_desk.wall", session=session, step_id=step_id, _anchor="write"), ENTERED)


@bp.post("/<session>/walls/<int:step_id>/vote")
def ask(session: str, step_id: int) -> ResponseReturnValue:
    """Dots on the groups: a vote behind the wall, ready to be started."""
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            view = wall_view(tx.session, queries.wall_on(tx.session, live, step_id), web.reader_language())
            options = [group_as_option(tx.session, group.id) for group in view.groups if group.cards]
            if not 2 <= len(options) <= MOST_OPTIONS:
                raise TooFewGroups(limit=MOST_OPTIONS)
            ask_for_points(tx, live, WHICH, options, after=step_id, by=actor)
    except Refused as refused:
        return wall_page(session, step_id, refused), refused.status
    return web.say(url_for("console.desk", session=session), ASKED)


@bp.get("/<session>/walls/<int:step_id>.csv")
def table(session: str, step_id: int) -> ResponseReturnValue:
    """What the hall reads of the wall, as a file."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as reads:
        found = queries.wall_on(reads, session_to_run(reads, actor, session), step_id)
        view = wall_view(reads, found, web.reader_language())
        home = reads.get(Format, found.format_id) if found.format_id is not None else None
    path = url_for("ideas.board", slug=home.slug, lang=None).partition("?")[0] if home else ""
    response = make_response(exports.as_csv(view, f"{web.public_url()}{path}/" if home else ""))
    response.headers["Content-Type"] = CSV
    response.headers.set("Content-Disposition", "attachment", filename=f"cards-{step_id}.csv")
    return response


def group_as_option(session: Session, group_id: int) -> Proposed:
    """By its name, or by its number where nobody has named it."""
    group = session.get_one(WallGroup, group_id)
    unnamed = {lang: words % {"number": group.number} for lang, words in in_every_language(GROUP).items()}
    return Proposed(dict(group.name) or unnamed, f"group:{group.id}")


@bp.get("/<session>/walls/<int:step_id>/proposals")
def proposals(session: str, step_id: int) -> ResponseReturnValue:
    """What the machine thinks belongs together. Nothing moves before a person says so."""
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        found = queries.wall_on(reads, live, step_id)
        return render_template(
            "cardwall/proposals.html",
            session=session,
            step=step_id,
            question=pick(queries.question_of(reads, found), lang),
            found=proposing.proposals(reads, found, lang),
            name_limit=LONGEST_GROUP,
        )


@bp.get("/<session>/walls/<int:step_id>/print")
def paper(session: str, step_id: int) -> ResponseReturnValue:
    """The wall on paper, in the language of the page with the originals."""
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as reads:
        live = session_to_run(reads, actor, session)
        found = queries.wall_on(reads, live, step_id)
        view = wall_view(reads, found, web.reader_language())
        return render_template(
            "cardwall/print.html",
            session=session,
            step=step_id,
            wall=view,
            title=pick(live.title, web.reader_language()),
        )
