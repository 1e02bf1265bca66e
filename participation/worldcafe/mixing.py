"""Who sits where in each round of a world café (*Mischplan*): pure reckoning, the same for the same seed.

A round is planned from what really happened: who is here now, which tables are open, who sat where before. What has to
hold, what matters more first:

1. Everybody who is here sits exactly once, and a host sits at their table. Tables differ by at most one person.
2. Nobody comes back to a table while they can sit at another one. The number of those who have to is the fewest there
   can be (a flow without a cheaper way round, see `send_elsewhere`).
3. Everybody can be understood: at a table the people who share a language are linked, and from each there is a way to
   each other one. Somebody who gave no language speaks the town's first one. A missing link is a gap: somebody has to
   interpret. A gap outranks any number of people who meet again.
4. People meet others. Each pair that sits together counts as often as it sat together before, so the third time is
   worse than the second.

The work is bounded by a number of looks, never by a clock: a slow machine plans the same round as a fast one.
"""

from collections.abc import Mapping, Sequence
from random import Random

from participation.worldcafe.bounds import fewest_repeats
from participation.worldcafe.gathering import Gathering, Seating, groups, met_before, spoken

LOOKS = 40_000  # at pairs of people who might change places; who understands whom costs as many as sit there
STUCK = 40  # steps without any change that is allowed
GAP = 1_000_000  # more than the meetings of any hall
REST = 7  # steps in which somebody does not go back to where they just were
AT_ONCE = 1200  # looks before each change


def mixed(now: Gathering, before: Sequence[Seating], seed: int, first: str) -> dict[int, int]:
    """Who sits where in the next round: person -> table. Nobody sits anywhere where no table is open."""
    if not now.tables:
        return {}
    hall = Hall(now, before, seed, first)
    hall.sit_down()
    hall.send_elsewhere()
    hall.change_places()
    return hall.seating()


def beside(now: Gathering, seating: Seating, before: Sequence[Seating], person: int, first: str) -> int | None:
    """The table for somebody who comes late: those who sit stay. None where no table is open.

    person: is among those who are here now. Room counts most, so that tables stay alike; then that they were not there
    before, then that they are understood, then that they meet others.
    """
    tables = {table: [one for one, at in seating.items() if at == table] for table in now.tables}
    met = met_before(before)
    mine = spoken(now, person, first)

    def worth(table: int) -> tuple[int, bool, int, int, int]:
        there = tables[table]
        tongues = [spoken(now, one, first) for one in there if one in now.languages]
        gaps = len(groups([*tongues, mine])) - len(groups(tongues)) if tongues else 0
        again = sum(met[min(one, person), max(one, person)] for one in there)
        return len(there), any(earlier.get(person) == table for earlier in before), gaps, again, table

    return min(now.tables, key=worth, default=None)


