from dataclasses import dataclass
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select, true
from sqlalchemy.orm import Session

from participation.answers.queries import (
    answered_column,
    has_answer,
    has_reached,
    in_field,
    placed_column,
    stage_column,
)
from participation.answers.rules import Stage, stage_reached
from participation.contributions.lineage import Place, standing_in
from participation.contributions.models import Contribution, Photo
from participation.contributions.present import Spoken
from participation.contributions.queries import on_the_board, public_ideas, saying
from participation.ideas.rules import PER_PAGE, Order, pages
from participation.languages.present import told
from participation.languages.queries import saying_in_any_language, versions_for
from participation.threads.queries import comment_count, comment_counts

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks the board for. field: the key of a field of action; page counts from 1; show: ideas on a page.

    answered, photo: only those with an official answer, with a photo.
    """

    order: Order = Order.NEWEST
    language: str = ""
    search: str = ""
    stage: Stage | None = None
    field: str = ""
    answered: bool = False
    photo: bool = False
    page: int = 1
    show: int = PER_PAGE

    @property
    def filters(self) -> dict[str, str]:
        """What is asked for as parameters of an address, without order and pages."""
        asked = {
            "search": self.search,
            "language": self.language,
            "stage": self.stage.value if self.stage else "",
            "field": self.field,
            "answered": "1" if self.answered else "",
            "photo": "1" if self.photo else "",
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def args(self) -> dict[str, str]:
        """Everything but the page, as parameters of an address: the same address is the same list to everybody."""
        order = {"order": self.order.value} if self.order is not Order.NEWEST else {}
        show = {"show": str(self.show)} if self.show != PER_PAGE else {}
        return self.filters | order | show


@dataclass(frozen=True, slots=True)
class Shown:
    """An idea of the board. comments: how many everybody may read under it; answered: whether officially.

    stands: where it stands now, if not in its own right.
    """

    id: int
    idea: Spoken
    comments: int
    stage: Stage
    answered: bool
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


def board(session: Session, format_id: int, wanted: Wanted, lang: str, *, figures: bool = True) -> Board:
    """The public ideas of a collection. What is not published is never found, counted or listed.

    Whoever searches for words also finds what stands in another idea now, marked with where.

    lang: the reader's language. figures: False while the phase keeps back how many support an idea.
    """
    matching = asked_for(wanted)
    fits, own = and_(true(), *matching), and_(*on_the_board())
    listed = [Contribution.format_id == format_id, *public_ideas()] if saying(wanted.search) else public(format_id)
    counted = session.execute(
        select(Contribution.language, func.count(case((own, 1))), func.count(case((fits, 1))))
        .where(*listed)
        .group_by(Contribution.language)
        .order_by(func.count(case((own, 1))).desc(), Contribution.language)
    ).all()
    languages = {language: own for language, own, _ in counted if own}
    everything, total = sum(languages.values()), sum(fitting for _, _, fitting in counted)
    last = pages(total, wanted.show)
    page = min(max(1, wanted.page), last)
    # first which ideas stand on the page, then their words: what is sorted stays small
    of_page = ordered(select(Contribution.id).where(*listed, *matching), wanted.order)
    shown = of_page.limit(wanted.show).offset((page - 1) * wanted.show)
    columns = select(Contribution, comment_count(), placed_column(), stage_column(), answered_column())
    rows = session.execute(ordered(columns.where(Contribution.id.in_(shown)), wanted.order)).all()
    stands = standing_in(session, [idea for idea, *_ in rows])
    versions = versions_for(session, [idea.id for idea, *_ in rows], lang)
    ideas = [
        Shown(
            idea.id,
            told(idea, versions.get(idea.id), figures=figures),
            comments,
            stage_reached(placed=bool(placed), decided=decided),
            bool(answered),
            stands.get(idea.id, []),
        )
        for idea, comments, placed, decided, answered in rows
    ]
    return Board(ideas, total, everything, languages, page, last)


def public(format_id: int) -> list[ColumnElement[bool]]:
    return [Contribution.format_id == format_id, *on_the_board()]


def asked_for(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = saying_in_any_language(wanted.search)
    if wanted.language:
        conditions.append(Contribution.language == wanted.language)
    if wanted.stage:
        conditions += has_reached(wanted.stage)
    if wanted.field:
        conditions.append(in_field(wanted.field))
    if wanted.answered:
        conditions.append(has_answer())
    if wanted.photo:
        conditions.append(Contribution.id.in_(select(Photo.contribution_id)))
    return conditions


def ordered(ideas: "Select[*Columns]", order: Order) -> "Select[*Columns]":
    if order is Order.SUPPORT:
        ideas = ideas.order_by(Contribution.support_count.desc())
    if order is Order.DISCUSSED:
        talk = comment_counts()
        ideas = ideas.outerjoin(talk, talk.c.root_id == Contribution.id)
        ideas = ideas.order_by(func.coalesce(talk.c.comments, 0).desc())
    return ideas.order_by(Contribution.published_at.desc(), Contribution.id.desc())


def count_public(session: Session, format_id: int) -> tuple[int, int]:
    """(ideas, languages) of a collection, for the line under its name."""
    ideas, languages = session.execute(
        select(func.count(), func.count(Contribution.language.distinct())).where(*public(format_id))
    ).one()
    return ideas, languages
