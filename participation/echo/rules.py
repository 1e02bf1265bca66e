"""How many ideas have an answer and how long that took; small numbers are not told (docs/decisions/027)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median

FEWEST = 5  # below it a number is not told
LONG = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Count:
    """A number that may be told: none, fewer than FEWEST, or how many."""

    exact: int

    @property
    def is_few(self) -> bool:
        return 0 < self.exact < FEWEST


@dataclass(frozen=True, slots=True)
class IdeaFacts:
    """An idea that everybody reads. under_way: it is in a field, or it was decided what becomes of it.

    answered_at: when its first official answer was published; of one given before, at once.
    """

    id: int
    public_at: datetime
    field: str | None
    under_way: bool
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days until the first answer: half were answered within `half`, nine of ten within `most`."""

    half: int
    most: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a process or of one field. days: None where fewer than FEWEST have an answer; long: wait longer than LONG."""

    ideas: Count
    answered: Count
    under_way: Count
    waiting: Count
    long: Count
    days: Days | None


def figures(ideas: Sequence[IdeaFacts], now: datetime) -> Figures:
    answered = [one for one in ideas if one.answered_at is not None]
    waiting = [one for one in ideas if one.answered_at is None]
    return Figures(
        ideas=Count(len(ideas)),
        answered=Count(len(answered)),
        under_way=Count(sum(one.under_way for one in ideas)),
        waiting=Count(len(waiting)),
        long=Count(sum(now - one.public_at > LONG for one in waiting)),
        days=days_until([one.answered_at - one.public_at for one in ideas if one.answered_at is not None]),
    )


def days_until(waits: Iterable[timedelta]) -> Days | None:
    """The median and the 90 % of whole days (nearest rank); None for fewer than FEWEST."""
    days = sorted(max(0, one.days) for one in waits)
    if len(days) < FEWEST:
        return None
    return Days(round(median(days)), days[ceil(len(days) * 0.9) - 1])


def by_field(ideas: Iterable[IdeaFacts], now: datetime) -> dict[str, Figures]:
    """Key of a field -> its figures; what is in no field is left out."""
    found: dict[str, list[IdeaFacts]] = {}
    for one in ideas:
        if one.field is not None:
            found.setdefault(one.field, []).append(one)
    return {key: figures(some, now) for key, some in found.items()}


def first_answers(own: Mapping[int, datetime], onward: Mapping[int, Sequence[int]]) -> dict[int, datetime]:
    """When each was answered first: itself, or what it stands in, on all of its way.

    own: id -> its own first answer; onward: id -> what it stands in, one step. The links have no circle.
    """
    found: dict[int, datetime] = {}

    def first(one: int) -> datetime | None:
        if one in found:
            return found[one]
        known = [at for at in (own.get(one), *(first(place) for place in onward.get(one, ()))) if at is not None]
        if not known:
            return None
        found[one] = min(known)
        return found[one]

    for one in {*own, *onward}:
        first(one)
    return found


def under_way_through(own: Iterable[int], onward: Mapping[int, Sequence[int]]) -> set[int]:
    """Those that are under way themselves, or by what they stand in."""
    known = set(own)

    def reached(one: int) -> bool:
        if one not in known and any(reached(place) for place in onward.get(one, ())):
            known.add(one)
        return one in known

    for one in list(onward):
        reached(one)
    return known
