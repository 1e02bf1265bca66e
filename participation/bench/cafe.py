"""How few meet again in a world café, beside what is proven to be the fewest and beside a plan by chance."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from time import perf_counter

from participation.foundation.locales import DEFAULT
from participation.worldcafe.bounds import fewest_repeats
from participation.worldcafe.gathering import Gathering, Seating, figures
from participation.worldcafe.mixing import mixed

TONGUES = ("de", "ar", "tr", "uk", "fa")
MORE_THAN_PROVEN = 2  # repeated meetings that a café without languages may have above the bound
SLOWEST = 5.0  # seconds for all rounds of a café

Plan = Callable[[Gathering, list[Seating], int], dict[int, int]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A café. comings: how many leave and as many come between two rounds; spoken: everybody says their languages."""

    name: str
    people: int
    tables: int
    rounds: int = 3
    hosts: bool = True
    comings: int = 0
    spoken: bool = False


SCENES = (
    Scene("five tables of four", 20, 5),
    Scene("without hosts", 20, 5, hosts=False),
    Scene("twenty-three", 23, 5),
    Scene("without hosts", 23, 5, hosts=False),
    Scene("without hosts, two come and go", 23, 5, hosts=False, comings=2),
    Scene("five languages", 60, 12, spoken=True),
    Scene("two hundred", 200, 40),
    Scene("two hundred, five languages", 200, 40, spoken=True),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A café that was planned. bound: the fewest meetings again that its rounds, as they were, can have."""

    again: int
    gaps: int
    returns: int
    bound: int
    seconds: float


def by_rule(now: Gathering, before: list[Seating], seed: int) -> dict[int, int]:
    return mixed(now, before, seed, DEFAULT)


def by_chance(now: Gathering, _before: list[Seating], seed: int) -> dict[int, int]:
    """Hosts stay, all others take a free chair: what happens without a plan."""
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    staying = now.staying
    chairs = [now.tables[place % len(now.tables)] for place in range(len(now.people))]
    for table in staying.values():
        chairs.remove(table)
    chance.shuffle(chairs)
    return staying | dict(zip([one for one in now.people if one not in staying], chairs, strict=True))


def held(scene: Scene, plan: Plan, seed: int) -> Held:
    chance = Random(seed)  # noqa: S311 - repeatable on purpose
    tables = tuple(range(1, scene.tables + 1))
    here = {one: languages(chance, scene) for one in range(1, scene.people + 1)}
    hosts = {table: table for table in tables} if scene.hosts else {}
    before: list[Seating] = []
    again = gaps = returns = bound = 0
    seconds = 0.0
    for turn in range(scene.rounds):
        if turn:
            for gone in chance.sample([one for one in sorted(here) if one not in hosts.values()], scene.comings):
                del here[gone]
            here |= {1000 * turn + one: languages(chance, scene) for one in range(scene.comings)}
        now = Gathering(dict(here), tables, hosts)
        began = perf_counter()
        seating = plan(now, before, seed + turn)
        seconds += perf_counter() - began
        told = figures(now, seating, before, DEFAULT)
        again, gaps, returns = again + told.again, gaps + told.gaps, returns + told.returns
        bound += fewest_repeats(now, before, comes_back=bool(told.returns))
        before.append(seating)
    return Held(again, gaps, returns, bound, seconds)


def languages(chance: Random, scene: Scene) -> frozenset[str]:
    if not scene.spoken:
        return frozenset()
    return frozenset(chance.sample(TONGUES, chance.choice((1, 1, 1, 2, 2, 3))))


def report(seed: int, say: Callable[[str], None] = print) -> bool:
    """Whether every café without languages stays close to what is proven, none is slower, and nobody comes back."""
    good = True
    heads = f"{'meet again':>11}{'fewest':>8}{'gaps':>6}{'seconds':>9}{'by chance':>11}"
    say(f"{'people x tables x rounds':<26}{'':<32}{heads}")
    for scene in SCENES:
        ours, chance = held(scene, by_rule, seed), held(scene, by_chance, seed)
        size = f"{scene.people} x {scene.tables} x {scene.rounds}"
        naive = f"{chance.again} / {chance.gaps}"
        say(f"{size:<26}{scene.name:<32}{ours.again:>11}{ours.bound:>8}{ours.gaps:>6}{ours.seconds:>9.2f}{naive:>11}")
        close = scene.spoken or ours.again <= ours.bound + MORE_THAN_PROVEN
        better = (ours.returns, ours.gaps, ours.again) <= (chance.returns, chance.gaps, chance.again)
        good = good and close and better and not ours.returns and ours.seconds <= SLOWEST
    say("by chance: meet again / gaps; a plan by chance takes no time and lets people come back to tables")
    return good
