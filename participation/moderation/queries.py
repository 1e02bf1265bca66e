from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.foundation.messages import NotFound
from participation.moderation.models import Case, Decision
from participation.moderation.rules import Reason, Verdict

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case with the contribution it is about."""

    case: Case
    contribution: Contribution


def waiting(
    session: Session, municipality_id: int, limit: int = SHOWN, *, processes: Collection[int] | None = None
) -> list[Waiting]:
    """What waits for a person, the longest first. processes: only theirs; None: all of the municipality."""
    rows = session.execute(
        select(Case, Contribution)
        .join(Contribution, Contribution.id == Case.contribution_id)
        .where(*still_open(municipality_id, processes))
        .order_by(Case.id)
        .limit(limit)
    )
    return [Waiting(case, contribution) for case, contribution in rows]


def count_waiting(session: Session, municipality_id: int, *, processes: Collection[int] | None = None) -> int:
    return session.scalar(select(func.count()).where(*still_open(municipality_id, processes))) or 0


def still_open(municipality_id: int, processes: Collection[int] | None) -> list[ColumnElement[bool]]:
    wanted = [Case.municipality_id == municipality_id, Case.open.is_(other=True)]
    return wanted if processes is None else [*wanted, Case.process_id.in_(processes)]


def case_of(session: Session, municipality_id: int, case_id: int) -> Case:
    """Raises NotFound, also for a case of another municipality."""
    case = session.get(Case, case_id)
    if case is None or case.municipality_id != municipality_id:
        raise NotFound
    return case


def last_decision(session: Session, case_id: int) -> Decision | None:
    return session.scalar(select(Decision).where(Decision.case_id == case_id).order_by(Decision.id.desc()).limit(1))


def reasons_for(session: Session, contribution_ids: Iterable[int]) -> dict[int, tuple[Reason, str]]:
    """For each rejected contribution the reason in force: contribution id -> (rule, moderator's words)."""
    rows = session.execute(
        select(Case.contribution_id, Decision.verdict, Decision.reason, Decision.note)
        .join(Case, Case.id == Decision.case_id)
        .where(Case.contribution_id.in_(list(contribution_ids)))
        .order_by(Decision.id)
    )
    found: dict[int, tuple[Reason, str]] = {}
    for contribution_id, verdict, reason, note in rows:
        found.pop(contribution_id, None)
        if verdict == Verdict.REJECT and reason:
            found[contribution_id] = (Reason(reason), note)
    return found
