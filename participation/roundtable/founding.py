"""A table is founded: what it is for, what it may decide, its rules, its interest groups with as many seats each."""

from sqlalchemy import func, select

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.process.models import FormatKind, Process
from participation.process.service import open_for_sessions
from participation.roundtable import queries
from participation.roundtable.models import (
    RoundTable,
    SeatHolder,
    SeatSitting,
    TableGroup,
    TableRules,
    TableSeat,
    TableSession,
)
from participation.roundtable.news import TableChanged
from participation.roundtable.rules import (
    MOST_GROUPS,
    MOST_SEATS,
    MOST_SEATS_EACH,
    SeatInUse,
    SessionIsOpen,
    TableEnded,
    TooManySeats,
    VoteIsOpen,
)
from participation.sessions.models import LiveSession
from participation.sessions.rules import SessionState


def found_table(
    tx: Transaction,
    process: Process,
    title: dict[str, str],
    purpose: dict[str, str],
    *,
    parent: RoundTable | None = None,
    by: Actor,
) -> RoundTable:
    """parent: the large table to which this one reports, in the same process. Raises NotAllowed, TableEnded."""
    require(by, Permission.RUN_SESSION, process)
    if parent is not None:
        hold(tx, parent)
        process = tx.session.get_one(Process, parent.process_id)
        require(by, Permission.RUN_SESSION, parent)
    kept_in = open_for_sessions(tx, process, FormatKind.ROUND_TABLE, title=title)
    table = RoundTable(
        municipality_id=process.municipality_id,
        process_id=process.id,
        public_id=chance.token(),
        format_id=kept_in.id,
        parent_id=parent.id if parent else None,
        title=title,
        purpose=purpose,
        created_at=clock.now(),
    )
    tx.session.add(table)
    tx.session.flush()
    note(tx, table, "table.found", by)
    return table


