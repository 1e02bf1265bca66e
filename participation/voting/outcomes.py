"""What the figures of an answer with an order say: which side is larger, where the middle is, who objects. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from participation.voting.rules import Method

# answers that stay in their order, whatever was chosen most
ORDERED = frozenset({Method.YESNO, Method.SCALE, Method.GRADIENTS, Method.EASY})
# answers that are called by a number: "7" says more than "G" where they are levels
NUMBERED = frozenset({Method.SCALE, Method.GRADIENTS, Method.EASY})

# places of the gradients of agreement (Kaner 1987): 6 is "I do not like it, but I go along"; 4 and 5 are neither
GOES_ALONG: Mapping[Method, frozenset[int]] = {
    Method.GRADIENTS: frozenset({0, 1, 2, 5}),
    Method.EASY: frozenset({0, 1}),
}
OBJECTS: Mapping[Method, frozenset[int]] = {Method.GRADIENTS: frozenset({6, 7}), Method.EASY: frozenset({3, 4})}


@dataclass(frozen=True, slots=True)
class Sides:
    """How many go along with it, how many object, how many do neither."""

    along: int
    against: int
    between: int


def sides(method: Method, counts: Sequence[int]) -> Sides:
    """counts: by place, of a ballot on the gradients of agreement."""
    along = sum(counts[place] for place in GOES_ALONG[method])
    against = sum(counts[place] for place in OBJECTS[method])
    return Sides(along, against, sum(counts) - along - against)


def middle(counts: Sequence[int]) -> tuple[int, int] | None:
    """The places of the lower and of the upper median: the same, except where two halves meet. None without votes."""
    total = sum(counts)
    if not total:
        return None
    return place_of((total - 1) // 2, counts), place_of(total // 2, counts)


def place_of(rank: int, counts: Sequence[int]) -> int:
    """Where the vote of this rank lies, counted from 0 in the order of the answers."""
    for place, got in enumerate(counts):
        if rank < got:
            return place
        rank -= got
    raise IndexError(rank)
