"""What says something similar in a collection, in whatever language: the closest vectors, kept in memory.

The vectors come from the shelf, where the worker puts them. The child process of `similar_line` searches here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.queries import on_the_board
from participation.fields import embedding, library, shelf
from participation.fields.embedding import Reader
from participation.fields.method import Vectors, unit
from participation.fields.models import Calibration, IdeaVector
from participation.fields.rules import SIMILAR_LOOKED_AT, Mode, Near, mode_of, near_enough
from participation.fields.suggesting import from_bytes, portions
from participation.foundation.database import Database

FRESH = 2.0  # seconds: what was published or hidden since is known after them
REMEMBERED = 6  # collections that stay in memory: 36 MB for 10,000 ideas
AT_ONCE = 1000  # vectors taken from the shelf in one statement
CENTRE_PRIOR = 50  # until a collection has as many ideas, their middle counts less than that of the calibration


@dataclass(frozen=True, slots=True)
class Part:
    """Where one model's numbers stand in a vector, and how much it counts in closeness.

    centred: ideas of one collection all lie to one side; closeness is looked at from their middle.
    """

    start: int
    end: int
    weight: float
    centred: bool = True


# the second model counts less than for the fields (docs/decisions/021)
PARTS: Mapping[Mode, tuple[Part, ...]] = {
    Mode.E5_USE: (Part(0, 384, 0.80), Part(384, 896, 0.20)),
    Mode.USE: (Part(0, 512, 1.0),),
    Mode.TFIDF: (Part(0, embedding.BUCKETS, 1.0, centred=False),),
}


@dataclass
class Kept:
    """The public ideas of one collection. vectors: a row for each of `ids`; marks: of the words they were made from.

    middles, lengths: for each part the middle of the ideas, and how far each idea lies from it.
    """

    mode: Mode
    ids: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    marks: dict[int, str] = field(default_factory=dict)
    middles: list[Vectors] = field(default_factory=list)
    lengths: list[Vectors] = field(default_factory=list)
    looked: float = float("-inf")

    def measure(self) -> None:
        """Find the middle of what is there now."""
        self.middles, self.lengths = [], []
        for part in PARTS[self.mode]:
            those = self.vectors[:, part.start : part.end]
            middle = those.sum(axis=0) / (len(those) + CENTRE_PRIOR) * part.centred
            self.middles.append(middle)
            self.lengths.append(np.sqrt(np.maximum(1 - 2 * (those @ middle) + middle @ middle, 1e-9)))

    def closeness(self, vector: Vectors) -> Vectors:
        """Of a vector to each idea: the weighed mean of the models' cosines around the middle."""
        total = np.zeros(len(self.ids), np.float32)
        for part, middle, lengths in zip(PARTS[self.mode], self.middles, self.lengths, strict=True):
            asked = unit((one_length(vector[part.start : part.end]) - middle)[None])[0]
            total += part.weight * (self.vectors[:, part.start : part.end] @ asked - middle @ asked) / lengths
        return total


def one_length(vector: Vectors) -> Vectors:
    return np.asarray(unit(vector[None])[0], dtype=np.float32)


Key = tuple[int, str, str]  # collection, embedder, calibration


