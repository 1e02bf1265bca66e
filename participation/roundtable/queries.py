from collections.abc import Iterable

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation.messages import NotFound
from participation.organisations.models import Organisation
from participation.people.rules import key_hash
from participation.roundtable.models import (
    AgendaItem,
    Dissent,
    RoundTable,
    SeatBallot,
    SeatHolder,
    SeatSitting,
    SeatVote,
    TableGroup,
    TableInvitation,
    TablePaper,
    TableRules,
    TableSeat,
    TableSession,
    TableTask,
)
from participation.roundtable.rules import BallotState, NoSeatHere, NoSuchSeat, PaperKind, Part, Sitting
from participation.sessions.models import LiveSession
from participation.speaking.models import SpeakersList

# --- tables


def table_named(session: Session, municipality_id: int, public_id: str) -> RoundTable:
    """Raises NotFound, also for a table of another municipality."""
    found = session.scalar(
        select(RoundTable).where(RoundTable.public_id == public_id, RoundTable.municipality_id == municipality_id)
    )
    if found is None:
        raise NotFound
    return found


def tables_of(session: Session, municipality_id: int) -> list[RoundTable]:
    """The newest first."""
    return list(
        session.scalars(
            select(RoundTable).where(RoundTable.municipality_id == municipality_id).order_by(RoundTable.id.desc())
        )
    )


def preparing(session: Session, table: RoundTable) -> list[RoundTable]:
    """The small tables that report to this one."""
    return list(session.scalars(select(RoundTable).where(RoundTable.parent_id == table.id).order_by(RoundTable.id)))


def table_of_format(session: Session, format_id: int) -> RoundTable | None:
    return session.scalar(select(RoundTable).where(RoundTable.format_id == format_id))


def rules_of(session: Session, table: RoundTable) -> list[TableRules]:
    """The newest version first."""
    return list(
        session.scalars(select(TableRules).where(TableRules.table_id == table.id).order_by(TableRules.version.desc()))
    )


def rules_version(session: Session, table_id: int) -> int:
    """The present one, 0 before there are any."""
    return session.scalar(select(func.max(TableRules.version)).where(TableRules.table_id == table_id)) or 0


# --- seats


def groups_of(session: Session, table: RoundTable) -> list[TableGroup]:
    return list(
        session.scalars(select(TableGroup).where(TableGroup.table_id == table.id).order_by(TableGroup.position))
    )


def group_in(session: Session, table: RoundTable, group_id: int) -> TableGroup:
    """Raises NotFound."""
    found = session.scalar(select(TableGroup).where(TableGroup.id == group_id, TableGroup.table_id == table.id))
    if found is None:
        raise NotFound
    return found


def seats(*which: object) -> Select[TableSeat]:
    return (
        select(TableSeat)
        .where(*which)  # type: ignore[arg-type] # conditions
        .order_by(TableSeat.group_id, TableSeat.number)
        .options(joinedload(TableSeat.group), joinedload(TableSeat.organisation))
        .execution_options(populate_existing=True)
    )


def seats_of(session: Session, table: RoundTable) -> list[TableSeat]:
    """Those that are not ended, group by group."""
    return list(session.scalars(seats(TableSeat.table_id == table.id, TableSeat.ended_at.is_(None))))


def all_seats_of(session: Session, table: RoundTable) -> list[TableSeat]:
    """Also those that are ended: they stand in the record."""
    return list(session.scalars(seats(TableSeat.table_id == table.id)))


def seat_in(session: Session, table: RoundTable, seat_id: int) -> TableSeat:
    """One that is not ended. Raises NotFound."""
    found = session.scalar(seats(TableSeat.id == seat_id, TableSeat.table_id == table.id, TableSeat.ended_at.is_(None)))
    if found is None:
        raise NotFound
    return found


def seat_was_used(session: Session, seat_id: int) -> bool:
    """Whether something in the record names it, or somebody sat there in a session."""
    return any(
        session.scalar(select(column).where(column == seat_id).limit(1)) is not None
        for column in (SeatSitting.seat_id, SeatVote.seat_id, TablePaper.seat_id, TableTask.seat_id, Dissent.seat_id)
    )


