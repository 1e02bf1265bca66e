"""A phone may sit in several sessions: it keeps its seat and its ticket, and nobody else can tell."""

from sqlalchemy import select

from participation.foundation import database
from participation.foundation.permissions import Actor, Role
from participation.people.rules import key_hash
from participation.voting import tickets
from participation.voting.models import Seat
from participation.voting.queries import seat_of, seat_standing
from participation.voting.service import forget_audience
from tests.conftest import House

HOST = Actor(1, None, frozenset({Role.MODERATOR}))
HALL, ROOM = "session:1", "session:2"
BOTH = (HALL, ROOM)


def seats() -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(Seat.audience)))


def test_a_ticket_is_kept_while_a_phone_is_elsewhere(house: House) -> None:
    with database.transaction() as tx:
        [(_, code)] = tickets.print_tickets(tx, HALL, 1, by=HOST)
        token = tickets.use_ticket(tx, HALL, 1, code, "")
        assert tickets.take_seat(tx, ROOM, 1, token, BOTH) == token

    with database.reading() as session:
        there, here = seat_of(session, token, ROOM), seat_of(session, token, HALL)
        assert there is not None
        assert here is not None
        assert (there.ticket_id, here.ticket_id is not None) == (None, True)
        assert there.token_hash not in {key_hash(token), here.token_hash}
        standing = seat_standing(session, token, HALL)
        assert standing is not None
        assert standing.ticket_id == here.ticket_id
        elsewhere = seat_standing(session, token, ROOM)
        assert elsewhere is not None
        assert elsewhere.token_hash == there.token_hash
        assert seat_of(session, token, "session:3") is None
        assert seat_standing(session, token, "session:3") is None


def test_joining_twice_is_one_seat_and_a_cookie_we_never_gave_is_none(house: House) -> None:
    with database.transaction() as tx:
        token = tickets.take_seat(tx, HALL, 1)
        for _ in range(2):
            assert tickets.take_seat(tx, ROOM, 1, token, BOTH) == token
        assert tickets.take_seat(tx, ROOM, 1, "a made up cookie", BOTH) != "a made up cookie"

    assert seats() == [HALL, ROOM, ROOM]
    with database.reading() as session:
        assert seat_of(session, "a made up cookie", ROOM) is None


def test_a_ticket_used_in_a_second_session_leaves_the_first_seat(house: House) -> None:
    with database.transaction() as tx:
        token = tickets.take_seat(tx, HALL, 1)
        [(_, code)] = tickets.print_tickets(tx, ROOM, 1, by=HOST)
        assert tickets.use_ticket(tx, ROOM, 1, code, token, among=BOTH) == token

    with database.reading() as session:
        there = seat_of(session, token, ROOM)
        assert there is not None
        assert there.ticket_id is not None
        assert seat_of(session, token, HALL) is not None


def test_whoever_hands_the_phone_on_leaves_everywhere_whichever_session_it_is_pressed_in(house: House) -> None:
    with database.transaction() as tx:
        token = tickets.take_seat(tx, HALL, 1)
        [(_, code)] = tickets.print_tickets(tx, ROOM, 1, by=HOST)
        tickets.use_ticket(tx, ROOM, 1, code, token, among=BOTH)
        tickets.leave_seats(tx, token, BOTH)
        tickets.leave_seats(tx, "", BOTH)

    assert seats() == []
    with database.transaction() as tx:  # the cookie that was not deleted is nobody's any more
        assert tickets.take_seat(tx, ROOM, 1, token, BOTH) != token


def test_a_phone_that_was_in_a_rehearsal_first_keeps_its_seat_when_that_ends(house: House) -> None:
    rehearsal = "session:9"
    with database.transaction() as tx:
        token = tickets.take_seat(tx, rehearsal, 1)
        assert tickets.take_seat(tx, HALL, 1, token, (rehearsal, HALL)) == token
        forget_audience(tx, rehearsal)
        assert tickets.take_seat(tx, ROOM, 1, token, BOTH) == token
        assert tickets.take_seat(tx, HALL, 1, token, BOTH) == token

    assert seats() == [HALL, ROOM]


def test_a_seat_of_an_older_house_counts_until_its_session_ends(house: House) -> None:
    with database.transaction() as tx:
        tx.session.add(Seat(token_hash=key_hash("older"), municipality_id=1, audience=HALL))
        assert tickets.take_seat(tx, HALL, 1, "older", BOTH) == "older"
        assert tickets.take_seat(tx, ROOM, 1, "older", BOTH) == "older"

    assert seats() == [HALL, ROOM]
    with database.reading() as session:
        standing = seat_standing(session, "older", HALL)
        assert standing is not None
        assert standing.token_hash == key_hash("older")
