"""How fast similar ideas are offered while one writes, and how often the right one is among them, beside tf-idf."""

import csv
import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, process_time

import gevent
import numpy as np
from sqlalchemy import insert, select

from participation.bench.board import MakeApp, town_with
from participation.bench.fields import OWN, PARALLEL, KnownIdea, demo_ideas, own_ideas, parallel_ideas, table
from participation.bench.stand import READY_WITHIN, Server
from participation.bench.wire import Caller
from participation.contributions.models import Contribution
from participation.fields import embedding, library
from participation.fields.embedding import SETTING, Reader
from participation.fields.method import Vectors, unit
from participation.fields.models import Calibration, IdeaVector
from participation.fields.rules import SAME_FROM, SIMILAR_FROM, SIMILAR_SHOWN, Mode
from participation.fields.similar import Kept, Neighbours, each_part_unit
from participation.fields.similar_line import ALONE
from participation.fields.suggesting import as_bytes
from participation.foundation import database
from participation.foundation.database import Database
from participation.foundation.paths import PACKAGE

REWORDED = OWN.parent / "similar_ideas.tsv"
SHARED = PARALLEL.parent.parent
LONGEST = 150.0  # milliseconds for an answer, on an idle machine
FLOOR = 0.85  # of the parallel ideas: another language's version among the three offered
POOL = 600  # ideas among which the other language's version has to be found
ROUNDS = 25
SENTENCES = 30  # of each of the other parallel sets
ASKED = "Ein Brunnen auf dem Marktplatz, damit man im Sommer Wasser trinken kann und Kinder dort spielen. "

Say = Callable[[str], None]


def reader_of(mode: str) -> Reader:
    return embedding.calibrated(embedding.best_embedder(mode))


# --- how good


@dataclass
class Hits:
    """closest: whether the same idea was among the three closest; offered: among the three offered."""

    closest: list[bool] = field(default_factory=list)
    offered: list[bool] = field(default_factory=list)

    @property
    def shares(self) -> tuple[float, float]:
        return float(np.mean(self.closest)), float(np.mean(self.offered))


