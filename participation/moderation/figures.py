"""Counts of what moderation did, for everybody: no text, no name, and as many statements whatever there is to count."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, and_, case, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from participation.contributions.models import Contribution
from participation.contributions.rules import Source, Status
from participation.foundation import clock
from participation.foundation.messages import N_
from participation.moderation.models import Appeal, Case, Decision, Notice, Statement
from participation.moderation.periods import Period
from participation.moderation.queries import count_waiting
from participation.moderation.rules import Occasion, Outcome, Reason, Restriction

# of single contributions; a whole process that is withdrawn is no decision about what somebody said
RESTRICTED = (Restriction.NOT_PUBLISHED, Restriction.TAKEN_DOWN)

Moments = ColumnElement[datetime] | InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
Counting = Callable[[Session, int, Sequence[Period]], list[int]]


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """What happened in a period. published: public now, since then; restricted: by a decision in force, taken then.

    median: from the moment somebody had to look until the first decision.

    more: in the order of `Figures.more`.
    """

    period: Period
    received: int
    published: int
    restricted: int
    median: timedelta | None
    more: list[int]


@dataclass(frozen=True, slots=True)
class Figures:
    """by_reason: decisions in force by rule, over all periods; waiting: what is open now; more: names of columns."""

    lines: list[PeriodFigures]
    by_reason: dict[Reason, int]
    waiting: int
    more: list[str] = field(default_factory=list)


def figures(session: Session, municipality_id: int, told: Sequence[Period]) -> Figures:
    """The figures of these periods, in their order."""
    not_sent_here = (Source.IMPORT, Source.MODERATORS, Source.INTERVIEW)
    ours = Contribution.municipality_id == municipality_id, Contribution.source.not_in(not_sent_here)
    received = count_by_period(session, told, Contribution.created_at, *ours)
    public = Contribution.status == Status.PUBLISHED
    published = count_by_period(session, told, Contribution.published_at, public, *ours)
    restricted, by_reason = decided(session, municipality_id, told)
    medians = first_decisions(session, municipality_id, told)
    more = [counting(session, municipality_id, told) for counting in COLUMNS.values()]
    lines = [
        PeriodFigures(period, received[at], published[at], restricted[at], medians.get(at), [one[at] for one in more])
        for at, period in enumerate(told)
    ]
    return Figures(lines, by_reason, count_waiting(session, municipality_id), list(COLUMNS))


def count_by_period(
    session: Session, told: Sequence[Period], moment: Moments, *conditions: ColumnElement[bool]
) -> list[int]:
    """How many rows that meet the conditions have their moment in each period, in one statement."""
    placed = select(place_of(moment, told).label("place")).where(*conditions, within(moment, told)).subquery()
    rows = session.execute(select(placed.c.place, func.count()).group_by(placed.c.place))
    counts = {place: count for place, count in rows}  # noqa: C416 - rows are not pairs to the checker
    return [counts.get(place, 0) for place in range(len(told))]


def place_of(moment: Moments, told: Sequence[Period]) -> ColumnElement[int]:
    """The place of the period that a moment falls into, in words that every database knows.

    It stands in a subquery wherever it is grouped by: PostgreSQL cannot tell that two of them are the same.
    """
    return case(
        *[(and_(moment >= midnight(one.first), moment < midnight(one.after)), place) for place, one in enumerate(told)]
    )


def within(moment: Moments, told: Sequence[Period]) -> ColumnElement[bool]:
    first, after = min(one.first for one in told), max(one.after for one in told)
    return and_(moment >= midnight(first), moment < midnight(after))


def midnight(day: date) -> datetime:
    """When a day begins in the town."""
    return datetime.combine(day, time(), tzinfo=clock.TOWN_HALL)


def of_this_house(municipality_id: int) -> ColumnElement[bool]:
    """What our own people decided, not what an imported source did."""
    ours = or_(Decision.reason.is_(None), Decision.reason != Reason.SOURCE)
    return and_(Decision.municipality_id == municipality_id, ours)


def decided(session: Session, municipality_id: int, told: Sequence[Period]) -> tuple[list[int], dict[Reason, int]]:
    """(restricted, the same by rule): the statements of reasons that are in force, each in its own period."""
    placed = (
        select(place_of(Statement.at, told).label("place"), Statement.reason)
        .where(
            Statement.municipality_id == municipality_id,
            Statement.kind.in_(RESTRICTED),
            Statement.occasion != Occasion.SOURCE,
            Statement.ended_at.is_(None),
            within(Statement.at, told),
        )
        .subquery()
    )
    facts = (placed.c.place, placed.c.reason)
    rows = session.execute(select(*facts, func.count()).group_by(*facts))
    restricted, by_reason = [0] * len(told), Counter[Reason]()
    for place, reason, count in rows:
        restricted[place] += count
        by_reason[Reason(reason)] += count
    return restricted, dict(by_reason)


def reports(session: Session, municipality_id: int, told: Sequence[Period]) -> list[int]:
    return count_by_period(session, told, Notice.at, Notice.municipality_id == municipality_id)


def appeals(session: Session, municipality_id: int, told: Sequence[Period]) -> list[int]:
    return count_by_period(session, told, Appeal.at, Appeal.municipality_id == municipality_id)


def appeals_upheld(session: Session, municipality_id: int, told: Sequence[Period]) -> list[int]:
    """Appeals after which the contribution was public again, in the period they came."""
    ours = Appeal.municipality_id == municipality_id, Appeal.outcome == Outcome.PUBLIC
    return count_by_period(session, told, Appeal.at, *ours)


class seconds_between(FunctionElement[float]):  # noqa: N801 - it stands in statements like SQL's own functions
    """Seconds from one moment to a later one, in the words of each database."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def seconds_on_sqlite(element: Any, compiler: SQLCompiler, **more: Any) -> str:
    begun, ended = (compiler.process(one, **more) for one in element.clauses)
    return f"((julianday({ended}) - julianday({begun})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def seconds_on_postgres(element: Any, compiler: SQLCompiler, **more: Any) -> str:
    begun, ended = (compiler.process(one, **more) for one in element.clauses)
    return f"EXTRACT(EPOCH FROM ({ended} - {begun}))"


