"""How far those who took part are like the town. Pure, like `rules`; it sees nothing but what may be shown.

The score is 1 − ½ Σ|p − q| over the groups: the part of the town that would not have to be replaced for both to agree.
Hidden cells count as one group. docs/decisions/030 and the handbook say how to read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import hypot, pi, sqrt

from participation.reach.blurring import VARIANCE
from participation.reach.hiding import SMALLEST, Shown, rounded

ENOUGH = 50  # answers, below which no score is told
WIDEST = 0.4  # a score that could be this much of the scale says nothing
Z = 1.96  # 95 %
CLOSE, PARTLY = 85, 70

Shares = Mapping[str, float]


class Reading(StrEnum):
    TOO_FEW = "too_few"
    LIKE = "like"  # a fair draw of as many people would not be nearer
    CLOSE = "close"
    PARTLY = "partly"
    FAR = "far"


class Lean(StrEnum):
    FEWER = "fewer"
    MORE = "more"
    SAME = "same"  # no difference that chance could not make
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Score:
    """Of 100. low, high: where it lies with 95 % certainty, whatever the hidden cells are."""

    reading: Reading
    middle: int = 0
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A group that is fewer here than in the town. lacking: people, rounded; here: part of 1, None where hidden."""

    answer: str
    here: float | None
    town: float
    lacking: int


def interval(people: int, total: int, *, cells: int = 0, others: int = 0, batches: int = 0) -> tuple[float, float]:
    """Where a share lies, 95 %: Wilson's interval, widened by the chance that was added to the counters.

    total: at least 1; people: 0 … total, the sum of `cells` counters; others: the counters of the rest.
    """
    share, square = people / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = Z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    blurred = Z * sqrt(batches * VARIANCE * (cells * (1 - share) ** 2 + others * share**2)) / total
    low, high = min(share, middle - half), max(share, middle + half)
    return max(0.0, share - hypot(share - low, blurred)), min(1.0, share + hypot(high - share, blurred))


def town_shares(figures: Mapping[str, float], keys: list[str], *, several: bool) -> Shares | None:
    """The town's part of each answer, 0 … 1; None where there are no figures. several: percent that need no sum."""
    if not figures:
        return None
    whole = 100.0 if several else sum(figures.get(key, 0.0) for key in keys)
    return {key: figures.get(key, 0.0) / whole for key in keys} if whole > 0 else None


Parts = list[tuple[int, float]]  # (people here, share of the town) of each group


def possible_parts(shown: Shown, town: Shares) -> list[Parts]:
    """The groups, hidden ones together; or, where a larger one covers for a small one, all that these two can be."""
    seen = [(count, town[key]) for key, count in shown.cells.items() if count is not None]
    if not shown.hidden:
        return [seen]
    [*small], [*covering] = [key for key in shown.hidden if key not in shown.covering], shown.covering
    if not covering:
        return [[*seen, (shown.rest, sum(town[key] for key in small))]]
    few, rest = sum(town[key] for key in small), town[covering[0]]
    return [[*seen, (people, few), (shown.rest - people, rest)] for people in range(min(SMALLEST, shown.rest))]


def distance(parts: Parts, total: int) -> float:
    return sum(abs(people / total - share) for people, share in parts) / 2


def nearest_half(parts: Parts) -> list[int]:
    """Where no group is more here than in the town: the one that is least certain, in a group of its own."""
    return [min(parts, key=lambda part: abs(part[1] - 0.5))[0]]


def score(shown: Shown, town: Shares) -> Score:
    """For a question with one true answer.

    The uncertainty is that of one share: of the people in groups that are more here than in the town, for the distance
    is their share here less their share there. What hidden cells could add is in it as well.
    """
    total = shown.answered
    if total < ENOUGH:
        return Score(Reading.TOO_FEW)
    possible = sorted(possible_parts(shown, town), key=lambda parts: distance(parts, total))
    parts, nearest = possible[0], distance(possible[0], total)
    unknown = distance(possible[-1], total) - nearest
    if len(shown.hidden) > 1 and not shown.covering:
        unknown = min(shown.rest / total, sum(town[key] for key in shown.hidden))
    over = [people for people, share in parts if people / total > share] or nearest_half(parts)
    people, others = min(total, sum(over)), len(parts) - len(over)
    low_share, high_share = interval(people, total, cells=len(over), others=others, batches=shown.batches)
    low = max(0.0, 1 - nearest - unknown - (high_share - people / total))
    high = min(1.0, 1 - nearest + (people / total - low_share))
    if high - low > WIDEST:
        return Score(Reading.TOO_FEW)
    middle = round(100 * max(0.0, 1 - nearest - unknown / 2))
    fair = 1 - expected_distance([share for _, share in parts], total)
    return Score(reading_of(middle, like=high >= fair), middle, round(100 * low), round(100 * high))


def expected_distance(town: list[float], total: int) -> float:
    """How far a fair draw of `total` people is from the town on average."""
    return sum(sqrt(2 * share * max(0.0, 1 - share) / (pi * total)) for share in town) / 2


def reading_of(middle: int, *, like: bool) -> Reading:
    if like:
        return Reading.LIKE
    return Reading.CLOSE if middle >= CLOSE else Reading.PARTLY if middle >= PARTLY else Reading.FAR


def lean_of(shown: Shown, answer: str, town: float) -> Lean:
    """Whether a group is fewer or more here than in the town, beyond what chance makes of as many answers."""
    total = shown.answered
    if total < 1:
        return Lean.UNKNOWN
    few, many = (min(people, total) for people in shown.bounds(answer))
    others = len(shown.cells) - 1
    low, _ = interval(few, total, cells=1, others=others, batches=shown.batches)
    _, high = interval(many, total, cells=1, others=others, batches=shown.batches)
    if town > high:
        return Lean.FEWER
    if town < low:
        return Lean.MORE
    return Lean.UNKNOWN if shown.cells[answer] is None else Lean.SAME


def not_reached(shown: Shown, town: Shares) -> list[Missing]:
    """The groups that are fewer here than in the town, those first that lack most people."""
    found = []
    for answer, count in shown.cells.items():
        if lean_of(shown, answer, town[answer]) is Lean.FEWER:
            here = count / shown.answered if count is not None else None
            lacking = rounded(int(town[answer] * shown.answered - shown.bounds(answer)[1]))
            found.append(Missing(answer, here, town[answer], lacking))
    return sorted((one for one in found if one.lacking > 0), key=lambda one: -one.lacking)
