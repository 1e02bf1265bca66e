"""Who sits at a table: organisations with a mandate, and a delegate and a substitute each who take it by a code."""

from dataclasses import dataclass
from datetime import date

from participation.foundation import chance, clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, may, require
from participation.foundation.text import one_line, plain
from participation.organisations.models import Organisation
from participation.people.rules import key_hash
from participation.roundtable import queries
from participation.roundtable.founding import get_up_everywhere, hold, holder_row, note
from participation.roundtable.models import RoundTable, SeatHolder, TableInvitation, TableSeat
from participation.roundtable.rules import (
    LONGEST_MANDATE,
    LONGEST_NAME,
    LONGEST_NOTE,
    Invited,
    ModeratesHere,
    Part,
    RulesChanged,
    SeatInUse,
    SitsAlready,
)


@dataclass(frozen=True, slots=True)
class Talk:
    """How far it is with an organisation, as it was typed at the desk."""

    standing: Invited
    on: date | None = None
    note: str = ""


def note_talk(
    tx: Transaction, table: RoundTable, organisation: Organisation, talk: Talk, *, by: Actor
) -> TableInvitation:
    """Keep how far it is with an organisation. Raises NotAllowed, TooLong."""
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table)
    found = queries.invitation_of(tx.session, table.id, organisation.id)
    if found is None:
        found = TableInvitation(
            municipality_id=table.municipality_id, table_id=table.id, organisation_id=organisation.id
        )
        tx.session.add(found)
    found.standing, found.talk_on = talk.standing, talk.on
    found.note = plain(talk.note, LONGEST_NOTE) if talk.note.strip() else ""
    found.changed_at = clock.now()
    note(tx, table, "table.invitation", by)
    return found


@dataclass(frozen=True, slots=True)
class Seating:
    """Who has a seat and may decide what, as it was typed. names: how delegate and substitute are called."""

    organisation: Organisation | None
    mandate: str
    mandate_lang: str
    names: dict[Part, str]


def give_seat(tx: Transaction, table: RoundTable, seat: TableSeat, seating: Seating, *, by: Actor) -> None:
    """Another name is another person: their code and phone no longer count.

    An organisation that has used its seat keeps it in the record: another one needs another seat (`end_seat`).
    Raises NotAllowed, TooLong, SeatInUse.
    """
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table)
    tx.session.refresh(seat)
    organisation_id = seating.organisation.id if seating.organisation else None
    if organisation_id != seat.organisation_id and was_taken(tx, seat):
        raise SeatInUse
    seat.organisation_id = seating.organisation.id if seating.organisation else None
    seat.mandate = plain(seating.mandate, LONGEST_MANDATE) if seating.mandate.strip() else ""
    seat.mandate_lang = seating.mandate_lang if seat.mandate else ""
    for part in Part:
        typed = seating.names.get(part, "")
        name = one_line(typed, LONGEST_NAME) if typed.strip() else ""
        known = queries.holders_of(tx.session, [seat.id]).get((seat.id, part))
        if known is not None and known.name != name:
            tx.session.delete(known)
            get_up_everywhere(tx, [seat.id], part)
            tx.session.flush()
            known = None
        if known is None and name:
            holder_row(tx, seat, part).name = name
    note(tx, table, "table.seat", by)


def was_taken(tx: Transaction, seat: TableSeat) -> bool:
    """Whether a phone sits there, or something in the record names it."""
    holders = queries.holders_of(tx.session, [seat.id]).values()
    return any(one.person_id for one in holders) or queries.seat_was_used(tx.session, seat.id)


def make_code(tx: Transaction, table: RoundTable, seat: TableSeat, part: Part, *, by: Actor) -> str:
    """A new code for a delegate or a substitute; an older one leads nowhere any more. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table)
    code = chance.token()
    holder_row(tx, seat, part).code_hash = key_hash(code)
    note(tx, table, "table.code", by)
    return code


def take_seat(tx: Transaction, code: str, *, by: Actor) -> SeatHolder:
    """Whoever has the code sits there with this phone; the code counts once, and a new one moves the seat.

    Raises NoSuchSeat, ModeratesHere, SitsAlready, TableEnded.
    """
    found = queries.holder_by_code(tx.session, by.municipality_id, code)
    table = tx.session.get_one(RoundTable, found.seat.table_id)
    if may(by, Permission.RUN_SESSION, table):
        raise ModeratesHere
    hold(tx, table)
    holder = queries.holder_by_code(tx.session, by.municipality_id, code)
    other = queries.own_seat(tx.session, table.id, by.person_id)
    if other is not None and other.id != holder.id:
        raise SitsAlready
    if holder.person_id != by.person_id:
        get_up_everywhere(tx, [holder.seat_id], holder.part)
    holder.person_id, holder.code_hash = by.person_id, None
    holder.agreed, holder.agreed_at = 0, None
    tx.session.flush()
    return holder


def accept_rules(tx: Transaction, table: RoundTable, version: int, *, by: Actor) -> None:
    """A seat accepts the rules as they were read. Raises NoSeatHere, RulesChanged, TableEnded."""
    hold(tx, table)
    holder = queries.require_seat(tx.session, table.id, by.person_id)
    if may(by, Permission.RUN_SESSION, table):
        raise ModeratesHere
    if version != queries.rules_version(tx.session, table.id):
        raise RulesChanged
    holder.agreed, holder.agreed_at = version, clock.now()
    tx.session.flush()
