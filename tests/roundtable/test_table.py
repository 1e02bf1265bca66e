"""A round table: its seats, its rules, its sessions, what its seats decide, and what stands in the minutes."""

import threading

import pytest
from sqlalchemy import select

from participation.contributions import service as contributions
from participation.contributions.models import Contribution, Revision
from participation.contributions.rules import Kind, Status
from participation.foundation import database
from participation.foundation.audit import AuditEntry
from participation.foundation.permissions import Actor, Role
from participation.organisations import service as organisations
from participation.organisations.models import Organisation
from participation.organisations.rules import Kind as Kind_
from participation.organisations.service import Portrait
from participation.people.models import Person
from participation.privacy import service as leaving
from participation.roundtable import moving, queries
from participation.roundtable.models import (
    AgendaItem,
    Dissent,
    RoundTable,
    SeatBallot,
    SeatHolder,
    SeatSitting,
    TableInvitation,
    TablePaper,
    TableRules,
    TableSeat,
    TableSession,
)
from participation.roundtable.rules import DecidedHere, MinutesApproved
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from tests.conftest import SAME_ORIGIN, House
from tests.console.desk import Console
from tests.roundtable.circle import (
    OFFICE,
    RULES,
    Circle,
    Holder,
    found_circle,
    newest,
    seated_circle,
    tasks,
    votes,
)


@pytest.fixture
def circle(house: House) -> Circle:
    return found_circle(house)


@pytest.fixture
def seated(house: House) -> tuple[Circle, list[Holder]]:
    return seated_circle(house)


# --- the table and its seats


def test_every_interest_group_has_as_many_seats(circle: Circle) -> None:
    circle.posts("/seats", act="each", each=2)

    with database.reading() as session:
        seats = session.scalars(select(TableSeat)).all()
    assert sorted(one.group_id for one in seats) == [1, 1, 2, 2, 3, 3]
    assert circle.posts("/seats", act="group", name_de="Kirchen")[0] == 303
    with database.reading() as session:
        assert len(session.scalars(select(TableSeat).where(TableSeat.group_id == 4)).all()) == 2


def test_seats_that_were_used_do_not_go(circle: Circle) -> None:
    circle.posts("/seats", act="each", each=2)
    circle.seats_group("Kirchen")
    circle.sits(1)

    assert circle.posts("/seats", act="each", each=1)[0] == 303  # the second ones were free
    circle.posts("/seats", act="each", each=2)
    with database.reading() as session:
        second = session.scalars(
            select(TableSeat.id).where(TableSeat.group_id == 2).order_by(TableSeat.id.desc())
        ).first()
    circle.seats.append(second or 0)
    circle.sits(len(circle.seats) - 1)

    status, page = circle.posts("/seats", act="each", each=1)

    assert status == 409
    assert circle.posts("/seats", act="remove", group=2)[0] == 409
    assert circle.posts("/seats", act="remove", group=4)[0] == 303
    assert "Traceback" not in page


def test_a_table_has_limits(circle: Circle) -> None:
    status, page = circle.posts("/seats", act="each", each=6)
    assert status == 303, page
    for name in ("Kirchen", "Kammern", "Ämter"):
        circle.seats_group(name)

    status, page = circle.posts("/seats", act="group", name_de="Noch eine", name_tr="Bir tane daha")

    assert status == 422
    assert "at most 12 interest groups and 36 seats" in page
    assert "Bir tane daha" in page


def test_a_code_counts_once_and_a_preview_takes_nothing(circle: Circle) -> None:
    code = circle.code_for(0)
    first, second = circle.phone(), circle.phone()

    assert "Verein Brücke" in first.client.get(f"/seat/{code}?lang=en").text
    assert newest(SeatHolder).person_id is None
    assert first.client.post(f"/seat/{code}", headers=SAME_ORIGIN).status_code == 303
    assert second.client.post(f"/seat/{code}", headers=SAME_ORIGIN).status_code == 404
    assert "leads to no seat" in second.client.get(f"/seat/{code}?lang=en").text


def test_a_new_code_ends_the_one_before(circle: Circle) -> None:
    old = circle.code_for(0)
    circle.code_for(0)

    assert circle.phone().client.post(f"/seat/{old}", headers=SAME_ORIGIN).status_code == 404


def test_whoever_moderates_holds_no_seat(circle: Circle) -> None:
    form = {"form_token": circle.moderator.form_token()}
    answer = circle.moderator.client.post(f"/seat/{circle.code_for(0)}?lang=en", data=form, headers=SAME_ORIGIN)

    assert answer.status_code == 409
    assert "moderation is on nobody" in answer.text


def test_another_name_is_another_person(circle: Circle) -> None:
    holder = circle.sits(0)
    kept = {"organisation": "verein-bruecke", "mandate": "", "substitute": "Basel"}

    circle.posts(f"/seats/{circle.seats[0]}", delegate="Amina", **kept)
    assert "Your seat" in holder.reads("/seat")
    circle.posts(f"/seats/{circle.seats[0]}", delegate="Cem", **kept)

    assert holder.client.get(f"/tables/{circle.key}/seat").status_code == 403