class Hall:
    """The hall while a round is reckoned: people and tables by their place in a list, figures kept up to date."""

    def __init__(self, now: Gathering, before: Sequence[Seating], seed: int, first: str) -> None:
        self.chance = Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret depends on it
        self.now, self.before = now, before
        self.people, self.tables = now.people, list(now.tables)
        place = {table: at for at, table in enumerate(self.tables)}
        known = {one: at for at, one in enumerate(self.people)}
        self.host_at = {known[host]: place[table] for host, table in now.staying.items()}
        self.guests = [one for one in range(len(self.people)) if one not in self.host_at]
        self.met = [[0] * len(self.people) for _ in self.people]
        for (one, other), times in met_before(before).items():
            if one in known and other in known:
                self.met[known[one]][known[other]] = self.met[known[other]][known[one]] = times
        self.was_at = [[any(s.get(one) == table for s in before) for table in self.tables] for one in self.people]
        bits: dict[str, int] = {}
        for one in self.people:
            for tongue in sorted(spoken(now, one, first)):
                bits.setdefault(tongue, 1 << len(bits))
        self.tongues = [sum(bits[tongue] for tongue in spoken(now, one, first)) for one in self.people]
        shared = -1
        for some in self.tongues:
            shared &= some
        self.all_share_one = bool(shared)
        self.looks = 0
        self.gaps_known: dict[tuple[int, ...], int] = {}
        self.at = [-1] * len(self.people)
        self.there: list[list[int]] = [[] for _ in self.tables]
        # person -> table -> meetings again with those who sit there
        self.again_at = [[0] * len(self.tables) for _ in self.people]

    def seating(self) -> dict[int, int]:
        return {one: self.tables[at] for one, at in zip(self.people, self.at, strict=True)}

    # --- everybody sits: hosts, then the others one by one where it is best for them

    def sit_down(self) -> None:
        for host, table in self.host_at.items():
            self.put(host, table)
        least, larger = divmod(len(self.people), len(self.tables))
        order = self.chance.sample(self.guests, len(self.guests))
        for one in order:
            big = sum(len(there) > least for there in self.there)
            free = [
                t for t, there in enumerate(self.there) if len(there) < least or (len(there) == least and big < larger)
            ]
            self.put(one, min(free, key=lambda table: self.wish(one, table)))

    def wish(self, one: int, table: int) -> tuple[bool, int, int, int]:
        there = self.there[table]
        gap = self.gaps([*there, one]) - self.gaps(there)
        return self.was_at[one][table], gap, self.again_at[one][table], len(there)

    def put(self, one: int, table: int) -> None:
        if self.at[one] >= 0:
            self.there[self.at[one]].remove(one)
            self.change_meetings(one, self.at[one], -1)
        self.at[one] = table
        self.there[table].append(one)
        self.change_meetings(one, table, 1)

    def change_meetings(self, one: int, table: int, sign: int) -> None:
        for other, times in enumerate(self.met[one]):
            if times:
                self.again_at[other][table] += sign * times

    def gaps(self, there: Sequence[int]) -> int:
        """Missing links between the people of a table."""
        if self.all_share_one or len(there) < 2:
            return 0
        key = tuple(sorted(self.tongues[one] for one in there))
        known = self.gaps_known.get(key)
        if known is None:
            apart: list[int] = []
            for some in key:
                linked = some
                for group in [group for group in apart if group & some]:
                    apart.remove(group)
                    linked |= group
                apart.append(linked)
            known = self.gaps_known[key] = len(apart) - 1
        return known

    # --- nobody comes back who can help it

    def send_elsewhere(self) -> None:
        """As few come back as can be: as long as there is a round of moves by which fewer do, it is done.

        A move takes one person from table to table and costs what it adds to the number of those who come back. Moves
        form rounds through tables; a table that is one smaller than another may be left one person larger. Without a
        round of negative cost there is no better seating (Klein's theorem on flows of least cost).
        """
        while self.comes_back():
            moves = self.cheaper_round()
            if not moves:
                return
            for one, table in moves:
                self.put(one, table)

    def comes_back(self) -> bool:
        return any(self.was_at[one][self.at[one]] for one in self.guests)

    def cheaper_round(self) -> list[tuple[int, int]]:
        """(person, where to) of a round of moves by which fewer come back; empty where there is none."""
        edges = self.moves()
        count = len(self.tables) + 1
        far, came = [0] * count, [-1] * count
        last = -1
        for _ in range(count):  # Bellman and Ford: what still gets cheaper after so many steps lies behind a round
            last = -1
            for (start, end), (cost, _who) in edges.items():
                if far[start] + cost < far[end]:
                    far[end], came[end], last = far[start] + cost, start, end
            if last < 0:
                return []
        for _ in range(count):
            last = came[last]
        nodes = [last]
        while came[nodes[-1]] != last:
            nodes.append(came[nodes[-1]])
        steps = [(came[node], node) for node in nodes]
        return [(edges[step][1], step[1]) for step in steps if edges[step][1] >= 0]

    def moves(self) -> dict[tuple[int, int], tuple[int, int]]:
        """(from, to) -> the cheapest move between two tables: what it costs, and who. Nobody moves to and from `spare`.

        It is one place more than there are tables and closes a round that leaves one table larger for another one.
        """
        spare = len(self.tables)
        edges: dict[tuple[int, int], tuple[int, int]] = {}
        for one in self.guests:
            here, back = self.at[one], self.was_at[one]
            for table in range(spare):
                cost = back[table] - back[here]
                if table != here and (cost, one) < edges.get((here, table), (2, 0)):
                    edges[here, table] = cost, one
        least = min(len(there) for there in self.there)
        large = [table for table in range(spare) if len(self.there[table]) > least]
        small = [table for table in range(spare) if len(self.there[table]) == least]
        if large:
            edges |= {(table, spare): (0, -1) for table in small} | {(spare, table): (0, -1) for table in large}
        return edges

    # --- people change places as long as it helps

    def change_places(self) -> None:
        """Two change places, the best change there is, and do not go back at once (tabu search); the best state wins.

        It is over where no plan can be better, or after so many looks.
        """
        cost = self.cost()
        enough = GAP * self.fewest_gaps() + fewest_repeats(self.now, self.before, comes_back=self.comes_back())
        resting: dict[tuple[int, int], int] = {}
        best, best_cost, step, stuck = list(self.at), cost, 0, 0
        self.looks = 0
        while best_cost > enough and self.looks < LOOKS and stuck < STUCK:
            step += 1
            change = self.best_change(cost, best_cost, resting, step)
            stuck = stuck + 1 if change is None else 0
            if change is None:
                continue
            gain, one, other, table = change
            here = self.at[one]
            self.put(one, table)
            resting[one, here] = step + REST + self.chance.randrange(REST)
            if other >= 0:
                self.put(other, here)
                resting[other, table] = step + REST + self.chance.randrange(REST)
            cost += gain
            if cost < best_cost:
                best, best_cost = list(self.at), cost
        for one, table in enumerate(best):
            if self.at[one] != table:
                self.put(one, table)

    def fewest_gaps(self) -> int:
        """No plan has fewer: who is linked with too few to fill a table sits with somebody they do not understand.

        A table of so many groups has one gap less than that; two groups that fill a table together share one.
        """
        groups: list[tuple[int, int]] = []  # (tongues of a group of linked people, how many they are)
        for some in self.tongues:
            linked, count = some, 1
            for group in [group for group in groups if group[0] & linked]:
                groups.remove(group)
                linked, count = linked | group[0], count + group[1]
            groups.append((linked, count))
        least = len(self.people) // len(self.tables)
        return (sum(count < least for _, count in groups) + 1) // 2 if len(groups) > 1 else 0

    def cost(self) -> int:
        again = sum(self.again_at[one][self.at[one]] for one in range(len(self.people))) // 2
        return GAP * sum(self.gaps(there) for there in self.there) + again

    def best_change(
        self, cost: int, best: int, resting: Mapping[tuple[int, int], int], step: int
    ) -> tuple[int, int, int, int] | None:
        """(what it changes, who, with whom or -1, where to); None where none is allowed."""
        gappy = {table for table, there in enumerate(self.there) if self.gaps(there)}
        troubled = [
            one for one in self.guests if self.again_at[one][self.at[one]] or self.at[one] in gappy
        ] or self.guests
        few = max(1, AT_ONCE // max(1, len(self.guests)))
        looked = self.chance.sample(troubled, min(few, len(troubled)))
        found: list[tuple[int, int, int, int]] = []
        least = GAP * GAP
        for one in looked:
            if self.looks >= LOOKS:
                break
            for gain, other, table in self.changes_of(one):
                rests = resting.get((one, table), 0) > step or (
                    other >= 0 and resting.get((other, self.at[one]), 0) > step
                )
                if gain > least or (rests and cost + gain >= best):
                    continue
                if gain < least:
                    least, found = gain, []
                found.append((gain, one, other, table))
        return self.chance.choice(found) if found else None

    def changes_of(self, one: int) -> list[tuple[int, int, int]]:
        """(what it changes, with whom or -1, where to) of all changes by which no more people come back."""
        here, found = self.at[one], []
        mine, back, met = self.again_at[one], self.was_at[one], self.met[one]
        away = mine[here]
        self.looks += len(self.guests)
        for other in self.guests:
            table = self.at[other]
            if table == here:
                continue
            theirs, theirs_back = self.again_at[other], self.was_at[other]
            if back[table] + theirs_back[here] > back[here] + theirs_back[table]:
                continue
            gain = mine[table] + theirs[here] - 2 * met[other] - away - theirs[table]
            if not self.all_share_one and self.tongues[one] != self.tongues[other]:
                gain += GAP * self.gap_change(one, other, here, table)
            found.append((gain, other, table))
        if len(self.there[here]) > min(len(there) for there in self.there):
            for table, there in enumerate(self.there):
                if len(there) < len(self.there[here]) and back[table] <= back[here]:
                    gain = mine[table] - away
                    if not self.all_share_one:
                        gain += GAP * self.gap_change(one, -1, here, table)
                    found.append((gain, -1, table))
        return found

    def gap_change(self, one: int, other: int, here: int, table: int) -> int:
        self.looks += len(self.there[here]) + len(self.there[table])
        left = [each for each in self.there[here] if each != one]
        joined = [each for each in self.there[table] if each != other]
        if other >= 0:
            left.append(other)
        joined.append(one)
        before = self.gaps(self.there[here]) + self.gaps(self.there[table])
        return self.gaps(left) + self.gaps(joined) - before
