"""How a harvest (*Ernte*) is put in order, pure: places where ties stay ties, points summed over ballots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Strength = tuple[int, int]  # points of the hall, then online support


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one published ballot says about one field or idea.

    points: of `given` points in the whole ballot; both None where too few voted for figures to be shown.
    voted: of `base` people.
    """

    points: int | None
    given: int | None
    voted: int
    base: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The hall's points for one thing over all ballots that may show them; voted and base are sums as well."""

    points: int
    given: int
    voted: int
    base: int


def figures_of(outcomes: Iterable[Outcome]) -> Figures | None:
    """None where no ballot shows figures: not asked, or too few voted. A withheld ballot adds nothing anywhere."""
    shown = [(one.points, one.given, one.voted, one.base) for one in outcomes if one.points is not None]
    if not shown:
        return None
    points, given, voted, base = zip(*shown, strict=True)
    return Figures(sum(points), sum(part or 0 for part in given), sum(voted), sum(base))


def points_of(figures: Figures | None) -> int:
    """For the order alone: what was not asked stands where no points stand."""
    return figures.points if figures else 0


def places(strengths: Sequence[Strength]) -> list[int]:
    """The place of each, 1 for the strongest. Equals share a place and the next one is left out: 1, 2, 2, 4."""
    ordered = sorted(strengths, reverse=True)
    first: dict[Strength, int] = {}
    for place, strength in enumerate(ordered, start=1):
        first.setdefault(strength, place)
    return [first[strength] for strength in strengths]


def source_of(option_source: str) -> tuple[str, int] | None:
    """What an option of a ballot stands for: `field:3` is ("field", 3); an option of its own is None."""
    kind, _, number = option_source.partition(":")
    if kind not in {"field", "idea"} or not (number.isascii() and number.isdigit()):
        return None
    return kind, int(number)
