"""Who is here for a round of a world café, and what a seating of them is worth. Pure reckoning."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

Seating = Mapping[int, int]  # person -> table


@dataclass(frozen=True, slots=True)
class Gathering:
    """Who is here for a round. languages: person -> those they speak, empty where they gave none.

    tables: those that are open, each once; hosts: table -> who stays there.
    """

    languages: Mapping[int, frozenset[str]]
    tables: tuple[int, ...]
    hosts: Mapping[int, int] = field(default_factory=dict)

    @property
    def people(self) -> list[int]:
        return sorted(self.languages)

    @property
    def staying(self) -> dict[int, int]:
        """Host -> their table, of the tables that are open and the hosts that are here."""
        return {host: table for table, host in self.hosts.items() if table in self.tables and host in self.languages}


@dataclass(frozen=True, slots=True)
class Figures:
    """What a seating is worth. returns: people at a table where they sat before, hosts left out; gaps: missing links.

    again: meetings of pairs that sat together before, each counted as often as it did.
    """

    returns: int
    gaps: int
    again: int

    @property
    def order(self) -> tuple[int, int, int]:
        return self.returns, self.gaps, self.again


# --- what a seating is worth


def figures(now: Gathering, seating: Seating, before: Sequence[Seating], first: str) -> Figures:
    """first: the language of whoever gave none."""
    staying = now.staying
    tables = around(seating)
    return Figures(
        returns=sum(
            any(earlier.get(one) == table for earlier in before) for one, table in seating.items() if one not in staying
        ),
        gaps=sum(len(groups([spoken(now, one, first) for one in there])) - 1 for there in tables.values()),
        again=sum(met_before(before)[pair] for there in tables.values() for pair in combinations(there, 2)),
    )


def around(seating: Seating) -> dict[int, list[int]]:
    """Table -> who sits there, in order."""
    found: dict[int, list[int]] = {}
    for one in sorted(seating):
        found.setdefault(seating[one], []).append(one)
    return found


def spoken(now: Gathering, person: int, first: str) -> frozenset[str]:
    return now.languages[person] or frozenset({first})


def groups(tongues: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The languages of a table, put together as far as somebody links them: one group where everybody is reached."""
    apart: list[frozenset[str]] = []
    for one in tongues:
        linked = [group for group in apart if group & one]
        apart = [group for group in apart if not group & one]
        apart.append(one.union(*linked))
    return apart


def without_a_bridge(now: Gathering, seating: Seating, first: str) -> set[int]:
    """The tables at which somebody has to interpret."""
    return {
        table
        for table, there in around(seating).items()
        if len(groups([spoken(now, one, first) for one in there if one in now.languages])) > 1
    }


def met_before(before: Sequence[Seating]) -> Counter[tuple[int, int]]:
    """Pair, the smaller one first -> how often they sat together."""
    found: Counter[tuple[int, int]] = Counter()
    for seating in before:
        for there in around(seating).values():
            found.update(combinations(there, 2))
    return found
