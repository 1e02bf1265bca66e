"""What the queue has to tell a colleague: how much waits since when, and what others decided. Figures, no words."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.rules import Kind
from participation.foundation.locales import pick
from participation.foundation.messages import N_
from participation.foundation.permissions import Actor, Permission, processes_with
from participation.moderation.models import Case, CaseCause, Decision
from participation.moderation.rules import Cause
from participation.moderation.sentences import VERDICT_NAMES
from participation.notifications.sources import Figure, Section, Source
from participation.process.queries import processes_among

KINDS: Mapping[str, str] = {
    Kind.IDEA: N_("Ideas"),
    Kind.COMMENT: N_("Comments"),
    Kind.CARD: N_("Cards"),
    Kind.TOPIC: N_("Concerns"),
    Kind.REPORT: N_("Reports of groups"),
    Kind.ACTION: N_("Agreements"),
    Kind.PROPOSAL: N_("Proposals"),
    Kind.STATEMENT: N_("Statements"),
    Kind.PROJECT: N_("Existing projects"),
    Kind.GOAL: N_("Drafts of lead goals"),
    Kind.PLAN: N_("Project ideas"),
    Kind.STRUCTURE: N_("Structures and processes"),
    Kind.RESULT: N_("Results of parts"),
    Kind.NOTE: N_("Notes of tables"),
    Kind.PASSAGE: N_("Passages"),
}
OTHER_KIND = N_("Other contributions")
URGENT: Mapping[str, str] = {Cause.APPEAL: N_("Appeals"), Cause.REPORTED: N_("Reported")}
OTHER_VERDICT = N_("Other decisions")
Counts = dict[str, int]


def figures(session: Session, actor: Actor, since: datetime, lang: str) -> list[Section]:
    """One section for each process in which `actor` moderates, in few statements however many there are."""
    own = processes_with(actor, Permission.MODERATE)
    waiting, oldest = waiting_by_process(session, actor, own)
    urgent = urgent_by_process(session, actor, own)
    decided = decided_by_process(session, actor, own, since)
    return [
        Section(
            process=pick(process.title, lang),
            waiting=named(waiting[process.id], KINDS, OTHER_KIND),
            oldest=oldest.get(process.id),
            urgent=named(urgent[process.id], URGENT, OTHER_KIND),
            decided=named(decided[process.id], VERDICT_NAMES, OTHER_VERDICT),
        )
        for process in processes_among(session, actor.municipality_id, waiting.keys() | decided.keys())
    ]


def waiting_by_process(
    session: Session, actor: Actor, own: Collection[int] | None
) -> tuple[dict[int, Counts], dict[int, datetime]]:
    """Process -> kind -> how many wait; process -> since when the longest does."""
    rows = session.execute(
        select(Case.process_id, Contribution.kind, func.count(), func.min(Case.opened_at))
        .join(Contribution, Contribution.id == Case.contribution_id)
        .where(Case.municipality_id == actor.municipality_id, Case.open.is_(other=True), *among(own))
        .group_by(Case.process_id, Contribution.kind)
    )
    counts: dict[int, Counts] = defaultdict(dict)
    oldest: dict[int, datetime] = {}
    for process_id, kind, count, since in rows:
        counts[process_id][kind] = count
        oldest[process_id] = min(since, oldest.get(process_id, since))
    return counts, oldest


def urgent_by_process(session: Session, actor: Actor, own: Collection[int] | None) -> dict[int, Counts]:
    """Process -> cause -> how many open cases somebody reported or appealed."""
    rows = session.execute(
        select(Case.process_id, CaseCause.kind, func.count(Case.id.distinct()))
        .join(CaseCause, CaseCause.case_id == Case.id)
        .where(
            Case.municipality_id == actor.municipality_id,
            Case.open.is_(other=True),
            CaseCause.settled_at.is_(None),
            CaseCause.kind.in_(list(URGENT)),
            *among(own),
        )
        .group_by(Case.process_id, CaseCause.kind)
    )
    counts: dict[int, Counts] = defaultdict(dict)
    for process_id, kind, count in rows:
        counts[process_id][kind] = count
    return counts


def decided_by_process(
    session: Session, actor: Actor, own: Collection[int] | None, since: datetime
) -> dict[int, Counts]:
    """Process -> verdict -> how often colleagues decided so; not oneself, and not the source of an import."""
    rows = session.execute(
        select(Case.process_id, Decision.verdict, func.count())
        .join(Case, Case.id == Decision.case_id)
        .where(
            Decision.municipality_id == actor.municipality_id,
            Decision.at > since,
            Decision.by_id.is_not(None),
            Decision.by_id != actor.person_id,
            *among(own),
        )
        .group_by(Case.process_id, Decision.verdict)
    )
    counts: dict[int, Counts] = defaultdict(dict)
    for process_id, verdict, count in rows:
        counts[process_id][verdict] = count
    return counts


def among(own: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if own is None else [Case.process_id.in_(own)]


def named(counts: Counts, names: Mapping[str, str], other: str) -> tuple[Figure, ...]:
    """In the order of `names`; what has no name yet is counted together, so that none is lost."""
    known = [Figure(name, counts[key]) for key, name in names.items() if key in counts]
    rest = sum(count for key, count in counts.items() if key not in names)
    return tuple([*known, Figure(other, rest)] if rest else known)


SOURCE = Source(figures, queue="moderation.queue")
