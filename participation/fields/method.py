"""How an idea finds its field: vectors without their language, examples as neighbours, a margin between the best two.

Raw multilingual vectors lie together by language, not by topic, so the directions in which the same sentences differ
between languages are taken out first. Then every field scores by how close the idea comes to its examples, and by a
logistic head that also knows what belongs to no field. What was measured: docs/decisions/008-fields-of-action.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

WIDTH = 0.08  # of the kernel: how close an example must be to count
HEAD_WEIGHT = 0.5
PENALTY = 10.0  # C of the logistic head: the higher, the freer it is
STEPS = 200  # of its descent; more change no suggestion
POOL_PRIOR = 10  # so many examples stand in for the pool of ideas until there are as many


@dataclass(frozen=True, slots=True)
class Subspace:
    """Where the languages differ, for one kind of vectors. directions: orthonormal rows, one less than languages."""

    centre: Vectors
    directions: Vectors


def language_subspace(vectors: Vectors, languages: Sequence[str]) -> Subspace:
    """Fitted on parallel sentences: every language says the same things, so its mean differs by language alone."""
    known = sorted(set(languages))
    of = np.array(languages)
    means = np.stack([vectors[of == language].mean(axis=0) for language in known])
    centre = means.mean(axis=0)
    directions = np.linalg.svd(means - centre, full_matrices=False)[2][: len(known) - 1]
    kept = vectors - vectors @ directions.T @ directions
    return Subspace(kept.mean(axis=0).astype(np.float32), directions.astype(np.float32))


def without_language(vectors: Vectors, subspace: Subspace) -> Vectors:
    kept = vectors - (vectors @ subspace.directions.T) @ subspace.directions
    return unit(kept - subspace.centre)


def joined(parts: Sequence[Vectors], weights: Sequence[float]) -> Vectors:
    """Several kinds of unit vectors as one: the cosine is the mean of theirs, weighted by `weights` (sum 1)."""
    return np.concatenate([part * np.sqrt(weight) for part, weight in zip(parts, weights, strict=True)], axis=1)


def unit(vectors: NDArray[np.floating[Any]]) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class FieldSense:
    """What the machine has learnt of the fields of one process.

    examples: unit vectors around `centre`, only those of real fields; owner: the field (a row number) of each.
    weights, bias: the head; one row per field and a last one for "no field" where there are examples of that.
    """

    centre: Vectors
    examples: Vectors
    owner: NDArray[np.int64]
    weights: Vectors
    bias: Vectors
    fields: int


def learn(vectors: Vectors, labels: Sequence[int], fields: int) -> FieldSense:
    """labels: for each example its field 0 … fields - 1, or `fields` for what belongs to none."""
    owner = np.array(labels)
    centre = np.stack([vectors[owner == field].mean(axis=0) for field in range(fields) if (owner == field).any()]).mean(
        axis=0
    )
    real = owner < fields
    weights, bias = logistic_head(vectors, owner, max(fields, int(owner.max()) + 1))
    return FieldSense(centre, unit(vectors[real] - centre), owner[real], weights, bias, fields)


def logistic_head(vectors: Vectors, owner: NDArray[np.int64], classes: int) -> tuple[Vectors, Vectors]:
    """Multinomial logistic regression with balanced classes, by accelerated gradient descent."""
    counts = np.bincount(owner, minlength=classes)
    present = max(1, int((counts > 0).sum()))
    share = (PENALTY * len(owner) / (present * np.maximum(counts, 1))[owner]).astype(np.float32)
    target = np.eye(classes, dtype=np.float32)[owner]
    extended = np.concatenate([vectors, np.ones((len(vectors), 1), np.float32)], axis=1)
    penalised = np.ones(extended.shape[1], np.float32)
    penalised[-1] = 0
    step = 1 / (0.5 * steepest(extended * np.sqrt(share)[:, None]) + 1)
    theta = np.zeros((extended.shape[1], classes), np.float32)
    ahead, momentum = theta, 1.0
    for _ in range(STEPS):
        chances = softmax(extended @ ahead)
        slope = extended.T @ ((chances - target) * share[:, None]) + ahead * penalised[:, None]
        new = ahead - step * slope
        following = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = new + (momentum - 1) / following * (new - theta)
        theta, momentum = new, following
    return theta[:-1].T.copy(), theta[-1].copy()


def steepest(rows: Vectors) -> float:
    """The largest eigenvalue of rows' · rows, by power iteration, with five percent of room."""
    direction = rows.sum(axis=0)
    length = 1.0
    for _ in range(30):
        direction = rows.T @ (rows @ (direction / max(length, 1e-9)))
        length = float(np.linalg.norm(direction))
    return 1.05 * length


def softmax(scores: Vectors) -> Vectors:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Reading:
    """scores: ideas × fields, higher fits better; nowhere: for each idea the chance that it belongs to no field."""

    scores: Vectors
    nowhere: Vectors


def read(sense: FieldSense, ideas: Vectors, pool: Vectors | None = None) -> Reading:
    """Score ideas against the fields. pool: ideas of the same process, for their mean; the ideas themselves if None."""
    around = pool_mean(ideas if pool is None else pool, sense.centre)
    close = np.exp(unit(ideas - around) @ sense.examples.T / WIDTH)
    kernel = np.full((len(ideas), sense.fields), -1e3, np.float32)
    for field in range(sense.fields):
        mine = sense.owner == field
        if mine.any():
            kernel[:, field] = np.log(close[:, mine].mean(axis=1))
    chances = softmax(ideas @ sense.weights.T + sense.bias)
    head = np.log(np.maximum(chances[:, : sense.fields], 1e-9))
    nowhere = chances[:, sense.fields] if chances.shape[1] > sense.fields else np.zeros(len(ideas), np.float32)
    return Reading(np.asarray(kernel + HEAD_WEIGHT * head, dtype=np.float32), nowhere)


def pool_mean(pool: Vectors, centre: Vectors) -> Vectors:
    """The mean of the ideas; while there are few, the middle of the examples counts with them."""
    return np.asarray((pool.sum(axis=0) + POOL_PRIOR * centre) / (len(pool) + POOL_PRIOR), dtype=np.float32)
