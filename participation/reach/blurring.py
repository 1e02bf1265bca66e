"""When what waits is counted in, and the chance that is added then (docs/decisions/030). Pure, like `rules`.

Whoever looks before and after one person answers must not read the answer from the difference, not even if they know
of everybody else, or sent all other sheets themselves. So each counter is blurred by chance once, when a batch joins
the sums: every number that can come out could as well have come out had that person answered differently.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

BATCH = 10  # sheets that wait before any of them is counted in
GROWTH = 4  # later batches are a quarter of what is counted: fewer batches blur less
HEADS = exp(-1)  # of the coin that blurs: each more or less is 2.7 times less likely
VARIANCE = 2 * HEADS / (1 - HEADS) ** 2  # of one counter and one batch, in people²: about 1.4 people


@dataclass(frozen=True, slots=True)
class Sheets:
    """How many sheets asked a question: what is known of people without their answers. batches: joined so far."""

    waiting: int
    counted: int
    batches: int


def is_ripe(sheets: Sheets, *, last: bool) -> bool:
    """Whether what waits joins the sums. last: nobody is asked any more.

    The answers have no say in it: a day on which something is counted in, or not, tells nothing about them.
    """
    return sheets.waiting >= (BATCH if last else max(BATCH, -(-sheets.counted // GROWTH)))


def blur(coin: Callable[[], bool]) -> int:
    """What is added to a counter: heads in a row, less heads in a row. coin: heads with the probability HEADS.

    The two-sided geometric mechanism (Ghosh, Roughgarden, Sundararajan 2009): 0 in 46 of 100 cases, ±1 in 34, and no
    number is impossible.
    """
    return in_a_row(coin) - in_a_row(coin)


def in_a_row(coin: Callable[[], bool]) -> int:
    heads = 0
    while coin():
        heads += 1
    return heads


def likelihood(added: int) -> float:
    """How likely `blur` is to add just this."""
    return float((1 - HEADS) / (1 + HEADS) * HEADS ** abs(added))
