"""The desk's list: what stands in a process and needs a version in a language."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.languages.models import Translation
from participation.languages.vouching import PER_PAGE, Need, State, need_of, open_pairs, pages


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a translator asks the list for. to: the language they write; source: only from this one, "" for all.

    done: what has an approved version instead of what needs one; unread: also what waits for a moderator; page: from 1.
    """

    to: str
    source: str = ""
    done: bool = False
    unread: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    contribution: Contribution
    need: Need


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of the list. targets: language -> how many need a version in it; sources: the same for `to` by original.

    matching: how many there are of what is wanted.
    """

    lines: list[Line]
    targets: dict[str, int]
    sources: dict[str, int]
    matching: int
    finished: int
    page: int
    pages: int


def waiting(session: Session, process_id: int, wanted: Wanted, languages: tuple[str, ...]) -> Waiting:
    """Outdated ones first, then what most people support. Three statements, however many there are.

    languages: those whose counts are asked for, besides that of `wanted`.
    """
    scope = in_reach(process_id, unread=wanted.unread)
    said = counted_by_language(session, scope)
    done = done_by_pair(session, scope)
    pairs = open_pairs(said, done, dict.fromkeys((*languages, wanted.to)))
    finished = {source: count for (to, source), count in done.items() if to == wanted.to and source != to}
    counts = finished if wanted.done else pairs[wanted.to]
    matching = sum(count for source, count in counts.items() if wanted.source in {"", source})
    last = pages(matching)
    wanted = replace(wanted, page=min(max(1, wanted.page), last))
    return Waiting(
        lines=lines(session, scope, wanted),
        targets={to: sum(sources.values()) for to, sources in pairs.items()},
        sources={source: count for source, count in counts.items() if count},
        matching=matching,
        finished=sum(finished.values()),
        page=wanted.page,
        pages=last,
    )


def in_reach(process_id: int, *, unread: bool) -> list[ColumnElement[bool]]:
    """What a translator may read: what is public, and what waits for a moderator."""
    statuses = [Status.PUBLISHED, Status.WAITING] if unread else [Status.PUBLISHED]
    return [Contribution.process_id == process_id, Contribution.status.in_(statuses)]


def counted_by_language(session: Session, scope: list[ColumnElement[bool]]) -> dict[str, int]:
    rows = session.execute(select(Contribution.language, func.count()).where(*scope).group_by(Contribution.language))
    return {language: count for language, count in rows}  # noqa: C416 - rows are not pairs to the checker


def done_by_pair(session: Session, scope: list[ColumnElement[bool]]) -> dict[tuple[str, str], int]:
    """(target, source) -> how many have an approved version that is not outdated."""
    rows = session.execute(
        select(Translation.language, Contribution.language, func.count())
        .join(Contribution, Contribution.id == Translation.contribution_id)
        .where(*scope, Translation.state == State.APPROVED, Translation.outdated.is_(other=False))
        .group_by(Translation.language, Contribution.language)
    )
    return {(to, source): count for to, source, count in rows}


def lines(session: Session, scope: list[ColumnElement[bool]], wanted: Wanted) -> list[Line]:
    approved = aliased(Translation)
    beside = {state: lies_beside(state, wanted.to) for state in (State.DRAFT, State.OFFERED)}
    up_to_date = and_(approved.id.is_not(None), approved.outdated.is_(other=False))
    matching = [*scope, Contribution.language != wanted.to]
    matching.append(up_to_date if wanted.done else or_(approved.id.is_(None), approved.outdated.is_(other=True)))
    if wanted.source:
        matching.append(Contribution.language == wanted.source)
    rows = session.execute(
        select(Contribution, approved, beside[State.DRAFT], beside[State.OFFERED])
        .outerjoin(
            approved,
            and_(
                approved.contribution_id == Contribution.id,
                approved.language == wanted.to,
                approved.state == State.APPROVED,
            ),
        )
        .where(*matching)
        .order_by(
            case((approved.id.is_not(None), 0), else_=1), Contribution.support_count.desc(), Contribution.id.desc()
        )
        .limit(PER_PAGE)
        .offset((wanted.page - 1) * PER_PAGE)
    )
    return [
        Line(
            contribution,
            need_of(
                approved=version is not None,
                outdated=version is not None and version.outdated,
                drafted=bool(drafted),
                offered=bool(offered),
            ),
        )
        for contribution, version, drafted, offered in rows
    ]


def lies_beside(state: State, language: str) -> ColumnElement[bool]:
    """A column beside contributions: whether there is one in this state."""
    return exists().where(
        Translation.contribution_id == Contribution.id, Translation.language == language, Translation.state == state
    )
