"""The difference between two wordings: nothing is lost, it reads well, and it takes a bounded number of steps."""

import random
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.contributions import difference as module
from participation.contributions.difference import Change, Run, difference, words

TEXTS = st.text(alphabet="ab c\n.,éß中文 ไทยأب\u0301\u200d👩", max_size=60)
AT_MOST = 500_000  # steps for 5,000 characters against 5,000, of whatever kind


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(run.change.value, run.text) for run in difference(before, after)]


def leads_from_one_to_the_other(before: str, after: str) -> list[Run]:
    runs = difference(before, after)
    assert "".join(run.text for run in runs if run.change is not Change.NEW) == before
    assert "".join(run.text for run in runs if run.change is not Change.GONE) == after
    assert all(run.text for run in runs)
    return runs


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_no_sign_is_lost_or_made_up(before: str, after: str) -> None:
    leads_from_one_to_the_other(before, after)


@given(TEXTS)
def test_the_same_text_has_no_difference(text: str) -> None:
    assert [run.change for run in difference(text, text)] == ([Change.SAME] if text else [])


@given(TEXTS)
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        (
            "Mehr Bänke im Park am Bach.",
            "Mehr Bänke und Bäume im Park.",
            [
                ("same", "Mehr Bänke "),
                ("new", "und Bäume "),
                ("same", "im Park"),
                ("gone", " am Bach"),
                ("same", "."),
            ],
        ),
        (
            "rot, grün und blau",
            "eins, zwei oder drei",
            [("gone", "rot, grün und blau"), ("new", "eins, zwei oder drei")],
        ),
        ("", "Neu", [("new", "Neu")]),
        ("Alt", "", [("gone", "Alt")]),
        ("公园里需要更多长椅", "公园里需要更多的树", [("same", "公园里需要更多"), ("gone", "长椅"), ("new", "的树")]),
        (
            "أريد مقاعد أكثر",
            "أريد أشجاراً أكثر",
            [("same", "أريد "), ("gone", "مقاعد"), ("new", "أشجاراً"), ("same", " أكثر")],
        ),
        ("A\nB", "A\nC", [("same", "A\n"), ("gone", "B"), ("new", "C")]),
        ("x\ny", "a\nb", [("gone", "x"), ("new", "a"), ("same", "\n"), ("gone", "y"), ("new", "b")]),
        (
            "👩\u200d👩\u200d👧 da",
            "👩\u200d👧 da",
            [("gone", "👩\u200d👩\u200d👧"), ("new", "👩\u200d👧"), ("same", " da")],
        ),
    ],
)
def test_it_reads_as_people_would_say_it(before: str, after: str, runs: list[tuple[str, str]]) -> None:
    assert told(before, after) == runs


def test_a_sign_stays_with_its_marks_and_a_word_is_one_piece() -> None:
    assert words("Cafe\u0301 สวัส") == ["Cafe\u0301", " ", "ส", "วั", "ส"]
    assert words("a  b\n\nc") == ["a", "  ", "b", "\n", "\n", "c"]


class Counted(str):
    """A piece that counts how often it is compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def long_texts() -> Iterator[tuple[str, str]]:
    dice = random.Random(7)  # noqa: S311 - the same texts in every run
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 5_000)))
    for alphabet in ("a", "ab ", "abcdefghij \n", "中文字", many):
        yield "".join(dice.choices(alphabet, k=5_000)), "".join(dice.choices(alphabet, k=5_000))
    shuffled = list(many)
    dice.shuffle(shuffled)
    yield many, "".join(shuffled)
    yield many, many[::-1]
    yield "".join(f"{sign}。" for sign in many[:2_500]), "".join(f"。{sign}" for sign in many[1_250:3_750])


@pytest.mark.parametrize("texts", list(long_texts()), ids=range(8))
def test_the_longest_texts_take_a_bounded_number_of_steps(
    texts: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def counted(text: str) -> Sequence[str]:
        return [Counted(piece) for piece in words(text)]

    leads_from_one_to_the_other(*texts)
    monkeypatch.setattr(module, "words", counted)
    Counted.compared = 0

    difference(*texts)

    assert Counted.compared <= AT_MOST
