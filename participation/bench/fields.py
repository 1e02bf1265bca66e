"""How often the machine proposes the right field, on ideas its recipe was not made from."""

import csv
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from participation.fields import embedding, library
from participation.fields.embedding import Reader
from participation.fields.library import NOWHERE
from participation.fields.method import FieldSense, learn, read
from participation.fields.rules import NOWHERE_LIMIT, SURE_FROM, Mode, least_sure_margin
from participation.foundation.paths import PACKAGE

OWN = PACKAGE.parent / "tests" / "data" / "own_ideas.tsv"
PARALLEL = PACKAGE.parent.parent / "shared" / "data" / "ideas_parallel" / "ideas.csv"
DEMO = PACKAGE / "demo" / "content" / "ideas.tsv"

TOP_1, TOP_2 = 0.80, 0.92  # floors on the parallel ideas
SURE_RIGHT = 0.90  # of the sure ones, on the half the threshold was not chosen on
WITH_ROOM = 0.93  # asked for on the half it is chosen on
LONG = 600  # characters
LONGEST = 150  # milliseconds for one idea of so many characters


@dataclass(frozen=True, slots=True)
class KnownIdea:
    """An idea whose field somebody named beforehand. key: the same for its other languages."""

    key: str
    field: str
    language: str
    text: str


def own_ideas(file: Path = OWN) -> list[KnownIdea]:
    return [KnownIdea(row["id"], row["field"], row["language"], row["text"]) for row in table(file, "\t")]


def parallel_ideas(file: Path = PARALLEL) -> list[KnownIdea]:
    return [KnownIdea(row["idea"], row["field"], row["language"], row["text"]) for row in table(file, ",")]


def demo_ideas(file: Path = DEMO) -> list[KnownIdea]:
    return [KnownIdea(row["key"], row["field"], row["language"], row["text"]) for row in table(file, "\t")]


def table(file: Path, separator: str) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        if separator == "\t":
            return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        return list(csv.DictReader(lines, delimiter=separator))


@dataclass(frozen=True, slots=True)
class Machine:
    """A reader that has learnt the shipped fields."""

    reader: Reader
    sense: FieldSense
    keys: tuple[str, ...]

    @property
    def mode(self) -> Mode:
        return self.reader.embedder.mode


@cache
def machine(mode: str = "") -> Machine:
    """mode: empty for the best this computer can run."""
    reader = embedding.calibrated(embedding.best_embedder(mode))
    template = library.shipped_template()
    lessons = [(one.text, place) for place, plan in enumerate(template.fields) for one in plan.phrasings]
    lessons += [(one.text, len(template.fields)) for one in template.nowhere]
    vectors = reader.vectors_of_ours([text for text, _ in lessons])
    sense = learn(vectors, [place for _, place in lessons], len(template.fields))
    return Machine(reader, sense, tuple(plan.key for plan in template.fields))


@dataclass(frozen=True, slots=True)
class Tried:
    """One idea after the machine read it. margin is below zero where it seems to belong to no field."""

    idea: KnownIdea
    first: bool
    second: bool
    margin: float

    @property
    def somewhere(self) -> bool:
        return self.idea.field != NOWHERE