def test_names_stand_at_the_desk_and_nowhere_else(seated: tuple[Circle, list[Holder]], house: House) -> None:
    circle, holders = seated
    stranger = house.resident()

    assert "Amina" in circle.reads("/seats")
    pages = [stranger.reads(f"/tables/{circle.key}"), holders[1].reads(), holders[1].sees(), holders[1].reads("/seat")]
    assert all("Amina" not in page for page in pages)
    assert "Verein Brücke" in pages[0]
    assert "Bis 5.000 Euro" in pages[0]


def test_every_version_of_the_rules_is_accepted_anew(circle: Circle) -> None:
    holder = circle.sits(0)
    assert "2 seats have not accepted this version yet." in circle.reads()

    circle.posts("/rules", rules_de=f"{RULES} Und wir beginnen pünktlich.")

    assert "3 seats have not accepted this version yet." in circle.reads()
    assert "I accept these rules" in holder.reads("/seat")
    assert holder.accepts(1) == 409
    assert holder.accepts(2) == 303
    page = holder.reads()
    assert "version 2" in page
    assert page.count(RULES) == 2  # the earlier version is one tap away


def test_the_same_rules_again_are_no_version(circle: Circle) -> None:
    circle.posts("/rules", rules_de=RULES)

    with database.reading() as session:
        assert len(session.scalars(select(TableRules)).all()) == 1


def test_nobody_is_here_without_having_accepted_the_rules(circle: Circle) -> None:
    holder = circle.sits(0, agrees=False)
    circle.meets("Wohin mit dem Geld?")
    holder.client.post("/join", data={"code": code_of(circle)}, headers=SAME_ORIGIN)

    status, page = holder.is_here()

    assert status == 409
    assert "read the rules of the table first" in page
    assert "Read the rules of the table first" in holder.sees()


def code_of(circle: Circle) -> str:

    with database.reading() as session:
        return (
            session.scalars(select(LiveSession.code).where(LiveSession.public_id == circle.console.topic)).one() or ""
        )


def test_invitations_are_for_the_desk(circle: Circle, house: House) -> None:
    form = {"organisation": "verein-bruecke", "standing": "talked", "on": "2026-11-20", "note": "Kommt gern zu zweit."}
    assert circle.posts("/invitations", **form)[0] == 303

    kept = newest(TableInvitation)
    assert (kept.standing, str(kept.talk_on)) == ("talked", "2026-11-20")
    page = circle.reads("/invitations")
    assert "Preliminary talk held" in page
    assert "Kommt gern zu zweit." in page
    assert "Kommt gern" not in house.resident().reads(f"/tables/{circle.key}")


def test_a_note_that_is_too_long_is_not_lost(circle: Circle) -> None:
    form = {"organisation": "verein-bruecke", "standing": "invited", "note": "lang " * 300}
    status, page = circle.posts("/invitations", **form)

    assert status == 422
    assert "lang lang" in page


def test_a_table_without_a_scope_does_not_vote(house: House) -> None:
    circle = Circle(house, house.moderator())
    circle.posts("", title_de="Ohne Rahmen")
    circle.key = newest(RoundTable).public_id
    circle.seats_group("Vereine")
    holder = circle.sits(0, agrees=False)
    circle.meets("Etwas")
    circle.join(holder)
    paper = circle.proposes("Wir kaufen Bänke.")

    status, page = circle.asks(paper)

    assert status == 409
    assert "what this table may decide" in page


# --- who sits


def test_delegate_and_substitute_have_one_voice(seated: tuple[Circle, list[Holder]]) -> None:
    circle, holders = seated
    substitute = circle.sits(0, "substitute")
    substitute.client.post("/join", data={"code": code_of(circle)}, headers=SAME_ORIGIN)
    assert substitute.is_here()[0] == 409  # the delegate is here
    circle.asks(circle.proposes("Wir kaufen Bänke."))

    assert holders[0].votes(1)[0] == 303
    status, page = substitute.votes(4, "Nein")

    assert status == 409
    assert "A seat has one voice" in page
    assert (votes()[0].answer, votes()[0].part) == (1, "delegate")


def test_a_delegate_who_comes_later_takes_over(circle: Circle) -> None:
    substitute, delegate = circle.sits(0, "substitute"), circle.sits(0)
    circle.meets("Wohin mit dem Geld?")
    circle.join(substitute)
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    substitute.votes(2)

    circle.join(delegate)

    assert substitute.votes(3)[0] == 409
    assert delegate.votes(1)[0] == 303
    assert [(one.answer, one.part) for one in votes()] == [(1, "delegate")]


