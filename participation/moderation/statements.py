"""Statements of reasons (*Begründungen*): nothing becomes less visible without one (docs/decisions/017)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import update

from participation.contributions.models import Contribution
from participation.contributions.service import Grounds
from participation.foundation import chance, clock
from participation.foundation.database import Transaction
from participation.foundation.jobs import Job
from participation.moderation.models import Decision, Statement
from participation.moderation.rules import (
    Cause,
    Occasion,
    Reason,
    Redress,
    Restriction,
    appeal_until,
    ground_of,
    occasion_of,
)
from participation.process.news import ProcessPublished, ProcessWithdrawn

LAPSE = "moderation.lapse"  # the job that ends what was hidden until a day


@dataclass(frozen=True, slots=True)
class Because:
    """What the author is told: the rule, the moderator's words, until which day."""

    reason: Reason
    words: str = ""
    until: date | None = None


def state(
    tx: Transaction,
    contribution: Contribution,
    decision: Decision,
    *,
    kind: Restriction,
    because: Because,
    causes: Collection[str],
) -> Grounds:
    """Write the statement for a decision that hides something. causes: why somebody looked."""
    written = Statement(
        **common(contribution.municipality_id, contribution.process_id, because, decision.at),
        contribution_id=contribution.id,
        decision_id=decision.id,
        kind=kind,
        until=because.until,
        occasion=occasion_of(causes),
        noticed_by_machine=Cause.RULE in causes,
        redress=Redress.APPEAL,
        appeal_until=appeal_until(clock.local(decision.at)),
        by_id=decision.by_id,
    )
    tx.session.add(written)
    tx.session.flush()
    if because.until:
        due = datetime.combine(because.until + timedelta(days=1), time(), clock.TOWN_HALL)
        tx.session.add(Job(kind=LAPSE, payload={"statement": written.id}, not_before=due))
    return Grounds(written.id, contribution.id)


def common(municipality_id: int, process_id: int, because: Because, at: datetime) -> dict[str, object]:
    """What every statement says."""
    return {
        "municipality_id": municipality_id,
        "public_id": chance.token(),
        "process_id": process_id,
        "reason": because.reason,
        "ground": ground_of(because.reason),
        "facts": because.words,
        "at": at,
    }


def end_those_in_force(tx: Transaction, contribution: Contribution, decision: Decision) -> None:
    tx.session.execute(
        update(Statement)
        .where(Statement.contribution_id == contribution.id, Statement.ended_at.is_(None))
        .values(ended_at=decision.at, ended_by_id=decision.id)
        .execution_options(synchronize_session="fetch")
    )


def of_the_source(
    municipality_id: int, process_id: int, contribution_id: int, decision_id: int, at: datetime
) -> dict[str, object]:
    """The row for what a source's own moderators rejected before it came here."""
    return {
        **common(municipality_id, process_id, Because(Reason.SOURCE), at),
        "contribution_id": contribution_id,
        "decision_id": decision_id,
        "kind": Restriction.NOT_PUBLISHED,
        "occasion": Occasion.SOURCE,
        "redress": Redress.APPEAL,
        "appeal_until": appeal_until(clock.local(at)),
    }


# --- a whole process


def withdrawn(tx: Transaction, news: ProcessWithdrawn) -> None:
    """One statement for everybody who wrote something in the process, without a row for each."""
    tx.session.add(
        Statement(
            **common(news.municipality_id, news.process_id, Because(Reason.WITHDRAWN, news.why), clock.now()),
            kind=Restriction.PROCESS_WITHDRAWN,
            occasion=Occasion.OWN,
            redress=Redress.CONTACT,
            by_id=news.by_id,
        )
    )
    tx.session.flush()


def published_again(tx: Transaction, news: ProcessPublished) -> None:
    tx.session.execute(
        update(Statement)
        .where(
            Statement.process_id == news.process_id,
            Statement.kind == Restriction.PROCESS_WITHDRAWN,
            Statement.ended_at.is_(None),
        )
        .values(ended_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