def holders_of(session: Session, seat_ids: Iterable[int]) -> dict[tuple[int, Part], SeatHolder]:
    rows = session.scalars(select(SeatHolder).where(SeatHolder.seat_id.in_(list(seat_ids))))
    return {(one.seat_id, Part(one.part)): one for one in rows}


def holder_by_code(session: Session, municipality_id: int, code: str) -> SeatHolder:
    """Raises NoSuchSeat."""
    found = session.scalar(
        select(SeatHolder)
        .where(SeatHolder.code_hash == key_hash(code), SeatHolder.municipality_id == municipality_id)
        .execution_options(populate_existing=True)
        .options(joinedload(SeatHolder.seat).joinedload(TableSeat.group))
        .options(joinedload(SeatHolder.seat).joinedload(TableSeat.organisation))
    )
    if found is None or found.seat.ended_at is not None:
        raise NoSuchSeat
    return found


def own_seat(session: Session, table_id: int, person_id: int | None) -> SeatHolder | None:
    """Which seat somebody holds at a table; the first, should it be several."""
    if person_id is None:
        return None
    return session.scalar(
        select(SeatHolder)
        .join(TableSeat, TableSeat.id == SeatHolder.seat_id)
        .where(SeatHolder.person_id == person_id, TableSeat.table_id == table_id, TableSeat.ended_at.is_(None))
        .options(joinedload(SeatHolder.seat).joinedload(TableSeat.group))
        .options(joinedload(SeatHolder.seat).joinedload(TableSeat.organisation))
        .order_by(SeatHolder.id)
        .limit(1)
    )


def require_seat(session: Session, table_id: int, person_id: int | None) -> SeatHolder:
    """Raises NoSeatHere."""
    found = own_seat(session, table_id, person_id)
    if found is None:
        raise NoSeatHere
    return found


# --- invitations


def organisations_of(session: Session, municipality_id: int) -> list[Organisation]:
    """Those that are active, by name."""
    wanted = Organisation.municipality_id == municipality_id, Organisation.ended_at.is_(None)
    return list(session.scalars(select(Organisation).where(*wanted).order_by(Organisation.folded, Organisation.id)))


def invitations_of(session: Session, table: RoundTable) -> list[TableInvitation]:
    return list(
        session.scalars(
            select(TableInvitation)
            .join(Organisation, Organisation.id == TableInvitation.organisation_id)
            .where(TableInvitation.table_id == table.id)
            .order_by(Organisation.folded)
            .options(joinedload(TableInvitation.organisation))
        )
    )


def invitation_of(session: Session, table_id: int, organisation_id: int) -> TableInvitation | None:
    return session.scalar(
        select(TableInvitation).where(
            TableInvitation.table_id == table_id, TableInvitation.organisation_id == organisation_id
        )
    )


# --- sessions


def sessions_of(session: Session, table: RoundTable) -> list[TableSession]:
    """The first one first."""
    return list(
        session.scalars(select(TableSession).where(TableSession.table_id == table.id).order_by(TableSession.number))
    )


def session_numbered(session: Session, table: RoundTable, number: int) -> TableSession:
    """Raises NotFound."""
    found = session.scalar(select(TableSession).where(TableSession.table_id == table.id, TableSession.number == number))
    if found is None:
        raise NotFound
    return found


def session_of_live(session: Session, session_id: int) -> TableSession | None:
    """None for a session that is not one of a table, and for a rehearsal of one."""
    return session.scalar(
        select(TableSession).where(TableSession.session_id == session_id).options(joinedload(TableSession.table))
    )


def sittings_of(session: Session, meeting: TableSession) -> dict[int, SeatSitting]:
    """Seat -> who sits there."""
    rows = session.scalars(
        select(SeatSitting).where(SeatSitting.table_session_id == meeting.id).execution_options(populate_existing=True)
    )
    return {one.seat_id: one for one in rows}


def sitting_state(sitting: SeatSitting | None) -> Sitting:
    return Sitting(None) if sitting is None else Sitting(Part(sitting.part), sitting.left_at is not None)


