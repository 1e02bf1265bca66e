"""What is said in several fields is one text, and its parts can be told again."""

from hypothesis import given
from hypothesis import strategies as st

from participation.contributions.parts import apart, composed

HEADINGS = {"why": "Warum?", "who": "Wer", "when": "Bis wann"}
NAMES = {heading: part for part, heading in HEADINGS.items()}
LINES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(
    lambda line: line not in {"Warum?", "Wer:", "Bis wann:"}
)
WORDS = st.lists(LINES, min_size=1, max_size=4).map("\n".join)


@given(first=WORDS, rest=st.dictionaries(st.sampled_from(list(HEADINGS)), WORDS))
def test_parts_that_were_put_together_come_apart_again(first: str, rest: dict[str, str]) -> None:
    parts = {"text": first, **rest}
    assert apart(composed(parts, HEADINGS), NAMES, "text") == parts


@given(st.text())
def test_whatever_somebody_wrote_by_hand_nothing_of_it_is_left_out(text: str) -> None:
    found = apart(text, NAMES, "text")
    kept = "".join("".join(found.values()).split())
    bare = "".join(text.split())
    assert len(kept) <= len(bare)
    if not any(line.strip() in {"Warum?", "Wer:", "Bis wann:"} for line in text.split("\n")):
        assert kept == bare


def test_a_heading_that_comes_twice_is_text_the_second_time() -> None:
    assert apart("Ziel\nWer:\nwir\nWer:\nihr", NAMES, "text") == {"text": "Ziel", "who": "wir\nWer:\nihr"}