def first_decisions(session: Session, municipality_id: int, told: Sequence[Period]) -> dict[int, timedelta]:
    """The median time to the first decision of each period that has one. The database sorts; nothing else is read."""
    took = ranked(municipality_id, told).subquery()
    middle = or_(took.c.rank == (took.c.many + 1) // 2, took.c.rank == (took.c.many + 2) // 2)
    rows = session.execute(select(took.c.place, func.avg(took.c.seconds)).where(middle).group_by(took.c.place))
    return {place: timedelta(seconds=float(seconds)) for place, seconds in rows}


def ranked(municipality_id: int, told: Sequence[Period]) -> Select[Any]:
    """Each case with the seconds to its first decision, and its rank among those of the same period."""
    first = (
        select(Decision.case_id, func.min(Decision.at).label("at"))
        .where(of_this_house(municipality_id))
        .group_by(Decision.case_id)
        .subquery()
    )
    place = place_of(first.c.at, told)
    seconds = seconds_between(Case.opened_at, first.c.at)
    return (
        select(
            place.label("place"),
            seconds.label("seconds"),
            func.row_number().over(partition_by=place, order_by=seconds).label("rank"),
            func.count().over(partition_by=place).label("many"),
        )
        .join(first, first.c.case_id == Case.id)
        .where(within(first.c.at, told), first.c.at >= Case.opened_at)
    )


# what else is counted: name for the catalogues -> how
COLUMNS: Mapping[str, Counting] = {
    N_("Reports"): reports,
    N_("Appeals"): appeals,
    N_("Public again after an appeal"): appeals_upheld,
}