def write_frame(
    tx: Transaction, table: RoundTable, scope: dict[str, str], purpose: dict[str, str], quorum: int, *, by: Actor
) -> None:
    """What the table is for, what it may decide, and how many seats must vote. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table)
    table.scope, table.purpose, table.quorum = scope, purpose, min(100, max(1, quorum))
    note(tx, table, "table.frame", by)


def write_rules(tx: Transaction, table: RoundTable, text: dict[str, str], *, by: Actor) -> TableRules:
    """A new version of the rules: every seat is asked once more. The same words again change nothing.

    Raises NotAllowed.
    """
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table)
    before = queries.rules_of(tx.session, table)
    if before and before[0].text == text:
        return before[0]
    rules = TableRules(
        municipality_id=table.municipality_id,
        table_id=table.id,
        version=before[0].version + 1 if before else 1,
        text=text,
        at=clock.now(),
    )
    tx.session.add(rules)
    tx.session.flush()
    note(tx, table, "table.rules", by)
    return rules


def add_group(tx: Transaction, table: RoundTable, name: dict[str, str], *, by: Actor) -> TableGroup:
    """An interest group, with as many seats as the others have. Raises NotAllowed, TooManySeats."""
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table)
    groups = queries.groups_of(tx.session, table)
    require_room(len(groups) + 1, table.seats_each)
    group = TableGroup(
        municipality_id=table.municipality_id,
        table_id=table.id,
        position=1 + max((one.position for one in groups), default=0),
        name=name,
    )
    tx.session.add(group)
    tx.session.flush()
    for _ in range(table.seats_each):
        add_seat(tx, table, group)
    note(tx, table, "table.group", by)
    return group


def seat_each(tx: Transaction, table: RoundTable, count: int, *, by: Actor) -> None:
    """The same number of seats for every interest group; those that nobody has used yet may go again.

    Raises NotAllowed, TooManySeats, SeatInUse.
    """
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table)
    groups = queries.groups_of(tx.session, table)
    require_room(len(groups), count)
    for group in groups:
        there = [one for one in queries.seats_of(tx.session, table) if one.group_id == group.id]
        for seat in there[count:]:
            remove_seat(tx, seat)
        for _ in range(count - len(there)):
            add_seat(tx, table, group)
    table.seats_each = count
    note(tx, table, "table.seats", by)


def require_room(groups: int, each: int) -> None:
    if groups > MOST_GROUPS or not 1 <= each <= MOST_SEATS_EACH or groups * each > MOST_SEATS:
        raise TooManySeats(groups=MOST_GROUPS, seats=MOST_SEATS)


def add_seat(tx: Transaction, table: RoundTable, group: TableGroup) -> TableSeat:
    """Its number is never given again in this group: the record names seats by it."""
    highest = tx.session.scalar(select(func.max(TableSeat.number)).where(TableSeat.group_id == group.id)) or 0
    seat = TableSeat(municipality_id=table.municipality_id, table_id=table.id, group_id=group.id, number=highest + 1)
    tx.session.add(seat)
    tx.session.flush()
    return seat


def remove_group(tx: Transaction, table: RoundTable, group: TableGroup, *, by: Actor) -> None:
    """With its seats, as long as nobody has used one. Raises NotAllowed, SeatInUse."""
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table)
    group = queries.group_in(tx.session, table, group.id)
    for seat in [one for one in queries.all_seats_of(tx.session, table) if one.group_id == group.id]:
        remove_seat(tx, seat)
    tx.session.delete(group)
    tx.session.flush()
    note(tx, table, "table.group_gone", by)


def remove_seat(tx: Transaction, seat: TableSeat) -> None:
    """Raises SeatInUse for one that somebody was given, or that something in the record names."""
    given = seat.organisation_id is not None or seat.mandate or queries.holders_of(tx.session, [seat.id])
    if given or queries.seat_was_used(tx.session, seat.id):
        raise SeatInUse
    tx.session.delete(seat)
    tx.session.flush()


def end_seat(tx: Transaction, table: RoundTable, seat: TableSeat, *, by: Actor) -> None:
    """Nobody sits there any more: an organisation has left the table. Another seat of its group takes its place.

    What it voted and said stays in the record. Not while the seats vote: a group would have two voices.
    Raises NotAllowed, TableEnded, VoteIsOpen.
    """
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table)
    tx.session.refresh(seat)
    if seat.ended_at is not None:
        return
    if queries.votes_now(tx.session, table):
        raise VoteIsOpen
    seat.ended_at = clock.now()
    forget_holders(tx, [seat.id])
    get_up_everywhere(tx, [seat.id])
    add_seat(tx, table, tx.session.get_one(TableGroup, seat.group_id))
    note(tx, table, "table.seat_ended", by)


def end_table(tx: Transaction, table: RoundTable, *, by: Actor) -> None:
    """The table meets no more. What it decided stays; who sat there is not kept, nor the notes on preliminary talks.

    Raises NotAllowed, SessionIsOpen.
    """
    require(by, Permission.RUN_SESSION, table)
    hold(tx, table, ended=True)
    if any(one.live.state == SessionState.OPEN for one in queries.sessions_of(tx.session, table)):
        raise SessionIsOpen
    if table.ended_at is None:
        table.ended_at = clock.now()
        for invitation in queries.invitations_of(tx.session, table):
            invitation.note = ""
        forget_holders(tx, [one.id for one in queries.all_seats_of(tx.session, table)])
        note(tx, table, "table.end", by)


def get_up_everywhere(tx: Transaction, seat_ids: list[int], part: str | None = None) -> None:
    """Whoever sits there in a session that is on gets up; part: only this one of the two."""
    sits = SeatSitting.seat_id.in_(seat_ids), SeatSitting.left_at.is_(None), LiveSession.state == SessionState.OPEN
    rows = tx.session.execute(
        select(SeatSitting, LiveSession)
        .join(TableSession, TableSession.id == SeatSitting.table_session_id)
        .join(LiveSession, LiveSession.id == TableSession.session_id)
        .where(*sits)
    )
    for sitting, live in rows.all():
        if part is None or sitting.part == part:
            sitting.left_at = clock.now()
            live.seq += 1
            tx.announce(TableChanged(live.public_id))
    tx.session.flush()


def hold_tables_of(tx: Transaction, person_id: int) -> None:
    """All tables at which somebody holds a seat, in one order: as whoever works at the desk of one holds it."""
    theirs = select(TableSeat.table_id).join(SeatHolder, SeatHolder.seat_id == TableSeat.id)
    tables = select(RoundTable).where(RoundTable.id.in_(theirs.where(SeatHolder.person_id == person_id)))
    for table in tx.session.scalars(tables.order_by(RoundTable.id)).all():
        hold(tx, table, ended=True)


def forget_holders(tx: Transaction, seat_ids: list[int]) -> None:
    for holder in queries.holders_of(tx.session, seat_ids).values():
        tx.session.delete(holder)
    tx.session.flush()


def hold(tx: Transaction, table: RoundTable, *, ended: bool = False) -> None:
    """Of two who change a table at the same moment the second waits, and then sees what the first did.

    ended: whether it may have ended. Raises TableEnded.
    """
    tx.session.flush()
    tx.session.refresh(table, with_for_update=True)
    if table.ended_at is not None and not ended:
        raise TableEnded


def note(tx: Transaction, table: RoundTable, action: str, by: Actor) -> None:
    tx.session.flush()
    enter(tx, Act(by.entry, action, f"table:{table.id}"), town=table.municipality_id)


def holder_row(tx: Transaction, seat: TableSeat, part: str) -> SeatHolder:
    """The delegate or the substitute of a seat, a new row where there was none."""
    found = tx.session.scalar(select(SeatHolder).where(SeatHolder.seat_id == seat.id, SeatHolder.part == part))
    if found is None:
        found = SeatHolder(municipality_id=seat.municipality_id, seat_id=seat.id, part=part)
        tx.session.add(found)
        tx.session.flush()
    return found
