"""A round table of Musterstadt that has met: frame, seats, a decision with a different view, approved minutes."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from participation.demo.rules import CONTENT
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.languages.hearing import Written
from participation.organisations.models import Organisation
from participation.process.models import Process
from participation.roundtable import balloting, founding, meeting, papers, queries, seating
from participation.roundtable.balloting import Given, View
from participation.roundtable.meeting import Todo
from participation.roundtable.models import AgendaItem, RoundTable, TableSeat, TableSession
from participation.roundtable.rules import Invited, Method, PaperKind, Part, Voting
from participation.roundtable.seating import Seating, Talk
from participation.sessions.service import end_session, open_session

QUORUM = 75


def demo_table(file: Path = CONTENT / "table.json") -> dict[str, Any]:
    """As written: texts are language -> words; what somebody said has its language beside it."""
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content


def hold_round_table(tx: Transaction, process: Process, *, delegate: int, by: Actor) -> None:
    """delegate: a guest who holds the seat that sees it differently."""
    content = demo_table()
    table = founding.found_table(tx, process, content["title"], content["purpose"], by=by)
    founding.write_frame(tx, table, content["scope"], content["purpose"], QUORUM, by=by)
    founding.write_rules(tx, table, content["rules"], by=by)
    for name in content["groups"]:
        founding.add_group(tx, table, name, by=by)
    seats = queries.seats_of(tx.session, table)
    seat_the_first(tx, table, seats[0], content, by=by)
    first = meet(tx, table, content["item"], content, by=by)
    decide(tx, table, first, seats, (content, delegate), by=by)
    for task in content["tasks"]:
        seat = seats[task["seat"]] if task["seat"] is not None else None
        due = clock.local(clock.now()).date() + timedelta(days=task["days"])
        todo = Todo(task["text"], task["language"], seat, due)
        meeting.add_task(tx, first, item_of(tx, first), todo, by=by)
    end_session(tx, first.live, by=by)
    second = meet(tx, table, content["next"], content, by=by)
    remark = content["remark"]
    meeting.approve_minutes(tx, first, second, remark["text"], page_language=remark["language"], by=by)
    end_session(tx, second.live, by=by)
    meeting.plan_meeting(tx, table, [content["next"]], place=content["place"], by=by)


def seat_the_first(tx: Transaction, table: RoundTable, seat: TableSeat, content: dict[str, Any], *, by: Actor) -> None:
    """An organisation was talked to, accepted, and has a mandate."""
    organisation = tx.session.query(Organisation).order_by(Organisation.id).first()
    mandate = content["mandate"]
    if organisation is not None:
        seating.note_talk(tx, table, organisation, Talk(Invited.ACCEPTED, clock.local(clock.now()).date()), by=by)
    given = Seating(organisation, mandate["text"], mandate["language"], {})
    seating.give_seat(tx, table, seat, given, by=by)


def meet(
    tx: Transaction, table: RoundTable, item: dict[str, str], content: dict[str, Any], *, by: Actor
) -> TableSession:
    about = meeting.plan_meeting(tx, table, [item], place=content["place"], by=by)
    open_session(tx, about.live, by=by)
    for seat in queries.seats_of(tx.session, table):
        meeting.seat_at_desk(tx, about, seat, Part.DELEGATE, by=by)
    return about


def item_of(tx: Transaction, about: TableSession) -> AgendaItem:
    """The first of its own."""
    return queries.items_of(tx.session, about)[0]


def decide(
    tx: Transaction,
    table: RoundTable,
    about: TableSession,
    seats: list[TableSeat],
    told: tuple[dict[str, Any], int],
    *,
    by: Actor,
) -> None:
    """A proposal in Arabic, amended in the room, adopted by consent; one seat sees it differently.

    told: the content, and the guest who holds that seat.
    """
    content, delegate = told
    item, said, amended = item_of(tx, about), content["proposal"], content["amended"]
    written = Written(said["text"], said["language"], said["language"])
    paper = papers.write_for_table(tx, about, item, PaperKind.PROPOSAL, written, by=by)
    papers.amend(tx, about, paper, amended["text"], seen=1, page_language=amended["language"], by=by)
    ballot = balloting.open_vote(tx, about, item, paper, Voting(Method.CONSENT, quorum=QUORUM), by=by)
    for seat, (answer, reason) in zip(seats, content["votes"], strict=True):
        balloting.vote_at_desk(tx, about, ballot, seat.id, Given(answer, reason, "de"), by=by)
    balloting.close_vote(tx, about, ballot, by=by)
    reasons, view = content["reasons"], content["dissent"]
    balloting.record(tx, about, ballot, reasons["text"], reasons["language"], by=by)
    sitting = seats[view["seat"]]
    code = seating.make_code(tx, table, sitting, Part.DELEGATE, by=by)
    guest = Actor(by.municipality_id, delegate)
    seating.take_seat(tx, code, by=guest)
    seating.accept_rules(tx, table, 1, by=guest)
    balloting.dissent(tx, about, ballot, View(view["text"], view["language"]), by=guest)
    meeting.write_minutes(tx, about, item, content["minutes"], seen=0, by=by)
