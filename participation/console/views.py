from collections.abc import Callable, Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from participation.console import queries
from participation.console.desk import desk_page
from participation.console.forms import ActForm, BallotForm, MoveForm, SessionForm, TicketForm
from participation.console.web import session_lines, session_to_run
from participation.fields.queries import fields_of
from participation.foundation import web
from participation.foundation.database import Transaction, reading, transaction
from participation.foundation.locales import Words, pick
from participation.foundation.messages import N_, NotFound, Refused
from participation.foundation.permissions import Actor, Permission
from participation.live.rules import Screen
from participation.people.web import require_desk
from participation.process.web import desk_process
from participation.sessions import calling, patterns, rehearsal, service, sheet
from participation.sessions import queries as sessions
from participation.sessions.models import LiveSession
from participation.sessions.rules import SessionState, View
from participation.sessions.web import state_for
from participation.voting import ledger, presets, tickets
from participation.voting.models import Ballot
from participation.voting.queries import ballot_by_public_id, ticket_counts
from participation.voting.rules import Method, NotThisStep, State, Step
from participation.voting.service import Proposed, copy_ballot, create_ballot

bp = Blueprint("console", __name__, url_prefix="/desk/sessions")

RETURNED = web.saying("tickets-returned", N_("These tickets no longer count."))
OPENED = web.saying("ballot-opened", N_("The hall is being asked."))
OVER = {State.CLOSED, State.PUBLISHED, State.CANCELLED}
ADDED = web.saying("ballot-added", N_("The ballot stands on the run sheet. Nobody sees it before you start it."))


@bp.get("", endpoint="sessions")
def all_sessions() -> ResponseReturnValue:
    return list_page(SessionForm(), None)


def list_page(form: SessionForm, oops: str | None) -> str:
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    with reading() as session:
        lines = session_lines(session, actor, Permission.RUN_SESSION, lang)
    return render_template(
        "console/sessions.html", sessions=lines, form=form, values=form.data, oops=oops, patterns=patterns.PATTERNS
    )


@bp.post("")
def plan() -> ResponseReturnValue:
    """A new session; its title stands in the language the moderator works in."""
    form = SessionForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    try:
        with transaction() as tx:
            process = desk_process(tx.session, Permission.RUN_SESSION)
            place = form.clean_place()
            live = service.plan_session(
                tx, process, title={lang: form.clean_title()}, place={lang: place} if place else {}, by=actor
            )
            steps = patterns.steps_of(str(form.pattern.data or ""))
            if steps:
                sheet.add_pattern(tx, live, steps, by=actor)
    except Refused as refused:
        return list_page(form, web.spoken_refusal(refused)), refused.status
    return web.go(url_for("console.desk", session=live.public_id))


@bp.get("/<session>")
def desk(session: str) -> ResponseReturnValue:
    return desk_page(session)


@bp.get("/<session>/now")
def now(session: str) -> ResponseReturnValue:
    with reading() as reads:
        session_to_run(reads, require_desk(Permission.RUN_SESSION), session)
    return state_for(session, Screen.CONSOLE, web.reader_language())


# --- acts

InTransaction = Callable[[Transaction, LiveSession, Actor, ActForm], None]
SESSION_ACTS: dict[str, InTransaction] = {
    "open": lambda tx, live, by, _: service.open_session(tx, live, by=by),
    "end": lambda tx, live, by, _: (rehearsal.end_rehearsal if live.rehearsal else service.end_session)(
        tx, live, by=by
    ),
    "join": lambda tx, live, by, _: service.show(tx, live, View.JOIN, by=by),
    "step": lambda tx, live, by, _: service.show(tx, live, View.STEP, by=by),
    "blank": lambda tx, live, by, _: service.show(tx, live, View.BLANK, by=by),
    "message": lambda tx, live, by, form: calling.announce(tx, live, form.message(web.reader_language()), by=by),
    "message_end": lambda tx, live, by, _: calling.announce(tx, live, {}, by=by),
    "undo": lambda tx, live, by, form: calling.undo(tx, live, by=by, seen=form.seen_moves()),
    "ease": lambda tx, live, by, _: calling.ease(tx, live, by=by),
    "select": lambda tx, live, by, form: service.select_step(
        tx, live, form.step_number(), by=by, seen=form.seen_moves()
    ),
}
BALLOT_ACTS = {
    "start": Step.OPEN,
    "rehearse": Step.OPEN,
    "pause": Step.PAUSE,
    "resume": Step.RESUME,
    "close": Step.CLOSE,
    "publish": Step.PUBLISH,
    "cancel": Step.CANCEL,
}


