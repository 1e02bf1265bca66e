"""A confidential item of a round table: papers, votes and views without a name, in the tables and on every page."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from participation.contributions.models import Contribution, SpokenFor
from participation.foundation import database
from participation.foundation.permissions import Actor, Role
from participation.roundtable import secrecy
from participation.roundtable.models import AgendaItem, Dissent, SeatBallot, TablePaper, TableSession
from participation.roundtable.rules import KIND
from participation.roundtable.secrecy import read_vote
from participation.sessions import rehearsal, service
from participation.sessions.models import RunStep
from participation.speaking.models import SpeakersList
from tests.canary import told_in
from tests.conftest import SAME_ORIGIN, House
from tests.ideas.test_board import counted_statements
from tests.roundtable.circle import Circle, Holder, found_circle, newest, seated_circle, votes


@pytest.fixture
def secret(house: House) -> tuple[Circle, list[Holder]]:
    """Three seats at a confidential item."""
    circle, holders = seated_circle(house)
    assert circle.console.sends(f"speakers/{circle.step}", {"act": "confide"})[0] == 303
    return circle, holders


def test_a_paper_names_nobody(secret: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, _) = secret
    assert first.puts_forward("Die Unterkunft soll bleiben.", "statement")[0] == 303

    said, paper = newest(Contribution), newest(TablePaper)
    assert (said.author_id, said.organisation_id, paper.seat_id) == (None, None, None)
    with database.reading() as session:
        assert session.scalars(select(SpokenFor).where(SpokenFor.contribution_id == said.id)).all() == []
    circle.does("let_in", one=f"{paper.id}:0")
    assert "Die Unterkunft soll bleiben." in second.sees()
    assert "Verein Brücke" not in second.sees().partition("On the table")[2].partition("Who would like")[0]


def test_the_same_form_twice_is_one_paper_there_too(secret: tuple[Circle, list[Holder]]) -> None:
    _, (first, *_) = secret
    for _ in range(2):
        first.puts_forward("Die Unterkunft soll bleiben.", "statement", once="mark-of-this-form-2")

    with database.reading() as session:
        assert len(session.scalars(select(TablePaper)).all()) == 1


def test_after_the_vote_nothing_says_which_seat_voted_how(secret: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, third) = secret
    circle.asks(circle.proposes("Die Unterkunft bleibt."))
    assert "never afterwards" in first.reads(f"/ballots/{newest(SeatBallot).public_id}")
    for holder, answer, reason in ((first, 1, ""), (second, 1, ""), (third, 4, "Zarifakanari")):  # kept nowhere
        assert holder.votes(answer, reason)[0] == 303

    circle.ends()

    ballot = newest(SeatBallot)
    assert votes() == []
    assert (ballot.outcome, ballot.cast, ballot.counts) == ("not_adopted", 3, None)
    assert told_in("Zarifakanari") == set()
    circle.records()
    page = third.reads("/decisions/1")
    assert "the figures would show who" in page
    assert "How each seat voted" not in page


def test_a_backup_of_that_minute_opens_no_vote(secret: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, third) = secret
    circle.asks(circle.proposes("Die Unterkunft bleibt."))
    for holder, answer in ((first, 1), (second, 1), (third, 4)):
        assert holder.votes(answer)[0] == 303
    kept = votes()
    assert [(one.answer, one.reason, one.part) for one in kept] == [(None, "", "")] * 3
    assert third.votes(3)[0] == 303  # it can still change
    ballot = newest(SeatBallot).public_id
    assert [read_vote(ballot, one.sealed or b"") for one in votes()] == [1, 1, 3]

    circle.ends()

    assert secrecy.keys().all() == []
    assert {read_vote(ballot, one.sealed or b"") for one in kept} == {None}


def test_after_a_restore_such_a_vote_can_only_be_cancelled(secret: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, third) = secret
    circle.asks(circle.proposes("Die Unterkunft bleibt."))
    first.votes(4)
    secrecy.keys().forget(newest(SeatBallot).public_id)  # it was on another machine
    for holder in (second, third):
        holder.votes(1)

    status, page = circle.ends()
    assert status == 409
    assert "Cancel it" in page
    assert circle.console.presses("end") == 303

    ballot = newest(SeatBallot)
    assert (ballot.state, ballot.outcome, votes()) == ("cancelled", "", [])


def test_there_are_not_more_views_than_seats(secret: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = secret
    circle.asks(circle.proposes("Die Unterkunft bleibt."))
    first.votes(1)
    circle.ends()
    path = f"/ballots/{newest(SeatBallot).public_id}/dissent"

    answers = [first.posts(path, text=f"Nein {one}", once=f"mark-of-one-form-{one}")[0] for one in range(5)]

    assert answers == [303, 303, 303, 409, 409]
    assert first.posts(path, text="Ohne Marke")[0] == 409


def test_a_key_that_outlived_its_vote_is_swept_away(secret: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = secret
    circle.asks(circle.proposes("Die Unterkunft bleibt."))
    first.votes(1)
    secrecy.keys().make("of-a-vote-that-is-over")

    with database.transaction() as tx:
        assert secrecy.is_untidy(tx.session)
        secrecy.tidy_up(tx)

    assert secrecy.keys().all() == [newest(SeatBallot).public_id]


def test_a_form_sent_twice_is_one_view(secret: tuple[Circle, list[Holder]]) -> None:
    circle, (first, second, _) = secret
    circle.asks(circle.proposes("Die Unterkunft bleibt."))
    first.votes(1)
    circle.ends()
    path = f"/ballots/{newest(SeatBallot).public_id}/dissent"
    for _ in range(2):
        assert first.posts(path, text="Wir sehen es anders.", once="mark-of-one-form-1")[0] == 303
    second.posts(path, text="Wir auch.", once="mark-of-one-form-2")

    with database.reading() as session:
        assert len(session.scalars(select(Dissent)).all()) == 2


def test_who_was_here_and_who_has_to_do_something_is_not_said(secret: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = secret
    circle.does("task", text="Nachfragen", seat=circle.seats[0])

    page = first.reads("/sessions/1")

    assert "who was here is not said" in page
    assert "Verein Brücke" not in page
    assert "Nachfragen" in page


def test_the_next_item_does_not_tell_who_spoke_here(secret: tuple[Circle, list[Holder]]) -> None:
    """Somebody who spoke at the confidential item alone is not behind others at the next one for that."""
    circle, (first, second, _) = secret
    asks(circle, first, "Amina", "verein-bruecke")
    circle.console.sends(f"speakers/{circle.step}", {"act": "call", "speech": 1})
    circle.console.sends(f"speakers/{circle.step}", {"act": "finish", "speech": 1})
    circle.calls_up("Schulwege")
    asks(circle, first, "Amina", "verein-bruecke")
    asks(circle, second, "Basel", "")

    page = second.sees()

    assert "has not spoken today" not in page
    assert "less time so far" not in page
    assert page.index("Verein Brücke</bdi></b>") < page.index("Somebody for themselves")


def asks(circle: Circle, holder: Holder, name: str, organisation: str) -> None:
    with database.reading() as session:
        key = session.scalars(select(SpeakersList.public_id).where(SpeakersList.step_id == circle.step)).one()
    form = {"name": name, "organisation": organisation, "wish": "speech"}
    assert holder.client.post(f"/speakers/{key}", data=form, headers=SAME_ORIGIN).status_code == 303


def test_five_votes_show_their_figures(house: House) -> None:
    circle = found_circle(house, ("Vereine", "Schulen", "Wirtschaft", "Kirchen", "Politik"))
    holders = [circle.sits(place) for place in range(5)]
    circle.meets("Unterkunft")
    circle.join(*holders)
    circle.console.sends(f"speakers/{circle.step}", {"act": "confide"})
    circle.asks(circle.proposes("Die Unterkunft bleibt."))
    for holder in holders:
        holder.votes(1)

    circle.ends()

    assert newest(SeatBallot).counts == {"1": 5, "2": 0, "3": 0, "4": 0}


def test_the_desk_enters_no_secret_vote(secret: tuple[Circle, list[Holder]]) -> None:
    circle, _ = secret
    circle.asks(circle.proposes("Die Unterkunft bleibt."))

    entered = circle.does("enter_vote", ballot=newest(SeatBallot).public_id, seat=circle.seats[0], answer=1)

    assert entered[0] == 409
    assert "Enter the vote of a seat without a phone" not in circle.console.shows()


def test_a_different_view_has_no_name(secret: tuple[Circle, list[Holder]]) -> None:
    circle, (first, *_) = secret
    circle.asks(circle.proposes("Die Unterkunft bleibt."))
    first.votes(1)
    circle.ends()

    assert first.dissents("Wir sehen es anders.")[0] == 303

    assert newest(Dissent).seat_id is None
    circle.records()
    assert "Different view (dissenting opinion)</h3>" in first.reads("/decisions/1")


def test_one_and_three_of_everything_cost_the_same(house: House) -> None:
    """The pages of a table, the console and the phones: however many papers, votes and seats there are."""
    circle, holders = seated_circle(house)
    stranger = house.resident()

    pages: list[Callable[[], str]] = [
        lambda: stranger.reads(f"/tables/{circle.key}?lang=en"),
        lambda: holders[0].reads("/sessions/1"),
        lambda: circle.reads("/sessions/1"),
        lambda: circle.reads("/seats"),
        circle.reads,
        circle.console.shows,
        holders[1].sees,
    ]

    def counts() -> list[int]:
        found = []
        for page in pages:
            page()
            with counted_statements() as statements:
                page()
            found.append(len(statements))
        return found

    def one_more(number: int) -> None:
        circle.asks(circle.proposes(f"Vorschlag {number}"))
        holders[0].votes(1)
        holders[1].votes(2, f"Bedenken {number}")
        circle.ends()
        holders[2].dissents(f"Anders {number}")
        circle.records()
        circle.does("task", text=f"Etwas {number}", seat=circle.seats[0])

    one_more(1)
    few = counts()
    for number in (2, 3):
        one_more(number)
    circle.posts("/seats", act="each", each=2)

    assert counts() == few


def test_a_rehearsal_has_the_lists_and_no_table(house: House) -> None:
    circle = found_circle(house)
    circle.posts("/sessions", agenda="Unterkunft")
    host = Actor(1, None, frozenset({Role.MODERATOR}))
    with database.transaction() as tx:
        planned = tx.session.scalars(select(TableSession)).one().live
        tried = rehearsal.rehearse(tx, planned, by=host)
        service.open_session(tx, tried, by=host)
        items = select(RunStep.id).where(RunStep.session_id == tried.id, RunStep.kind == KIND)
        step = tx.session.scalars(items).first()
        service.select_step(tx, tried, step or 0, by=host)
        address = f"/desk/sessions/{tried.public_id}?lang=en"

    page = circle.moderator.reads(address)

    assert "Close the list" in page
    assert "On the table" not in page
    with database.reading() as session:
        assert len(session.scalars(select(AgendaItem)).all()) == 2  # the one typed, and the next steps
