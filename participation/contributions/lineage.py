"""Where contributions stand: what was joined to what, and by which step. Only the room `lineage` writes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, LineageLink, LineageStep
from participation.contributions.rules import JOINING, Standing, StandsElsewhere, Status, TakenBack, short_name


def joined_now(step: type[LineageStep] = LineageStep) -> list[ColumnElement[bool]]:
    """Conditions on a link joined with its step: by it something stands in something else at this moment."""
    return [step.undone_at.is_(None), step.kind.in_(JOINING)]


def onward(session: Session, contribution_ids: Iterable[int]) -> dict[int, list[int]]:
    """Everything on the way from these contributions to where they stand now: id -> ids it stands in, one step each.

    One statement, however long the way is. It is no circle: what stands in another one takes part in no further step.
    """
    way = (
        select(LineageLink.from_id, LineageLink.to_id)
        .join(LineageStep, LineageStep.id == LineageLink.step_id)
        .where(LineageLink.from_id.in_(list(contribution_ids)), *joined_now())
        .cte("way", recursive=True)
    )
    further = (
        select(LineageLink.from_id, LineageLink.to_id)
        .join(LineageStep, LineageStep.id == LineageLink.step_id)
        .join(way, way.c.to_id == LineageLink.from_id)
        .where(*joined_now())
    )
    found: dict[int, list[int]] = {}
    whole = way.union(further)
    for from_id, to_id in session.execute(select(whole.c.from_id, whole.c.to_id).order_by(whole.c.to_id)):
        found.setdefault(from_id, []).append(to_id)
    return found


def end_of(way: dict[int, list[int]], contribution_id: int) -> list[int]:
    """The ids at the end of a way, each once."""
    ends: dict[int, None] = {}
    for one in way.get(contribution_id, ()):
        ends |= dict.fromkeys(end_of(way, one) or [one])
    return list(ends)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands now. idea: None while that is not public."""

    idea: Contribution | None


def standing_in(session: Session, contributions: Sequence[Contribution]) -> dict[int, list[Place]]:
    """For those that stand in others: contribution id -> where, at the end of the way. Two statements for many."""
    joined = [one.id for one in contributions if one.standing == Standing.JOINED]
    if not joined:
        return {}
    way = onward(session, joined)
    ends = {one: end_of(way, one) for one in joined}
    wanted = {one for some in ends.values() for one in some}
    rows = session.scalars(
        select(Contribution).where(Contribution.id.in_(wanted), Contribution.status == Status.PUBLISHED)
    )
    public = {one.id: one for one in rows}
    return {one: [Place(public.get(end)) for end in some] for one, some in ends.items()}


def require_own(session: Session, contribution: Contribution) -> None:
    """What stands elsewhere takes nothing new. Raises StandsElsewhere, TakenBack."""
    if contribution.standing == Standing.UNDONE:
        raise TakenBack
    if contribution.standing == Standing.JOINED:
        places = standing_in(session, [contribution])[contribution.id]
        names = [short_name(one.idea.title, one.idea.text) for one in places if one.idea]
        raise StandsElsewhere(name=names[0] if names else "…")
