"""What is shipped, as the machine reads it; that it holds nothing of the tests stands in test_content.py."""

import re
from collections import Counter

from participation.bench.fields import demo_ideas
from participation.fields import library
from participation.fields.library import NOWHERE
from participation.fields.rules import ENOUGH_EXAMPLES, ExampleKind
from participation.foundation.locales import WRITTEN

LANGUAGES = {"de", "en", "tr", "ar", "uk", "ru", "fa", "fr", "es", "pl", "ro", "ku", "ti"}


def test_every_field_of_the_template_is_named_described_and_taught() -> None:
    template = library.shipped_template()

    for plan in template.fields:
        assert list(plan.name) == list(plan.sentence) == list(WRITTEN), plan.key
        assert len(plan.phrasings) >= ENOUGH_EXAMPLES, plan.key
        kinds = Counter(one.kind for one in plan.phrasings)
        assert kinds[ExampleKind.EXAMPLE] >= ENOUGH_EXAMPLES, plan.key
        assert {one.language for one in plan.phrasings} >= LANGUAGES, plan.key
    assert len(template.nowhere) >= ENOUGH_EXAMPLES
    assert {plan.key for plan in template.fields} == set(library.phrasings()) - {NOWHERE}


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_no_idea_of_musterstadt_is_among_what_is_shipped() -> None:
    said = [one.text for plan in library.phrasings().values() for one in plan]
    shipped = {words(text) for text in [*said, *(one.text for one in library.calibration())]}
    ideas = demo_ideas()

    assert len(ideas) > 70
    assert [idea.key for idea in ideas if words(idea.text) in shipped] == []


def test_the_calibration_is_read_without_its_heading() -> None:
    sentences = library.calibration()

    assert {one.language for one in sentences} >= LANGUAGES
    assert "language" not in {one.language for one in sentences}
    assert len(sentences) == 26 * 18