class Readings:
    """Texts read once by one reader."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.mode = reader.embedder.mode

    def vectors(self, texts: Sequence[str]) -> Vectors:
        return self.reader.vectors_of_ours(texts)

    def board(self, texts: Sequence[str]) -> Kept:
        kept = Kept(self.mode, np.arange(len(texts)))
        kept.vectors = each_part_unit(self.vectors(texts), self.mode)
        kept.measure()
        return kept

    def closeness(self, board: Sequence[str], asked: Sequence[str]) -> Vectors:
        """A row for each text asked with."""
        kept = self.board(board)
        return np.stack([kept.closeness(vector) for vector in self.vectors(asked)])

    def hits(self, board: Sequence[str], asked: Sequence[str], target: Sequence[int]) -> Hits:
        found = Hits()
        for scores, wanted in zip(self.closeness(board, asked), target, strict=True):
            among = int((scores > scores[wanted]).sum()) < SIMILAR_SHOWN
            found.closest.append(among)
            found.offered.append(among and float(scores[wanted]) >= SIMILAR_FROM[self.mode])
        return found


def fillers() -> list[str]:
    """What else stands on the board: other ideas, and examples of the library."""
    said = [one.text for texts in library.phrasings().values() for one in texts if one.kind.value == "example"]
    chance = random.Random(5)  # noqa: S311 - the same board in each run
    own = [idea.text for idea in own_ideas()] if OWN.is_file() else []
    return [*own, *(idea.text for idea in demo_ideas()), *chance.sample(said, 400)]


def across_languages(readings: Readings, ideas: Sequence[KnownIdea], others: Sequence[str]) -> Hits:
    """Each version asks a board that has one version of each idea, in a language drawn by lot, never its own."""
    chance = random.Random(1)  # noqa: S311 - the same draw in each run
    versions: dict[str, list[KnownIdea]] = {}
    for idea in ideas:
        versions.setdefault(idea.key, []).append(idea)
    one_each = {key: chance.choice(those) for key, those in versions.items()}
    place = {key: number for number, key in enumerate(one_each)}
    board = [*(idea.text for idea in one_each.values()), *others][: max(POOL, len(one_each))]
    asking = [idea for idea in ideas if idea.language != one_each[idea.key].language]
    return readings.hits(board, [idea.text for idea in asking], [place[idea.key] for idea in asking])


def parallel_sentences() -> dict[str, list[KnownIdea]]:
    """The other parallel sets: general sentences, no ideas. name -> some of them in all their languages."""
    chance, found = random.Random(3), {}  # noqa: S311 - the same sentences in each run
    file = SHARED / "sib200_train_dev.csv"
    if file.is_file():
        rows = table(file, ",")
        chosen = set(chance.sample(sorted({row["sentence_id"] for row in rows}), SENTENCES))
        found["sib200"] = [
            KnownIdea(row["sentence_id"], "", row["language"], row["text"])
            for row in rows
            if row["sentence_id"] in chosen
        ]
    file = SHARED / "tatoeba_pairs.csv"
    if file.is_file():
        pairs = chance.sample(table(file, ","), 6 * SENTENCES)
        found["tatoeba"] = [
            KnownIdea(str(number), "", language, pair[column])
            for number, pair in enumerate(pairs)
            for language, column in ((pair["language"], "text"), ("en", "english"))
        ]
    return found


@dataclass(frozen=True, slots=True)
class Reworded:
    """Shares on one half of our own rewordings, at one closeness.

    again: another way to say it is offered; near: another wish about the same thing is; unlike: something else is.
    """

    again: float
    near: float
    unlike: float


def reworded(readings: Readings, half: int, limits: Sequence[float]) -> list[Reworded]:
    with REWORDED.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    ideas = [row for row in rows if row["role"] == "idea"]
    place = {row["key"]: number for number, row in enumerate(ideas)}
    board = [*(row["text"] for row in ideas), *fillers()]
    mine = [row for row in rows if int(row["key"][1:]) % 2 == half]
    again = [row for row in mine if row["role"] == "again"]
    near = [row for row in mine if row["role"] == "near"]
    same = readings.closeness(board, [row["text"] for row in again])
    other = readings.closeness(board, [row["text"] for row in near])
    # somebody else's ideas ask a board on which they do not stand
    strangers = [idea.text for idea in own_ideas()][half::2]
    rest = [text for text in board if text not in set(strangers)]
    unlike = readings.closeness(rest, strangers).max(axis=1)
    to_same = np.array([scores[place[row["key"]]] for scores, row in zip(same, again, strict=True)])
    ranked = np.array([(scores > mark).sum() < SIMILAR_SHOWN for scores, mark in zip(same, to_same, strict=True)])
    to_near = np.array([scores[place[row["key"]]] for scores, row in zip(other, near, strict=True)])
    return [
        Reworded(float((ranked & (to_same >= at)).mean()), float((to_near >= at).mean()), float((unlike >= at).mean()))
        for at in limits
    ]


def report_quality(chosen: Readings, plain: Readings, say: Say) -> bool:
    others = fillers()
    sets = {"ideas": parallel_ideas()} if PARALLEL.is_file() else {}
    sets |= parallel_sentences()
    say(f"{'other language':14}   n  among 3 closest  among 3 offered   tf-idf closest")
    holds = True
    for name, ideas in sets.items():
        found, spelled = across_languages(chosen, ideas, others), across_languages(plain, ideas, others)
        closest, offered = found.shares
        say(f"{name:14} {len(found.closest):3} {closest:16.3f} {offered:16.3f} {spelled.shares[0]:16.3f}")
        if name == "ideas" and chosen.mode is Mode.E5_USE:
            holds = offered >= FLOOR
    if not REWORDED.is_file() or not OWN.is_file():
        say("rewordings: not here, so not measured")
        return holds
    limits = (SIMILAR_FROM[chosen.mode], SAME_FROM[chosen.mode])
    for half, name in ((0, "half it was chosen on"), (1, "the other half")):
        for limit, one in zip(limits, reworded(chosen, half, limits), strict=True):
            say(
                f"rewordings from {limit:.2f}: offered {one.again:.2f}, another wish about the same thing "
                f"{one.near:.2f}, something else {one.unlike:.2f}   ({name})"
            )
    return holds


# --- how fast


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds, for one question: reading the words, looking through the board, a whole request of a phone.

    processor: what each took of a core, the server and its child together; it hardly depends on what else runs.
    """

    reading: float
    looking: float
    request: float
    reading_processor: float
    looking_processor: float
    request_processor: float
    first_look: float

    def rows(self) -> dict[str, float]:
        return {
            "read the words": self.reading,
            "  of a core": self.reading_processor,
            "look": self.looking,
            "  of a core, looking": self.looking_processor,
            "whole request": self.request,
            "  of a core, server and child": self.request_processor,
            "first look, from the shelf": self.first_look,
        }


def filled_up(vectors: Vectors, count: int) -> Vectors:
    """As many vectors as a large board has: mixtures of what was really read. They cost what real ones cost."""
    chance = np.random.default_rng(7)
    first, second = (vectors[chance.integers(0, len(vectors), count)] for _ in range(2))
    mixed = first + second * chance.uniform(0.2, 0.9, (count, 1)).astype(np.float32)
    return unit(mixed)


