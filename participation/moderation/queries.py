"""What colleagues see: the queue, one case with all that is known about it, who may decide."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.foundation.messages import NotFound
from participation.foundation.permissions import MAP, Permission
from participation.moderation.models import Appeal, Case, CaseCause, Decision, Notice, Remark, Statement
from participation.moderation.rules import Cause, Faster, Verdict
from participation.people.models import Membership, Person

SHOWN = 50
HIDDEN_ONCE = (Verdict.REJECT, Verdict.TAKE_DOWN, Verdict.UPHOLD, Verdict.RESTORE)
LAST_DECISIONS = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases somebody wants to see. mine: only those this person looks after; decided: those that are done.

    alike: a condition for those that say nearly the same.
    """

    cause: Cause | None = None
    mine: int | None = None
    decided: bool = False
    page: int = 1
    alike: ColumnElement[bool] | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case with the contribution it is about, and what is open about it."""

    case: Case
    contribution: Contribution
    causes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue. matching: how many there are of what is wanted; counts: open cases for each cause."""

    cases: list[Waiting]
    matching: int
    page: int
    pages: int
    counts: dict[str, int]
    mine: int
    everything: int


def queue(
    session: Session, municipality_id: int, person_id: int | None, wanted: Wanted, processes: Collection[int] | None
) -> Queue:
    """What needs a person, the longest waiting first; what is decided, the newest decision first."""
    matching = [*belonging(municipality_id, processes), *asked_for(wanted)]
    total = session.scalar(select(func.count()).select_from(Case).where(*matching)) or 0
    pages = max(1, -(-total // SHOWN))
    page = min(max(1, wanted.page), pages)
    order = [Case.decided_at.desc(), Case.id.desc()] if wanted.decided else [Case.opened_at, Case.id]
    rows = session.execute(
        select(Case, Contribution)
        .join(Contribution, Contribution.id == Case.contribution_id)
        .where(*matching)
        .order_by(*order)
        .limit(SHOWN)
        .offset((page - 1) * SHOWN)
    )
    cases = with_causes(session, [Waiting(case, contribution) for case, contribution in rows])
    still_open = [*belonging(municipality_id, processes), Case.open.is_(other=True)]
    mine = select(func.count()).select_from(Case).where(*still_open, Case.assignee_id == person_id)
    return Queue(
        cases,
        total,
        page,
        pages,
        counts_by_cause(session, still_open),
        session.scalar(mine) or 0,
        count_waiting(session, municipality_id, processes=processes),
    )


def belonging(municipality_id: int, processes: Collection[int] | None) -> list[ColumnElement[bool]]:
    wanted = [Case.municipality_id == municipality_id]
    return wanted if processes is None else [*wanted, Case.process_id.in_(processes)]


def asked_for(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Case.open.is_(not wanted.decided)]
    if wanted.cause:
        conditions.append(
            select(CaseCause.id)
            .where(CaseCause.case_id == Case.id, CaseCause.kind == wanted.cause, CaseCause.settled_at.is_(None))
            .exists()
        )
    if wanted.mine is not None:
        conditions.append(Case.assignee_id == wanted.mine)
    if wanted.alike is not None:
        conditions.append(wanted.alike)
    return conditions


def with_causes(session: Session, cases: list[Waiting]) -> list[Waiting]:
    """The kinds of what is open, each once, in the order in which it came."""
    ids = [one.case.id for one in cases]
    rows = session.execute(
        select(CaseCause.case_id, CaseCause.kind)
        .where(CaseCause.case_id.in_(ids), CaseCause.settled_at.is_(None))
        .order_by(CaseCause.id)
    )
    found: dict[int, dict[str, None]] = {}
    for case_id, kind in rows:
        found.setdefault(case_id, {})[kind] = None
    return [Waiting(one.case, one.contribution, list(found.get(one.case.id, ()))) for one in cases]


def counts_by_cause(session: Session, conditions: list[ColumnElement[bool]]) -> dict[str, int]:
    rows = session.execute(
        select(CaseCause.kind, func.count(CaseCause.case_id.distinct()))
        .join(Case, Case.id == CaseCause.case_id)
        .where(*conditions, CaseCause.settled_at.is_(None))
        .group_by(CaseCause.kind)
    )
    return {kind: count for kind, count in rows}  # noqa: C416 - rows are not pairs to the checker


def waiting(
    session: Session, municipality_id: int, limit: int = SHOWN, *, processes: Collection[int] | None = None
) -> list[Waiting]:
    """What waits for a person, the longest first. processes: only theirs; None: all of the municipality."""
    rows = session.execute(
        select(Case, Contribution)
        .join(Contribution, Contribution.id == Case.contribution_id)
        .where(*belonging(municipality_id, processes), Case.open.is_(other=True))
        .order_by(Case.opened_at, Case.id)
        .limit(limit)
    )
    return [Waiting(case, contribution) for case, contribution in rows]


def count_waiting(session: Session, municipality_id: int, *, processes: Collection[int] | None = None) -> int:
    still_open = [*belonging(municipality_id, processes), Case.open.is_(other=True)]
    return session.scalar(select(func.count()).select_from(Case).where(*still_open)) or 0


def case_of(session: Session, municipality_id: int, case_id: int) -> Case:
    """Raises NotFound, also for a case of another municipality."""
    case = session.get(Case, case_id)
    if case is None or case.municipality_id != municipality_id:
        raise NotFound
    return case


def cases_among(session: Session, municipality_id: int, ids: Iterable[int]) -> dict[int, Case]:
    """Those of these cases that are the municipality's."""
    rows = session.scalars(select(Case).where(Case.municipality_id == municipality_id, Case.id.in_(list(ids))))
    return {case.id: case for case in rows}


def plain_cases(
    session: Session, municipality_id: int, matching: ColumnElement[bool], processes: Collection[int] | None, most: int
) -> list[Case]:
    """Open cases that nobody reported, appealed, objected to or edited, the longest waiting first.

    Those may be decided unseen.
    """
    heard = (
        select(CaseCause.id)
        .where(
            CaseCause.case_id == Case.id,
            CaseCause.settled_at.is_(None),
            CaseCause.kind.in_([Cause.REPORTED, Cause.APPEAL, Cause.OBJECTION, Cause.EDITED]),
        )
        .exists()
    )
    wanted = [*belonging(municipality_id, processes), Case.open.is_(other=True), matching, ~heard]
    return list(session.scalars(select(Case).where(*wanted).order_by(Case.opened_at, Case.id).limit(most)))


def was_reacted_to(session: Session, contribution: Contribution) -> bool:
    """Whether somebody reported it, or it was hidden or shown again: its author did not merely correct a draft then."""
    case = Case.contribution_id == contribution.id
    reported = select(Notice.id).where(Notice.contribution_id == contribution.id)
    decided = select(Decision.id).join(Case, Case.id == Decision.case_id).where(case, Decision.verdict.in_(HIDDEN_ONCE))
    return any(session.scalar(one.limit(1)) is not None for one in (reported, decided))


def in_force(session: Session, contribution_id: int) -> Statement | None:
    """The statement of reasons that counts now; there is one at most."""
    return session.scalar(
        select(Statement).where(Statement.contribution_id == contribution_id, Statement.ended_at.is_(None))
    )


def last_decision(session: Session, case_id: int) -> Decision | None:
    return session.scalar(select(Decision).where(Decision.case_id == case_id).order_by(Decision.id.desc()).limit(1))


def faster(session: Session, case_id: int) -> Faster | None:
    """Who decided a case last, by name."""
    row = session.execute(
        select(Person.name, Decision.at)
        .join(Decision, Decision.by_id == Person.id)
        .where(Decision.case_id == case_id)
        .order_by(Decision.id.desc())
        .limit(1)
    ).one_or_none()
    return Faster(row.name, row.at) if row else None


def newest_cause(session: Session, case_id: int) -> datetime | None:
    """When something came in that nobody has looked at."""
    return session.scalar(
        select(CaseCause.at)
        .where(CaseCause.case_id == case_id, CaseCause.settled_at.is_(None))
        .order_by(CaseCause.id.desc())
        .limit(1)
    )


def open_causes(session: Session, case_id: int) -> list[CaseCause]:
    return list(
        session.scalars(
            select(CaseCause).where(CaseCause.case_id == case_id, CaseCause.settled_at.is_(None)).order_by(CaseCause.id)
        )
    )


def open_appeals(session: Session, case_id: int) -> list[Appeal]:
    return list(
        session.scalars(
            select(Appeal).where(Appeal.case_id == case_id, Appeal.decided_at.is_(None)).order_by(Appeal.id)
        )
    )


def colleagues(session: Session, case: Case) -> dict[int, str]:
    """Whoever may moderate a case: person id -> name, by name."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.municipality_id == case.municipality_id,
            or_(Membership.process_id.is_(None), Membership.process_id == case.process_id),
            Membership.role.in_(sorted(MAP[Permission.MODERATE])),
        )
        .distinct()
        .order_by(Person.name, Person.id)
    )
    return {person_id: name for person_id, name in rows}  # noqa: C416 - rows are not pairs to the checker


# --- one case


@dataclass(frozen=True, slots=True)
class Said:
    """Something a colleague did or wrote about a case, with their name."""

    at: datetime
    who: str
    verdict: str = ""
    reason: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What became of the author's contributions so far; never who that is. last: their newest decisions."""

    statuses: Mapping[str, int]
    last: list[Decision]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything known about one case."""

    causes: list[CaseCause]
    notices: dict[int, Notice]
    appeals: dict[int, tuple[Appeal, Statement]]
    decisions: list[Said]
    remarks: list[Said]
    past: Past | None
    colleagues: dict[int, str]


def dossier(session: Session, case: Case, author_id: int | None, processes: Collection[int] | None) -> Dossier:
    """processes: those whose decisions the reader may know; None: all of the municipality."""
    notices = session.scalars(select(Notice).where(Notice.case_id == case.id, Notice.decided_at.is_(None)))
    appeals = session.execute(
        select(Appeal, Statement)
        .join(Statement, Statement.id == Appeal.statement_id)
        .where(Appeal.case_id == case.id, Appeal.decided_at.is_(None))
    )
    return Dossier(
        causes=open_causes(session, case.id),
        notices={notice.cause_id: notice for notice in notices},
        appeals={one.cause_id: (one, statement) for one, statement in appeals},
        decisions=decisions_on(session, case.id),
        remarks=remarks_on(session, case.id),
        past=past_of(session, case, author_id, processes) if author_id is not None else None,
        colleagues=colleagues(session, case),
    )


def decisions_on(session: Session, case_id: int) -> list[Said]:
    rows = session.execute(
        select(Decision, Person.name)
        .outerjoin(Person, Person.id == Decision.by_id)
        .where(Decision.case_id == case_id)
        .order_by(Decision.id.desc())
    )
    return [Said(one.at, name or "", one.verdict, one.reason, one.note) for one, name in rows]


def remarks_on(session: Session, case_id: int) -> list[Said]:
    rows = session.execute(
        select(Remark, Person.name)
        .join(Person, Person.id == Remark.by_id)
        .where(Remark.case_id == case_id)
        .order_by(Remark.id)
    )
    return [Said(one.at, name, words=one.words) for one, name in rows]


def past_of(session: Session, case: Case, author_id: int, processes: Collection[int] | None) -> Past:
    theirs = [
        Contribution.author_id == author_id,
        Contribution.municipality_id == case.municipality_id,
        Contribution.id != case.contribution_id,
    ]
    if processes is not None:
        theirs.append(Contribution.process_id.in_(processes))
    counted = session.execute(select(Contribution.status, func.count()).where(*theirs).group_by(Contribution.status))
    last = session.scalars(
        select(Decision)
        .join(Case, Case.id == Decision.case_id)
        .join(Contribution, Contribution.id == Case.contribution_id)
        .where(*theirs)
        .order_by(Decision.id.desc())
        .limit(LAST_DECISIONS)
    )
    return Past({status: count for status, count in counted}, list(last))  # noqa: C416 - rows are not pairs to the checker