@bp.post("/<session>")
def act(session: str) -> ResponseReturnValue:
    """Whatever a button of the console says."""
    form = ActForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        do_act(session, actor, form)
    except Refused as refused:
        if web.wants_json():
            raise
        return desk_page(session, web.spoken_refusal(refused)), refused.status
    return web.go(url_for("console.desk", session=session))


def do_act(topic: str, actor: Actor, form: ActForm) -> None:
    """Steps of a ballot go through the ledger, in one order with its votes."""
    wanted = str(form.act.data or "")
    if wanted in SESSION_ACTS:
        with transaction() as tx:
            SESSION_ACTS[wanted](tx, session_to_run(tx.session, actor, topic), actor, form)
    elif wanted in service.CLOCK_TURNS:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, topic)
            service.turn_clock(tx, live, wanted, by=actor, seen=form.seen_moves())
    elif wanted in BALLOT_ACTS:
        move_ballot(topic, actor, form, rehearsal=wanted == "rehearse")
    elif wanted == "wipe":
        with reading() as session:
            audience = session_to_run(session, actor, topic).audience
        ledger.current().wipe_rehearsal(audience, by=actor)
    elif wanted != "counting":
        raise web.BadRequest


def move_ballot(topic: str, actor: Actor, form: ActForm, *, rehearsal: bool) -> None:
    with reading() as session:
        live = session_to_run(session, actor, topic)
        ballot = ballot_by_public_id(session, actor.municipality_id, str(form.ballot.data or ""))
        current = sessions.current_ballot(session, live)
    step = BALLOT_ACTS[str(form.act.data)]
    if ballot.audience != live.audience or (step is Step.OPEN and (current is None or current.id != ballot.id)):
        raise NotFound
    ledger.current().step(
        ballot, step, seen=form.seen(), by=actor, reason=str(form.reason.data or ""), rehearsal=rehearsal
    )


# --- ballots and tickets


@bp.get("/<session>/ballots/new")
def new_ballot(session: str) -> ResponseReturnValue:
    return ballot_page(session, BallotForm(), None)


@bp.post("/<session>/ballots/new")
def add_ballot(session: str) -> ResponseReturnValue:
    form = BallotForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    lang = web.reader_language()
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            options = options_of(tx, live, form, lang)
            ballot = create_ballot(
                tx,
                municipality_id=live.municipality_id,
                process_id=live.process_id,
                audience=live.audience,
                question=form.questions(web.town_language()),
                options=options,
                method=form.chosen_method(),
                kind=form.chosen_kind(),
                dots=form.chosen_dots(len(options)),
                per_option=form.chosen_per_option(len(options)),
                by=actor,
            )
            step = sheet.add_step(tx, live, ballot, after=live.step_id)
            if form.at_once():
                service.select_step(tx, live, step.id, by=actor, seen=form.seen_moves())
    except Refused as refused:
        return ballot_page(session, form, web.spoken_refusal(refused)), refused.status
    return (
        ask_now(session, ballot, actor) if form.at_once() else web.say(url_for("console.desk", session=session), ADDED)
    )


def ask_now(topic: str, ballot: Ballot, actor: Actor) -> ResponseReturnValue:
    """The ballot is stored and on stage; where it cannot be opened now, it waits there for the large button."""
    desk = url_for("console.desk", session=topic)
    try:
        ledger.current().step(ballot, Step.OPEN, seen=ballot.revision, by=actor)
    except Refused:
        return web.say(desk, ADDED)
    return web.say(desk, OPENED)


