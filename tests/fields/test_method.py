"""The method on vectors made for it: languages disappear, topics stay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.fields.method import (
    Vectors,
    joined,
    language_subspace,
    learn,
    logistic_head,
    pool_mean,
    read,
    softmax,
    unit,
    without_language,
)

LANGUAGES = ("de", "tr", "ar")
SIZE = 24


def spoken(seed: int, topics: Vectors) -> tuple[Vectors, list[str]]:
    """The same topics said in three languages, each of which shifts all its vectors far away."""
    accent = 5 * np.random.default_rng(99).normal(size=(len(LANGUAGES), SIZE))
    noise = np.random.default_rng(seed).normal(size=(len(LANGUAGES), *topics.shape))
    said = topics[None] + accent[:, None] + 0.05 * noise
    return unit(said.reshape(-1, SIZE)), [language for language in LANGUAGES for _ in topics]


def topics(seed: int, count: int) -> Vectors:
    return np.random.default_rng(seed).normal(size=(count, SIZE)).astype(np.float32)


def test_after_the_removal_a_sentence_lies_next_to_its_translation() -> None:
    subspace = language_subspace(*spoken(1, topics(2, 40)))
    vectors, languages = spoken(3, topics(4, 12))

    def nearest_is_translation(rows: Vectors) -> float:
        near = rows @ rows.T - 9 * np.eye(len(rows))
        return float(np.mean(near.argmax(axis=1) % 12 == np.arange(len(rows)) % 12))

    def nearest_is_same_language(rows: Vectors) -> float:
        near = rows @ rows.T - 9 * np.eye(len(rows))
        return float(np.mean([languages[i] == languages[j] for i, j in enumerate(near.argmax(axis=1))]))

    assert nearest_is_same_language(vectors) == 1.0
    assert nearest_is_translation(without_language(vectors, subspace)) == 1.0


def test_the_subspace_has_one_direction_less_than_languages_and_leaves_nothing_along_them() -> None:
    vectors, languages = spoken(1, topics(2, 40))
    subspace = language_subspace(vectors, languages)

    kept = without_language(vectors, subspace)

    assert subspace.directions.shape == (len(LANGUAGES) - 1, SIZE)
    assert np.allclose(subspace.directions @ subspace.directions.T, np.eye(2), atol=1e-5)
    assert np.abs((kept + 0) @ subspace.directions.T).max() < 1e-3
    assert np.allclose(np.linalg.norm(kept, axis=1), 1, atol=1e-5)


def test_an_idea_finds_the_field_whose_examples_lie_around_it() -> None:
    middles = topics(5, 4)
    near = np.random.default_rng(6).normal(size=(4, 30, SIZE))
    examples = unit((middles[:, None] + 0.4 * near).reshape(-1, SIZE))
    sense = learn(examples, [place for place in range(4) for _ in range(30)], fields=3)
    ideas = unit(middles + 0.4 * topics(7, 4))

    found = read(sense, ideas)

    assert found.scores.shape == (4, 3)
    assert found.scores[:3].argmax(axis=1).tolist() == [0, 1, 2]
    assert found.nowhere.argmax() == 3
    assert found.nowhere[3] > 0.5 > found.nowhere[:3].max()


def test_without_examples_of_nowhere_every_idea_belongs_somewhere() -> None:
    sense = learn(unit(topics(1, 6)), [0, 0, 0, 1, 1, 1], fields=2)

    found = read(sense, unit(topics(2, 5)), pool=unit(topics(3, 50)))

    assert found.nowhere.tolist() == [0] * 5


def test_a_field_without_examples_is_never_the_best() -> None:
    sense = learn(unit(topics(1, 6)), [0, 0, 0, 2, 2, 2], fields=3)

    assert set(read(sense, unit(topics(2, 30))).scores.argmax(axis=1)) == {0, 2}


def test_one_idea_alone_has_a_suggestion_too() -> None:
    sense = learn(unit(topics(1, 6)), [0, 0, 0, 1, 1, 1], fields=2)
    idea = sense.examples[:1] + sense.centre

    assert read(sense, unit(idea)).scores.argmax() == 0


def test_the_middle_of_the_examples_counts_until_there_are_many_ideas() -> None:
    centre, idea = np.zeros(SIZE, np.float32), np.ones((1, SIZE), np.float32)

    assert np.allclose(pool_mean(idea, centre), 1 / 11)
    assert np.allclose(pool_mean(np.repeat(idea, 990, axis=0), centre), 0.99)


def test_the_head_gives_a_rare_field_its_due() -> None:
    rows = unit(np.concatenate([topics(8, 60) + 0.3, topics(9, 6) - 0.3]))
    owner = np.array([0] * 60 + [1] * 6)

    weights, bias = logistic_head(rows, owner, 2)

    assert (softmax(rows @ weights.T + bias).argmax(axis=1) == owner).mean() > 0.9


@given(st.lists(st.lists(st.floats(-80, 80), min_size=3, max_size=3), min_size=1, max_size=6))
def test_chances_sum_to_one(scores: list[list[float]]) -> None:
    chances = softmax(np.array(scores, dtype=np.float32))

    assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)
    assert (chances >= 0).all()


@pytest.mark.parametrize("weights", [(0.65, 0.35), (0.5, 0.5), (1.0, 0.0)])
def test_joined_vectors_compare_like_the_weighted_mean_of_their_parts(weights: tuple[float, float]) -> None:
    first, second = unit(topics(1, 5)), unit(topics(2, 5))

    both = joined([first, second], weights)

    assert np.allclose(both @ both.T, weights[0] * first @ first.T + weights[1] * second @ second.T, atol=1e-5)
