"""Hints are noticed in the transaction that receives a contribution, and read by the queue."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, Revision
from participation.contributions.news import ContributionEdited, ContributionReceived, WordsChanged
from participation.contributions.rules import Source
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.text import fold
from participation.moderation.hints import (
    REPEAT_HOURS,
    Hint,
    HintKind,
    haste_hint,
    links_hint,
    repeat_hint,
    words_hint,
)
from participation.moderation.likeness import ALIKE_FROM, fingerprint, likeness, marks
from participation.moderation.models import Case
from participation.moderation.news import HintsNoticed
from participation.moderation.traces import KeptHint, Mark, Trace
from participation.moderation.wordlists import own_words
from participation.people.models import Person, PersonKind

LOOKED_BACK = timedelta(hours=REPEAT_HOURS)
MOST_COMPARED = 20  # texts that share a mark; what is really alike is among the first
OWN_LAST = 20  # contributions of one person that haste is counted among
CROWD, CROWDS_SHOWN = 2, 5  # so many alike are a group; so many groups are offered
AT_ONCE = 500  # texts of an import that are read in one statement


def notice(tx: Transaction, news: ContributionReceived) -> None:
    """What a rule notices in one contribution, in the transaction that received it.

    An import repeats nothing and is in no haste: there only the words are read. What moderators put together says again
    what others said, and no rule points to it.
    """
    contribution = tx.session.get_one(Contribution, news.contribution_id)
    if contribution.source == Source.MODERATORS:
        return
    if contribution.source == Source.IMPORT:
        notice_many(tx, [news])
        return
    sent = own_last(tx.session, contribution)
    trace = leave_trace(tx, contribution, newcomer=len(sent) == 1 and is_guest(tx.session, contribution.author_id))
    found = [
        *in_words(contribution.text, contribution.folded),
        repeat_hint(times_seen(tx.session, trace), trace.likeness),
        haste_hint(sent, contribution.created_at),
    ]
    keep_hints(tx, contribution.id, contribution.municipality_id, [hint for hint in found if hint])


def notice_many(tx: Transaction, news: Sequence[ContributionReceived]) -> None:
    """The same for what comes from a file and waits: only what the words themselves show."""
    waiting = [one.contribution_id for one in news if one.waiting]
    for first in range(0, len(waiting), AT_ONCE):
        rows = tx.session.execute(
            select(Contribution.id, Contribution.municipality_id, Contribution.text, Contribution.folded).where(
                Contribution.id.in_(waiting[first : first + AT_ONCE])
            )
        )
        for contribution_id, municipality_id, text, folded in rows.all():
            keep_hints(tx, contribution_id, municipality_id, [hint for hint in in_words(text, folded) if hint])


def hear_of_edit(tx: Transaction, news: ContributionEdited) -> None:
    """Other words are read anew for what the words themselves show. Its author repeats themselves, and that is fine."""
    version = tx.session.get_one(Revision, news.revision_id)
    gone = KeptHint.contribution_id == news.contribution_id, KeptHint.kind.in_([HintKind.LINKS, HintKind.WORDS])
    tx.session.execute(delete(KeptHint).where(*gone))
    found = in_words(version.text, fold(f"{version.title} {version.text}"))
    keep_hints(tx, news.contribution_id, news.municipality_id, [hint for hint in found if hint])


def hear_of_new_words(tx: Transaction, news: WordsChanged) -> None:
    """What was like others is not any more: a decision about those must not carry it along."""
    folded = tx.session.get_one(Contribution, news.contribution_id).folded
    own = fingerprint(folded)
    tx.session.execute(
        update(Trace)
        .where(Trace.contribution_id == news.contribution_id)
        .values(exact=own, fingerprint=own, likeness=100)
        .execution_options(synchronize_session="fetch")
    )
    tx.session.execute(delete(Mark).where(Mark.contribution_id == news.contribution_id))
    kinds = [HintKind.SAME, HintKind.ALIKE]
    tx.session.execute(
        delete(KeptHint).where(KeptHint.contribution_id == news.contribution_id, KeptHint.kind.in_(kinds))
    )


def in_words(text: str, folded: str) -> list[Hint | None]:
    return [links_hint(text), words_hint(folded, own_words())]


def keep_hints(tx: Transaction, contribution_id: int, municipality_id: int, hints: Sequence[Hint]) -> None:
    """Store them, and tell the queue that a person should look. A contribution without hints leaves nothing."""
    if not hints:
        return
    facts = {"contribution_id": contribution_id, "municipality_id": municipality_id, "at": clock.now()}
    rows = [{**facts, "kind": hint.kind, "evidence": dict(hint.evidence)} for hint in hints]
    tx.session.execute(insert(KeptHint), rows)
    tx.record(HintsNoticed(contribution_id, municipality_id, ", ".join(hint.kind for hint in hints)))


# --- who sent it


def own_last(session: Session, contribution: Contribution) -> list[datetime]:
    """When the last contributions of its author came, this one included; none where nobody is known to have sent it."""
    if contribution.author_id is None:
        return []
    return list(
        session.scalars(
            select(Contribution.created_at)
            .where(Contribution.author_id == contribution.author_id)
            .order_by(Contribution.id.desc())
            .limit(OWN_LAST)
        )
    )


def is_guest(session: Session, person_id: int | None) -> bool:
    person = session.get(Person, person_id) if person_id is not None else None
    return person is not None and person.kind == PersonKind.GUEST


# --- what it repeats


def leave_trace(tx: Transaction, contribution: Contribution, *, newcomer: bool) -> Trace:
    """Find the first of the last hours that it is alike to; without one it is a first one itself.

    Only first ones leave marks. So a flood of one text costs each of its copies a look at one text, and a chain of
    small changes does not drift: everything in a group is alike to its first text.
    """
    session, now = tx.session, contribution.created_at
    exact = fingerprint(contribution.folded)
    before, own = same_before(session, contribution.municipality_id, exact, now), list[int]()
    if before is None:
        own = marks(contribution.folded)
        before = alike_before(session, contribution, own)
    group, like = before or (exact, 100)
    trace = Trace(
        contribution_id=contribution.id,
        municipality_id=contribution.municipality_id,
        exact=exact,
        fingerprint=group,
        likeness=like,
        newcomer=newcomer,
        at=now,
    )
    session.add(trace)
    session.flush()
    if before is None:
        leave_marks(session, contribution, own)
    return trace


def same_before(session: Session, municipality_id: int, exact: str, now: datetime) -> tuple[str, int] | None:
    """Word for word the same: (fingerprint of its group, likeness to the first of it)."""
    found = session.execute(
        select(Trace.fingerprint, Trace.likeness)
        .where(Trace.municipality_id == municipality_id, Trace.exact == exact, Trace.at >= now - LOOKED_BACK)
        .order_by(Trace.at.desc())
        .limit(1)
    ).one_or_none()
    return (found.fingerprint, found.likeness) if found else None


def alike_before(session: Session, contribution: Contribution, own: Sequence[int]) -> tuple[str, int] | None:
    """The most alike of those that share a mark. own: the marks of the contribution, none for a short text."""
    if not own:
        return None
    sharing = (
        select(Mark.contribution_id)
        .where(
            Mark.municipality_id == contribution.municipality_id,
            Mark.mark.in_(own),
            Mark.at >= contribution.created_at - LOOKED_BACK,
        )
        .group_by(Mark.contribution_id)
        .order_by(func.count().desc())
        .limit(MOST_COMPARED)
    )
    texts = session.execute(
        select(Trace.fingerprint, Contribution.folded)
        .join(Contribution, Contribution.id == Trace.contribution_id)
        .where(Trace.contribution_id.in_(sharing))
    )
    compared = [(likeness(contribution.folded, folded), group) for group, folded in texts]
    like, group = max(compared, default=(0, ""))
    return (group, like) if like >= ALIKE_FROM else None


def leave_marks(session: Session, contribution: Contribution, own: Sequence[int]) -> None:
    """And sweep away those that are too old to be compared."""
    now = contribution.created_at
    session.execute(delete(Mark).where(Mark.at < now - LOOKED_BACK))
    facts = {"contribution_id": contribution.id, "municipality_id": contribution.municipality_id, "at": now}
    rows = [{**facts, "mark": mark} for mark in sorted(set(own))]
    if rows:
        session.execute(insert(Mark), rows)


def times_seen(session: Session, trace: Trace) -> int:
    """How often this text, or one like it, came in the last hours, this time included."""
    return (
        session.scalar(
            select(func.count()).where(
                Trace.municipality_id == trace.municipality_id,
                Trace.fingerprint == trace.fingerprint,
                Trace.at >= trace.at - LOOKED_BACK,
            )
        )
        or 0
    )


def forget(tx: Transaction, contribution_ids: Iterable[int]) -> None:
    """Nothing is kept of what was noticed in these contributions: for whoever erases them."""
    gone = list(contribution_ids)
    for table in (KeptHint, Mark, Trace):
        tx.session.execute(delete(table).where(table.contribution_id.in_(gone)))


# --- for the queue


def hints_for(session: Session, contribution_ids: Iterable[int]) -> dict[int, list[Hint]]:
    """Contribution id -> its hints, in one statement; what has none is left out."""
    found: dict[int, list[Hint]] = {}
    rows = session.execute(
        select(KeptHint.contribution_id, KeptHint.kind, KeptHint.evidence)
        .where(KeptHint.contribution_id.in_(list(contribution_ids)))
        .order_by(KeptHint.id)
    )
    for contribution_id, kind, evidence in rows:
        found.setdefault(contribution_id, []).append(Hint(HintKind(kind), evidence))
    return found


@dataclass(frozen=True, slots=True)
class Crowd:
    """Contributions that wait and say nearly the same, so that one decision can settle them all. first: the oldest."""

    fingerprint: str
    count: int
    first: Contribution


def crowds(session: Session, municipality_id: int, *, processes: Collection[int] | None = None) -> list[Crowd]:
    """The largest groups among what waits, in two statements.

    processes: only what waits in theirs, None: in all of the municipality's.
    """
    count = func.count()
    groups = session.execute(
        select(Trace.fingerprint, count, func.min(Trace.contribution_id))
        .join(Case, Case.contribution_id == Trace.contribution_id)
        .where(*waiting_in(municipality_id, processes))
        .group_by(Trace.fingerprint)
        .having(count >= CROWD)
        .order_by(count.desc(), func.min(Trace.contribution_id))
        .limit(CROWDS_SHOWN)
    ).all()
    wanted = Contribution.id.in_([first for _, _, first in groups])
    firsts = {one.id: one for one in session.scalars(select(Contribution).where(wanted))}
    return [Crowd(fingerprint, many, firsts[first]) for fingerprint, many, first in groups]


def waiting_in(municipality_id: int, processes: Collection[int] | None) -> list[ColumnElement[bool]]:
    waiting = [Case.municipality_id == municipality_id, Case.open.is_(other=True)]
    return waiting if processes is None else [*waiting, Case.process_id.in_(processes)]


def alike_to(fingerprint: str) -> ColumnElement[bool]:
    """A condition on cases: what they are about belongs to that group."""
    return Case.contribution_id.in_(select(Trace.contribution_id).where(Trace.fingerprint == fingerprint))