def here_in(session: Session, meeting: TableSession) -> dict[int, Part]:
    """The seats on which somebody sits now."""
    return {seat: Part(one.part) for seat, one in sittings_of(session, meeting).items() if sitting_state(one).here}


def items_of(session: Session, meeting: TableSession) -> list[AgendaItem]:
    return list(
        session.scalars(select(AgendaItem).where(AgendaItem.table_session_id == meeting.id).order_by(AgendaItem.id))
    )


def item_at(session: Session, step_id: int) -> AgendaItem | None:
    return session.scalar(select(AgendaItem).where(AgendaItem.step_id == step_id))


def item_in(session: Session, meeting: TableSession, item_id: int) -> AgendaItem:
    """Raises NotFound."""
    found = session.scalar(
        select(AgendaItem).where(AgendaItem.id == item_id, AgendaItem.table_session_id == meeting.id)
    )
    if found is None:
        raise NotFound
    return found


def item_on(session: Session, live: LiveSession, step_id: int) -> AgendaItem:
    """Raises NotFound for a step of another session, or of another kind."""
    found = session.scalar(
        select(AgendaItem)
        .join(TableSession, TableSession.id == AgendaItem.table_session_id)
        .where(AgendaItem.step_id == step_id, TableSession.session_id == live.id)
    )
    if found is None:
        raise NotFound
    return found


def is_confidential(session: Session, item: AgendaItem) -> bool:
    return bool(session.scalar(select(SpeakersList.confidential).where(SpeakersList.step_id == item.step_id)))


# --- papers and votes


def papers_at(session: Session, item_ids: Iterable[int]) -> list[TablePaper]:
    return list(
        session.scalars(
            select(TablePaper)
            .where(TablePaper.item_id.in_(list(item_ids)))
            .order_by(TablePaper.number)
            .execution_options(populate_existing=True)
        )
    )


def origins_of(session: Session, papers: Iterable[TablePaper]) -> dict[int, dict[str, str]]:
    """Paper of a preparing table -> the name of that table."""
    wanted = [one.from_id for one in papers if one.from_id is not None]
    if not wanted:
        return {}
    rows = session.execute(
        select(TablePaper.id, RoundTable.title)
        .join(RoundTable, RoundTable.id == TablePaper.table_id)
        .where(TablePaper.id.in_(wanted))
    )
    return {paper: title for paper, title in rows}  # noqa: C416 - rows are not pairs to the checker


def count_waiting(session: Session, item_id: int) -> int:
    """Papers of an item that nobody has read yet."""
    wanted = TablePaper.item_id == item_id, Contribution.status == Status.WAITING
    counted = (
        select(func.count()).select_from(TablePaper).join(Contribution, Contribution.id == TablePaper.contribution_id)
    )
    return session.scalar(counted.where(*wanted)) or 0


def papers_of_tables(session: Session, table_ids: Iterable[int]) -> list[TablePaper]:
    """The public proposals of some tables."""
    wanted = Contribution.status == Status.PUBLISHED, Contribution.kind == PaperKind.PROPOSAL
    return list(
        session.scalars(
            select(TablePaper)
            .join(Contribution, Contribution.id == TablePaper.contribution_id)
            .where(TablePaper.table_id.in_(list(table_ids)), *wanted)
            .order_by(TablePaper.table_id, TablePaper.number)
        )
    )


def paper_in(session: Session, table_id: int, paper_id: int) -> TablePaper:
    """Raises NotFound."""
    found = session.scalar(select(TablePaper).where(TablePaper.id == paper_id, TablePaper.table_id == table_id))
    if found is None:
        raise NotFound
    return found


def highest(session: Session, column: object, table_id: int) -> int:
    """The highest number given so far; column: `TablePaper.number` or `SeatBallot.number`."""
    owner = column.class_  # type: ignore[attr-defined] # a mapped column
    return session.scalar(select(func.max(column)).where(owner.table_id == table_id)) or 0


