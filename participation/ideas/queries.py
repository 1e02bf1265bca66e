from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, func, select
from sqlalchemy.orm import Session

from participation.contributions.lineage import Place, standing_in
from participation.contributions.models import Contribution
from participation.contributions.present import Spoken, spoken
from participation.contributions.queries import on_the_board, public_ideas, saying
from participation.ideas.rules import PER_PAGE, Order, pages
from participation.threads.queries import comment_count


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks the board for. page counts from 1; show: ideas on a page."""

    order: Order = Order.NEWEST
    language: str = ""
    search: str = ""
    page: int = 1
    show: int = PER_PAGE


@dataclass(frozen=True, slots=True)
class Shown:
    """An idea of the board. comments: how many everybody may read under it; stands: where, if not on its own."""

    id: int
    idea: Spoken
    comments: int
    stands: list[Place]


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the board. total: ideas that match; everything: all public ideas of the collection."""

    ideas: list["Shown"]
    total: int
    everything: int
    languages: dict[str, int]
    page: int
    pages: int


def board(session: Session, format_id: int, wanted: Wanted, *, figures: bool = True) -> Board:
    """The public ideas of a collection. What is not published is never found, counted or listed.

    Whoever searches for words also finds what stands in another idea now, marked with where.

    figures: False while the phase keeps back how many support an idea.
    """
    counted = session.execute(
        select(Contribution.language, func.count())
        .where(*public(format_id))
        .group_by(Contribution.language)
        .order_by(func.count().desc(), Contribution.language)
    )
    languages = {language: count for language, count in counted}  # noqa: C416 - rows are not pairs to the checker
    everything = sum(languages.values())
    listed = [Contribution.format_id == format_id, *public_ideas()] if saying(wanted.search) else public(format_id)
    matching = [*listed, *asked_for(wanted)]
    total = session.scalar(select(func.count()).select_from(Contribution).where(*matching)) or 0
    last = pages(total, wanted.show)
    page = min(max(1, wanted.page), last)
    found = session.execute(
        select(Contribution, comment_count())
        .where(*matching)
        .order_by(*ordering(wanted.order))
        .limit(wanted.show)
        .offset((page - 1) * wanted.show)
    )
    rows = [(idea, comments) for idea, comments in found]
    stands = standing_in(session, [idea for idea, _ in rows])
    ideas = [
        Shown(idea.id, spoken(idea, figures=figures), comments, stands.get(idea.id, [])) for idea, comments in rows
    ]
    return Board(ideas, total, everything, languages, page, last)


def public(format_id: int) -> list[ColumnElement[bool]]:
    return [Contribution.format_id == format_id, *on_the_board()]


def asked_for(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = saying(wanted.search)
    if wanted.language:
        conditions.append(Contribution.language == wanted.language)
    return conditions


def ordering(order: Order) -> list[UnaryExpression[Any]]:
    by_time: list[UnaryExpression[Any]] = [Contribution.published_at.desc(), Contribution.id.desc()]
    return [Contribution.support_count.desc(), *by_time] if order is Order.SUPPORT else by_time


def count_public(session: Session, format_id: int) -> tuple[int, int]:
    """(ideas, languages) of a collection, for the line under its name."""
    ideas, languages = session.execute(
        select(func.count(), func.count(Contribution.language.distinct())).where(*public(format_id))
    ).one()
    return ideas, languages
