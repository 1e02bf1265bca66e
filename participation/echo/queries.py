"""What is new for somebody, as far as it can still be read, and what they support or follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Exists,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from participation.contributions.models import Contribution, Follow, Support
from participation.contributions.rules import Kind as Said
from participation.contributions.rules import Status
from participation.notifications.models import Notification
from participation.notifications.rules import Kind, Tie
from participation.organisations.models import OrganisationMember
from participation.process.models import Process
from participation.process.rules import ProcessState
from participation.threads.models import CommentPlace

MOST_SHOWN = 50
PER_PAGE = 20
# to the author about their own: told while it is hidden, too
TO_ITS_AUTHOR = (Kind.DECISION, Kind.REDRAFT, Kind.APPEAL, Kind.OBJECTION)
COMMENT, PLACE, SUBJECT = aliased(Contribution), aliased(CommentPlace), aliased(CommentPlace)


def unseen() -> list[ColumnElement[bool]]:
    """Conditions on notifications joined with their contribution and its process: new, and still to be read.

    Of whom and where the parameters `person` and `town` say.

    What is hidden, withdrawn or in a draft is named to nobody but its author, and talk only while there is any.
    """
    public = and_(Contribution.status == Status.PUBLISHED, Process.state != ProcessState.DRAFT)
    kept = Contribution.status != Status.WITHDRAWN
    own = or_(
        Notification.kind.in_(TO_ITS_AUTHOR), and_(Notification.kind == Kind.LINEAGE, Notification.tie == Tie.AUTHOR)
    )
    return [
        Notification.person_id == bindparam("person", type_=Integer),
        Notification.municipality_id == bindparam("town", type_=Integer),
        Notification.seen_at.is_(None),
        or_(
            Notification.kind == Kind.REPORT,
            and_(own, kept),
            and_(public, Notification.kind != Kind.REPLY),
            and_(public, has_replies()),
        ),
    ]


def has_replies() -> Exists:
    return exists(select(1).select_from(PLACE).where(*replies())).correlate(Notification, Contribution)


def replies() -> list[ColumnElement[bool]]:
    """Conditions on PLACE: a public comment by somebody else, of those that a notification of the kind `reply` tells.

    Of an idea that is everything under it, of a comment what answers it; since the first that was new.
    """
    place_of_subject = select(SUBJECT.root_id).where(SUBJECT.comment_id == Notification.contribution_id)
    answers = func.coalesce(PLACE.answers_id, PLACE.parent_id) == Notification.contribution_id
    is_idea = Contribution.kind == Said.IDEA
    root = func.coalesce(place_of_subject.correlate(Notification).scalar_subquery(), Notification.contribution_id)
    own_organisation = (
        select(OrganisationMember.id)
        .where(
            OrganisationMember.organisation_id == COMMENT.organisation_id,
            OrganisationMember.person_id == Notification.person_id,
        )
        .correlate(COMMENT, Notification)
    )
    public = (
        select(COMMENT.id)
        .where(
            COMMENT.id == PLACE.comment_id,
            COMMENT.status == Status.PUBLISHED,
            COMMENT.published_at >= Notification.first_at,
            or_(COMMENT.author_id.is_(None), COMMENT.author_id != Notification.person_id),
            or_(COMMENT.organisation_id.is_(None), ~exists(own_organisation)),
        )
        .correlate(PLACE, Notification)
    )
    return [PLACE.root_id == root, or_(is_idea, answers), exists(public)]


@cache
def counted() -> Select[int]:
    """Put together once: every page of somebody we know asks it."""
    return (
        select(func.count(Notification.id))
        .join(Contribution, Contribution.id == Notification.contribution_id)
        .join(Process, Process.id == Contribution.process_id)
        .where(*unseen())
    )


def count_unseen(session: Session, person_id: int, municipality_id: int) -> int:
    """For the tab: how much is new. One statement."""
    return session.scalar(counted(), {"person": person_id, "town": municipality_id}) or 0


@dataclass(frozen=True, slots=True)
class Told:
    """A notification with what it is about."""

    notification: Notification
    contribution: Contribution


def told(
    session: Session, person_id: int, municipality_id: int, *, since: datetime | None = None, limit: int = MOST_SHOWN
) -> list[Told]:
    """What is new for somebody, the newest first. since: only what came after that."""
    rows = (
        select(Notification, Contribution)
        .join(Contribution, Contribution.id == Notification.contribution_id)
        .join(Process, Process.id == Contribution.process_id)
        .where(*unseen())
        .order_by(Notification.at.desc(), Notification.id.desc())
        .limit(limit)
    )
    if since is not None:
        rows = rows.where(Notification.at > since)
    asked = {"person": person_id, "town": municipality_id}
    return [Told(one, about) for one, about in session.execute(rows, asked)]


@dataclass(frozen=True, slots=True)
class Replies:
    """What was said since: how much, and the first of it by its public id and that of what it stands under."""

    count: int
    root: str
    first: str


def replies_to(session: Session, notifications: Sequence[Notification]) -> Mapping[int, Replies]:
    """Notification id -> what was said, for those of the kind `reply`, in one statement; none where there are none."""
    ids = [one.id for one in notifications if one.kind == Kind.REPLY]
    if not ids:
        return {}
    found = (
        select(
            Notification.id,
            func.count(PLACE.comment_id).label("count"),
            func.min(PLACE.comment_id).label("first_id"),
            func.min(PLACE.root_id).label("root_id"),
        )
        .join(Contribution, Contribution.id == Notification.contribution_id)
        .join(PLACE, literal(value=True))
        .where(Notification.id.in_(ids), *replies())
        .group_by(Notification.id)
        .subquery()
    )
    first, root = aliased(Contribution), aliased(Contribution)
    rows = session.execute(
        select(found.c.id, found.c.count, root.public_id, first.public_id)
        .join(first, first.id == found.c.first_id)
        .join(root, root.id == found.c.root_id)
    )
    return {one: Replies(count, under, said) for one, count, under, said in rows}


# --- what somebody supports or follows


@dataclass(frozen=True, slots=True)
class Bond:
    """An idea that somebody supports, follows, or both."""

    idea: Contribution
    supports: bool
    follows: bool


@dataclass(frozen=True, slots=True)
class Bonds:
    lines: list[Bond]
    total: int
    page: int
    pages: int


def bonds(session: Session, person_id: int, municipality_id: int, page: int) -> Bonds:
    """A page of the public ideas somebody supports of their own accord or follows, the newest first. Two statements."""
    supports = select(Support.contribution_id, Support.created_at, literal(1).label("supports")).where(
        Support.person_id == person_id, Support.step_id.is_(None)
    )
    wants = select(Follow.contribution_id, Follow.created_at, literal(0).label("supports")).where(
        Follow.person_id == person_id
    )
    both = union_all(supports, wants).subquery()
    each = (
        select(
            both.c.contribution_id,
            func.max(both.c.created_at).label("at"),
            func.max(both.c.supports).label("supports"),
            func.min(both.c.supports).label("only_supports"),
        )
        .group_by(both.c.contribution_id)
        .subquery()
    )
    ideas = (
        select(Contribution)
        .join(each, each.c.contribution_id == Contribution.id)
        .join(Process, Process.id == Contribution.process_id)
        .where(
            Contribution.municipality_id == municipality_id,
            Contribution.kind == Said.IDEA,
            Contribution.status == Status.PUBLISHED,
            Process.state != ProcessState.DRAFT,
        )
    )
    total = session.scalar(ideas.with_only_columns(func.count())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = session.execute(
        ideas.with_only_columns(Contribution, each.c.supports, each.c.only_supports)
        .order_by(each.c.at.desc(), Contribution.id.desc())
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    lines = [Bond(idea, bool(supports), not only_supports) for idea, supports, only_supports in rows]
    return Bonds(lines, total, page, pages)


def has_bonds(session: Session, person_id: int) -> bool:
    """Whether somebody supports or follows anything."""
    found = (
        select(Support.contribution_id).where(Support.person_id == person_id).limit(1),
        select(Follow.contribution_id).where(Follow.person_id == person_id).limit(1),
    )
    return any(session.scalar(one) is not None for one in found)
