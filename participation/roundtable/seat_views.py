"""A phone with a seat: it takes the seat, accepts the rules, is here, puts something forward, votes, dissents."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from participation.foundation import chance, web
from participation.foundation.database import reading, transaction
from participation.foundation.locales import pick
from participation.foundation.messages import N_, Refused
from participation.people.web import acting_person, current_actor, remember
from participation.roundtable import balloting, meeting, papers, queries, seating
from participation.roundtable.forms import ActForm, number_in
from participation.roundtable.models import (
    AgendaItem,
    RoundTable,
    SeatBallot,
    SeatHolder,
    SeatVote,
    TableSession,
    TableTask,
)
from participation.roundtable.panels import LIMITS, NAMES
from participation.roundtable.present import (
    BallotView,
    SeatView,
    ballot_view,
    meeting_lines,
    seat_view,
    seat_views,
    table_view,
)
from participation.roundtable.rules import PART_NAMES, BallotState, Method, Part, needs_reason
from participation.roundtable.web import seated
from participation.roundtable.wording import answers
from participation.sessions.models import RunStep

bp = Blueprint("seat", __name__)

TAKEN = web.saying("seat-taken", N_("This phone sits on your seat now. Please read the rules of the table."))
AGREED = web.saying("rules-accepted", N_("You accept the rules of the table."))
HERE = web.saying("seat-here", N_("You are here: your seat has a voice."))
GONE = web.saying("seat-gone", N_("You have left the table. What your seat voted counts."))
VOTED = web.saying("seat-voted", N_("Your seat has voted. You can change it until the vote ends."))
DISSENTED = web.saying("seat-dissent", N_("Your different view stands in the record."))
SENT = web.saying("paper-sent", N_("It has arrived. The table reads it as soon as a person has looked at it."))


@bp.before_request
def know_who_asks() -> None:
    """Before a transaction holds a connection: whoever then needs a second one could wait for those who wait for it."""
    current_actor()


@bp.get("/seat/<code>")
def offer(code: str) -> ResponseReturnValue:
    """Whose seat it is, before anybody sits down: a preview of the address must not take it."""
    actor, lang = current_actor(), web.reader_language()
    with reading() as session:
        holder = queries.holder_by_code(session, actor.municipality_id, code)
        table = session.get_one(RoundTable, holder.seat.table_id)
        return render_template(
            "roundtable/take.html",
            code=code,
            table=table_view(session, table, lang),
            seat=view_of(holder, 0, lang),
            part=PART_NAMES[Part(holder.part)],
        )


@bp.post("/seat/<code>")
def take(code: str) -> ResponseReturnValue:
    with transaction() as tx:
        queries.holder_by_code(tx.session, current_actor().municipality_id, code)
        actor, token = acting_person(tx)
        holder = seating.take_seat(tx, code, by=actor)
        table = tx.session.get_one(RoundTable, holder.seat.table_id).public_id
    return remember(web.say(url_for("seat.mine", table=table), TAKEN), token)


def view_of(holder: SeatHolder, version: int, lang: str) -> SeatView:
    return seat_view(holder.seat, {(holder.seat_id, Part(holder.part)): holder}, version, lang, {})


@bp.get("/tables/<table>/seat")
def mine(table: str) -> ResponseReturnValue:
    """Somebody's own seat: the rules, the sessions, what is to be done."""
    lang = web.reader_language()
    with reading() as session:
        found, holder = seated(session, table)
        version = queries.rules_version(session, found.id)
        return render_template(
            "roundtable/seat.html",
            table=table_view(session, found, lang),
            seat=view_of(holder, version, lang),
            part=PART_NAMES[Part(holder.part)],
            agreed=holder.agreed == version,
            meetings=meeting_lines(session, found, lang),
            tasks=own_tasks(session, found, holder),
        )


def own_tasks(session: Session, table: RoundTable, holder: SeatHolder) -> list[TableTask]:
    """What is still to be done by this seat."""
    return [one for one in queries.tasks_of(session, table) if one.seat_id == holder.seat_id and one.done_at is None]


@bp.post("/tables/<table>/rules")
def accept(table: str) -> ResponseReturnValue:
    version = request.form.get("version", -1, type=int)
    with transaction() as tx:
        found, _ = seated(tx.session, table)
        seating.accept_rules(tx, found, version, by=current_actor())
    return web.say(url_for("seat.mine", table=table), AGREED)


@bp.post("/tables/<table>/sessions/<int:number>/here")
def here(table: str, number: int) -> ResponseReturnValue:
    """The form says which, so a repeated click changes nothing."""
    comes = request.form.get("here") != "no"
    with transaction() as tx:
        found, _ = seated(tx.session, table)
        about = queries.session_numbered(tx.session, found, number)
        if comes:
            meeting.sit_down(tx, about, by=current_actor())
        else:
            meeting.get_up(tx, about, by=current_actor())
        live = about.live.public_id
    return web.say(url_for("sessions.phone", session=live), HERE if comes else GONE)


# --- papers


