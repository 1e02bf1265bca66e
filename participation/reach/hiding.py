"""What of blurred sums may be shown (docs/decisions/030). Pure, like `rules`.

Rounded, without small cells, and without those from which a small one could be computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 10  # a cell with fewer people is not shown
STEP = 5  # shown figures are multiples of it


@dataclass(frozen=True, slots=True)
class Shown:
    """What leaves the house of one question. Everything else on a page is computed from this.

    cells: answer -> people, rounded, None where hidden. answered: how many answered, rounded. unsaid: who would rather
    not say, None below SMALLEST. rest: people behind the hidden cells, rounded (0 where several answers may be true).
    covering: hidden cells that are not small themselves. batches: how often chance was added.
    """

    cells: Mapping[str, int | None]
    answered: int
    unsaid: int | None
    rest: int
    covering: frozenset[str] = frozenset()
    batches: int = 0

    def bounds(self, answer: str) -> tuple[int, int]:
        """How few and how many people gave an answer, as everybody can work out from what is shown."""
        count = self.cells[answer]
        if count is not None:
            return count, count
        if answer not in self.covering:
            return 0, min(SMALLEST - 1, self.answered)
        most = max(SMALLEST, self.rest or self.answered)
        return max(SMALLEST, most - SMALLEST), most

    @property
    def hidden(self) -> list[str]:
        return [key for key, count in self.cells.items() if count is None]


def rounded(people: int) -> int:
    """To the nearest multiple of STEP."""
    return (people + STEP // 2) // STEP * STEP


def hide(counts: Mapping[str, int], *, answered: int, unsaid: int, several: bool, batches: int = 0) -> Shown:
    """counts: answer -> people, blurred, so also below 0. answered: people; where one answer is true, not looked at."""
    people = {key: max(0, count) for key, count in counts.items()}
    if several:
        return hide_each(people, max(0, answered), told(unsaid), batches)
    small = {key for key, count in people.items() if count < SMALLEST}
    covering = next_smallest(people, small) if len(small) == 1 else frozenset()
    hidden = small | covering
    cells = {key: None if key in hidden else rounded(count) for key, count in people.items()}
    rest = rounded(sum(people[key] for key in hidden))
    if len(small) > 1:
        rest = min(rest, most_told(len(small)))
    total = sum(count for count in cells.values() if count is not None) + rest
    return Shown(cells, total, told(unsaid), rest, covering, batches)


def most_told(cells: int) -> int:
    """Of so many small cells together: never so much that each of them must be as large as a small one can be."""
    return (SMALLEST - 1) * cells // STEP * STEP


def next_smallest(counts: Mapping[str, int], small: set[str]) -> frozenset[str]:
    """What hides with a single small cell, which the sum would give away otherwise."""
    others = sorted((key for key in counts if key not in small), key=lambda key: counts[key])
    return frozenset(others[:1])


def hide_each(counts: Mapping[str, int], answered: int, unsaid: int | None, batches: int) -> Shown:
    """Where several may be true each answer stands alone, and so do the people who did not give it."""
    small = {key for key, count in counts.items() if count < SMALLEST}
    nearly_all = frozenset(key for key in counts if key not in small and answered - counts[key] < SMALLEST)
    hidden = small | nearly_all
    cells = {key: None if key in hidden else rounded(count) for key, count in counts.items()}
    return Shown(cells, rounded(answered), unsaid, 0, nearly_all, batches)


def told(people: int) -> int | None:
    return rounded(people) if people >= SMALLEST else None
