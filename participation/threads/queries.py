from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, UnaryExpression, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.people.models import Person
from participation.threads.models import CommentPlace
from participation.threads.rules import ANSWERS_SHOWN, BRANCH_PAGE, PER_PAGE, Order, Stance, pages


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment with its place. name: of its author's account, where they show a role."""

    comment: Contribution
    place: CommentPlace
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks a thread for. page counts from 1; stance None: every one."""

    order: Order = Order.HELPFUL
    stance: Stance | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a thread: public comments by stance, and how many were ever public, which only grows."""

    stances: dict[Stance, int]
    ever: int

    @property
    def total(self) -> int:
        return sum(self.stances.values())


@dataclass(frozen=True, slots=True)
class Conversations:
    """A page of a thread: conversations with their first answers. answers: how many each has, id -> number."""

    tops: list[Placed]
    shown: list[Placed]
    answers: dict[int, int]
    page: int
    pages: int


def root_of(session: Session, comment_id: int) -> Contribution | None:
    """What a comment talks about; None for what is no comment."""
    return session.scalar(
        select(Contribution)
        .join(CommentPlace, CommentPlace.root_id == Contribution.id)
        .where(CommentPlace.comment_id == comment_id)
    )


def answered_by(session: Session, comment_ids: Iterable[int]) -> dict[int, Contribution]:
    """What these comments answer: comment id -> a comment; those that begin a conversation are left out."""
    answered = func.coalesce(CommentPlace.answers_id, CommentPlace.parent_id)
    rows = session.execute(
        select(CommentPlace.comment_id, Contribution)
        .join(Contribution, Contribution.id == answered)
        .where(CommentPlace.comment_id.in_(list(comment_ids)))
    )
    return {comment_id: found for comment_id, found in rows}  # noqa: C416 - rows are not pairs to the checker


def roots_of(session: Session, comment_ids: Iterable[int]) -> dict[int, Contribution]:
    """What these comments talk about: comment id -> the root; what is no comment is left out."""
    rows = session.execute(
        select(CommentPlace.comment_id, Contribution)
        .join(Contribution, Contribution.id == CommentPlace.root_id)
        .where(CommentPlace.comment_id.in_(list(comment_ids)))
    )
    return {comment_id: root for comment_id, root in rows}  # noqa: C416 - rows are not pairs to the checker


def public_comment(session: Session, root_id: int, public_id: str) -> Placed | None:
    """A comment under this root that everybody reads."""
    found = session.execute(
        select(Contribution, CommentPlace)
        .join(CommentPlace, CommentPlace.comment_id == Contribution.id)
        .where(
            CommentPlace.root_id == root_id,
            Contribution.public_id == public_id,
            Contribution.status == Status.PUBLISHED,
        )
    ).one_or_none()
    return Placed(*found) if found else None


def was_talked_about(session: Session, contribution: Contribution) -> bool:
    """Whether somebody else wrote something under it, answered or quoted it."""
    somebody_else = or_(Contribution.author_id.is_(None), Contribution.author_id != contribution.author_id)
    about = (CommentPlace.root_id, CommentPlace.parent_id, CommentPlace.answers_id, CommentPlace.quoted_id)
    found = (
        select(CommentPlace.comment_id)
        .join(Contribution, Contribution.id == CommentPlace.comment_id)
        .where(or_(*[column == contribution.id for column in about]), somebody_else)
    )
    return session.scalar(found.limit(1)) is not None


def seen_comment(session: Session, root_id: int, public_id: str, viewer: Collection[int]) -> Placed | None:
    """The same for whoever looks: one's own while it waits, and the empty place of what was taken down."""
    row = session.execute(
        placed().where(CommentPlace.root_id == root_id, Contribution.public_id == public_id, seen_by(viewer))
    ).one_or_none()
    return Placed(*row) if row else None


