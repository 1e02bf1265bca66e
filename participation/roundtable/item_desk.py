"""What the moderators do at an item, from the console: let papers through, amend them, let the seats vote, decide."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from participation.console.desk import desk_page
from participation.console.web import session_to_run
from participation.foundation import web
from participation.foundation.database import Transaction, transaction
from participation.foundation.messages import NotFound, Refused
from participation.foundation.permissions import Actor, Permission
from participation.people.web import require_desk
from participation.roundtable import balloting, meeting, papers, queries
from participation.roundtable.forms import ActForm
from participation.roundtable.models import AgendaItem, RoundTable, SeatBallot, TablePaper, TableSession
from participation.roundtable.rules import Part

bp = Blueprint("items", __name__, url_prefix="/desk/sessions")


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed at an item, with what was typed beside it."""

    tx: Transaction
    table: RoundTable
    meeting: TableSession
    item: AgendaItem
    form: ActForm
    by: Actor

    @property
    def paper(self) -> TablePaper:
        """One at this item. Raises NotFound."""
        found = queries.paper_in(self.tx.session, self.table.id, self.form.paper_id())
        if found.item_id != self.item.id:
            raise NotFound
        return found

    @property
    def ballot(self) -> SeatBallot:
        """Of this session, at whichever item: a vote goes on when the hall is at another one. Raises NotFound."""
        found = queries.ballot_named(self.tx.session, self.table, str(self.form.ballot.data or ""))
        queries.item_in(self.tx.session, self.meeting, found.item_id)
        return found


def write(press: Press) -> None:
    form = press.form
    papers.write_for_table(
        press.tx, press.meeting, press.item, form.paper_kind(), form.written(web.spoken_language()), by=press.by
    )


def let_in(press: Press) -> None:
    papers.let_in(press.tx, press.meeting, press.form.picked(), by=press.by)


def amend(press: Press) -> None:
    form, paper = press.form, press.paper
    said, lang = str(form.text.data or ""), web.spoken_language()
    papers.amend(press.tx, press.meeting, paper, said, seen=form.seen(), page_language=lang, by=press.by)


def open_vote(press: Press) -> None:
    voting = press.form.voting(press.table.quorum)
    seen = press.form.seen() if press.form.version.data else None
    balloting.open_vote(press.tx, press.meeting, press.item, press.paper, voting, seen=seen, by=press.by)


def enter_vote(press: Press) -> None:
    seat = queries.seat_in(press.tx.session, press.table, press.form.seat_id() or 0)
    given = press.form.given(web.spoken_language())
    balloting.vote_at_desk(press.tx, press.meeting, press.ballot, seat.id, given, by=press.by)


def record(press: Press) -> None:
    reasons, lang = str(press.form.text.data or ""), web.spoken_language()
    balloting.record(press.tx, press.meeting, press.ballot, reasons, lang, by=press.by)


def add_task(press: Press) -> None:
    form, tx = press.form, press.tx
    seat_id = form.seat_id()
    seat = queries.seat_in(tx.session, press.table, seat_id) if seat_id is not None else None
    todo = meeting.Todo(str(form.text.data or ""), web.spoken_language(), seat, form.day())
    meeting.add_task(tx, press.meeting, press.item, todo, by=press.by)


def seat_somebody(press: Press) -> None:
    seat = queries.seat_in(press.tx.session, press.table, press.form.seat_id() or 0)
    typed = str(press.form.kind.data or "")
    part = Part(typed) if typed in set(Part) else None
    meeting.seat_at_desk(press.tx, press.meeting, seat, part, by=press.by)


def hand_up(press: Press) -> None:
    """The paper of a preparing table comes before this one."""
    wanted = press.form.paper_id()
    small = {one.id for one in queries.preparing(press.tx.session, press.table)}
    paper = press.tx.session.get(TablePaper, wanted)
    if paper is None or paper.table_id not in small:
        raise NotFound
    papers.hand_up(press.tx, paper, press.meeting, press.item, by=press.by)


ACTS: dict[str, Callable[[Press], object]] = {
    "write": write,
    "let_in": let_in,
    "amend": amend,
    "vote": open_vote,
    "enter_vote": enter_vote,
    "close": lambda press: balloting.close_vote(press.tx, press.meeting, press.ballot, by=press.by),
    "cancel": lambda press: balloting.cancel_vote(press.tx, press.meeting, press.ballot, by=press.by),
    "record": record,
    "task": add_task,
    "seat": seat_somebody,
    "hand_up": hand_up,
}


@bp.post("/<session>/items/<int:step_id>")
def act(session: str, step_id: int) -> ResponseReturnValue:
    """Whatever a button of an item says; back to the desk, where the item stands."""
    form = ActForm(request.form)
    actor = require_desk(Permission.RUN_SESSION)
    does = ACTS.get(str(form.act.data or ""))
    if does is None:
        raise web.BadRequest
    try:
        with transaction() as tx:
            live = session_to_run(tx.session, actor, session)
            item = queries.item_on(tx.session, live, step_id)
            about = queries.session_of_live(tx.session, live.id)
            if about is None:
                raise NotFound
            does(Press(tx, about.table, about, item, form, actor))
    except Refused as refused:
        if web.wants_json():
            raise
        return desk_page(session, web.spoken_refusal(refused)), refused.status
    return web.go(url_for("console.desk", session=session))
