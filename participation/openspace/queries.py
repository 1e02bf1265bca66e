from collections.abc import Iterable, Sequence

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session, joinedload

from participation.contributions.models import Contribution, Support
from participation.contributions.rules import Status
from participation.foundation.messages import NotFound
from participation.openspace.models import Action, InSpace, Report, Space, SpaceAct, SpaceRoom, SpaceSlot, Topic
from participation.sessions.models import LiveSession

TABLES: tuple[type[InSpace], ...] = (Topic, Report, Action)


def space_named(session: Session, municipality_id: int, public_id: str) -> Space:
    """Raises NotFound, also for a space of another municipality."""
    found = session.scalar(select(Space).where(Space.public_id == public_id, Space.municipality_id == municipality_id))
    if found is None:
        raise NotFound
    return found


def space_with_id(session: Session, public_id: str) -> Space | None:
    """Of whichever municipality."""
    return session.scalar(select(Space).where(Space.public_id == public_id))


def space_in(session: Session, session_id: int) -> Space | None:
    """That of a session."""
    return session.scalar(select(Space).where(Space.session_id == session_id))


def space_at(session: Session, session_id: int) -> Space:
    """That of a session with a step of an open space; each has one."""
    return session.scalars(select(Space).where(Space.session_id == session_id)).one()


def space_of_format(session: Session, format_id: int) -> Space | None:
    return session.scalar(select(Space).where(Space.format_id == format_id))


def session_of(session: Session, space: Space) -> LiveSession:
    return session.get_one(LiveSession, space.session_id)


def rooms_of(session: Session, space: Space) -> list[SpaceRoom]:
    """In the order in which they were named; those that are gone are left out."""
    wanted = SpaceRoom.space_id == space.id, SpaceRoom.gone.is_(other=False)
    return list(session.scalars(select(SpaceRoom).where(*wanted).order_by(SpaceRoom.id)))


def slots_of(session: Session, space: Space) -> list[SpaceSlot]:
    """The earliest first; those that are gone are left out."""
    wanted = SpaceSlot.space_id == space.id, SpaceSlot.gone.is_(other=False)
    return list(session.scalars(select(SpaceSlot).where(*wanted).order_by(SpaceSlot.starts_at, SpaceSlot.id)))


def room_in(session: Session, space: Space, room_id: int) -> SpaceRoom:
    """Raises NotFound, also for a place that is gone."""
    found = next((one for one in rooms_of(session, space) if one.id == room_id), None)
    if found is None:
        raise NotFound
    return found


def slot_in(session: Session, space: Space, slot_id: int) -> SpaceSlot:
    """Raises NotFound, also for a time that is gone."""
    found = next((one for one in slots_of(session, space) if one.id == slot_id), None)
    if found is None:
        raise NotFound
    return found


Gone = Sequence[tuple[int, bool, bool]]  # (id, whether it was gone before an act, and after it)


def rooms_before(session: Session, changes: Gone) -> list[tuple[SpaceRoom, bool]]:
    return [(session.get_one(SpaceRoom, room), before) for room, before, _ in changes]


def slots_before(session: Session, changes: Gone) -> list[tuple[SpaceSlot, bool]]:
    return [(session.get_one(SpaceSlot, slot), before) for slot, before, _ in changes]


def topics(space: Space) -> Select[Topic]:
    """All of them in the order in which they came, with what they say, in one statement."""
    return (
        select(Topic)
        .where(Topic.space_id == space.id)
        .order_by(Topic.number)
        .options(joinedload(Topic.contribution))
        .execution_options(populate_existing=True)  # as it stands now, not as a door read it before
    )


def reports(space: Space) -> Select[Report]:
    return (
        select(Report)
        .where(Report.space_id == space.id)
        .order_by(Report.number)
        .options(joinedload(Report.contribution))
    )


def actions(space: Space) -> Select[Action]:
    return (
        select(Action)
        .where(Action.space_id == space.id)
        .order_by(Action.number)
        .options(joinedload(Action.contribution))
    )


def topics_of(session: Session, space: Space) -> list[Topic]:
    return list(session.scalars(topics(space)))


