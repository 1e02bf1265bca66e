"""The decisions. Each is a person's, each is kept, and each that hides something states its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.contributions.service import Grounds, set_status
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Database, Transaction
from participation.foundation.messages import ChangedMeanwhile, Refused
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.turns import take_turn
from participation.moderation import redrafts, statements
from participation.moderation.appeals import answer_appeals, ask_somebody_else, unanswer_appeals
from participation.moderation.cases import AT_ONCE, add_cause, person_of
from participation.moderation.models import Appeal, Case, CaseCause, Decision, Notice, Statement
from participation.moderation.news import CaseDecided
from participation.moderation.queries import faster, last_decision, newest_cause, open_appeals, open_causes
from participation.moderation.rules import (
    LEADS_TO,
    RESTRICTS,
    Cause,
    DayIsPast,
    NothingToUndo,
    Reason,
    Restriction,
    Verdict,
    Wish,
    WithdrawnByAuthor,
    check_words,
    outcome_of,
    outcome_of_appeal,
    restriction_of,
    too_slow,
    verdict_for,
)
from participation.moderation.statements import Because
from participation.process.models import Format


def publish(tx: Transaction, case: Case, *, by: Actor, seen: int, note: str = "") -> Decision:
    """Everybody may read it: publish it, keep it or restore it, as it stands. `seen`: the revision somebody looked at.

    note: words to whoever appealed against hiding it, or reported it. Raises NotAllowed, NothingToDecide, OwnDecision,
    NobodyElse, ChangedMeanwhile or who was faster.
    """
    return decide(tx, case, Wish.PUBLIC, by=by, seen=seen, note=note)


def reject(
    tx: Transaction,
    case: Case,
    *,
    reason: Reason | None,
    note: str,
    by: Actor,
    seen: int,
    until: date | None = None,
) -> Decision:
    """Nobody may read it: hand it back, take it down, or uphold that, with the rule and words to the author.

    until: the last day on which it is hidden. Raises as `publish`, and ReasonNeeded, WordsNeeded, AnswerNeeded.
    """
    return decide(tx, case, Wish.HIDDEN, by=by, seen=seen, reason=reason, note=note, until=until)


def keep_former(tx: Transaction, case: Case, *, reason: Reason | None, note: str, by: Actor, seen: int) -> Decision:
    """What is public stays as it was: a new version is not taken, with the rule and words to the author.

    Raises as `reject`, and NothingToDecide where no version waits.
    """
    return decide(tx, case, Wish.FORMER, by=by, seen=seen, reason=reason, note=note)


def decide(
    tx: Transaction,
    case: Case,
    wish: Wish,
    *,
    by: Actor,
    seen: int,
    reason: Reason | None = None,
    note: str = "",
    until: date | None = None,
) -> Decision:
    require(by, Permission.MODERATE, case)
    claim(tx, case, seen)
    contribution = tx.session.get_one(Contribution, case.contribution_id)
    tx.session.refresh(contribution)
    version = redrafts.waiting_version(tx.session, contribution.id)
    proposed = redrafts.proposed(tx.session, version)
    verdict = verdict_for(wish, Status(contribution.status), is_open=case.open, proposed=proposed)
    appeals = open_appeals(tx.session, case.id)
    ask_somebody_else(tx.session, case, appeals, by)
    check_words(verdict, reason, note, appealed=bool(appeals))
    if until and until < clock.local(clock.now()).date():
        raise DayIsPast
    restricts = verdict in RESTRICTS
    decision = note_down(tx, case, contribution, verdict, by=by, reason=reason if restricts else None, note=note)
    causes = [one.kind for one in open_causes(tx.session, case.id)]
    if version:
        redrafts.decide_version(tx, contribution, version, decision)
    target = LEADS_TO[verdict]
    because = Because(reason, note, until) if restricts and reason else None
    if target:
        move(tx, contribution, target, decision, because=because, causes=causes)
    elif verdict in {Verdict.ADOPT, Verdict.DECLINE}:
        state_version(tx, contribution, decision, because=because, causes=causes)
    settle(tx, case, decision, contribution, appeals)
    redrafts.bring_back(tx, contribution)
    log(tx, case, decision, by, contribution.status)
    objected = Cause.OBJECTION in causes
    tell(tx, case, decision, appealed=bool(appeals), about_version=bool(version), objected=objected)
    return decision


def tell(
    tx: Transaction,
    case: Case,
    decision: Decision,
    *,
    appealed: bool = False,
    about_version: bool = False,
    objected: bool = False,
) -> None:
    town, about, verdict = case.municipality_id, case.contribution_id, decision.verdict
    tx.record(CaseDecided(decision.id, about, town, verdict, decision.by_id, appealed, about_version, objected))


def note_down(
    tx: Transaction,
    case: Case,
    contribution: Contribution,
    verdict: Verdict,
    *,
    by: Actor,
    reason: Reason | None = None,
    note: str = "",
) -> Decision:
    decision = Decision(
        municipality_id=case.municipality_id,
        case_id=case.id,
        verdict=verdict,
        reason=reason,
        note=note,
        before=contribution.status,
        by_id=person_of(by),
        at=clock.now(),
    )
    tx.session.add(decision)
    tx.session.flush()
    return decision


def log(tx: Transaction, case: Case, decision: Decision, by: Actor, after: str) -> None:
    about = f"contribution:{case.contribution_id}"
    before = state_hash(decision.before)
    act = Act(by.entry, f"moderation.{decision.verdict}", about, before, state_hash(after), decision.reason or "")
    enter(tx, act, town=case.municipality_id)


def move(
    tx: Transaction,
    contribution: Contribution,
    target: Status,
    decision: Decision,
    *,
    because: Because | None = None,
    causes: Sequence[str] = (),
) -> None:
    """Make a contribution more or less visible. What hid it until now is over; what hides it from now on is stated."""
    restriction = restriction_of(target, was_public=contribution.published_at is not None)
    statements.end_those_in_force(tx, contribution, decision)
    grounds: Grounds | None = None
    if restriction:
        why = because or Because(Reason.AGAIN)
        grounds = statements.state(tx, contribution, decision, kind=restriction, because=why, causes=causes)
    set_status(tx, contribution, target, grounds=grounds)


def state_version(
    tx: Transaction,
    contribution: Contribution,
    decision: Decision,
    *,
    because: Because | None,
    causes: Sequence[str],
) -> None:
    """A version of what is public was taken, or it was not: then its author is given the reasons."""
    statements.end_those_in_force(tx, contribution, decision)
    if because:
        kind = Restriction.VERSION_NOT_TAKEN
        statements.state(tx, contribution, decision, kind=kind, because=because, causes=causes)


def settle(
    tx: Transaction, case: Case, decision: Decision, contribution: Contribution, appeals: Sequence[Appeal]
) -> None:
    """A person has looked at everything that was open: causes, reports, appeals."""
    case.open, case.decided_at, case.assignee_id = False, decision.at, None
    tx.session.execute(
        update(CaseCause)
        .where(CaseCause.case_id == case.id, CaseCause.settled_at.is_(None))
        .values(settled_at=decision.at, settled_by_id=decision.id)
        .execution_options(synchronize_session=False)
    )
    tx.session.execute(
        update(Notice)
        .where(Notice.case_id == case.id, Notice.decided_at.is_(None))
        .values(
            outcome=outcome_of(contribution.status, decision.verdict),
            decided_at=decision.at,
            decision_id=decision.id,
        )
        .execution_options(synchronize_session=False)
    )
    answer_appeals(tx, appeals, decision, outcome_of_appeal(contribution.status, decision.verdict))
    tx.session.flush()


def claim(tx: Transaction, case: Case, seen: int) -> None:
    """Compare and set: of two moderators with the same view only one decides; the other reads who it was."""
    try:
        take_turn(tx, case, seen)
    except ChangedMeanwhile as late:
        session = tx.session
        refused = too_slow(faster(session, case.id), newest_cause(session, case.id), clock.now())
        raise refused or late from late


# --- back again


def undo(tx: Transaction, case: Case, *, by: Actor, seen: int) -> Decision:
    """Take the last decision back: the contribution is what it was before, and whatever was open is open again.

    Where that makes it less visible, reasons are stated as well. An appeal's decision is not undone by whoever the
    appeal was against. Raises NotAllowed, NothingToUndo, OwnDecision, NobodyElse, ChangedMeanwhile or who was faster.
    """
    require(by, Permission.MODERATE, case)
    last = last_decision(tx.session, case.id)
    if case.open or last is None or last.verdict == Verdict.UNDO:
        raise NothingToUndo
    claim(tx, case, seen)
    settled = list(tx.session.scalars(select(Appeal).where(Appeal.decision_id == last.id)))
    ask_somebody_else(tx.session, case, settled, by)
    contribution = tx.session.get_one(Contribution, case.contribution_id)
    tx.session.refresh(contribution)
    if contribution.status == Status.WITHDRAWN:
        raise WithdrawnByAuthor
    decision = note_down(tx, case, contribution, Verdict.UNDO, by=by)
    reopened = reopen(tx, case, last)
    unanswer_appeals(settled)
    redrafts.undo_version(tx, contribution, last)
    if last.verdict == Verdict.DECLINE:
        statements.end_those_in_force(tx, contribution, decision)
    elif last.before != contribution.status or (last.version_id and last.verdict in RESTRICTS):
        move(tx, contribution, Status(last.before), decision, because=because_before(tx, last), causes=reopened)
    if contribution.status == Status.WAITING and not reopened:
        add_cause(tx, contribution, Cause.NEW)
    redrafts.bring_back(tx, contribution)
    log(tx, case, decision, by, contribution.status)
    tell(tx, case, decision)
    return decision


def reopen(tx: Transaction, case: Case, last: Decision) -> list[str]:
    """What a decision had settled needs a person again; returns the kinds of causes."""
    changed = tx.session.execute(
        update(CaseCause)
        .where(CaseCause.settled_by_id == last.id)
        .values(settled_at=None, settled_by_id=None)
        .returning(CaseCause.kind)
        .execution_options(synchronize_session=False)
    )
    kinds = list(changed.scalars())
    tx.session.execute(
        update(Notice)
        .where(Notice.decision_id == last.id)
        .values(outcome=None, decided_at=None, decision_id=None)
        .execution_options(synchronize_session=False)
    )
    case.open = bool(kinds)
    tx.session.flush()
    return kinds


def because_before(tx: Transaction, last: Decision) -> Because | None:
    """The reasons that the undone decision had ended count again, in a statement of their own."""
    ended = tx.session.scalar(select(Statement).where(Statement.ended_by_id == last.id))
    return Because(Reason(ended.reason), ended.facts) if ended else None


def lapse(database: Database, payload: dict[str, Any]) -> None:
    """The day has come until which something was hidden: it is public again, as the person who set the day decided."""
    with database.transaction() as tx:
        statement = tx.session.get(Statement, payload["statement"])
        if statement is None or statement.ended_at is not None or statement.decision_id is None:
            return
        hidden = tx.session.get_one(Decision, statement.decision_id)
        case = tx.session.get_one(Case, hidden.case_id)
        contribution = tx.session.get_one(Contribution, case.contribution_id)
        who = Actor(case.municipality_id, hidden.by_id)
        decision = note_down(tx, case, contribution, Verdict.RESTORE, by=who)
        case.revision += 1
        case.decided_at = decision.at
        move(tx, contribution, Status.PUBLISHED, decision)
        redrafts.bring_back(tx, contribution)
        log(tx, case, decision, Actor(0), contribution.status)
        tell(tx, case, decision)


# --- several at once


@dataclass(frozen=True, slots=True)
class Missed:
    """A case that was not decided with the others, and why."""

    case_id: int
    contribution: Contribution
    why: Refused


def decide_many(
    tx: Transaction,
    picked: Sequence[tuple[Case, int]],
    wish: Wish,
    *,
    reason: Reason | None = None,
    note: str = "",
    by: Actor,
) -> tuple[list[Decision], list[Missed]]:
    """One wish and one reason for several cases, all or nothing of each, each with its own statement.

    picked: cases with the revisions somebody looked at. What changed meanwhile is returned with its refusal; what is
    wrong with the wish itself (ReasonNeeded, WordsNeeded) is raised before anything is decided.
    """
    check_words(Verdict.REJECT if wish is Wish.HIDDEN else Verdict.PUBLISH, reason, note, appealed=False)
    done: list[Decision] = []
    missed: list[Missed] = []
    for case, seen in picked:
        try:
            with tx.session.begin_nested():  # whoever is refused leaves nothing behind, not even a claim
                done.append(decide(tx, case, wish, reason=reason, note=note, by=by, seen=seen))
        except Refused as why:
            missed.append(Missed(case.id, tx.session.get_one(Contribution, case.contribution_id), why))
    return done, missed


# --- decided before it came here


def take_over_decisions(tx: Transaction, source: Format, contribution_ids: Sequence[int]) -> None:
    """A source's own moderators rejected these: that is kept as their decision, with a reason code of its own."""
    now = clock.now()
    town = {"municipality_id": source.municipality_id}
    facts = {**town, "process_id": source.process_id, "open": False, "revision": 1, "opened_at": now}
    decided = {**town, "verdict": Verdict.REJECT, "reason": Reason.SOURCE, "at": now}
    for first in range(0, len(contribution_ids), AT_ONCE):
        some = contribution_ids[first : first + AT_ONCE]
        tx.session.execute(insert(Case), [{**facts, "contribution_id": one, "decided_at": now} for one in some])
        cases = tx.session.scalars(select(Case.id).where(Case.contribution_id.in_(some)))
        tx.session.execute(insert(Decision), [{**decided, "case_id": case_id} for case_id in cases])
        state_for_the_source(tx, source, some, now)


def state_for_the_source(tx: Transaction, source: Format, contribution_ids: Sequence[int], now: datetime) -> None:
    rows = tx.session.execute(
        select(Case.contribution_id, func.max(Decision.id))
        .join(Decision, Decision.case_id == Case.id)
        .where(Case.contribution_id.in_(contribution_ids))
        .group_by(Case.contribution_id)
    )
    town, process = source.municipality_id, source.process_id
    tx.session.execute(
        insert(Statement), [statements.of_the_source(town, process, one, decision, now) for one, decision in rows]
    )