def test_the_desk_says_who_sits(seated: tuple[Circle, list[Holder]]) -> None:
    circle, holders = seated
    circle.posts("/sessions/1/seats", seat=circle.seats[0], part="substitute")

    assert holders[0].sees().count("At the moment on this seat: Substitute.") == 1
    assert newest(SeatSitting).seat_id == circle.seats[2]
    with database.reading() as session:
        sitting = session.scalars(select(SeatSitting).where(SeatSitting.seat_id == circle.seats[0])).one()
    assert (sitting.part, sitting.left_at) == ("substitute", None)


def test_a_seat_leaves_in_the_middle_of_a_vote(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, third) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(1)
    assert first.is_here("no")[0] == 303  # has voted: it counts
    assert second.is_here("no")[0] == 303  # has not
    third.votes(1)

    circle.ends()

    ballot = newest(SeatBallot)
    assert (ballot.cast, ballot.silent, ballot.left, ballot.outcome) == (2, 0, 1, "adopted")
    circle.records()
    assert "1 had left before" in third.reads("/decisions/1")


def test_who_comes_while_the_others_vote_votes_too(circle: Circle) -> None:
    first, second = circle.sits(0), circle.sits(1)
    circle.meets("Wohin mit dem Geld?")
    circle.join(first)
    circle.asks(circle.proposes("Wir kaufen Bänke."))

    circle.join(second)

    assert second.votes(1)[0] == 303
    circle.ends()
    assert newest(SeatBallot).cast == 1


def test_an_organisation_leaves_and_what_it_voted_stays(seated: tuple[Circle, list[Holder]]) -> None:
    circle, holders = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    for holder in holders:
        holder.votes(1)
    circle.ends()
    circle.records()

    assert circle.posts("/seats", act="end", seat=circle.seats[0])[0] == 303

    assert holders[0].client.get(f"/tables/{circle.key}/seat").status_code == 403
    assert "Verein Brücke" in holders[1].reads("/decisions/1")
    with database.reading() as session:
        assert len(queries.seats_of(session, session.get_one(RoundTable, 1))) == 3  # an empty one took its place


# --- papers


def test_a_seat_puts_forward_in_its_language_and_the_desk_lets_it_through(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, _) = seated
    assert first.puts_forward("نقترح مقاعد في الحديقة", once="mark-of-this-form-1")[0] == 303
    assert first.puts_forward("نقترح مقاعد في الحديقة", once="mark-of-this-form-1")[0] == 303

    said = newest(Contribution)
    assert (said.kind, said.status, said.language) == (Kind.PROPOSAL, Status.WAITING, "ar")
    assert "نقترح" not in second.sees()
    assert "نقترح" in circle.console.shows()
    paper = newest(TablePaper)
    assert circle.does("let_in", one=f"{paper.id}:0")[0] == 303

    page = second.sees()
    assert "نقترح مقاعد في الحديقة" in page
    assert "Verein Brücke" in page
    with database.reading() as session:
        organisation = session.scalars(select(Organisation)).one()
        assert session.get_one(Contribution, said.id).author_id == organisation.author_id
        assert len(session.scalars(select(TablePaper)).all()) == 1