class Neighbours:
    """Answers from memory. One reader of the house's language models serves all collections."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[Key, Kept] = {}
        self._reader: Reader | None = None

    def near_text(self, format_id: int, text: str) -> list[Near]:
        """The similar public ideas of a collection; none before the worker has read any."""
        embedder, calibration = embedding.best_embedder(), embedding.calibration_hash(library.calibration())
        kept = self.collection((format_id, embedder.id, calibration))
        reader = self.reader(calibration) if len(kept.ids) else None
        if reader is None:
            return []
        return closest(kept, reader.vectors([text])[0])

    def near_idea(self, contribution_id: int) -> list[Near]:
        """The public ideas of its collection similar to one that was read, itself left out."""
        with self._database.reading() as session:
            found = session.get(IdeaVector, contribution_id)
            home = session.get(Contribution, contribution_id)
        if found is None or home is None:
            return []
        kept = self.collection((home.format_id, found.embedder, found.calibration))
        return closest(kept, from_bytes([found.vector])[0], but=contribution_id)

    def prepare(self) -> None:
        """Load the models, so that the first question does not wait for them."""
        self.reader(embedding.calibration_hash(library.calibration()))

    def reader(self, calibration: str) -> Reader | None:
        """None before the worker has fitted the languages: there is nothing to compare with either."""
        embedder = embedding.best_embedder()
        if self._reader is None or (self._reader.embedder.id, self._reader.calibration) != (embedder.id, calibration):
            with self._database.reading() as session:
                fitted = session.get(Calibration, (embedder.id, calibration))
            self._reader = Reader(embedder, calibration, embedding.unpacked(fitted.subspace)) if fitted else None
        return self._reader

    def collection(self, key: Key) -> Kept:
        """What is public now, as the shelf had it at most FRESH seconds ago."""
        kept = self._kept.pop(key, None) or Kept(mode_of(key[1]))
        self._kept[key] = kept  # the one asked for last is forgotten last
        while len(self._kept) > REMEMBERED:
            self._kept.pop(next(iter(self._kept)))
        if monotonic() - kept.looked >= FRESH:
            with self._database.reading() as session:
                bring_up_to_date(session, kept, key)
            kept.looked = monotonic()
        return kept


def bring_up_to_date(session: Session, kept: Kept, key: Key) -> None:
    """Take in what is new or was read anew, drop what is no longer public."""
    format_id, embedder, calibration = key
    now = shelf.public_marks(session, format_id, embedder, calibration)
    if now == kept.marks:
        return
    stays = np.array([now.get(idea) == kept.marks[idea] for idea in kept.ids.tolist()], dtype=bool)
    ids, parts = [kept.ids[stays]], [kept.vectors[stays]] if stays.any() else []
    for some in portions([idea for idea, mark in now.items() if kept.marks.get(idea) != mark], AT_ONCE):
        rows = shelf.idea_vectors(session, some, embedder, calibration)
        ids.append(np.array([row.contribution_id for row in rows], dtype=np.int64))
        parts += [each_part_unit(from_bytes([row.vector for row in rows]), kept.mode)] if rows else []
    kept.ids = np.concatenate(ids)
    kept.vectors = np.concatenate(parts) if parts else np.zeros((0, PARTS[kept.mode][-1].end), np.float32)
    kept.marks = {idea: now[idea] for idea in kept.ids.tolist()}
    kept.measure()


def each_part_unit(vectors: Vectors, mode: Mode) -> Vectors:
    return np.concatenate([unit(vectors[:, part.start : part.end]) for part in PARTS[mode]], axis=1)


def closest(kept: Kept, vector: Vectors, but: int | None = None) -> list[Near]:
    if not len(kept.ids):
        return []
    scores = kept.closeness(vector)
    most = min(SIMILAR_LOOKED_AT + 1, len(scores))
    best: Sequence[int] = np.argpartition(-scores, most - 1)[:most].tolist()
    return near_enough([(int(kept.ids[one]), float(scores[one])) for one in best if kept.ids[one] != but], kept.mode)


@dataclass(frozen=True, slots=True)
class Similar:
    """An idea everybody may read, and how close it is. same: it probably says the same."""

    idea: Contribution
    closeness: float
    same: bool


def still_public(session: Session, near: Sequence[Near]) -> list[Similar]:
    """Those that everybody may read at this moment, in the same order: memory may be seconds old."""
    if not near:
        return []
    found = session.scalars(
        select(Contribution).where(
            Contribution.id.in_([one.contribution_id for one in near]),
            *on_the_board(),
        )
    )
    ideas = {idea.id: idea for idea in found}
    return [
        Similar(ideas[one.contribution_id], one.closeness, one.same) for one in near if one.contribution_id in ideas
    ]
