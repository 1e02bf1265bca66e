"""Numbers as people write and paste them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.foundation.messages import Refused
from participation.foundation.text import fold
from participation.reach.figures import (
    BadLine,
    FigureMissing,
    Figures,
    NobodyLives,
    NotANumber,
    NotAWhole,
    NotAYear,
    NothingPasted,
    OutOfRange,
    SourceMissing,
    TwiceNamed,
    Unfinished,
    Unit,
    UnknownAnswer,
    amount,
    figures_from,
    pasted,
    year_of,
)

NAMES = {fold("65 und älter"): "a65", fold("65 and older"): "a65", fold("unter 18"): "u18"}


@pytest.mark.parametrize(
    ("typed", "unit", "number"),
    [
        ("12345", Unit.PEOPLE, 12345),
        ("12.345", Unit.PEOPLE, 12345),
        ("1,234,567", Unit.PEOPLE, 1234567),
        ("12 345", Unit.PEOPLE, 12345),
        ("12\u00a0345", Unit.PEOPLE, 12345),
        ("12'345", Unit.PEOPLE, 12345),
        ("12345,0", Unit.PEOPLE, 12345),
        ("23,5 %", Unit.PERCENT, 23.5),
        ("23.5", Unit.PERCENT, 23.5),
        ("0", Unit.PERCENT, 0),
        ("100", Unit.PERCENT, 100),
    ],
)
def test_a_number_is_read_as_it_is_written(typed: str, unit: Unit, number: float) -> None:
    assert amount(typed, unit) == number


@pytest.mark.parametrize("typed", ["", "viele", "1e9", "12.34.5", "٣", "NaN", "inf", "1" * 40, "=1+1"])
def test_what_is_no_number_is_said(typed: str) -> None:
    with pytest.raises(NotANumber):
        amount(typed, Unit.PEOPLE)


@pytest.mark.parametrize(("typed", "unit"), [("100,5", Unit.PERCENT), ("-3", Unit.PEOPLE), ("999999999", Unit.PEOPLE)])
def test_what_cannot_be_is_said(typed: str, unit: Unit) -> None:
    with pytest.raises(OutOfRange):
        amount(typed, unit)


@pytest.mark.parametrize("typed", ["25", "1492", "3000", "next", "２０２５", ""])
def test_a_year_has_four_digits(typed: str) -> None:
    assert year_of(" 2025 ") == 2025
    with pytest.raises(NotAYear):
        year_of(typed)


def faults(
    typed: dict[str, str], *, unit: Unit = Unit.PEOPLE, source: str = "Melderegister", year: str = "2025"
) -> dict[str, str]:
    with pytest.raises(Unfinished) as refused:
        figures_from(typed, unit, source=source, year=year, several=False)
    return {place: fault.code for place, fault in refused.value.faults.items()}


def test_figures_are_kept_with_where_they_come_from() -> None:
    found = figures_from({"a": "1.200", "b": "800"}, Unit.PEOPLE, source=" Melderegister ", year="2025", several=False)

    assert found == Figures(Unit.PEOPLE, {"a": 1200, "b": 800}, "Melderegister", 2025)


def test_an_emptied_form_takes_the_figures_away() -> None:
    assert figures_from({"a": " "}, Unit.PERCENT, source="", year="", several=False) == Figures(Unit.PERCENT)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert faults({"a": "x", "b": "", "c": "5"}, source=" ", year="25") == {
        "amount-a": NotANumber.code,
        "amount-b": FigureMissing.code,
        "source": SourceMissing.code,
        "year": NotAYear.code,
    }


def test_shares_are_those_of_everybody() -> None:
    assert faults({"a": "30", "b": "30,5"}, unit=Unit.PERCENT) == {"amounts": NotAWhole.code}
    assert faults({"a": "0", "b": "0"}) == {"amounts": NobodyLives.code}
    assert NotAWhole(sum="60.5").args == (
        "The shares add up to 60.5 %, not to 100 %. Please compare them with your source.",
    )
    rounded = figures_from({"a": "60", "b": "38,9"}, Unit.PERCENT, source="x", year="2025", several=False)
    assert rounded.amounts == {"a": 60, "b": 38.9}


def test_where_several_may_be_true_shares_need_no_sum() -> None:
    found = figures_from({"de": "90", "tr": "20"}, Unit.PERCENT, source="x", year="2025", several=True)

    assert found.amounts == {"de": 90, "tr": 20}


def test_a_table_is_taken_over_in_any_language() -> None:
    assert pasted('65 and older;12.345\n\n"Unter 18"\t4 000\n', NAMES, Unit.PEOPLE) == {"a65": "12.345", "u18": "4 000"}


@pytest.mark.parametrize(
    ("text", "refusal", "says"),
    [
        ("", NothingPasted, "There is nothing"),
        ("a;1\n" * 201, NothingPasted, "There is nothing"),
        ("unter 18;5\n65 und älter 7", BadLine, "Line 2: “65 und älter 7”"),
        (";5", BadLine, "Line 1"),
        ("\nüber 90;5", UnknownAnswer, "Line 2: there is no answer “über 90”"),
        ("unter 18;5\nUNTER 18;6", TwiceNamed, "Line 2: “UNTER 18”"),
        ("unter 18;viele", NotANumber, "“viele”"),
    ],
)
def test_what_cannot_be_taken_over_is_said_with_its_line(text: str, refusal: type[Refused], says: str) -> None:
    with pytest.raises(refusal) as refused:
        pasted(text, NAMES, Unit.PEOPLE)
    assert says in str(refused.value)


@settings(deadline=None)  # a shared machine may pause between two examples
@given(st.text(max_size=60))
def test_whatever_is_pasted_is_read_or_refused(text: str) -> None:
    try:
        found = pasted(text, NAMES, Unit.PEOPLE)
    except Refused:
        return
    assert set(found) <= {"a65", "u18"}