def seen_by(viewer: Collection[int]) -> ColumnElement[bool]:
    """What stands in a thread: what is public, the place of what was, and one's own.

    viewer: as whom whoever looks says something (`Actor.authors`); empty for somebody we do not know.
    """
    everybody = Contribution.published_at.is_not(None)
    if not viewer:
        return everybody
    return or_(everybody, and_(Contribution.author_id.in_(viewer), Contribution.status != Status.WITHDRAWN))


def placed() -> Select[Contribution, CommentPlace, str]:
    """Comments with their places and, where a role is shown, the name of whoever holds it."""
    return (
        select(Contribution, CommentPlace, func.coalesce(Person.name, ""))
        .join(CommentPlace, CommentPlace.comment_id == Contribution.id)
        .outerjoin(Person, and_(Person.id == Contribution.author_id, CommentPlace.speaks_as.is_not(None)))
    )


def figures(session: Session, root_id: int) -> Figures:
    rows = session.execute(
        select(
            CommentPlace.stance,
            func.count().filter(Contribution.status == Status.PUBLISHED),
            func.count(Contribution.published_at),
        )
        .join(Contribution, Contribution.id == CommentPlace.comment_id)
        .where(CommentPlace.root_id == root_id)
        .group_by(CommentPlace.stance)
    ).all()
    return Figures({Stance(stance): count for stance, count, _ in rows if count}, sum(ever for _, _, ever in rows))


def ever_public(session: Session, root_public_id: str) -> int | None:
    """How many comments were ever public under a public contribution; None where there is none."""
    root = aliased(Contribution)
    known, ever = session.execute(
        select(func.count(root.id.distinct()), func.count(Contribution.published_at))
        .select_from(root)
        .outerjoin(CommentPlace, CommentPlace.root_id == root.id)
        .outerjoin(Contribution, Contribution.id == CommentPlace.comment_id)
        .where(root.public_id == root_public_id, root.status == Status.PUBLISHED)
    ).one()
    return ever if known else None


def conversations(session: Session, root_id: int, wanted: Wanted, viewer: Collection[int]) -> Conversations:
    """A page of conversations, each with its first answers, in three statements however many there are."""
    here = [CommentPlace.root_id == root_id, CommentPlace.depth == 1, seen_by(viewer)]
    if wanted.stance:
        here.append(CommentPlace.stance == wanted.stance)
    total = session.scalar(
        select(func.count())
        .select_from(CommentPlace)
        .join(Contribution, Contribution.id == CommentPlace.comment_id)
        .where(*here)
    )
    last = pages(total or 0, PER_PAGE)
    page = min(max(1, wanted.page), last)
    rows = session.execute(
        placed().where(*here).order_by(*ordering(wanted.order)).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    )
    tops = [Placed(*row) for row in rows]
    shown, answers = first_answers(session, [one.comment.id for one in tops], viewer)
    return Conversations(tops, shown, answers, page, last)


def ordering(order: Order) -> list[UnaryExpression[Any]]:
    if order is Order.OLDEST:
        return [Contribution.created_at.asc(), Contribution.id.asc()]
    newest: list[UnaryExpression[Any]] = [Contribution.created_at.desc(), Contribution.id.desc()]
    return [Contribution.support_count.desc(), *newest] if order is Order.HELPFUL else newest


def first_answers(
    session: Session, top_ids: Sequence[int], viewer: Collection[int]
) -> tuple[list[Placed], dict[int, int]]:
    """The oldest answers in each conversation, in reading order, and how many there are: top id -> number."""
    if not top_ids:
        return [], {}
    numbered = (
        select(
            CommentPlace.comment_id,
            func.row_number().over(partition_by=CommentPlace.top_id, order_by=CommentPlace.comment_id).label("place"),
            func.count().over(partition_by=CommentPlace.top_id).label("answers"),
        )
        .join(Contribution, Contribution.id == CommentPlace.comment_id)
        .where(CommentPlace.top_id.in_(top_ids), CommentPlace.depth > 1, seen_by(viewer))
        .subquery()
    )
    rows = session.execute(
        placed()
        .add_columns(numbered.c.answers)
        .join(numbered, numbered.c.comment_id == CommentPlace.comment_id)
        .where(numbered.c.place <= ANSWERS_SHOWN)
        .order_by(CommentPlace.path)
    ).all()
    counted = {place.top_id: answers for _, place, _, answers in rows}
    return [Placed(comment, place, name) for comment, place, name, _ in rows], counted


