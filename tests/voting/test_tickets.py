"""Room tickets: one card, one vote, and nobody knows whose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from participation.foundation import database
from participation.foundation.messages import NotAllowed
from participation.foundation.permissions import Actor
from participation.voting import tickets
from participation.voting.models import RoomTicket
from participation.voting.queries import ticket_counts
from participation.voting.rules import BallotKind
from tests.conftest import SAME_ORIGIN, House
from tests.voting.evening import HOST, begin_evening


def test_a_confidential_vote_needs_a_ticket_and_keeps_the_choice(house: House) -> None:
    evening = begin_evening(house, kind=BallotKind.CONFIDENTIAL)
    evening.opens()

    answer = evening.phone().votes({evening.letters["A"]: 1})

    assert answer["error"] == "ticket_needed"
    assert evening.rows() == []
    assert evening.stranger().votes({evening.letters["A"]: 1})["error"] == "ticket_needed"


def test_a_mood_needs_a_phone_that_joined(house: House) -> None:
    evening = begin_evening(house)
    evening.opens()

    assert evening.stranger().votes({evening.letters["A"]: 1})["error"] == "not_joined"


def test_a_ticket_in_use_elsewhere_moves_the_voter_and_adds_no_vote(house: House) -> None:
    evening = begin_evening(house, kind=BallotKind.CONFIDENTIAL)
    [code] = evening.prints(1)
    evening.opens()
    old, new = evening.phone(code), evening.phone(code)
    a, b = evening.letters["A"], evening.letters["B"]

    assert new.votes({a: 1}, seq=5)["status"] == "stored"
    assert old.votes({b: 1}, seq=9)["error"] == "ticket_elsewhere"

    assert "Your ticket votes on another phone now." in old.sees()
    assert evening.rows() == [({int(a): 1}, 5, 1)]


def test_a_ticket_that_comes_back_to_the_first_phone_goes_on_with_its_vote(house: House) -> None:
    evening = begin_evening(house, kind=BallotKind.CONFIDENTIAL)
    [code] = evening.prints(1)
    evening.opens()
    first, second = evening.phone(code), evening.phone(code)
    second.votes({evening.letters["A"]: 1}, seq=1)

    assert first.uses(code.lower()) == 303
    answer = first.votes({evening.letters["B"]: 1}, seq=2)

    assert (answer["status"], answer["own_revision"]) == ("stored", 2)
    assert len(evening.rows()) == 1


def test_a_returned_ticket_is_refused_and_leaves_the_base(house: House) -> None:
    evening = begin_evening(house, kind=BallotKind.CONFIDENTIAL)
    with database.transaction() as tx:
        cards = dict(tickets.print_tickets(tx, "session:1", 5, by=HOST))
    evening.opens()
    holder = evening.phone(cards[4])

    with database.transaction() as tx:
        assert tickets.return_tickets(tx, "session:1", "4-5", by=HOST) == 2

    assert holder.votes({evening.letters["A"]: 1})["error"] == "ticket_returned"
    assert evening.stranger().uses(cards[5]) == 410
    evening.ends()
    assert (evening.ballot().voted, evening.ballot().base) == (0, 3)


def test_a_wrong_ticket_is_refused_in_words_and_stays_in_the_field(house: House) -> None:
    evening = begin_evening(house)

    answer = evening.stranger().client.post("/ticket?lang=en", data={"ticket": "aaaaa-22222"}, headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert "We do not know this ticket." in answer.text
    assert "aaaaa-22222" in answer.text


def test_only_hashes_of_the_codes_are_kept_and_numbers_follow_no_order_of_rows(house: House) -> None:
    evening = begin_evening(house)
    codes = evening.prints(50)

    with database.reading() as session:
        rows = session.scalars(select(RoomTicket).order_by(RoomTicket.id)).all()
    assert len(set(codes)) == 50
    assert not any(code.encode() in row.code_hash for row in rows for code in codes)
    assert sorted(row.number for row in rows) == list(range(1, 51))
    assert [row.number for row in rows] != list(range(1, 51))


def test_more_cards_go_on_counting(house: House) -> None:
    evening = begin_evening(house)
    evening.prints(3)
    evening.prints(2)

    with database.reading() as session:
        counts = ticket_counts(session, "session:1")
    assert (counts.printed, counts.returned, counts.in_room) == (5, 0, 5)


@pytest.mark.parametrize("count", [0, -1, 501])
def test_a_senseless_number_of_cards_is_refused(house: House, count: int) -> None:
    begin_evening(house)
    with database.transaction() as tx, pytest.raises(tickets.TooManyTickets):
        tickets.print_tickets(tx, "session:1", count, by=HOST)


def test_a_resident_prints_no_cards(house: House) -> None:
    begin_evening(house)
    with database.transaction() as tx, pytest.raises(NotAllowed):
        tickets.print_tickets(tx, "session:1", 1, by=Actor(1, 3))


@pytest.mark.parametrize("typed", ["", "x", "5-3", "1-99999", "1;DROP", "٣", "-1", "1--2"])
def test_numbers_that_are_none_change_nothing(house: House, typed: str) -> None:
    begin_evening(house).prints(3)

    with database.transaction() as tx, pytest.raises(tickets.UnknownNumbers):
        tickets.return_tickets(tx, "session:1", typed, by=HOST)


@given(st.sets(st.integers(1, 400), min_size=1, max_size=40))
def test_numbers_are_read_as_they_are_written(numbers: set[int]) -> None:
    assert tickets.numbers_in(", ".join(map(str, numbers))) == numbers


def test_ranges_and_single_numbers_may_be_mixed() -> None:
    assert tickets.numbers_in("43–45, 12;7 9") == {43, 44, 45, 12, 7, 9}