def tried(with_machine: Machine, ideas: Sequence[KnownIdea]) -> list[Tried]:
    """Let the machine propose two fields for each idea, as if all of them were one process."""
    reading = read(with_machine.sense, with_machine.reader.vectors_of_ours([idea.text for idea in ideas]))
    found = []
    for idea, scores, nowhere in zip(ideas, reading.scores, reading.nowhere, strict=True):
        best, next_best = np.argsort(-scores)[:2]
        margin = float(scores[best] - scores[next_best]) if nowhere < NOWHERE_LIMIT else -1.0
        names = with_machine.keys[best], with_machine.keys[next_best]
        found.append(Tried(idea, names[0] == idea.field, names[1] == idea.field, margin))
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of ideas. top_1, top_2: of those that belong to a field; sure: of all; sure_right: of the sure ones."""

    ideas: int
    top_1: float
    top_2: float
    sure: float
    sure_right: float


def figures(results: Sequence[Tried], sure_from: float) -> Figures:
    real = [one for one in results if one.somewhere]
    sure = [one for one in results if one.margin >= sure_from]
    return Figures(
        len(results),
        share(one.first for one in real),
        share(one.first or one.second for one in real),
        len(sure) / len(results),
        share(one.first for one in sure),
    )


def share(claims: Iterable[bool]) -> float:
    known = list(claims)
    return sum(known) / len(known) if known else 1.0


def halves(results: Sequence[Tried]) -> tuple[list[Tried], list[Tried]]:
    """Two halves of the ideas, every other one; the languages of one idea stay together."""
    keys = {key: place % 2 for place, key in enumerate(dict.fromkeys(one.idea.key for one in results))}
    first = [one for one in results if not keys[one.idea.key]]
    return first, [one for one in results if keys[one.idea.key]]


def chosen_threshold(half: Sequence[Tried], wanted: float = WITH_ROOM) -> float:
    return least_sure_margin([one.margin for one in half], [one.first for one in half], wanted)


def reading_times(with_machine: Machine, texts: Sequence[str]) -> list[float]:
    """Milliseconds for one suggestion each, from the words to two scored fields, with the models loaded.

    The fastest of three for each text: what else the machine does only adds.
    """
    return [min(once(with_machine, text) for _ in range(3)) for text in texts]


def once(with_machine: Machine, text: str) -> float:
    start = time.perf_counter()
    read(with_machine.sense, with_machine.reader.vectors([text]))
    return 1000 * (time.perf_counter() - start)


def long_ideas(ideas: Sequence[KnownIdea], count: int = 12) -> list[str]:
    """Texts of LONG characters, in the languages of the ideas."""
    by_language: dict[str, list[str]] = {}
    for idea in ideas:
        by_language.setdefault(idea.language, []).append(idea.text.rstrip(".") + ".")
    joined = [" ".join(texts)[:LONG] for texts in by_language.values()]
    return [joined[place % len(joined)] for place in range(count)]


# --- the report

Say = Callable[[str], None]


def report(mode: str, say: Say, parallel: Path = PARALLEL) -> bool:
    """Print the figures of a mode beside tf-idf in the same run; whether every floor holds."""
    chosen, plain = machine(mode), machine(Mode.TFIDF.value)
    say(f"reader: {chosen.reader.embedder.id}, calibration {chosen.reader.calibration[:12]}")
    say(f"{'ideas':12} {'n':>4}  top-1  top-2  sure  right   tf-idf top-1  ratio")
    holds = True
    sets = (("parallel", parallel, parallel_ideas), ("own", OWN, own_ideas), ("demo", DEMO, demo_ideas))
    for name, file, load in sets:
        if not file.is_file():
            say(f"{name:12} not here, so not measured")
            continue
        ideas = load(file)
        got, floor = figures(tried(chosen, ideas), SURE_FROM[chosen.mode]), figures(tried(plain, ideas), float("inf"))
        say(
            f"{name:12} {got.ideas:4}  {got.top_1:.3f}  {got.top_2:.3f}  {got.sure:.2f}  {got.sure_right:.3f}"
            f"   {floor.top_1:.3f}         {got.top_1 / floor.top_1:.1f}"
        )
        if name == "parallel" and chosen.mode is Mode.E5_USE:
            holds = holds and got.top_1 >= TOP_1 and got.top_2 >= TOP_2
    return report_threshold(chosen, say) and report_times(chosen, say) and holds


def report_threshold(chosen: Machine, say: Say) -> bool:
    """The threshold in use, tried on each half; and what each half alone would have chosen."""
    if not OWN.is_file():
        say("threshold: the own ideas are not here, so not measured")
        return True
    first, second = halves([*tried(chosen, own_ideas()), *tried(chosen, demo_ideas())])
    limit = SURE_FROM[chosen.mode]
    proposed = chosen_threshold(first)
    on_first, on_second = figures(first, limit), figures(second, limit)
    say(f"sure from {limit:.2f}; the first half of own + demo asks for {proposed:.2f} ({WITH_ROOM:.2f} right)")
    say(f"  first half:  sure {on_first.sure:.2f}, of these right {on_first.sure_right:.3f} (n = {on_first.ideas})")
    say(f"  second half: sure {on_second.sure:.2f}, of these right {on_second.sure_right:.3f} (n = {on_second.ideas})")
    return on_second.sure_right >= SURE_RIGHT


def report_times(chosen: Machine, say: Say) -> bool:
    ideas = own_ideas() if OWN.is_file() else demo_ideas()
    reading_times(chosen, [idea.text for idea in ideas[:3]])
    short = sorted(reading_times(chosen, [idea.text[:110] for idea in ideas[:12]]))
    long = sorted(reading_times(chosen, long_ideas(ideas)))
    say(
        f"one suggestion: {short[len(short) // 2]:.0f} ms for 110 characters, {long[len(long) // 2]:.0f} ms for {LONG} "
        f"(longest {long[-1]:.0f}), ratio {long[len(long) // 2] / short[len(short) // 2]:.1f}"
    )
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores:
        say(f"  the machine is busy (load {load:.1f} on {cores} cores): these times are not judged")
        return True
    return long[-1] <= LONGEST
