"""Figures of slides: numbers as people type them, bars beside the longest."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.slides.rules import LabelsMissing, NoNumber, TooManyFigures, bars, number_in, paired


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("38 %", 38),
        ("1.250", 1250),
        ("1,250", 1250),
        ("1 250 Menschen", 1250),
        ("1.234.567", 1_234_567),
        ("12,5 %", 12.5),
        ("12.5", 12.5),
        ("0,75", 0.75),
        ("1.234,56 €", 1234.56),
        ("1,234.5", 1234.5),
        ("٣٨ ٪", 38),
        ("۱۲۵۰", 1250),
        ("7", 7),
        ("3,", 3),
        ("0,125 kg", 0.125),
        ("1.234,567", 1234.567),
        ("2.000", 2000),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, number: float) -> None:
    assert number_in(typed) == number


@pytest.mark.parametrize("typed", ["", "viele", "-3", "%38", "∞", "½", "²"])
def test_what_begins_with_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NoNumber):
        number_in(typed)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_the_longest_bar_fills_the_line_and_none_is_longer(numbers: list[int]) -> None:
    shares = [bar.share or 0 for bar in bars([str(number) for number in numbers])]
    assert all(0 <= share <= 100 for share in shares)
    assert max(shares) == (100 if max(numbers) else 0)


def test_per_cent_are_parts_of_a_hundred_and_other_units_are_not_laid_beside_them() -> None:
    assert [bar.share for bar in bars(["38 %", "9 %"])] == [38, 9]
    assert [bar.share for bar in bars(["٣٨ ٪"])] == [38]
    assert [bar.share for bar in bars(["120 %", "60 %"])] == [100, 50]
    assert [bar.share for bar in bars(["10 €", "20 €"])] == [50, 100]
    assert [bar.share for bar in bars(["38 %", "1.250 Menschen"])] == [None, None]


@given(st.text(max_size=24))
def test_whatever_is_typed_gives_a_number_or_a_sentence(typed: str) -> None:
    with suppress(NoNumber):
        assert number_in(typed) >= 0


def test_each_figure_has_a_line_in_each_language_that_is_used() -> None:
    assert paired(["1", "2"], {"de": ["eins", "zwei"], "tr": []}) == [
        {"value": "1", "label": {"de": "eins"}},
        {"value": "2", "label": {"de": "zwei"}},
    ]
    wrong: list[dict[str, list[str]]] = [{"de": ["eins"]}, {"de": []}, {"de": ["eins", "zwei"], "ar": ["واحد"]}]
    for labels in wrong:
        with pytest.raises(LabelsMissing):
            paired(["1", "2"], labels)
    with pytest.raises(TooManyFigures):
        paired(["1"] * 9, {"de": ["x"] * 9})