def measure_times(readings: Readings, ideas: int, create_app: MakeApp) -> Times:
    """On a house of its own, with a real server and its child process."""
    with TemporaryDirectory(prefix="participation-similar-") as name:
        folder = Path(name)
        with town_with(ideas, folder, create_app, file="participation.sqlite"):
            keep_vectors(database.current(), readings, ideas)
            neighbours = Neighbours(database.current())
            reader = readings.reader
            [collection] = set(first_formats())
            key = (collection, reader.embedder.id, reader.calibration)
            began = perf_counter()
            neighbours.collection(key)
            first_look = 1000 * (perf_counter() - began)
            vector = reader.vectors([ASKED])[0]
            looked = measured(lambda: neighbours.collection(key).closeness(vector))
        read = reading_alone(readings.mode)
        asked = requests(folder, readings.mode)
        return Times(read[0], looked[0], asked[0], read[1], looked[1], asked[1], first_look)


def reading_alone(mode: Mode) -> tuple[float, float]:
    """As the child reads: in a process of its own, with one thread."""
    ours = {"PYTHONPATH": str(PACKAGE.parent), **ALONE}
    told = subprocess.run(  # noqa: S603 - our own interpreter and our own package
        [sys.executable, "-m", "participation.bench.similar", mode],
        env={**os.environ, **ours},
        capture_output=True,
        check=True,
        text=True,
    )
    median_of_all, of_a_core = json.loads(told.stdout)
    return float(median_of_all), float(of_a_core)


def measured(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of one `act`, the median of ROUNDS, and of a core, their mean."""
    act()
    times, processor = [], process_time()
    for _ in range(ROUNDS):
        began = perf_counter()
        act()
        times.append(1000 * (perf_counter() - began))
    return median(times), 1000 * (process_time() - processor) / ROUNDS


def first_formats() -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Contribution.format_id).distinct()))


def keep_vectors(house: Database, readings: Readings, ideas: int) -> None:
    reader = readings.reader
    made_by = {"embedder": reader.embedder.id, "calibration": reader.calibration, "municipality_id": 1, "words": "w"}
    vectors = filled_up(readings.vectors(fillers()), ideas)
    vectors[:SIMILAR_SHOWN] = readings.vectors([ASKED])  # so that a whole answer is made
    with house.transaction() as tx:
        packed = embedding.packed(reader.subspaces)
        made = {"embedder": reader.embedder.id, "calibration": reader.calibration}
        tx.session.add(Calibration(**made, subspace=packed))
        ids = list(tx.session.scalars(select(Contribution.id).order_by(Contribution.id)))
        rows = [{"contribution_id": one, "vector": as_bytes(v), **made_by} for one, v in zip(ids, vectors, strict=True)]
        tx.session.execute(insert(IdeaVector), rows)


def requests(folder: Path, mode: Mode) -> tuple[float, float]:
    server = Server(folder, more={SETTING: mode.value})
    server.start()
    try:
        phone = Caller(server.port)
        phone.get("/ideas/board/new")
        until = monotonic() + READY_WITHIN
        while "/support" not in ask(phone, ASKED)[1]:  # the models are being loaded
            if monotonic() > until:
                raise RuntimeError(f"nothing was ever similar:\n{server.log()[-3000:]}")
            gevent.sleep(0.2)
        before = server.cpu_seconds() + server.helper_seconds()
        times = [ask(phone, f"{ASKED}{number}")[0] for number in range(ROUNDS)]
        spent = server.cpu_seconds() + server.helper_seconds() - before
        return median(times), 1000 * spent / ROUNDS
    finally:
        server.kill()


def ask(phone: Caller, text: str) -> tuple[float, str]:
    """Milliseconds and the answer."""
    began = perf_counter()
    answer = phone.post("/ideas/board/similar", {"text": text})
    return 1000 * (perf_counter() - began), answer.text


def report(mode: str, ideas: int, create_app: MakeApp, say: Say) -> bool:
    """Print both; whether every floor holds."""
    chosen, plain = Readings(reader_of(mode)), Readings(reader_of(Mode.TFIDF.value))
    say(f"reader: {chosen.reader.embedder.id}, calibration {chosen.reader.calibration[:12]}")
    holds = report_quality(chosen, plain, say)
    times, spelled = (measure_times(one, ideas, create_app) for one in (chosen, plain))
    say(f"{ideas:,} ideas, {len(ASKED)} characters, ms {chosen.mode:>8}   tf-idf   ratio   (the median of {ROUNDS})")
    floors = spelled.rows()
    for name, got in times.rows().items():
        say(f"{name:30} {got:8.1f} {floors[name]:8.1f} {got / floors[name]:7.1f}")
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores / 2:
        say(f"  the machine is busy (load {load:.1f} on {cores} cores): these times are not judged")
        return holds
    return holds and times.request <= LONGEST


def read_alone(mode: str) -> tuple[float, float]:
    embedding.MOST_THREADS = 1
    embedder = embedding.best_embedder(mode)
    texts = iter(f"{ASKED}{number}" for number in range(3 * ROUNDS))
    return measured(lambda: embedder.raw([next(texts)]))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(read_alone(sys.argv[1])))
