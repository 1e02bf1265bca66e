from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from participation.contributions.models import Contribution, LineageLink, LineageStep
from participation.contributions.queries import on_the_board, saying
from participation.contributions.rules import StepKind
from participation.fields.similar_line import similar_to
from participation.foundation.messages import NotFound
from participation.lineage.rules import FOUND, Step
from participation.people.models import Person


@dataclass(frozen=True, slots=True)
class Linked:
    """A step with its links: pairs of (id of what was said, id of where it stands by this step). by: who took it."""

    step: LineageStep
    by: str = ""
    undone_by: str = ""
    links: list[tuple[int, int]] = field(default_factory=list)

    @property
    def kind(self) -> StepKind:
        return StepKind(self.step.kind)

    @property
    def said(self) -> list[int]:
        return list(dict.fromkeys(from_id for from_id, _ in self.links))

    @property
    def leads_to(self) -> list[int]:
        return list(dict.fromkeys(to_id for _, to_id in self.links))

    @property
    def is_undone(self) -> bool:
        return self.step.undone_at is not None


def steps_of(session: Session, contribution_ids: Iterable[int]) -> list[Linked]:
    """Every step these took part in, the newest first, undone ones too, each with all its links. Two statements."""
    undoer = aliased(Person)
    touching = select(LineageLink.step_id).where(
        or_(LineageLink.from_id.in_(list(contribution_ids)), LineageLink.to_id.in_(list(contribution_ids)))
    )
    rows = session.execute(
        select(LineageStep, Person.name, undoer.name)
        .outerjoin(Person, Person.id == LineageStep.by_id)
        .outerjoin(undoer, undoer.id == LineageStep.undone_by_id)
        .where(LineageStep.id.in_(touching))
        .order_by(LineageStep.id.desc())
    )
    found = {step.id: Linked(step, by or "", undone_by or "") for step, by, undone_by in rows}
    if found:
        links = select(LineageLink).where(LineageLink.step_id.in_(list(found)))
        for link in session.scalars(links.order_by(LineageLink.from_id, LineageLink.to_id)):
            found[link.step_id].links.append((link.from_id, link.to_id))
    return list(found.values())


def step_by_id(session: Session, municipality_id: int, step_id: int) -> Linked:
    """Raises NotFound, also for a step of another municipality."""
    step = session.get(LineageStep, step_id)
    if step is None or step.municipality_id != municipality_id:
        raise NotFound
    links = select(LineageLink).where(LineageLink.step_id == step.id).order_by(LineageLink.from_id, LineageLink.to_id)
    return Linked(step, links=[(one.from_id, one.to_id) for one in session.scalars(links)])


def took_part(session: Session, contribution: Contribution) -> bool:
    """Whether moderators did anything with where it stands."""
    link = or_(LineageLink.from_id == contribution.id, LineageLink.to_id == contribution.id)
    return session.scalar(select(LineageLink.step_id).where(link).limit(1)) is not None


def steps_since(session: Session, step: Linked) -> list[Step]:
    """The later steps that touch where this one leads to and are not undone."""
    later = steps_of(session, step.leads_to)
    return [as_step(one) for one in later if one.step.id > step.step.id and not one.is_undone]


def as_step(linked: Linked) -> Step:
    return Step(linked.step.id, linked.kind, frozenset(linked.said), frozenset(linked.leads_to))


def revision_of(session: Session, contribution_id: int) -> int:
    """How often something was done with where it stands; an undone step counts twice."""
    touching = select(LineageLink.step_id).where(
        or_(LineageLink.from_id == contribution_id, LineageLink.to_id == contribution_id)
    )
    steps, undone = session.execute(
        select(func.count(), func.count(LineageStep.undone_at)).where(LineageStep.id.in_(touching))
    ).one()
    return steps + undone


def last_to_act(session: Session, contribution_id: int) -> str:
    """The name of whoever changed last where it stands, or ""."""
    acts = [
        (moment, name)
        for one in steps_of(session, [contribution_id])
        for moment, name in ((one.step.at, one.by), (one.step.undone_at, one.undone_by))
        if moment is not None
    ]
    return max(acts, default=(None, ""))[1]


def lived_in(session: Session, contribution_id: int, format_id: int) -> bool:
    """Whether it belonged to a collection once: its old addresses lead on."""
    moved = (
        select(LineageStep.id)
        .join(LineageLink, LineageLink.step_id == LineageStep.id)
        .where(
            LineageLink.from_id == contribution_id,
            LineageStep.kind == StepKind.MOVE,
            or_(LineageStep.from_format_id == format_id, LineageStep.to_format_id == format_id),
        )
        .limit(1)
    )
    return session.scalar(moved) is not None


def standing_steps(session: Session, contribution_ids: Sequence[int]) -> dict[int, LineageStep]:
    """The last step that put these where they stand now: id -> step; what never left its place is left out."""
    rows = session.execute(
        select(LineageLink.from_id, LineageStep)
        .join(LineageStep, LineageStep.id == LineageLink.step_id)
        .where(LineageLink.from_id.in_(list(contribution_ids)), LineageStep.undone_at.is_(None))
        .order_by(LineageStep.id)
    )
    return {from_id: step for from_id, step in rows}  # noqa: C416 - rows are not pairs to the checker


# --- what may be chosen


@dataclass(frozen=True, slots=True)
class Candidate:
    """An idea that may be the same. alike: whether the machine reads it so."""

    idea: Contribution
    alike: bool


def candidates(session: Session, idea: Contribution, search: str) -> list[Candidate]:
    """What the machine finds similar; then, where words were typed, what says them. Never inside a transaction."""
    near = [one.idea for one in similar_to(session, idea.id, FOUND)]
    known = {one.id for one in near}
    told = [] if not saying(search) else found_by_words(session, idea, search)
    said = [one for one in told if one.id not in known]
    return [*(Candidate(one, alike=True) for one in near), *(Candidate(one, alike=False) for one in said)]


def found_by_words(session: Session, idea: Contribution, search: str) -> list[Contribution]:
    wanted = [Contribution.format_id == idea.format_id, *on_the_board(), *saying(search), Contribution.id != idea.id]
    order = (Contribution.support_count.desc(), Contribution.id.desc())
    return list(session.scalars(select(Contribution).where(*wanted).order_by(*order).limit(FOUND)))


def chosen_ideas(session: Session, municipality_id: int, public_ids: Sequence[str]) -> list[Contribution]:
    """In the order they were chosen; what is not there is left out."""
    found = session.scalars(
        select(Contribution).where(
            Contribution.municipality_id == municipality_id, Contribution.public_id.in_(list(public_ids))
        )
    )
    known = {one.public_id: one for one in found}
    return [known[one] for one in dict.fromkeys(public_ids) if one in known]
