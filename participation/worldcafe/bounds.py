"""How few people can meet again at all: what a plan is measured against."""

from collections.abc import Sequence
from itertools import combinations

from participation.worldcafe.gathering import Gathering, Seating, around


def fewest_repeats(now: Gathering, before: Sequence[Seating], *, comes_back: bool = False) -> int:
    """A number of repeated meetings below which nobody can seat this round, as the rounds before it were. Proven.

    comes_back: whether somebody cannot help coming back to a table.

    A pair that sat together k times before counts k times, so what is counted is the sum over the earlier rounds r of
    the pairs that sit together now and did in r; each r can be bounded by itself. Take those who sat at table a in r
    and are here. A host of a stays there, and no guest of a comes back to a: host and guest do not meet again, and a
    host adds nothing to the bound. The m others of them, whoever they are, sit at the tables that are open except a (K
    of them), and whatever table takes n of them has n * (n - 1) / 2 pairs that meet again. That is convex in n, so it
    is least where the m are spread evenly: with m = q * K + x, x < K, there are (K - x) * C(q, 2) + x * C(q + 1, 2).
    People of different tables of r are different people, so these add up over the tables of r.
    Where somebody has to come back, a counts among the K: the bound gets smaller, never wrong.
    """
    staying = now.staying
    found = 0
    for seating in before:
        for table, there in around(seating).items():
            group = [one for one in there if one in now.languages and staying.get(one) != table]
            tables = [one for one in now.tables if comes_back or one != table]
            found += fewest_pairs(len(group), len(tables))
    return found


def fewest_in_all(rounds: Sequence[Gathering], returned: frozenset[int] = frozenset()) -> int:
    """The same for all rounds together, whatever the seating of each: no plan of them has fewer repeated meetings.

    returned: places in `rounds` of those in which somebody could not help coming back to a table.

    Look at each two rounds r and s and at those who are here in both and host in neither. Each stands in a cell (table
    in r, table in s), and a pair is together in both exactly where it shares a cell. Nobody comes back, so the cells
    (a, a) are empty; so many people in the other cells share them in at least as many pairs as an even spread does.
    Meetings again add up over the pairs of rounds, pairs with a host only add to them.
    """
    return sum(
        fewest_between(rounds[r], rounds[s], comes_back=s in returned) for r, s in combinations(range(len(rounds)), 2)
    )


def fewest_between(one: Gathering, other: Gathering, *, comes_back: bool) -> int:
    guests = (set(one.languages) & set(other.languages)) - set(one.staying) - set(other.staying)
    same = set(one.tables) & set(other.tables)
    return fewest_pairs(len(guests), len(one.tables) * len(other.tables) - (0 if comes_back else len(same)))


def fewest_pairs(people: int, cells: int) -> int:
    """How many pairs share a cell at least."""
    if cells <= 0:
        return 0
    each, more = divmod(people, cells)
    return (cells - more) * (each * (each - 1) // 2) + more * ((each + 1) * each // 2)
