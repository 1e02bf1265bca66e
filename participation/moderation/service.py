from collections.abc import Sequence

from sqlalchemy import insert, select, update

from participation.contributions.models import Contribution
from participation.contributions.news import ContributionReceived
from participation.contributions.rules import Status
from participation.contributions.service import set_status
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile
from participation.foundation.permissions import Actor, Permission, require
from participation.moderation.models import Case, Decision
from participation.moderation.queries import last_decision
from participation.moderation.rules import NothingToUndo, Reason, ReasonNeeded, Verdict
from participation.process.models import Format

AT_ONCE = 1_000  # rows in one statement


def open_case(tx: Transaction, news: ContributionReceived) -> None:
    """Whatever waits gets a case, in the transaction that received it."""
    if news.waiting:
        tx.session.add(
            Case(
                municipality_id=news.municipality_id,
                process_id=news.process_id,
                contribution_id=news.contribution_id,
                opened_at=clock.now(),
            )
        )


def open_cases(tx: Transaction, news: Sequence[ContributionReceived]) -> None:
    """The same for many at once."""
    now = clock.now()
    rows = [
        {
            "municipality_id": one.municipality_id,
            "process_id": one.process_id,
            "contribution_id": one.contribution_id,
            "opened_at": now,
        }
        for one in news
        if one.waiting
    ]
    if rows:
        tx.session.execute(insert(Case), rows)


def publish(tx: Transaction, case: Case, *, by: Actor, seen: int) -> Decision:
    """Let everybody read it. `seen`: the revision of the case the moderator looked at.

    Raises NotAllowed, ChangedMeanwhile when another moderator was faster.
    """
    return decide(tx, case, verdict=Verdict.PUBLISH, status=Status.PUBLISHED, by=by, seen=seen)


def reject(tx: Transaction, case: Case, *, reason: Reason | None, note: str, by: Actor, seen: int) -> Decision:
    """Hand it back with the rule and, where the moderator wrote some, words to the author.

    Raises NotAllowed, ReasonNeeded, ChangedMeanwhile.
    """
    require(by, Permission.MODERATE, case)
    if reason is None:
        raise ReasonNeeded
    return decide(tx, case, verdict=Verdict.REJECT, status=Status.REJECTED, by=by, seen=seen, reason=reason, note=note)


def undo(tx: Transaction, case: Case, *, by: Actor, seen: int) -> Decision:
    """Take the last decision back: the contribution is what it was before, and needs one again.

    Raises NotAllowed, NothingToUndo, ChangedMeanwhile.
    """
    require(by, Permission.MODERATE, case)
    last = last_decision(tx.session, case.id)
    if case.open or last is None:
        raise NothingToUndo
    return decide(tx, case, verdict=Verdict.UNDO, status=Status(last.before), by=by, seen=seen)


def decide(
    tx: Transaction,
    case: Case,
    *,
    verdict: Verdict,
    status: Status,
    by: Actor,
    seen: int,
    reason: Reason | None = None,
    note: str = "",
) -> Decision:
    require(by, Permission.MODERATE, case)
    contribution = tx.session.get_one(Contribution, case.contribution_id)
    before = contribution.status
    claim(tx, case, seen, still_open=verdict is Verdict.UNDO)
    decision = Decision(
        municipality_id=case.municipality_id,
        case_id=case.id,
        verdict=verdict,
        reason=reason,
        note=note,
        before=before,
        by_id=by.person_id,
        at=clock.now(),
    )
    tx.session.add(decision)
    set_status(tx, contribution, status)
    act = Act(
        by.entry,
        f"moderation.{verdict}",
        f"contribution:{contribution.id}",
        state_hash(before),
        state_hash(status),
        reason or "",
    )
    enter(tx, act, town=case.municipality_id)
    return decision


def claim(tx: Transaction, case: Case, seen: int, *, still_open: bool) -> None:
    """Compare and set: of two moderators with the same view, only one decides."""
    claimed = tx.session.execute(
        update(Case)
        .where(Case.id == case.id, Case.revision == seen, Case.open.is_(not still_open))
        .values(revision=seen + 1, open=still_open)
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if claimed is None:
        raise ChangedMeanwhile
    tx.session.refresh(case)


def take_over_decisions(tx: Transaction, source: Format, contribution_ids: Sequence[int]) -> None:
    """A source's own moderators rejected these: that is kept as their decision, with a reason code of its own."""
    now = clock.now()
    town = {"municipality_id": source.municipality_id}
    facts = {**town, "process_id": source.process_id, "open": False, "revision": 1, "opened_at": now}
    decided = {**town, "verdict": Verdict.REJECT, "reason": Reason.SOURCE, "at": now}
    for first in range(0, len(contribution_ids), AT_ONCE):
        some = contribution_ids[first : first + AT_ONCE]
        tx.session.execute(insert(Case), [{**facts, "contribution_id": one} for one in some])
        cases = tx.session.scalars(select(Case.id).where(Case.contribution_id.in_(some)))
        tx.session.execute(insert(Decision), [{**decided, "case_id": case_id} for case_id in cases])
