from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from participation.cardwall.models import Wall, WallAct, WallCard, WallGroup
from participation.contributions.models import Contribution, Support
from participation.contributions.rules import Status
from participation.foundation.messages import NotFound
from participation.moderation.models import Case, Decision
from participation.sessions.models import LiveSession, RunStep


def wall_named(session: Session, municipality_id: int, public_id: str) -> Wall:
    """Raises NotFound, also for a wall of another municipality."""
    wall = session.scalar(select(Wall).where(Wall.public_id == public_id, Wall.municipality_id == municipality_id))
    if wall is None:
        raise NotFound
    return wall


def wall_with_id(session: Session, public_id: str) -> Wall | None:
    """Of whichever municipality."""
    return session.scalar(select(Wall).where(Wall.public_id == public_id))


def wall_of_step(session: Session, step_id: int) -> Wall | None:
    return session.scalar(select(Wall).where(Wall.step_id == step_id))


def wall_at(session: Session, step: RunStep) -> Wall:
    """That of a step of cards; each has one."""
    return session.scalars(select(Wall).where(Wall.step_id == step.id)).one()


def wall_on(session: Session, live: LiveSession, step_id: int) -> Wall:
    """Raises NotFound, also for a step of another session."""
    wall = wall_of_step(session, step_id)
    if wall is None or wall.session_id != live.id:
        raise NotFound
    return wall


def wall_of_format(session: Session, format_id: int) -> Wall | None:
    return session.scalar(select(Wall).where(Wall.format_id == format_id))


def place_of(session: Session, contribution_id: int) -> tuple[WallCard, Wall] | None:
    """Where a contribution stands on a wall."""
    found = session.execute(
        select(WallCard, Wall)
        .join(Wall, Wall.id == WallCard.wall_id)
        .where(WallCard.contribution_id == contribution_id)
    ).one_or_none()
    return (found[0], found[1]) if found else None


def question_of(session: Session, wall: Wall) -> dict[str, str]:
    """What the wall asks, by language."""
    return dict(session.scalar(select(RunStep.title).where(RunStep.id == wall.step_id)) or {})


def session_of(session: Session, wall: Wall) -> LiveSession:
    return session.get_one(LiveSession, wall.session_id)


def cards_of(session: Session, wall: Wall) -> list[WallCard]:
    """All of them in the order in which they came, with what they say, in one statement."""
    return list(session.scalars(cards(wall)))


def cards(wall: Wall) -> Select[WallCard]:
    return (
        select(WallCard)
        .where(WallCard.wall_id == wall.id)
        .order_by(WallCard.number)
        .options(joinedload(WallCard.contribution))
    )


def card_with_words(card_id: int) -> Select[WallCard]:
    return select(WallCard).where(WallCard.id == card_id).options(joinedload(WallCard.contribution))


def cards_among(session: Session, wall: Wall, ids: Iterable[int]) -> dict[int, WallCard]:
    found = session.scalars(cards(wall).where(WallCard.id.in_(list(ids))).options(joinedload(WallCard.moved_by)))
    return {one.id: one for one in found}


def groups_of(session: Session, wall: Wall) -> list[WallGroup]:
    """In the order in which they were made; those that are gone are left out."""
    wanted = WallGroup.wall_id == wall.id, WallGroup.gone.is_(other=False)
    return list(session.scalars(select(WallGroup).where(*wanted).order_by(WallGroup.number)))


def groups_among(session: Session, wall: Wall, ids: Iterable[int]) -> dict[int, WallGroup]:
    """Also those that are gone."""
    found = session.scalars(select(WallGroup).where(WallGroup.wall_id == wall.id, WallGroup.id.in_(list(ids))))
    return {one.id: one for one in found}


def last_act(session: Session, wall: Wall, person_id: int | None) -> WallAct | None:
    """What somebody did last with the order of a wall and has not taken back."""
    return session.scalar(
        select(WallAct)
        .where(WallAct.wall_id == wall.id, WallAct.by_id == person_id, WallAct.undone_at.is_(None))
        .order_by(WallAct.id.desc())
        .limit(1)
    )


def own_cards(session: Session, wall: Wall, authors: Iterable[int]) -> list[WallCard]:
    """What somebody wrote themselves, the newest first."""
    return list(
        session.scalars(
            cards(wall)
            .join(Contribution, Contribution.id == WallCard.contribution_id)
            .where(Contribution.author_id.in_(list(authors)), Contribution.status != Status.WITHDRAWN)
            .order_by(None)
            .order_by(WallCard.number.desc())
        )
    )


def card_numbered(session: Session, wall: Wall, number: int) -> WallCard:
    """Raises NotFound."""
    found = session.scalar(cards(wall).where(WallCard.number == number))
    if found is None:
        raise NotFound
    return found


def hearts_by(session: Session, wall: Wall, person_id: int | None) -> list[int]:
    """The numbers of the cards that are important to somebody."""
    if person_id is None or not wall.hearts:
        return []
    if wall.format_id is None:
        return [one.number for one in cards_of(session, wall) if person_id in (one.trial or {}).get("hearts", ())]
    found = (
        select(WallCard.number)
        .join(Support, Support.contribution_id == WallCard.contribution_id)
        .join(Contribution, Contribution.id == WallCard.contribution_id)
        .where(WallCard.wall_id == wall.id, Contribution.status == Status.PUBLISHED, Support.person_id == person_id)
        .order_by(WallCard.number)
    )
    return list(session.scalars(found))


def reasons_on(session: Session, wall: Wall) -> dict[str, int]:
    """Why cards of a wall are not shown: the rule that the last decision named -> how many cards."""
    hidden = Contribution.status.in_([Status.REJECTED, Status.TAKEN_DOWN])
    last = (
        select(func.max(Decision.id))
        .join(Case, Case.id == Decision.case_id)
        .join(Contribution, Contribution.id == Case.contribution_id)
        .join(WallCard, WallCard.contribution_id == Contribution.id)
        .where(WallCard.wall_id == wall.id, hidden)
        .group_by(Case.id)
    )
    rows = session.execute(
        select(Decision.reason, func.count())
        .where(Decision.id.in_(last), Decision.reason.is_not(None))
        .group_by(Decision.reason)
        .order_by(Decision.reason)
    )
    return {str(reason): count for reason, count in rows}


def count_shown(session: Session, format_ids: Sequence[int]) -> dict[int, tuple[Wall, int]]:
    """Format id -> its wall and how many of its cards everybody reads; hidden walls and empty ones are left out."""
    if not format_ids:
        return {}
    rows = session.execute(
        select(Wall, func.count())
        .join(Contribution, Contribution.format_id == Wall.format_id)
        .where(Wall.format_id.in_(format_ids), Contribution.status == Status.PUBLISHED)
        .group_by(Wall.id)
    )
    return {wall.format_id: (wall, count) for wall, count in rows if wall.format_id and not wall.openness.hidden}