@dataclass(frozen=True, slots=True)
class Branch:
    """A page of one conversation, in reading order; `top` stands above it on every page."""

    top: Placed
    answers: list[Placed]
    total: int
    page: int
    pages: int


def branch(session: Session, top_id: int, viewer: Collection[int], *, page: int = 0, showing: str = "") -> Branch:
    """One conversation. page 0: the one on which the comment with the path `showing` stands."""
    top = session.execute(placed().where(CommentPlace.comment_id == top_id)).one()
    answers = [CommentPlace.top_id == top_id, CommentPlace.depth > 1, seen_by(viewer)]
    total, before = session.execute(
        select(func.count(), func.count().filter(CommentPlace.path < showing))
        .select_from(CommentPlace)
        .join(Contribution, Contribution.id == CommentPlace.comment_id)
        .where(*answers)
    ).one()
    last = pages(total, BRANCH_PAGE)
    page = min(max(1, page or before // BRANCH_PAGE + 1), last)
    rows = session.execute(
        placed().where(*answers).order_by(CommentPlace.path).limit(BRANCH_PAGE).offset((page - 1) * BRANCH_PAGE)
    )
    return Branch(Placed(*top), [Placed(*row) for row in rows], total, page, last)


def published_since(session: Session, root_id: int, seen: int, most: int) -> list[Placed]:
    """What became public after the first `seen` did, in that order."""
    rows = session.execute(
        placed()
        .where(CommentPlace.root_id == root_id, Contribution.published_at.is_not(None))
        .order_by(Contribution.published_at, Contribution.id)
        .offset(seen)
        .limit(most)
    )
    return [one for one in (Placed(*row) for row in rows) if one.comment.status == Status.PUBLISHED]


@dataclass(frozen=True, slots=True)
class Named:
    """A comment that another one refers to. public: whether everybody may read it now."""

    public_id: str
    voice: int | None
    language: str
    public: bool


def named(session: Session, ids: Iterable[int]) -> dict[int, Named]:
    """What comments answer or quote, a root included: contribution id -> what may be said of it."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = session.execute(
        select(Contribution, CommentPlace.voice)
        .outerjoin(CommentPlace, CommentPlace.comment_id == Contribution.id)
        .where(Contribution.id.in_(wanted))
    )
    return {one.id: Named(one.public_id, voice, one.language, one.status == Status.PUBLISHED) for one, voice in rows}


def comment_count() -> ScalarSelect[int]:
    """A column beside contributions: how many public comments each has."""
    comment = aliased(Contribution)
    return (
        select(func.count())
        .select_from(CommentPlace)
        .join(comment, comment.id == CommentPlace.comment_id)
        .where(CommentPlace.root_id == Contribution.id, comment.status == Status.PUBLISHED)
        .correlate(Contribution)
        .scalar_subquery()
    )


def comment_counts() -> Subquery:
    """Root id -> how many public comments stand under it, to join where a list is ordered by that: counted once."""
    comment = aliased(Contribution)
    return (
        select(CommentPlace.root_id, func.count().label("comments"))
        .join(comment, comment.id == CommentPlace.comment_id)
        .where(comment.status == Status.PUBLISHED)
        .group_by(CommentPlace.root_id)
        .subquery()
    )


def comments_under(session: Session, root_ids: Iterable[int]) -> dict[int, int]:
    """How many public comments stand under each of these: root id -> number; none for those without."""
    rows = session.execute(
        select(CommentPlace.root_id, func.count())
        .join(Contribution, Contribution.id == CommentPlace.comment_id)
        .where(CommentPlace.root_id.in_(list(root_ids)), Contribution.status == Status.PUBLISHED)
        .group_by(CommentPlace.root_id)
    )
    return {root_id: count for root_id, count in rows}  # noqa: C416 - rows are not pairs to the checker