def ballot_named(session: Session, table: RoundTable, public_id: str) -> SeatBallot:
    """Raises NotFound."""
    found = session.scalar(select(SeatBallot).where(SeatBallot.public_id == public_id, SeatBallot.table_id == table.id))
    if found is None:
        raise NotFound
    return found


def ballots_at(session: Session, item_ids: Iterable[int]) -> list[SeatBallot]:
    """The oldest first."""
    return list(
        session.scalars(
            select(SeatBallot)
            .where(SeatBallot.item_id.in_(list(item_ids)))
            .order_by(SeatBallot.id)
            .execution_options(populate_existing=True)
        )
    )


def ballot_of_meeting(session: Session, meeting: TableSession) -> SeatBallot | None:
    """What the seats are voting on, at whichever item."""
    items = select(AgendaItem.id).where(AgendaItem.table_session_id == meeting.id)
    wanted = SeatBallot.item_id.in_(items), SeatBallot.state == BallotState.OPEN
    return session.scalar(select(SeatBallot).where(*wanted).limit(1))


def votes_now(session: Session, table: RoundTable) -> bool:
    """Whether the seats of a table vote at this moment."""
    wanted = SeatBallot.table_id == table.id, SeatBallot.state == BallotState.OPEN
    return session.scalar(select(SeatBallot.id).where(*wanted).limit(1)) is not None


def is_unfinished(session: Session, meeting: TableSession) -> bool:
    """Whether a vote of a session has ended and nobody has recorded it, or something there waits to be read."""
    items = select(AgendaItem.id).where(AgendaItem.table_session_id == meeting.id)
    closed = SeatBallot.item_id.in_(items), SeatBallot.state == BallotState.CLOSED, SeatBallot.number.is_(None)
    if session.scalar(select(SeatBallot.id).where(*closed).limit(1)) is not None:
        return True
    waiting = select(TablePaper.id).join(Contribution, Contribution.id == TablePaper.contribution_id)
    wanted = TablePaper.item_id.in_(items), Contribution.status == Status.WAITING
    return session.scalar(waiting.where(*wanted).limit(1)) is not None


def decisions_of(session: Session, table: RoundTable) -> list[SeatBallot]:
    """Those that are recorded, the newest first."""
    wanted = SeatBallot.table_id == table.id, SeatBallot.number.is_not(None)
    return list(session.scalars(select(SeatBallot).where(*wanted).order_by(SeatBallot.number.desc())))


def decision_numbered(session: Session, table: RoundTable, number: int) -> SeatBallot:
    """Raises NotFound."""
    found = session.scalar(select(SeatBallot).where(SeatBallot.table_id == table.id, SeatBallot.number == number))
    if found is None:
        raise NotFound
    return found


def votes_of(session: Session, ballot_ids: Iterable[int]) -> list[SeatVote]:
    return list(
        session.scalars(
            select(SeatVote)
            .where(SeatVote.ballot_id.in_(list(ballot_ids)))
            .order_by(SeatVote.ballot_id, SeatVote.seat_id)
            .execution_options(populate_existing=True)
        )
    )


def dissents_of(session: Session, ballot_ids: Iterable[int]) -> list[Dissent]:
    return list(session.scalars(select(Dissent).where(Dissent.ballot_id.in_(list(ballot_ids))).order_by(Dissent.id)))


# --- tasks


def tasks_of(session: Session, table: RoundTable) -> list[TableTask]:
    """Open ones first, by the day until when."""
    return list(
        session.scalars(
            select(TableTask)
            .where(TableTask.table_id == table.id)
            .order_by(TableTask.done_at.is_not(None), TableTask.due.is_(None), TableTask.due, TableTask.id)
        )
    )


def names_a_seat_in_a_task(session: Session, item_id: int) -> bool:
    wanted = TableTask.item_id == item_id, TableTask.seat_id.is_not(None)
    return session.scalar(select(TableTask.id).where(*wanted).limit(1)) is not None


def task_in(session: Session, table: RoundTable, task_id: int) -> TableTask:
    """Raises NotFound."""
    found = session.scalar(select(TableTask).where(TableTask.id == task_id, TableTask.table_id == table.id))
    if found is None:
        raise NotFound
    return found
