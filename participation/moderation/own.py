"""What residents see of moderation: why something of theirs is hidden, their appeals, what they reported."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.present import Spoken, spoken
from participation.contributions.rules import Status
from participation.foundation import clock
from participation.foundation.locales import Words, pick
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor
from participation.moderation import sentences
from participation.moderation.models import Appeal, Case, CaseCause, Decision, Notice, Statement
from participation.moderation.rules import (
    REASON_NAMES,
    REASON_SENTENCES,
    Cause,
    Ground,
    Occasion,
    Outcome,
    Reason,
    Redress,
    Restriction,
)
from participation.process.models import Process


@dataclass(frozen=True, slots=True)
class AppealView:
    """An appeal of one's own. outcome: the sentence about what became of it; answer: in somebody's words."""

    at: datetime
    words: str
    outcome: str = ""
    answer: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """A statement of reasons, in sentences marked for the catalogues. words: the moderator's own, as written.

    about_version: it is about new words of what stays public as it was.
    """

    public_id: str
    at: datetime
    done: str
    until: date | None
    how_long: str
    name: str
    sentence: str
    rule: str
    words: str
    noticed: str
    decided: str
    redress: str
    appeal_until: datetime | None
    in_force: bool
    may_appeal: bool
    appeal: AppealView | None
    about_version: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report of one's own. idea: what it is about, while that is public; outcome: the sentence about it."""

    number: int
    idea: Spoken | None
    reason: str
    words: str
    at: datetime
    changed_at: datetime
    outcome: str
    answer: str
    decided_at: datetime | None
    redress: str


@dataclass(frozen=True, slots=True)
class Objection:
    """An author's words about what became of their text. answer: a moderator's; looked_at: None while nobody has."""

    words: str
    at: datetime
    answer: str
    looked_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnAffairs:
    """reasons: contribution id -> why it is hidden, or what an appeal of its author led to.

    objections: contribution id -> the last one of its author.
    """

    reasons: dict[int, Reasons] = field(default_factory=dict)
    objections: dict[int, Objection] = field(default_factory=dict)
    processes: list[tuple[Words, Reasons]] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)


def own_affairs(session: Session, person_id: int | None, said: Sequence[Contribution], lang: str) -> OwnAffairs:
    """Everything of moderation that concerns one person, in a fixed number of statements."""
    if person_id is None:
        return OwnAffairs()
    return OwnAffairs(
        reasons=reasons_of(session, [one.id for one in said]),
        objections=objections_to(session, [one.id for one in said]),
        processes=withdrawn_processes(session, {one.process_id for one in said}, lang),
        reports=reports_of(session, person_id),
    )


def reasons_of(session: Session, contribution_ids: Iterable[int]) -> dict[int, Reasons]:
    """What is in force; where nothing is, the last one that its author appealed against."""
    rows = session.execute(
        select(Statement, Appeal)
        .outerjoin(Appeal, Appeal.statement_id == Statement.id)
        .where(
            Statement.contribution_id.in_(list(contribution_ids)),
            or_(Statement.ended_at.is_(None), Appeal.id.is_not(None)),
        )
        .order_by(Statement.ended_at.is_(None), Statement.id)
    )
    return {one.contribution_id: reasons(one, appeal) for one, appeal in rows if one.contribution_id is not None}


def objections_to(session: Session, contribution_ids: Iterable[int]) -> dict[int, Objection]:
    rows = session.execute(
        select(Case.contribution_id, CaseCause, Decision.note)
        .join(Case, Case.id == CaseCause.case_id)
        .outerjoin(Decision, Decision.id == CaseCause.settled_by_id)
        .where(Case.contribution_id.in_(list(contribution_ids)), CaseCause.kind == Cause.OBJECTION)
        .order_by(CaseCause.id)
    )
    return {about: Objection(one.detail, one.at, note or "", one.settled_at) for about, one, note in rows}


