"""What each sheet asks for."""

import pytest

from participation.contributions.parts import composed
from participation.contributions.rules import ON_THEIR_OWN
from participation.worksheets.rules import ASKS, KIND_NAMES, KIND_OF, LONGEST, QUESTIONS, Part, SheetKind

TEXT_LIMIT = 5000  # of a contribution


@pytest.mark.parametrize("kind", SheetKind)
def test_each_kind_asks_begins_with_what_is_said_and_fits_into_a_contribution(kind: SheetKind) -> None:
    assert next(iter(ASKS[kind])) is Part.TEXT
    assert KIND_OF[kind] in ON_THEIR_OWN
    assert KIND_NAMES[kind]
    assert QUESTIONS[kind]
    longest = composed({part: "x" * LONGEST[part] for part in ASKS[kind]}, dict.fromkeys(ASKS[kind], "y" * 80))
    assert len(longest) <= TEXT_LIMIT
    assert len(kind) <= 10
