"""Appeals (*Widersprüche*): the author asks for another look, and somebody else takes it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor
from participation.moderation import redrafts
from participation.moderation.cases import add_cause, person_of
from participation.moderation.models import Appeal, Case, Decision, Statement
from participation.moderation.queries import colleagues
from participation.moderation.rules import (
    AlreadyAppealed,
    Cause,
    NobodyElse,
    NothingToAppeal,
    Outcome,
    OwnDecision,
    Redress,
    TooLate,
)


def appeal(tx: Transaction, statement: Statement, words: str, *, by: Actor) -> Appeal:
    """The author asks for another look at what hides their contribution, once for each statement.

    Of what was said for an organisation each of its members is the author.

    Raises NotFound for everybody else, NothingToAppeal, AlreadyAppealed, TooLate.
    """
    contribution = tx.session.get(Contribution, statement.contribution_id) if statement.contribution_id else None
    if contribution is None or not by.is_author(contribution.author_id):
        raise NotFound
    if statement.redress != Redress.APPEAL or statement.ended_at is not None:
        raise NothingToAppeal
    if tx.session.scalar(select(Appeal.id).where(Appeal.statement_id == statement.id)):
        raise AlreadyAppealed
    now = clock.now()
    if statement.appeal_until is None or now > statement.appeal_until:
        raise TooLate
    cause = add_cause(tx, contribution, Cause.APPEAL)
    redrafts.appealed(tx, contribution, statement.decision_id)
    appealed = Appeal(
        municipality_id=statement.municipality_id,
        statement_id=statement.id,
        case_id=cause.case_id,
        cause_id=cause.id,
        author_id=person_of(by),
        against_id=statement.by_id,
        words=words,
        at=now,
    )
    tx.session.add(appealed)
    tx.session.flush()
    about = f"contribution:{contribution.id}"
    enter(tx, Act(by.entry, "appeal.receive", about, after=state_hash(words)), town=statement.municipality_id)
    return appealed


def ask_somebody_else(session: Session, case: Case, appeals: Sequence[Appeal], by: Actor) -> None:
    """An appeal is never decided by the person it is against. Raises OwnDecision, NobodyElse."""
    against = {one.against_id for one in appeals}
    if by.person_id is None or by.person_id not in against:
        return
    others = [name for person, name in colleagues(session, case).items() if person not in against]
    if not others:
        raise NobodyElse
    raise OwnDecision(who=", ".join(others))


def answer_appeals(tx: Transaction, appeals: Sequence[Appeal], decision: Decision, outcome: Outcome) -> None:
    """A decision answers every appeal that was open."""
    for one in appeals:
        one.outcome, one.answer = outcome, decision.note
        one.decided_at, one.decided_by_id, one.decision_id = decision.at, decision.by_id, decision.id
        about = f"contribution:{tx.session.get_one(Case, one.case_id).contribution_id}"
        act = Act(f"person:{decision.by_id}", "appeal.decide", about, after=state_hash(one.outcome))
        enter(tx, act, town=one.municipality_id)


def unanswer_appeals(appeals: Sequence[Appeal]) -> None:
    """Their decision was undone: they are open again."""
    for one in appeals:
        one.outcome, one.answer = None, ""
        one.decided_at = one.decided_by_id = one.decision_id = None