def test_only_a_seat_puts_forward(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated

    assert circle.phone().puts_forward("Ich auch")[0] == 403


def test_the_room_amends_in_versions_that_everybody_can_read(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    paper = circle.proposes("Wir kaufen fünf Bänke.")

    assert circle.does("amend", paper=paper.id, text="Wir kaufen zehn Bänke.", version=1)[0] == 303
    status, page = circle.does("amend", paper=paper.id, text="Wir kaufen drei Bänke.", version=1)

    assert status == 409
    assert "Somebody else changed this a moment ago" in page
    with database.reading() as session:
        said = session.get_one(Contribution, paper.contribution_id)
        wordings = session.scalars(select(Revision).order_by(Revision.number)).all()
    assert (said.text, said.version) == ("Wir kaufen zehn Bänke.", 2)
    assert [(one.text, one.shown or one.state == "current") for one in wordings] == [
        ("Wir kaufen fünf Bänke.", True),
        ("Wir kaufen zehn Bänke.", True),
    ]
    assert "version 2" in first.sees()


def test_nothing_is_amended_while_the_seats_vote(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    paper = circle.proposes("Wir kaufen fünf Bänke.")
    circle.asks(paper)

    status, page = circle.does("amend", paper=paper.id, text="Wir kaufen zehn Bänke.", version=1)

    assert status == 409
    assert "end that vote first" in page


def test_a_decision_keeps_the_wording_it_was_about(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    paper = circle.proposes("Wir kaufen fünf Bänke.")
    circle.asks(paper)
    first.votes(1)
    circle.ends()
    circle.records()

    circle.does("amend", paper=paper.id, text="Wir kaufen zehn Bänke.", version=1)

    assert "Wir kaufen fünf Bänke." in first.reads("/decisions/1")


# --- votes and decisions


def test_consent_fails_by_one_objection_with_its_reason(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, third) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(1)
    second.votes(2, "Wer pflegt sie?")
    status, page = third.votes(4)
    assert status == 422
    assert "why you object" in page
    assert third.votes(4, "Das Geld fehlt den Schulen.")[0] == 303

    circle.ends()

    ballot = newest(SeatBallot)
    assert (ballot.outcome, ballot.counts) == ("not_adopted", {"1": 1, "2": 1, "3": 0, "4": 1})
    assert "Not adopted" in third.reads(f"/ballots/{ballot.public_id}")


def test_what_was_typed_stands_in_the_form_again(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))

    status, page = first.votes("", "Wir wissen es noch nicht")

    assert status == 422
    assert "choose one of the answers" in page
    assert "Wir wissen es noch nicht" in page


def test_gradients_need_what_was_agreed_before(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, third) = seated
    paper = circle.proposes("Wir kaufen Bänke.")
    circle.asks(paper, method="gradients", need=3)
    assert "level 3" in first.reads(f"/ballots/{newest(SeatBallot).public_id}")
    for holder, answer in ((first, 1), (second, 3), (third, 4)):
        assert holder.votes(answer)[0] == 303
    circle.ends()
    assert newest(SeatBallot).outcome == "not_adopted"

    circle.asks(paper, method="gradients", need=4)
    for holder, answer in ((first, 1), (second, 3), (third, 4)):
        holder.votes(answer)
    circle.ends()
    assert newest(SeatBallot).outcome == "adopted"


def test_too_few_seats_decide_nothing(circle: Circle) -> None:
    holder = circle.sits(0)
    circle.meets("Wohin mit dem Geld?")
    circle.join(holder)
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    holder.votes(1)

    circle.ends()

    assert newest(SeatBallot).outcome == "no_quorum"


def test_nobody_reads_how_others_vote_before_the_end(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, _) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(2, "Nur mit Lehne.")

    pages = [second.sees(), second.reads(f"/ballots/{newest(SeatBallot).public_id}"), circle.console.shows()]
    assert all("Nur mit Lehne." not in page for page in pages)
    assert "1 of 3 seats have voted." in pages[0]

    circle.ends()
    assert "Nur mit Lehne." in second.reads(f"/ballots/{newest(SeatBallot).public_id}")


def test_a_decision_with_reasons_and_a_dissent(seated: tuple[Circle, list[Holder]], house: House) -> None:
    circle, (first, second, third) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    for holder in (first, second, third):
        holder.votes(1)
    assert first.dissents("zu früh")[0] == 409  # the vote runs
    circle.ends()
    assert first.dissents("Wir hätten lieber Spielgeräte.")[0] == 303
    assert first.dissents("Wir hätten lieber Spielgeräte gehabt.")[0] == 303
    stranger = house.resident()
    assert "Wir kaufen Bänke." not in stranger.reads(f"/tables/{circle.key}")  # it is not recorded yet

    assert circle.records("Sitzen hilft beim Reden.")[0] == 303

    page = stranger.reads(f"/tables/{circle.key}/decisions/1?lang=en")
    for words in ("Wir kaufen Bänke.", "Adopted", "Sitzen hilft beim Reden.", "Wir hätten lieber Spielgeräte gehabt."):
        assert words in page
    assert "Different view (dissenting opinion): " in page
    with database.reading() as session:
        assert len(session.scalars(select(Dissent)).all()) == 1


def test_two_decisions_have_two_numbers(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    for words in ("Erstens.", "Zweitens."):
        circle.asks(circle.proposes(words))
        first.votes(1)
        circle.ends()
        circle.records()
    circle.records("Noch einmal begründet.")

    assert newest(SeatBallot).number == 2


def test_a_cancelled_vote_leaves_nothing(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(1)

    assert circle.does("cancel", ballot=newest(SeatBallot).public_id)[0] == 303

    assert votes() == []
    assert first.votes(1)[0] == 409
    assert circle.records()[0] == 409


def test_one_vote_at_a_time(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.asks(circle.proposes("Erstens."))
    status, page = circle.asks(circle.proposes("Zweitens."))

    assert status == 409
    assert "end that vote first" in page


def test_the_desk_enters_what_a_seat_without_a_phone_says(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.posts("/sessions/1/seats", seat=circle.seats[1], part="delegate")
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    ballot = newest(SeatBallot).public_id

    entered = {"ballot": ballot, "seat": circle.seats[1], "answer": 2, "reason": "Nur im Schatten"}
    assert circle.does("enter_vote", **entered)[0] == 303

    assert [one.answer for one in votes()] == [None, 2, None]
    with database.reading() as session:
        actions = [one.action for one in session.scalars(select(AuditEntry).order_by(AuditEntry.seq))]
    assert "table.vote_entered" in actions


def test_nobody_is_here_so_nobody_votes(circle: Circle) -> None:
    circle.meets("Wohin mit dem Geld?")

    status, page = circle.asks(circle.proposes("Wir kaufen Bänke."))

    assert status == 409
    assert "No seat is here yet" in page


def test_the_end_of_the_session_counts_what_is_open(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, _) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(1)
    second.votes(1)

    circle.console.presses("end")

    ballot = newest(SeatBallot)
    assert (ballot.state, ballot.outcome, ballot.cast) == ("closed", "adopted", 2)


@pytest.mark.parametrize("named", ["house", "house_on_postgres"])
def test_seats_that_vote_at_once_are_all_counted(request: pytest.FixtureRequest, named: str) -> None:
    circle, holders = seated_circle(request.getfixturevalue(named))
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda holder=holder, number=number: answers.append(holder.votes(number)[0]))
        for holder, number in zip(holders * 2, (1, 2, 3, 2, 3, 1), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    circle.ends()
    assert answers == [303] * 6
    assert newest(SeatBallot).cast == 3


# --- minutes, tasks, the series


def test_minutes_in_the_languages_of_the_table_and_their_approval(
    seated: tuple[Circle, list[Holder]], house: House
) -> None:
    circle, holders = seated
    minutes = {"minutes_de": "Alle wollen Bänke.", "minutes_ar": "الجميع يريد مقاعد.", "revision": 0}
    assert circle.posts(f"/sessions/1/items/{circle.item.id}", **minutes)[0] == 303
    stranger = house.resident()
    assert stranger.client.get(f"/tables/{circle.key}/sessions/1").status_code == 404
    assert "Alle wollen Bänke." in holders[0].reads("/sessions/1", "de")
    assert "الجميع يريد مقاعد." in holders[0].reads("/sessions/1", "ar")
    circle.console.presses("end")
    assert circle.posts("/sessions/1/approve", earlier=1)[0] == 409  # not by itself

    circle.meets("Weiter")
    assert "Minutes of the last session" in circle.reads("/sessions/2")
    assert circle.posts("/sessions/2/approve", earlier=1, remark="Statt Bänke: Sitzgelegenheiten.")[0] == 303

    page = stranger.reads(f"/tables/{circle.key}/sessions/1?lang=en")
    assert "Alle wollen Bänke." in page
    assert "Statt Bänke: Sitzgelegenheiten." in page
    assert circle.posts(f"/sessions/1/items/{first_item()}", minutes_de="Doch nicht.", revision=1)[0] == 409


def first_item() -> int:
    with database.reading() as session:
        return session.scalars(select(AgendaItem.id).order_by(AgendaItem.id)).first() or 0


def test_two_who_write_the_same_minutes(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    path = f"/sessions/1/items/{circle.item.id}"
    circle.posts(path, minutes_de="Zuerst.", revision=0)

    status, page = circle.posts(path, minutes_de="Gleichzeitig.", revision=0)

    assert status == 409
    assert "Gleichzeitig." in page
    assert circle.item.minutes == {"de": "Zuerst."}


def test_an_interpreter_writes_minutes_and_runs_nothing(seated: tuple[Circle, list[Holder]], house: House) -> None:

    circle, _ = seated
    interpreter = house.moderator("Dolmetscherin", Role.INTERPRETER)
    page = interpreter.reads(f"/desk/tables/{circle.key}/sessions/1?lang=en")
    assert "Items and their minutes" in page
    assert "Who is here?" not in page
    form = {"minutes_tr": "Herkes bank istiyor.", "revision": "0", "form_token": interpreter.form_token()}
    address = f"/desk/tables/{circle.key}/sessions/1/items/{circle.item.id}"
    assert interpreter.client.post(address, data=form, headers=SAME_ORIGIN).status_code == 303
    assert interpreter.client.get(f"/desk/tables/{circle.key}").status_code == 403


def test_tasks_are_carried_over_until_they_are_done(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    task = {"text": "Angebote einholen", "seat": circle.seats[0], "due": "2027-01-15"}
    assert circle.does("task", **task)[0] == 303
    assert "Angebote einholen" in first.reads("/seat")
    circle.console.presses("end")
    circle.meets("Weiter")
    with database.reading() as session:
        titles = [step.title["en"] for step in session.scalars(select(RunStep)) if "en" in step.title]
    assert titles.count("What has been done since the last session") == 1

    assert circle.posts(f"/tasks/{tasks()[0].id}", done="yes")[0] == 303

    assert tasks()[0].done_at is not None
    assert "Angebote einholen" not in first.reads("/seat")
    circle.posts(f"/tasks/{tasks()[0].id}", done="no")
    assert tasks()[0].done_at is None


def test_a_preparing_table_reports_to_the_large_one(house: House) -> None:
    large = found_circle(house)
    small = Circle(house, large.moderator)
    assert small.posts("", title_de="Kleiner Tisch Schule", parent=large.key)[0] == 303
    small.key = newest(RoundTable).public_id
    assert "reports to:" in small.reads()
    small.meets("Vorbereiten")
    paper = small.proposes("Eltern lesen vor.")
    small.console.presses("end")

    large.meets("Schulen")
    assert "Eltern lesen vor." in large.console.shows()
    assert large.does("hand_up", paper=paper.id)[0] == 303
    assert large.does("hand_up", paper=paper.id)[0] == 303

    made = newest(TablePaper)
    assert (made.from_id, made.table_id) == (paper.id, 1)
    with database.reading() as session:
        assert len(session.scalars(select(TablePaper)).all()) == 2


def test_a_table_takes_nothing_from_a_stranger_table(house: House) -> None:
    large, other = found_circle(house), Circle(house, house.moderator("Eva Beispiel"))
    other.posts("", title_de="Ein anderer Tisch")
    other.key = newest(RoundTable).public_id
    other.meets("Anderes")
    paper = other.proposes("Nicht für euch.")
    large.meets("Schulen")

    assert large.does("hand_up", paper=paper.id)[0] == 404


def test_an_item_with_something_in_it_stays_on_the_agenda(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.proposes("Wir kaufen Bänke.")
    circle.console.presses("select", step=1)

    host = Actor(1, None, frozenset({Role.MODERATOR}))
    with database.transaction() as tx:
        about = tx.session.scalars(select(TableSession)).one()
        with pytest.raises(DecidedHere):
            sheet.take_out(tx, about.live, circle.step, by=host)


def test_a_table_that_ended_keeps_its_decisions_and_nobody_who_sat_there(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(1)
    circle.ends()
    circle.records()
    assert circle.posts("/end")[0] == 409  # a session is open
    circle.console.presses("end")

    assert circle.posts("/end")[0] == 303

    assert circle.posts("/rules", rules_de="Noch eine.")[0] == 409
    with database.reading() as session:
        assert session.scalars(select(SeatHolder)).all() == []
    assert "Decision 1" in first.reads()


# --- what an independent reader found


def test_the_record_never_changes_its_owner(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(4, "Zu teuer")
    circle.ends()
    circle.records()
    with database.transaction() as tx:
        other = organisations.take_in(tx, Portrait("Ein anderer Verein", Kind_.CLUB), by=OFFICE).key
    taken = {"organisation": other, "delegate": "Amina", "substitute": "Basel", "mandate": "Alles neu"}

    status, page = circle.posts(f"/seats/{circle.seats[0]}", **taken)

    assert status == 409
    assert "Alles neu" in page
    assert "Verein Brücke" in first.reads("/decisions/1")


def test_a_seat_of_an_ended_organisation_keeps_it_when_its_mandate_changes(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    with database.transaction() as tx:
        ended = tx.session.scalars(select(Organisation)).one()
        organisations.end(tx, ended, by=OFFICE, seen=ended.revision)
    assert 'value="verein-bruecke" selected' in circle.reads("/seats")


def test_a_decision_never_stands_under_words_nobody_voted_on(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    paper = circle.proposes("Wir kaufen fünf Bänke.")
    circle.asks(paper)
    first.votes(1)
    circle.ends()
    circle.does("amend", paper=paper.id, text="Wir kaufen zehn Bänke.", version=1)

    page = first.reads("/sessions/1")

    assert "Wir kaufen zehn Bänke." in page
    assert "Wir kaufen fünf Bänke." in page.partition("The wording that was voted on")[2]


def test_the_desk_votes_on_what_it_has_read(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    paper = circle.proposes("Wir kaufen fünf Bänke.")
    circle.does("amend", paper=paper.id, text="Wir kaufen zehn Bänke.", version=1)

    assert circle.asks(paper, version=1)[0] == 409
    assert circle.asks(paper, version=2)[0] == 303


def test_nobody_votes_on_a_statement(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.does("write", text="Wir danken allen.", kind="statement")

    assert circle.asks(newest(TablePaper))[0] == 404


def test_what_is_approved_changes_no_more(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    paper = circle.proposes("Wir kaufen Bänke.")
    circle.asks(paper)
    first.votes(1)
    circle.ends()
    circle.records()
    assert circle.posts("/sessions/1/approve", earlier=1)[0] == 409
    circle.console.presses("end")
    step, console = circle.step, circle.console
    circle.meets("Weiter")
    assert circle.posts("/sessions/2/approve", earlier=1)[0] == 303

    for form in (
        {"act": "amend", "paper": paper.id, "text": "Anders", "version": 1},
        {"act": "record", "ballot": newest(SeatBallot).public_id, "text": "Anders"},
        {"act": "write", "text": "Noch etwas"},
        {"act": "task", "text": "Noch etwas"},
    ):
        assert console.sends(f"items/{step}", form)[0] == 409
    assert first.dissents("Doch anders.")[0] == 409


def test_a_session_that_goes_on_is_not_approved(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.posts("/sessions", agenda="Zweite")
    with database.reading() as session:
        second = session.scalars(select(TableSession).order_by(TableSession.id.desc())).first()
    assert second is not None
    assert Console(circle.moderator, second.live.public_id).presses("open") == 303

    status, page = circle.posts("/sessions/2/approve", earlier=1, remark="Schon jetzt")

    assert status == 409
    assert "Schon jetzt" in page


def test_a_withdrawn_proposal_leaves_its_vote_where_it_can_be_ended(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    first.puts_forward("Wir kaufen Bänke.")
    paper = newest(TablePaper)
    circle.does("let_in", one=f"{paper.id}:0")
    circle.asks(paper)
    with database.transaction() as tx:
        said = tx.session.get_one(Contribution, paper.contribution_id)
        contributions.withdraw(tx, said, author_id=said.author_id or 0)

    assert "End the vote of the seats" in circle.console.shows()
    first.votes(1)
    assert circle.ends()[0] == 303
    page = first.reads("/sessions/1")
    assert "It was withdrawn or hidden" in page
    assert "Not decided" in page


def test_a_vote_is_on_every_screen_wherever_the_hall_is(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, _) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    circle.calls_up("Schulwege")

    assert "Vote for your seat" in first.sees()
    assert "End the vote of the seats" in circle.console.shows()
    first.votes(1)
    second.votes(1)
    assert circle.ends()[0] == 303


def test_a_new_delegate_does_not_inherit_a_chair(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    successor = circle.sits(0, agrees=False)

    assert successor.votes(1)[0] == 409  # has accepted nothing, and is not here
    assert first.client.get(f"/tables/{circle.key}/seat").status_code == 403
    successor.accepts()
    assert "first that you are here" in successor.votes(1)[1]


def test_an_ended_seat_is_asked_no_more(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (_, second, third) = seated
    for _ in range(2):
        circle.posts("/seats", act="end", seat=circle.seats[0])
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    for holder in (second, third):
        holder.votes(1)

    circle.ends()

    ballot = newest(SeatBallot)
    assert (ballot.cast, ballot.silent, ballot.left, ballot.seats) == (2, 0, 0, 3)


def test_one_person_holds_one_seat(circle: Circle) -> None:
    holder = circle.sits(0)

    answer = holder.client.post(f"/seat/{circle.code_for(1)}?lang=en", headers=SAME_ORIGIN)

    assert answer.status_code == 409
    assert "One person holds one seat" in answer.text


@pytest.mark.usefixtures("seated")
def test_an_account_with_a_seat_keeps_it_and_the_guests_goes() -> None:
    held = select(SeatHolder.person_id).where(SeatHolder.agreed > 0).order_by(SeatHolder.seat_id)
    with database.reading() as session:
        guest, account, other = session.scalars(held).all()
    assert guest is not None
    assert account is not None

    with database.transaction() as tx:
        moving.settle(tx, guest, account)

    with database.reading() as session:
        assert session.scalars(held).all() == [account, other]
        assert session.scalars(select(SeatHolder).where(SeatHolder.person_id == guest)).all() == []


def test_a_delegate_who_becomes_a_moderator_votes_no_more(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    moderator = circle.house.moderator("Eva Beispiel")
    with database.transaction() as tx:
        holder = tx.session.scalars(select(SeatHolder).order_by(SeatHolder.id)).first()
        person = tx.session.scalars(select(Person.id).where(Person.name == "Eva Beispiel")).one()
        assert holder is not None
        holder.person_id = person
    form = {"answer": "1", "form_token": moderator.form_token()}
    address = f"/tables/{circle.key}/ballots/{newest(SeatBallot).public_id}?lang=en"

    answer = moderator.client.post(address, data=form, headers=SAME_ORIGIN)

    assert answer.status_code == 409
    assert "moderation is on nobody" in answer.text


def test_the_desk_does_not_overwrite_what_a_seat_has_voted(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(1)
    ballot = newest(SeatBallot).public_id

    assert circle.does("enter_vote", ballot=ballot, seat=circle.seats[0], answer=2)[0] == 409
    assert circle.does("enter_vote", ballot=ballot, seat=circle.seats[1], answer=2)[0] == 303
    assert circle.does("enter_vote", ballot=ballot, seat=circle.seats[1], answer=3)[0] == 303
    assert [one.answer for one in votes()] == [1, 3, None]


def test_an_item_that_names_seats_does_not_become_confidential(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(4, "Zu teuer")

    status, page = circle.console.sends(f"speakers/{circle.step}", {"act": "confide"})

    assert status == 409
    assert "make that one confidential" in page


def test_a_refused_item_keeps_its_tick(circle: Circle) -> None:
    circle.posts("/sessions", agenda="Etwas")

    status, page = circle.posts("/sessions/1/items", question_de="", confidential="y")

    assert status == 422
    assert 'name="confidential" checked' in page


@pytest.mark.parametrize(
    ("path", "form"),
    [("/seats", {"act": "each", "each": "zwei"}), ("/frame", {"scope_de": "Er empfiehlt.", "quorum": "66 %"})],
)
def test_a_number_that_is_none_is_said(circle: Circle, path: str, form: dict[str, str]) -> None:
    status, page = circle.posts(path, **form)

    assert status == 422
    assert "Please write a whole number from 1 to" in page
    with database.reading() as session:
        table = session.get_one(RoundTable, 1)
        assert (table.quorum, table.seats_each) == (50, 1)


def test_a_day_that_is_none_is_said(circle: Circle) -> None:
    form = {"organisation": "verein-bruecke", "standing": "talked", "on": "gestern", "note": "Kommt gern."}
    status, page = circle.posts("/invitations", **form)

    assert status == 422
    assert "2027-01-31" in page
    assert "Kommt gern." in page


def test_seats_that_somebody_was_given_do_not_vanish(circle: Circle) -> None:
    circle.posts("/seats", act="each", each=2)
    with database.reading() as session:
        second = session.scalars(select(TableSeat.id).where(TableSeat.group_id == 1, TableSeat.number == 2)).one()
    circle.posts(f"/seats/{second}", delegate="Cem")

    assert circle.posts("/seats", act="each", each=1)[0] == 409


def test_a_seat_of_a_group_alone_is_shown_as_taken(circle: Circle, house: House) -> None:
    stranger = house.resident()
    assert stranger.reads(f"/tables/{circle.key}?lang=en").count("not taken yet") == 2

    circle.sits(1)

    page = stranger.reads(f"/tables/{circle.key}?lang=en")
    assert page.count("not taken yet") == 1
    assert "Schulen (1)" in page


# --- and what a second one found


def test_minutes_wait_for_what_was_voted_and_not_recorded(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(1)
    console, step = circle.console, circle.step
    console.presses("end")
    circle.meets("Weiter")
    status, page = circle.posts("/sessions/2/approve", earlier=1)
    assert status == 409
    assert "record the votes that have ended" in page

    form = {"act": "record", "ballot": newest(SeatBallot).public_id, "text": "So war es."}
    assert console.sends(f"items/{step}", form)[0] == 303
    assert circle.posts("/sessions/2/approve", earlier=1)[0] == 303


def test_a_title_in_approved_minutes_stays(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    console, step = circle.console, circle.step
    console.presses("select", step=1)
    console.presses("end")
    circle.meets("Weiter")
    circle.posts("/sessions/2/approve", earlier=1)
    host = Actor(1, None, frozenset({Role.MODERATOR}))

    with database.transaction() as tx:
        live = tx.session.scalars(select(LiveSession).where(LiveSession.public_id == console.topic)).one()
        kept = tx.session.get_one(RunStep, step)
        words = sheet.Worded(kept.kind, {"de": "Etwas anderes"})
        with pytest.raises(MinutesApproved):
            sheet.edit(tx, live, step, words, by=host, seen=kept.revision)
        with pytest.raises(MinutesApproved):
            sheet.take_out(tx, live, step, by=host)


def test_a_task_with_a_seat_keeps_an_item_open(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.does("task", text="Nachfragen", seat=circle.seats[0])

    assert circle.console.sends(f"speakers/{circle.step}", {"act": "confide"})[0] == 409


def test_no_organisation_leaves_while_the_seats_vote(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))

    assert circle.posts("/seats", act="end", seat=circle.seats[0])[0] == 409
    circle.ends()
    assert circle.posts("/seats", act="end", seat=circle.seats[0])[0] == 303


def test_the_hall_takes_no_break_from_a_vote(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))

    assert circle.console.presses("select", step=1) == 409  # the welcome
    circle.calls_up("Schulwege")
    circle.ends()
    assert circle.console.presses("select", step=1) == 303


def test_a_session_that_never_was_waits_for_no_approval(circle: Circle) -> None:
    circle.posts("/sessions", agenda="Fiel aus")
    circle.number = 1
    circle.meets("Weiter")

    page = circle.reads("/sessions/2")

    assert "Minutes of the last session" not in page
    assert "The table approves these minutes" not in page


def test_who_sat_in_a_session_that_ended_sat_there(seated: tuple[Circle, list[Holder]]) -> None:
    circle, _ = seated
    circle.console.presses("end")

    circle.posts("/seats", act="end", seat=circle.seats[0])

    with database.reading() as session:
        assert {one.left_at for one in session.scalars(select(SeatSitting))} == {None}


# --- people


def test_whoever_is_forgotten_leaves_the_seat_to_its_organisation(seated: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = seated
    circle.asks(circle.proposes("Wir kaufen Bänke."))
    first.votes(1)
    with database.reading() as session:
        person = session.scalars(select(SeatHolder).where(SeatHolder.seat_id == circle.seats[0])).first()
    assert person is not None
    assert person.person_id is not None

    with database.transaction() as tx:
        leaving.forget(tx, tx.session.get_one(Person, person.person_id), words=False)

    circle.ends()
    assert newest(SeatBallot).cast == 1
    assert first.client.get(f"/tables/{circle.key}/seat").status_code in {403, 404}
    with database.reading() as session:
        assert moving.count(session, person.person_id) == 0
