import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from participation.foundation.messages import NotFound
from participation.people.rules import key_hash
from participation.voting.models import Ballot, BallotOption, RoomTicket, Seat, Vote
from participation.voting.rules import BallotKind, BallotRules, Method, State, Tally, tally


def ballot_by_public_id(session: Session, municipality_id: int, public_id: str) -> Ballot:
    """Raises NotFound, also for a ballot of another municipality."""
    found = session.scalar(
        select(Ballot).where(Ballot.public_id == public_id, Ballot.municipality_id == municipality_id)
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class BallotFacts:
    """What never changes of a ballot once it exists."""

    id: int
    public_id: str
    audience: str
    kind: BallotKind


def facts_of(ballot: Ballot) -> BallotFacts:
    return BallotFacts(ballot.id, ballot.public_id, ballot.audience, BallotKind(ballot.kind))


def stood_to_vote(session: Session, source: str) -> bool:
    """Whether what an option stands for (`idea:17`) is or was one of a ballot, in words of the ballot's own."""
    return session.scalar(select(BallotOption.id).where(BallotOption.source == source).limit(1)) is not None


def state_of(session: Session, ballot_id: int) -> State:
    return State(session.scalars(select(Ballot.state).where(Ballot.id == ballot_id)).one())


def ended_among(session: Session, public_ids: list[str]) -> list[str]:
    """Those of these ballots that are counted or cancelled."""
    over = (State.CLOSED, State.PUBLISHED, State.CANCELLED)
    return list(
        session.scalars(select(Ballot.public_id).where(Ballot.public_id.in_(public_ids), Ballot.state.in_(over)))
    )


def ballots_of(session: Session, audience: str) -> list[Ballot]:
    return list(session.scalars(select(Ballot).where(Ballot.audience == audience).order_by(Ballot.id)))


def rules_of(ballot: Ballot) -> BallotRules:
    return BallotRules(
        Method(ballot.method), frozenset(option.id for option in ballot.options), ballot.dots, ballot.per_option
    )


def recount(session: Session, ballot: Ballot) -> Tally:
    """The tally as the stored votes give it."""
    choices = session.scalars(select(Vote.choice).where(Vote.ballot_id == ballot.id))
    return tally((read_choice(choice) for choice in choices), (option.id for option in ballot.options))


def count_changes(session: Session, ballot_id: int) -> int:
    """How often anybody has voted or changed their vote so far."""
    return session.scalar(select(func.sum(Vote.own_revision)).where(Vote.ballot_id == ballot_id)) or 0


def read_choice(kept: str) -> dict[int, int]:
    return {int(option): int(dots) for option, dots in json.loads(kept).items()}


def write_choice(choice: dict[int, int]) -> str:
    return json.dumps(choice, sort_keys=True, separators=(",", ":"))


def counted(ballot: Ballot) -> Tally | None:
    """The frozen result, or None before the count."""
    if ballot.result is None or ballot.voted is None:
        return None
    return Tally({int(option): int(got) for option, got in ballot.result.items()}, ballot.voted)


@dataclass(frozen=True, slots=True)
class TicketCounts:
    """Of one audience: printed cards, those given back unused, those some phone holds."""

    printed: int
    returned: int
    used: int

    @property
    def in_room(self) -> int:
        return self.printed - self.returned


def ticket_counts(session: Session, audience: str) -> TicketCounts:
    printed, returned = session.execute(
        select(func.count(), func.count(RoomTicket.returned_at)).where(RoomTicket.audience == audience)
    ).one()
    used = session.scalar(select(func.count(Seat.ticket_id)).where(Seat.audience == audience)) or 0
    return TicketCounts(printed, returned, used)


def people_in_room(session: Session, ballot: Ballot) -> int:
    """The base of "n of y": tickets in the room for a confidential ballot, phones that joined for a mood."""
    if ballot.kind == BallotKind.CONFIDENTIAL:
        return ticket_counts(session, ballot.audience).in_room
    return session.scalar(select(func.count()).select_from(Seat).where(Seat.audience == ballot.audience)) or 0


def seat_of(session: Session, token: str, audience: str) -> Seat | None:
    """The seat behind a cookie in this audience. A phone may sit in several, in each on a seat of its own."""
    if not token:
        return None
    seat = session.get(Seat, seat_hash(token, audience)) or session.get(Seat, key_hash(token))
    return seat if seat and seat.audience == audience else None


def sits_somewhere(session: Session, token: str, audiences: Iterable[str]) -> bool:
    """Whether the phone with this cookie sits in one of them, in one statement."""
    marks = [seat_hash(token, audience) for audience in audiences] if token else []
    wanted = select(Seat.token_hash).where(Seat.token_hash.in_([*marks, key_hash(token)])).limit(1)
    return bool(marks) and session.scalar(wanted) is not None


def seat_hash(token: str, audience: str) -> bytes:
    """Without the cookie nobody can tell that two seats are those of one phone.

    Seats of an older house have the hash of the cookie alone; they count until their session ends.
    """
    return key_hash(f"seat\0{audience}\0{token}")


@dataclass(frozen=True, slots=True)
class SeatStanding:
    """What a vote needs to know of a seat. returned: its ticket was given back."""

    token_hash: bytes
    ticket_id: int | None
    moved: bool
    returned: bool


def seat_standing(session: Session, token: str, audience: str) -> SeatStanding | None:
    """In one ready statement of plain columns: every single vote asks this."""
    if not token:
        return None
    asked = {"older": key_hash(token), "token": seat_hash(token, audience), "asked": audience}
    found = session.connection().execute(SEAT_AND_TICKET, asked).one_or_none()
    return SeatStanding(found[0], found[1], found[2], found[3] is not None) if found else None


SEATS, TICKETS = Seat.__table__.c, RoomTicket.__table__.c
SEAT_AND_TICKET = (
    select(SEATS.token_hash, SEATS.ticket_id, SEATS.moved, TICKETS.returned_at)
    .select_from(Seat.__table__.outerjoin(RoomTicket.__table__, TICKETS.id == SEATS.ticket_id))
    .where(
        or_(SEATS.token_hash == bindparam("token"), SEATS.token_hash == bindparam("older")),
        SEATS.audience == bindparam("asked"),
    )
)


def own_vote(session: Session, ballot_id: int, voter_key: bytes) -> Vote | None:
    return session.get(Vote, (ballot_id, voter_key))
