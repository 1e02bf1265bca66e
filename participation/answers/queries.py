"""What became of ideas and what they were answered: as facts for pages, and as columns beside ideas in a list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Exists, ScalarSelect, exists, func, select
from sqlalchemy.orm import Session

from participation.answers.models import AnswerTo, AnswerVersion, OfficialAnswer, StageEntry
from participation.answers.rules import DECIDED, AnswerState, Facts, Stage, Theme
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.fields.models import FieldOfAction, Placement
from participation.foundation.messages import NotFound

# --- columns and conditions beside contributions


def stage_column() -> ScalarSelect[str]:
    """A column beside contributions: the stage of the last entry; None where nothing was decided."""
    return (
        select(StageEntry.stage)
        .where(StageEntry.contribution_id == Contribution.id)
        .order_by(StageEntry.id.desc())
        .limit(1)
        .correlate(Contribution)
        .scalar_subquery()
    )


def placed_column() -> Exists:
    """A column beside contributions: whether a person put it in a field of action."""
    return exists().where(Placement.contribution_id == Contribution.id).correlate(Contribution)


def answered_column() -> Exists:
    """A column beside contributions: whether an official answer to it is public."""
    return (
        exists()
        .where(
            AnswerTo.contribution_id == Contribution.id,
            OfficialAnswer.id == AnswerTo.answer_id,
            OfficialAnswer.state == AnswerState.PUBLISHED,
        )
        .correlate(Contribution)
    )


def has_answer() -> ColumnElement[bool]:
    """The same as a condition: the few answers are looked up once, not once for each idea."""
    return Contribution.id.in_(
        select(AnswerTo.contribution_id)
        .join(OfficialAnswer, OfficialAnswer.id == AnswerTo.answer_id)
        .where(OfficialAnswer.state == AnswerState.PUBLISHED)
    )


def has_reached(stage: Stage) -> list[ColumnElement[bool]]:
    """Conditions on public contributions."""
    placed = Contribution.id.in_(select(Placement.contribution_id))
    if stage in DECIDED:
        return [Contribution.id.in_(decided_as(stage))]
    undecided = Contribution.id.not_in(decided_as(*DECIDED))
    return [undecided, placed if stage is Stage.IN_THEME else ~placed]


def decided_as(*stages: Stage) -> ScalarSelect[int]:
    """The contributions whose last entry says one of these."""
    last = select(func.max(StageEntry.id)).group_by(StageEntry.contribution_id)
    return (
        select(StageEntry.contribution_id)
        .where(StageEntry.id.in_(last), StageEntry.stage.in_(stages))
        .scalar_subquery()
    )


def in_field(key: str) -> ColumnElement[bool]:
    """A condition on contributions of one process, whose fields have different keys."""
    return Contribution.id.in_(
        select(Placement.contribution_id)
        .join(FieldOfAction, FieldOfAction.id == Placement.field_id)
        .where(FieldOfAction.key == key, FieldOfAction.removed_at.is_(None))
    )


# --- facts


def log_of(session: Session, contribution_ids: Iterable[int]) -> Mapping[int, list[StageEntry]]:
    """Contribution id -> its entries, the oldest first."""
    rows = select(StageEntry).where(StageEntry.contribution_id.in_(list(contribution_ids))).order_by(StageEntry.id)
    found: dict[int, list[StageEntry]] = defaultdict(list)
    for entry in session.scalars(rows):
        found[entry.contribution_id].append(entry)
    return found


def facts_of(session: Session, contributions: Sequence[Contribution]) -> dict[int, Facts]:
    """Contribution id -> what is known of its way; only what waits or is public has one. Two statements."""
    on_their_way = [one for one in contributions if one.status in {Status.WAITING, Status.PUBLISHED}]
    ids = [one.id for one in on_their_way]
    log = log_of(session, ids)
    rows = session.execute(
        select(Placement.contribution_id, FieldOfAction.key, FieldOfAction.name, Placement.at)
        .join(FieldOfAction, FieldOfAction.id == Placement.field_id)
        .where(Placement.contribution_id.in_(ids))
    )
    themes = {one: Theme(key, name, at) for one, key, name, at in rows}
    return {
        one.id: Facts(
            received_at=one.created_at,
            published_at=one.published_at if one.status == Status.PUBLISHED else None,
            theme=themes.get(one.id),
            log=log.get(one.id, ()),
        )
        for one in on_their_way
    }


def last_entries(session: Session, contribution_ids: Iterable[int]) -> dict[int, StageEntry]:
    """Contribution id -> the entry that counts; none for those about which nothing was decided."""
    return {one: log[-1] for one, log in log_of(session, contribution_ids).items()}


def entry_by_id(session: Session, municipality_id: int, entry_id: int) -> StageEntry:
    """Raises NotFound, also for one of another municipality."""
    found = session.get(StageEntry, entry_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound
    return found


# --- official answers


def answers_to(
    session: Session, contribution_ids: Iterable[int], *, drafts: bool = False
) -> Mapping[int, list[OfficialAnswer]]:
    """Contribution id -> its answers, the oldest first, in one statement. drafts: for the desk alone."""
    rows = (
        select(AnswerTo.contribution_id, OfficialAnswer)
        .join(OfficialAnswer, OfficialAnswer.id == AnswerTo.answer_id)
        .where(AnswerTo.contribution_id.in_(list(contribution_ids)))
        .order_by(OfficialAnswer.published_at, OfficialAnswer.id)
    )
    if not drafts:
        rows = rows.where(OfficialAnswer.state == AnswerState.PUBLISHED)
    found: dict[int, list[OfficialAnswer]] = defaultdict(list)
    for contribution_id, answer in session.execute(rows):
        found[contribution_id].append(answer)
    return found


def versions_of(session: Session, answer_ids: Iterable[int]) -> Mapping[int, list[AnswerVersion]]:
    """Answer id -> its former wordings, the newest first."""
    rows = select(AnswerVersion).where(AnswerVersion.answer_id.in_(list(answer_ids))).order_by(AnswerVersion.id.desc())
    found: dict[int, list[AnswerVersion]] = defaultdict(list)
    for version in session.scalars(rows):
        found[version.answer_id].append(version)
    return found


def was_answered(session: Session, contribution: Contribution) -> bool:
    """Whether the town hall said anything about it, in public or as a draft."""
    said = (
        select(StageEntry.id).where(StageEntry.contribution_id == contribution.id),
        select(AnswerTo.answer_id).where(AnswerTo.contribution_id == contribution.id),
    )
    return any(session.scalar(one.limit(1)) is not None for one in said)


def answer_by_id(session: Session, municipality_id: int, answer_id: int) -> OfficialAnswer:
    """Raises NotFound, also for one of another municipality."""
    found = session.get(OfficialAnswer, answer_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound
    return found


def answered_by(session: Session, answer_id: int) -> list[Contribution]:
    """The ideas an answer reaches."""
    return list(
        session.scalars(
            select(Contribution)
            .join(AnswerTo, AnswerTo.contribution_id == Contribution.id)
            .where(AnswerTo.answer_id == answer_id)
            .order_by(Contribution.support_count.desc(), Contribution.id)
        )
    )


def written_before(session: Session, municipality_id: int, once: str) -> OfficialAnswer | None:
    """What the same form has brought already."""
    return session.scalar(
        select(OfficialAnswer).where(OfficialAnswer.once == once, OfficialAnswer.municipality_id == municipality_id)
    )


def last_office(session: Session, process_id: int) -> str:
    """Who answered last in this process, for a new form to begin with; "" before the first answer."""
    wanted = select(OfficialAnswer.office).where(OfficialAnswer.process_id == process_id)
    return session.scalar(wanted.order_by(OfficialAnswer.id.desc()).limit(1)) or ""
