from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation.messages import NotFound
from participation.sessions.models import LiveSession, RunStep
from participation.worldcafe.gathering import Gathering
from participation.worldcafe.models import Cafe, CafeGuest, CafeNote, CafePlace, CafeRound, CafeTable


def cafe_named(session: Session, municipality_id: int, public_id: str) -> Cafe:
    """Raises NotFound, also for a café of another municipality."""
    found = session.scalar(select(Cafe).where(Cafe.public_id == public_id, Cafe.municipality_id == municipality_id))
    if found is None:
        raise NotFound
    return found


def cafe_in(session: Session, session_id: int) -> Cafe | None:
    """That of a session."""
    return session.scalar(select(Cafe).where(Cafe.session_id == session_id))


def cafe_at(session: Session, session_id: int) -> Cafe:
    """That of a session with a step of a café; each has one."""
    return session.scalars(select(Cafe).where(Cafe.session_id == session_id)).one()


def cafe_of_format(session: Session, format_id: int) -> Cafe | None:
    return session.scalar(select(Cafe).where(Cafe.format_id == format_id))


def session_of(session: Session, cafe: Cafe) -> LiveSession:
    return session.get_one(LiveSession, cafe.session_id)


# --- tables and rounds


def tables_of(session: Session, cafe: Cafe) -> list[CafeTable]:
    return list(session.scalars(select(CafeTable).where(CafeTable.cafe_id == cafe.id).order_by(CafeTable.number)))


def table_numbered(session: Session, cafe: Cafe, number: int) -> CafeTable:
    """Raises NotFound."""
    found = session.scalar(select(CafeTable).where(CafeTable.cafe_id == cafe.id, CafeTable.number == number))
    if found is None:
        raise NotFound
    return found


def rounds_of(session: Session, cafe: Cafe) -> list[tuple[CafeRound, RunStep]]:
    """In the order of the run sheet: the first one is round 1."""
    rows = session.execute(
        select(CafeRound, RunStep)
        .join(RunStep, RunStep.id == CafeRound.step_id)
        .where(CafeRound.cafe_id == cafe.id)
        .order_by(RunStep.position, RunStep.id)
    )
    return [(one, step) for one, step in rows]


def round_at(session: Session, step_id: int | None) -> CafeRound | None:
    return session.scalar(select(CafeRound).where(CafeRound.step_id == step_id)) if step_id is not None else None


def called_rounds(session: Session, cafe: Cafe) -> list[CafeRound]:
    """Those whose places were told, the earliest first."""
    wanted = select(CafeRound).where(CafeRound.cafe_id == cafe.id, CafeRound.called_at.is_not(None))
    return list(session.scalars(wanted.order_by(CafeRound.called_at, CafeRound.id)))


def running_round(session: Session, cafe: Cafe) -> CafeRound | None:
    """The one whose step is on."""
    return round_at(session, session_of(session, cafe).step_id)


def next_round(session: Session, cafe: Cafe) -> CafeRound | None:
    """The first one on the run sheet that was not called yet."""
    return next((one for one, _ in rounds_of(session, cafe) if one.called_at is None), None)


# --- guests and where they sit


def guests_of(session: Session, cafe: Cafe) -> list[CafeGuest]:
    """Those who are here, in the order in which they came."""
    wanted = select(CafeGuest).where(CafeGuest.cafe_id == cafe.id, CafeGuest.left.is_(other=False))
    return list(session.scalars(wanted.order_by(CafeGuest.number)))


def guest_by(session: Session, cafe: Cafe, person_id: int | None) -> CafeGuest | None:
    """Also one who has left."""
    if person_id is None:
        return None
    return session.scalar(select(CafeGuest).where(CafeGuest.cafe_id == cafe.id, CafeGuest.person_id == person_id))


def guest_numbered(session: Session, cafe: Cafe, number: int) -> CafeGuest | None:
    """One who is here."""
    wanted = CafeGuest.cafe_id == cafe.id, CafeGuest.number == number, CafeGuest.left.is_(other=False)
    return session.scalar(select(CafeGuest).where(*wanted))


def host_of(session: Session, table: CafeTable) -> CafeGuest | None:
    return session.scalar(select(CafeGuest).where(CafeGuest.host_of_id == table.id))


def places_in(session: Session, round_id: int) -> dict[int, int]:
    """Guest -> table."""
    rows = session.execute(select(CafePlace.guest_id, CafePlace.table_id).where(CafePlace.round_id == round_id))
    return {guest: table for guest, table in rows}  # noqa: C416 - rows are not pairs to the checker


def places_of(session: Session, round_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Round -> guest -> table, in one statement."""
    wanted = list(round_ids)
    found: dict[int, dict[int, int]] = {one: {} for one in wanted}
    rows = select(CafePlace.round_id, CafePlace.guest_id, CafePlace.table_id).where(CafePlace.round_id.in_(wanted))
    for about, guest, table in session.execute(rows):
        found[about][guest] = table
    return found


def gathering(session: Session, cafe: Cafe) -> Gathering:
    """Who is here and which tables are open at this moment."""
    here, open_ones = guests_of(session, cafe), [one for one in tables_of(session, cafe) if not one.closed]
    return Gathering(
        languages={one.id: frozenset(one.languages) for one in here},
        tables=tuple(one.id for one in open_ones),
        hosts={one.host_of_id: one.id for one in here if one.host_of_id is not None},
    )


def seatings_before(session: Session, cafe: Cafe, one: CafeRound) -> list[dict[int, int]]:
    """How people sat in the rounds that were called before this one, the earliest first."""
    earlier = [other for other in called_rounds(session, cafe) if other.id != one.id and is_before(other, one)]
    places = places_of(session, [other.id for other in earlier])
    return [places[other.id] for other in earlier]


def is_before(other: CafeRound, one: CafeRound) -> bool:
    return one.called_at is None or (other.called_at is not None and other.called_at < one.called_at)


# --- notes


def notes(cafe: Cafe) -> Select[CafeNote]:
    """All of them in the order in which they came, with what they say, in one statement."""
    return (
        select(CafeNote)
        .where(CafeNote.cafe_id == cafe.id)
        .order_by(CafeNote.number)
        .options(joinedload(CafeNote.contribution))
        .execution_options(populate_existing=True)
    )


def notes_of(session: Session, cafe: Cafe) -> list[CafeNote]:
    return list(session.scalars(notes(cafe)))


def note_of(session: Session, contribution_id: int) -> CafeNote | None:
    return session.scalar(select(CafeNote).where(CafeNote.contribution_id == contribution_id))


def count_shown(session: Session, format_ids: Sequence[int]) -> dict[int, tuple[Cafe, int]]:
    """Format id -> its café and how many of its notes everybody reads; without any it is left out."""
    if not format_ids:
        return {}
    rows = session.execute(
        select(Cafe, func.count())
        .join(CafeNote, CafeNote.cafe_id == Cafe.id)
        .join(Contribution, Contribution.id == CafeNote.contribution_id)
        .where(Cafe.format_id.in_(format_ids), Contribution.status == Status.PUBLISHED)
        .group_by(Cafe.id)
    )
    return {cafe.format_id: (cafe, count) for cafe, count in rows if cafe.format_id}
