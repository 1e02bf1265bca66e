"""What is shipped: parallel sentences, examples and a template; and nothing of what the machine is tested on."""

import re
from collections import Counter
from pathlib import Path

import pytest

from participation.bench.fields import KnownIdea, demo_ideas, own_ideas, parallel_ideas
from participation.fields import library
from participation.fields.library import NOWHERE
from participation.fields.rules import ENOUGH_EXAMPLES, ExampleKind
from participation.foundation.locales import INTERFACE, OWN_NAMES

PARALLEL = Path("../shared/data/ideas_parallel/ideas.csv")
LANGUAGES = {"de", "en", "tr", "ar", "uk", "ru", "fa", "fr", "es", "pl", "ro", "ku", "ti"}


def test_the_calibration_says_the_same_in_every_language() -> None:
    sentences = library.calibration()

    keys = {language: [one.key for one in sentences if one.language == language] for language in OWN_NAMES}
    spoken = {language: said for language, said in keys.items() if said}
    assert set(spoken) >= LANGUAGES
    assert len({tuple(said) for said in spoken.values()}) == 1
    assert len(spoken["de"]) == len(set(spoken["de"])) >= 24
    assert sum(len(said) for said in spoken.values()) == len(sentences)


def test_every_field_of_the_template_is_named_described_and_taught() -> None:
    template = library.shipped_template()

    for plan in template.fields:
        assert list(plan.name) == list(plan.sentence) == list(INTERFACE), plan.key
        assert len(plan.phrasings) >= ENOUGH_EXAMPLES, plan.key
        kinds = Counter(one.kind for one in plan.phrasings)
        assert kinds[ExampleKind.EXAMPLE] >= ENOUGH_EXAMPLES, plan.key
        assert {one.language for one in plan.phrasings} >= LANGUAGES, plan.key
    assert len(template.nowhere) >= ENOUGH_EXAMPLES
    assert {plan.key for plan in template.fields} == set(library.phrasings()) - {NOWHERE}


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def shipped_words() -> set[str]:
    said = [one.text for plan in library.phrasings().values() for one in plan]
    return {words(text) for text in [*said, *(one.text for one in library.calibration())]}


@pytest.mark.parametrize("ideas", [own_ideas(), demo_ideas()], ids=["own", "demo"])
def test_no_idea_of_a_test_is_among_what_is_shipped(ideas: list[KnownIdea]) -> None:
    assert len(ideas) > 70
    assert [idea.key for idea in ideas if words(idea.text) in shipped_words()] == []


def test_no_parallel_idea_is_among_what_is_shipped() -> None:
    if not PARALLEL.is_file():
        pytest.skip("the shared data are not here")

    assert [idea.key for idea in parallel_ideas(PARALLEL) if words(idea.text) in shipped_words()] == []