@bp.post("/<session>/again")
def ask_again(session: str) -> ResponseReturnValue:
    """The vote that is on is asked once more: a new one behind it, with the same words; the first result stays."""
    actor = require_desk(Permission.RUN_SESSION)
    form = MoveForm(request.form)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            ballot = sessions.current_ballot(tx.session, live)
            if ballot is None or State(ballot.state) not in OVER:
                raise NotThisStep
            copy = copy_ballot(tx, ballot, live.audience, again=True, by=actor)
            step = sheet.add_step(tx, live, copy, after=live.step_id)
            service.select_step(tx, live, step.id, by=actor, seen=form.seen_moves())
    except Refused as refused:
        return desk_page(session, web.spoken_refusal(refused)), refused.status
    return web.go(url_for("console.desk", session=session))


def options_of(tx: Transaction, live: LiveSession, form: BallotForm, lang: str) -> list[Proposed]:
    method = form.chosen_method()
    if method in presets.ANSWERS and not (method is Method.SCALE and form.own_lines()):
        return [Proposed(words) for words in presets.answers(method)]
    if method is Method.SCALE:
        return [Proposed({lang: line}) for line in form.own_lines()]
    source = str(form.source.data or "")
    if source == "fields":
        return queries.fields_as_options(fields_of(tx.session, live.process_id), form.fields.data or [])
    if source == "ideas":
        return queries.ideas_as_options(tx.session, live.process_id, form.ideas.data or [])
    return [Proposed({lang: line}) for line in form.own_lines()]


def ballot_page(topic: str, form: BallotForm, oops: str | None) -> str:
    actor = require_desk(Permission.RUN_SESSION)
    with reading() as session:
        live = session_to_run(session, actor, topic)
        ideas = queries.ideas_to_offer(session, live.process_id)
        fields = fields_of(session, live.process_id)
        return render_template(
            "console/ballot.html",
            session=live.public_id,
            running=live.state == SessionState.OPEN,
            moves=live.moves,
            form=form,
            values=form.data,
            oops=oops,
            ideas=[(one.public_id, Words(queries.option_name(one), one.language), one.support_count) for one in ideas],
            fields=queries.field_choices(fields, web.reader_language()),
        )


@bp.get("/<session>/tickets", endpoint="tickets")
def ticket_sheet(session: str) -> ResponseReturnValue:
    return ticket_page(session, TicketForm())


@bp.post("/<session>/tickets")
def change_tickets(session: str) -> ResponseReturnValue:
    """Print new cards or take unused ones back. Codes are kept nowhere: this answer is the one time to print them."""
    form = TicketForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            if form.returns():
                tickets.return_tickets(tx, live.audience, form.typed_numbers(), by=actor)
                cards = []
            else:
                cards = tickets.print_tickets(tx, live.audience, form.wanted(), by=actor)
            service.tickets_changed(tx, live)
    except Refused as refused:
        return ticket_page(session, form, oops=web.spoken_refusal(refused)), refused.status
    if not cards:
        return web.say(url_for("console.tickets", session=session), RETURNED)
    return ticket_page(session, form, cards)


def ticket_page(topic: str, form: TicketForm, cards: Sequence[tuple[int, str]] = (), oops: str | None = None) -> str:
    actor = require_desk(Permission.RUN_SESSION)
    url = web.public_url()
    with reading() as session:
        live = session_to_run(session, actor, topic)
        return render_template(
            "console/tickets.html",
            session=live.public_id,
            title=pick(live.title, web.reader_language()),
            address=url.partition("://")[2],
            tickets=[(number, tickets.grouped(code), web.qr(f"{url}/t/{code}")) for number, code in cards],
            counts=ticket_counts(session, live.audience),
            form=form,
            values=form.data,
            oops=oops,
        )
