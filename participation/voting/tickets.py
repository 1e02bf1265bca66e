"""Room tickets (*Karten*) and seats: who may vote, without anybody knowing who they are."""

import re
from collections.abc import Iterable

from sqlalchemy import func, select, update

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Actor, Permission, require
from participation.people.rules import key_hash
from participation.voting.models import RoomTicket, Seat
from participation.voting.queries import seat_hash, seat_of

CODE_SIGNS = 10  # 49 bits; a wrong guess costs the server-wide budget
MOST_AT_ONCE = 500


class UnknownTicket(Refused):
    message = N_("We do not know this ticket. Please compare each sign; capitals do not matter.")
    code = "unknown_ticket"
    status = 422


class TicketReturned(Refused):
    message = N_("This ticket was given back and no longer counts. Please ask the moderators for another one.")
    code = "ticket_returned"
    status = 410


class TooManyTickets(Refused):
    message = N_("Please print between 1 and 500 tickets at a time.")
    code = "too_many_tickets"
    status = 422


class UnknownNumbers(Refused):
    message = N_("Please name the numbers on the cards, for example 43-60, 72. Nothing was changed.")
    code = "unknown_numbers"
    status = 422


def grouped(code: str) -> str:
    """`K7Q2M9XPAB` as printed: `K7Q2M-9XPAB`."""
    return f"{code[:5]}-{code[5:]}"


def typed_ticket(typed: str) -> str:
    return "".join(sign for sign in typed.upper() if sign in chance.ALPHABET)


def print_tickets(tx: Transaction, audience: str, count: int, *, by: Actor) -> list[tuple[int, str]]:
    """New cards: (number, code). The codes are kept nowhere: this is the one time they can be printed.

    Raises NotAllowed, TooManyTickets.
    """
    require(by, Permission.RUN_SESSION)
    if not 1 <= count <= MOST_AT_ONCE:
        raise TooManyTickets
    last = tx.session.scalar(select(func.max(RoomTicket.number)).where(RoomTicket.audience == audience)) or 0
    # the pile is shuffled: a low number says nothing about when its row was written
    numbers = chance.shuffled(list(range(last + 1, last + count + 1)))
    cards = [(number, chance.readable_code(CODE_SIGNS)) for number in numbers]
    tx.session.add_all(
        RoomTicket(municipality_id=by.municipality_id, audience=audience, number=number, code_hash=key_hash(code))
        for number, code in cards
    )
    act = Act(by.entry, "tickets.print", audience, reason=f"{count} cards, numbers {last + 1} to {last + count}")
    enter(tx, act, town=by.municipality_id)
    return sorted(cards)


def return_tickets(tx: Transaction, audience: str, typed: str, *, by: Actor) -> int:
    """Cards that came back unused no longer count. typed: numbers and ranges as on the cards.

    Raises NotAllowed, UnknownNumbers.
    """
    require(by, Permission.RUN_SESSION)
    numbers = numbers_in(typed)
    found = tx.session.scalars(
        select(RoomTicket).where(RoomTicket.audience == audience, RoomTicket.number.in_(numbers))
    ).all()
    if not numbers or len(found) != len(numbers):
        raise UnknownNumbers
    now = clock.now()
    for ticket in found:
        ticket.returned_at = ticket.returned_at or now
    enter(tx, Act(by.entry, "tickets.return", audience, reason=f"{len(found)} cards"), town=by.municipality_id)
    return len(found)


def numbers_in(typed: str) -> set[int]:
    """`43-60, 72` -> 43 … 60 and 72. Raises UnknownNumbers for anything else."""
    numbers: set[int] = set()
    for part in re.split(r"[,;\s]+", typed.replace("–", "-").strip()[:500]):
        found = re.fullmatch(r"([0-9]{1,6})(?:-([0-9]{1,6}))?", part)
        if found is None:
            raise UnknownNumbers
        first, last = int(found[1]), int(found[2] or found[1])
        if not first <= last < first + 10 * MOST_AT_ONCE:
            raise UnknownNumbers
        numbers.update(range(first, last + 1))
    return numbers


def take_seat(tx: Transaction, audience: str, municipality_id: int, token: str = "", among: Iterable[str] = ()) -> str:
    """A phone joins; returns the token for its cookie.

    token: the cookie it has; among: the audiences that meet now. A phone that sits in one of them keeps its cookie and
    that seat with its ticket; any other cookie may be that of the person before, and counts no more.
    """
    if not sits_among(tx, token, among):
        token = chance.token()
    if seat_of(tx.session, token, audience) is None:
        seat = Seat(token_hash=seat_hash(token, audience), municipality_id=municipality_id, audience=audience)
        tx.session.add(seat)
        tx.session.flush()
    return token


def sits_among(tx: Transaction, token: str, among: Iterable[str]) -> bool:
    """Whether we gave this cookie and it counts. Of two pages of one phone that join at once the second waits."""
    marks = seat_hashes(token, among)
    wanted = select(Seat).where(Seat.token_hash.in_(marks)).order_by(Seat.token_hash).with_for_update()
    return bool(marks) and tx.session.scalars(wanted).first() is not None


def seat_hashes(token: str, among: Iterable[str]) -> list[bytes]:
    """Of every seat that a phone can have there; none without a cookie."""
    return [key_hash(token), *(seat_hash(token, audience) for audience in among)] if token else []


def leave_seats(tx: Transaction, token: str, among: Iterable[str]) -> None:
    """The phone goes to the next person: all its seats end, with their tickets; counted votes stay."""
    for seat in tx.session.scalars(select(Seat).where(Seat.token_hash.in_(seat_hashes(token, among)))):
        tx.session.delete(seat)
    tx.session.flush()


def use_ticket(
    tx: Transaction, audience: str, municipality_id: int, typed: str, token: str, *, among: Iterable[str] = ()
) -> str:
    """Let a phone vote with a ticket; a phone that held it before loses it and adds no vote.

    token: the phone's cookie, empty when it has none yet; among: as for `take_seat`. Returns the token for its cookie.
    Raises UnknownTicket, TicketReturned.
    """
    ticket = ticket_named(tx, typed)
    if ticket is None or ticket.audience != audience:
        raise UnknownTicket
    if ticket.returned_at is not None:
        raise TicketReturned
    seat = seat_of(tx.session, token, audience)
    if seat is None:
        token = take_seat(tx, audience, municipality_id, token, among)
        seat = seat_of(tx.session, token, audience)
    if seat is not None and seat.ticket_id != ticket.id:
        release(tx, [ticket.id])
        seat.ticket_id, seat.moved = ticket.id, False
        tx.session.flush()
    return token


def ticket_named(tx: Transaction, typed: str) -> RoomTicket | None:
    return tx.session.scalar(select(RoomTicket).where(RoomTicket.code_hash == key_hash(typed_ticket(typed))))


def release(tx: Transaction, ticket_ids: Iterable[int]) -> None:
    """Whatever phone holds one of these tickets holds it no longer, and says so."""
    tx.session.execute(
        update(Seat)
        .where(Seat.ticket_id.in_(list(ticket_ids)))
        .values(ticket_id=None, moved=True)
        .execution_options(synchronize_session="fetch")
    )
    tx.session.flush()