def reports_of(session: Session, space: Space) -> list[Report]:
    return list(session.scalars(reports(space)))


def actions_of(session: Session, space: Space) -> list[Action]:
    return list(session.scalars(actions(space)))


def topics_among(session: Session, space: Space, ids: Iterable[int]) -> dict[int, Topic]:
    wanted = topics(space).where(Topic.id.in_(list(ids))).options(joinedload(Topic.moved_by))
    return {one.id: one for one in session.scalars(wanted)}


def topic_numbered(session: Session, space: Space, number: int) -> Topic:
    """Raises NotFound, also for one that the hall does not read."""
    found = session.scalar(topics(space).where(Topic.number == number))
    if found is None or found.said.status != Status.PUBLISHED:
        raise NotFound
    return found


def topic_at(session: Session, room_id: int, slot_id: int) -> Topic | None:
    wanted = select(Topic).where(Topic.room_id == room_id, Topic.slot_id == slot_id)
    fresh = wanted.options(joinedload(Topic.contribution)).execution_options(populate_existing=True)
    return session.scalar(fresh)


def place_of(session: Session, contribution_id: int) -> InSpace | None:
    """Where a contribution stands in an open space."""
    for table in TABLES:
        wanted = select(table).where(table.contribution_id == contribution_id)
        found = session.scalar(wanted.options(joinedload(table.contribution)))
        if found is not None:
            return found
    return None


def hearts_of(session: Session, space: Space) -> dict[int, int]:
    """Topic -> how many people want to take part, each once, also where several were put together into it."""
    head = func.coalesce(Topic.part_of_id, Topic.id)
    rows = session.execute(
        select(head, func.count(distinct(Support.person_id)))
        .join(Support, Support.contribution_id == Topic.contribution_id)
        .join(Contribution, Contribution.id == Topic.contribution_id)
        .where(Topic.space_id == space.id, Contribution.status == Status.PUBLISHED)
        .group_by(head)
    )
    return {topic: count for topic, count in rows}  # noqa: C416 - rows are not pairs to the checker


def hearts_by(session: Session, space: Space, person_id: int | None) -> set[int]:
    """The numbers of the topics at which somebody wants to take part."""
    if person_id is None:
        return set()
    if space.format_id is None:
        return {one.number for one in topics_of(session, space) if person_id in (one.trial or {}).get("hearts", ())}
    found = (
        select(Topic.number)
        .join(Support, Support.contribution_id == Topic.contribution_id)
        .join(Contribution, Contribution.id == Topic.contribution_id)
        .where(Topic.space_id == space.id, Contribution.status == Status.PUBLISHED, Support.person_id == person_id)
    )
    return set(session.scalars(found))


def own_ones(session: Session, space: Space, table: type[InSpace], authors: Iterable[int]) -> list[InSpace]:
    """What somebody said themselves, the newest first."""
    return list(
        session.scalars(
            select(table)
            .join(Contribution, Contribution.id == table.contribution_id)
            .where(table.space_id == space.id, Contribution.author_id.in_(list(authors)))
            .where(Contribution.status != Status.WITHDRAWN)
            .order_by(table.number.desc())
            .options(joinedload(table.contribution))
        )
    )


def last_act(session: Session, space: Space, person_id: int | None) -> SpaceAct | None:
    """What somebody did last with the marketplace and has not taken back."""
    return session.scalar(
        select(SpaceAct)
        .where(SpaceAct.space_id == space.id, SpaceAct.by_id == person_id, SpaceAct.undone_at.is_(None))
        .order_by(SpaceAct.id.desc())
        .limit(1)
    )


def count_shown(session: Session, format_ids: Sequence[int]) -> dict[int, tuple[Space, int]]:
    """Format id -> its space and how many of its topics everybody reads; without any it is left out."""
    if not format_ids:
        return {}
    rows = session.execute(
        select(Space, func.count())
        .join(Topic, Topic.space_id == Space.id)
        .join(Contribution, Contribution.id == Topic.contribution_id)
        .where(Space.format_id.in_(format_ids), Contribution.status == Status.PUBLISHED)
        .group_by(Space.id)
    )
    return {space.format_id: (space, count) for space, count in rows if space.format_id}
