"""A round table that has met: one session with approved minutes and a decision, one that is open with a vote."""

from datetime import date

from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.languages.hearing import Written
from participation.organisations.models import Organisation
from participation.process.models import Process
from participation.roundtable import balloting, founding, meeting, papers, queries, seating
from participation.roundtable.models import RoundTable, TableSeat, TableSession
from participation.roundtable.rules import Invited, Method, PaperKind, Part, Voting
from participation.sessions import service as sessions
from participation.sessions.sheet import Notes


def lived_table(
    tx: Transaction, process: Process, organisation: Organisation, people: tuple[int, int | None], prefix: str = ""
) -> dict[str, str]:
    """people: who moderates it, and who holds its first seat. Returns what stands in braces in an address."""
    moderator, person_id = people
    host = Actor(process.municipality_id, moderator, frozenset({Role.MODERATOR}))
    table = founding.found_table(
        tx,
        process,
        {"de": "Runder Tisch Integration", "ar": "طاولة الاندماج المستديرة"},
        {"de": "Wofür das Geld ausgegeben wird."},
        by=host,
    )
    founding.write_frame(tx, table, {"de": "Der Tisch beschließt über 20.000 Euro."}, {}, 50, by=host)
    founding.write_rules(tx, table, {"de": "Wir lassen einander ausreden."}, by=host)
    founding.write_rules(tx, table, {"de": "Wir lassen einander ausreden.\n\nWir beginnen pünktlich."}, by=host)
    for name in ({"de": "Vereine"}, {"de": "Schulen", "ar": "المدارس"}):
        founding.add_group(tx, table, name, by=host)
    first, second = queries.seats_of(tx.session, table)
    given = seating.Seating(organisation, "Bis 5.000 Euro", "de", {Part.DELEGATE: "Amina", Part.SUBSTITUTE: "Basel"})
    seating.give_seat(tx, table, first, given, by=host)
    seating.note_talk(tx, table, organisation, seating.Talk(Invited.TALKED, date(2026, 11, 20), "Gern"), by=host)
    holder = Actor(process.municipality_id, person_id)
    if person_id is not None:
        seating.take_seat(tx, seating.make_code(tx, table, first, Part.DELEGATE, by=host), by=holder)
        seating.accept_rules(tx, table, 2, by=holder)
    ended = one_that_ended(tx, table, first, second, host)
    now = meeting.plan_meeting(tx, table, [{"de": "Schulwege"}], place={"de": "Rathaus"}, by=host)
    sessions.open_session(tx, now.live, by=host)
    item = queries.items_of(tx.session, now)[-2]
    sessions.select_step(tx, now.live, item.step_id, by=host)
    meeting.seat_at_desk(tx, now, first, Part.DELEGATE, by=host)
    paper = papers.write_for_table(
        tx, now, item, PaperKind.PROPOSAL, Written(f"{prefix}Ein Zebrastreifen", "de", "de"), by=host
    )
    ballot = balloting.open_vote(tx, now, item, paper, Voting(Method.CONSENT), by=host)
    facts = {
        "table": table.public_id,
        "table_seat": first.id,
        "seat_code": seating.make_code(tx, table, second, Part.DELEGATE, by=host),
        "table_session": now.live.public_id,
        "item": item.id,
        "item_step": item.step_id,
        "paper": paper.id,
        "seat_ballot": ballot.public_id,
        "task": queries.tasks_of(tx.session, table)[0].id,
        "ended_item": queries.items_of(tx.session, ended)[0].id,
        "organisation_key": organisation.key,
    }
    return {f"{prefix}{name}": str(value) for name, value in facts.items()}


def one_that_ended(
    tx: Transaction, table: RoundTable, first: TableSeat, second: TableSeat, host: Actor
) -> TableSession:
    """Session 1: a decision by both seats, minutes, a task; session 2 approved them, and ended as well."""
    about = meeting.plan_meeting(tx, table, [{"de": "Bänke"}], place={}, by=host)
    sessions.open_session(tx, about.live, by=host)
    item = queries.items_of(tx.session, about)[0]
    for seat in (first, second):
        meeting.seat_at_desk(tx, about, seat, Part.DELEGATE, by=host)
    words = Written(f"Zehn Bänke am Bach ({table.id})", "de", "de")
    paper = papers.write_for_table(tx, about, item, PaperKind.PROPOSAL, words, by=host)
    ballot = balloting.open_vote(tx, about, item, paper, Voting(Method.GRADIENTS, 4), by=host)
    for seat, given in ((first, (1, "")), (second, (4, "Wer pflegt sie?"))):
        balloting.vote_at_desk(tx, about, ballot, seat.id, balloting.Given(*given, "de"), by=host)
    balloting.close_vote(tx, about, ballot, by=host)
    balloting.record(tx, about, ballot, "Sitzen hilft beim Reden.", "de", by=host)
    meeting.write_minutes(tx, about, item, {"de": "Alle wollen Bänke.", "ar": "الجميع يريد مقاعد."}, seen=0, by=host)
    meeting.add_task(tx, about, item, meeting.Todo("Angebote einholen", "de", first, date(2027, 1, 15)), by=host)
    secret = meeting.add_item(tx, about, {"de": "Vertrauliches"}, Notes(), confidential=True, by=host)
    meeting.write_minutes(tx, about, secret, {"de": "Es ging um die Unterkunft."}, seen=0, by=host)
    sessions.end_session(tx, about.live, by=host)
    later = meeting.plan_meeting(tx, table, [{"de": "Weiter"}], place={}, by=host)
    sessions.open_session(tx, later.live, by=host)
    meeting.approve_minutes(tx, about, later, "Statt Bänke: Sitze.", page_language="de", by=host)
    sessions.end_session(tx, later.live, by=host)
    return about