@bp.get("/tables/<table>/sessions/<int:number>/items/<int:item>/new")
def new_paper(table: str, number: int, item: int) -> ResponseReturnValue:
    return paper_page(table, number, item, ActForm(), None)


def item_of(session: Session, table: str, number: int, item: int) -> tuple[RoundTable, TableSession, AgendaItem]:
    found, _ = seated(session, table)
    about = queries.session_numbered(session, found, number)
    return found, about, queries.item_in(session, about, item)


def paper_page(table: str, number: int, item: int, form: ActForm, refused: Refused | None) -> ResponseReturnValue:
    with reading() as session:
        _, about, found = item_of(session, table, number, item)
        page = render_template(
            "roundtable/paper.html",
            table=table,
            number=number,
            item=item,
            title=pick(session.get_one(RunStep, found.step_id).title, web.reader_language()),
            secret=queries.is_confidential(session, found),
            session=about.live.public_id,
            form=form,
            limits=LIMITS,
            once=chance.token(),
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return page, refused.status if refused else 200


@bp.post("/tables/<table>/sessions/<int:number>/items/<int:item>/new")
def send_paper(table: str, number: int, item: int) -> ResponseReturnValue:
    form = ActForm(request.form)
    try:
        with transaction() as tx:
            _, about, found = item_of(tx.session, table, number, item)
            written = form.written(web.spoken_language())
            papers.put_forward(tx, about, found, form.paper_kind(), written, by=current_actor())
            live = about.live.public_id
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return paper_page(table, number, item, form, refused)
    return web.say(url_for("sessions.phone", session=live), SENT)


# --- votes


def ballot_of(session: Session, table: str, public_id: str) -> tuple[RoundTable, TableSession, SeatBallot, SeatHolder]:
    """Raises NotFound, NoSeatHere."""
    found, holder = seated(session, table)
    ballot = queries.ballot_named(session, found, public_id)
    item = session.get_one(AgendaItem, ballot.item_id)
    return found, session.get_one(TableSession, item.table_session_id), ballot, holder


@bp.get("/tables/<table>/ballots/<ballot>")
def ballot(table: str, ballot: str) -> ResponseReturnValue:
    return ballot_page(table, ballot, ActForm(), None)


def ballot_page(table: str, public_id: str, form: ActForm, refused: Refused | None) -> ResponseReturnValue:
    lang = web.reader_language()
    with reading() as session:
        found, about, kept, holder = ballot_of(session, table, public_id)
        method = Method(kept.method)
        own = next((one for one in queries.votes_of(session, [kept.id]) if one.seat_id == holder.seat_id), None)
        said = [one for one in queries.dissents_of(session, [kept.id]) if one.seat_id == holder.seat_id]
        shown = render_template(
            "roundtable/ballot.html",
            table=table_view(session, found, lang),
            one=shown_ballot(session, found, kept, lang),
            answers=list(enumerate(answers(method), 1)),
            with_reason=[number for number in range(1, 9) if needs_reason(method, number)],
            own=own,
            chosen=number_in(form.answer.data, 9) or own_answer(kept, own),
            voted=own is not None and own.voted,
            once=chance.token(),
            reason=form.reason.data if form.reason.data is not None else own.reason if own else "",
            dissent=form.text.data if form.text.data is not None else said[0].text if said else "",
            session=about.live.public_id,
            limits=LIMITS,
            names=NAMES,
            oops=web.spoken_refusal(refused) if refused else None,
        )
    return shown, refused.status if refused else 200


def own_answer(ballot: SeatBallot, own: SeatVote | None) -> int | None:
    return balloting.answer_of(ballot, own) if own is not None and ballot.state == BallotState.OPEN else None


def shown_ballot(session: Session, table: RoundTable, ballot: SeatBallot, lang: str) -> BallotView:
    """Also one that was cancelled meanwhile: whoever votes reads that."""
    paper = queries.paper_in(session, table.id, ballot.paper_id)
    votes, dissents = queries.votes_of(session, [ballot.id]), queries.dissents_of(session, [ballot.id])
    return ballot_view(ballot, paper, votes, dissents, seat_views(session, table, lang), desk=False)


@bp.post("/tables/<table>/ballots/<ballot>")
def vote(table: str, ballot: str) -> ResponseReturnValue:
    form = ActForm(request.form)
    try:
        with transaction() as tx:
            _, about, kept, _ = ballot_of(tx.session, table, ballot)
            balloting.vote(tx, about, kept, form.given(web.spoken_language()), by=current_actor())
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return ballot_page(table, ballot, form, refused)
    return web.say(url_for("seat.ballot", table=table, ballot=ballot), VOTED)


@bp.post("/tables/<table>/ballots/<ballot>/dissent")
def dissent(table: str, ballot: str) -> ResponseReturnValue:
    form = ActForm(request.form)
    try:
        with transaction() as tx:
            _, about, kept, _ = ballot_of(tx.session, table, ballot)
            balloting.dissent(tx, about, kept, form.view(web.spoken_language()), by=current_actor())
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return ballot_page(table, ballot, form, refused)
    return web.say(url_for("seat.ballot", table=table, ballot=ballot), DISSENTED)