def reasons(statement: Statement, appeal: Appeal | None) -> Reasons:
    reason, redress = Reason(statement.reason), Redress(statement.redress)
    kind, occasion = Restriction(statement.kind), Occasion(statement.occasion)
    in_force = statement.ended_at is None
    in_time = statement.appeal_until is not None and clock.now() <= statement.appeal_until
    withdrawn = kind is Restriction.PROCESS_WITHDRAWN
    return Reasons(
        public_id=statement.public_id,
        at=statement.at,
        done=sentences.DONE[kind],
        until=statement.until,
        how_long=sentences.UNTIL_PUBLISHED if withdrawn else sentences.WITHOUT_END,
        name=REASON_NAMES[reason],
        sentence=REASON_SENTENCES[reason],
        rule=sentences.RULES[Ground(statement.ground)],
        words=statement.facts,
        noticed=sentences.NOTICED[occasion],
        decided=who_decided(statement),
        redress=sentences.REDRESS[redress],
        appeal_until=statement.appeal_until,
        in_force=in_force,
        may_appeal=in_force and in_time and appeal is None and redress is Redress.APPEAL,
        appeal=appeal_view(appeal, kind) if appeal else None,
        about_version=kind is Restriction.VERSION_NOT_TAKEN,
    )


def who_decided(statement: Statement) -> str:
    if statement.by_id is None:
        return sentences.OF_THE_SOURCE
    return sentences.MACHINE_NOTICED if statement.noticed_by_machine else sentences.NO_MACHINE


def appeal_view(appeal: Appeal, kind: Restriction) -> AppealView:
    said = sentences.APPEALED
    if kind is Restriction.VERSION_NOT_TAKEN:
        said = {**said, **sentences.VERSION_APPEALED}
    outcome = said[Outcome(appeal.outcome)] if appeal.outcome else ""
    return AppealView(appeal.at, appeal.words, outcome, appeal.answer, appeal.decided_at)


def withdrawn_processes(session: Session, process_ids: Iterable[int], lang: str) -> list[tuple[Words, Reasons]]:
    rows = session.execute(
        select(Statement, Process.title)
        .join(Process, Process.id == Statement.process_id)
        .where(
            Statement.process_id.in_(list(process_ids)),
            Statement.kind == Restriction.PROCESS_WITHDRAWN,
            Statement.ended_at.is_(None),
        )
        .order_by(Statement.id)
    )
    return [(pick(title, lang), reasons(statement, None)) for statement, title in rows]


def reports_of(session: Session, person_id: int) -> list[Report]:
    rows = session.execute(
        select(Notice, Contribution, Decision.note, Decision.version_id)
        .join(Contribution, Contribution.id == Notice.contribution_id)
        .outerjoin(Decision, Decision.id == Notice.decision_id)
        .where(Notice.reporter_id == person_id)
        .order_by(Notice.id.desc())
    )
    return [
        report_view(notice, about, note if note and version is None else "") for notice, about, note, version in rows
    ]


def report_view(notice: Notice, about: Contribution, note: str) -> Report:
    """The moderator's words are to whoever reported only where it stays public; otherwise they are the author's.

    What was written about a new version is the author's as well: `note` is empty then.
    """
    outcome = Outcome(notice.outcome) if notice.outcome else None
    stays = outcome is Outcome.PUBLIC
    return Report(
        number=notice.id,
        idea=spoken(about, figures=False) if about.status == Status.PUBLISHED else None,
        reason=REASON_NAMES[Reason(notice.reason)],
        words=notice.words,
        at=notice.at,
        changed_at=notice.changed_at,
        outcome=sentences.REPORTED[outcome] if outcome else "",
        answer=note if stays else "",
        decided_at=notice.decided_at,
        redress=sentences.REPORT_REDRESS if stays else "",
    )


def own_statement(session: Session, actor: Actor, public_id: str) -> tuple[Statement, Contribution | None]:
    """A statement to those it is about. Raises NotFound to everybody else."""
    statement = session.scalar(
        select(Statement).where(Statement.public_id == public_id, Statement.municipality_id == actor.municipality_id)
    )
    if statement is None or not actor.authors:
        raise NotFound
    about = select(Contribution).where(Contribution.author_id.in_(actor.authors))
    if statement.contribution_id is None:
        if session.scalar(about.where(Contribution.process_id == statement.process_id).limit(1)) is None:
            raise NotFound
        return statement, None
    mine = session.scalar(about.where(Contribution.id == statement.contribution_id))
    if mine is None:
        raise NotFound
    return statement, mine


def appeal_to(session: Session, statement_id: int) -> Appeal | None:
    return session.scalar(select(Appeal).where(Appeal.statement_id == statement_id))


def open_report(session: Session, contribution_id: int, person_id: int | None) -> Notice | None:
    """What somebody reported and nobody has decided yet: they may change it."""
    return session.scalar(
        select(Notice).where(
            Notice.contribution_id == contribution_id, Notice.reporter_id == person_id, Notice.decided_at.is_(None)
        )
    )
