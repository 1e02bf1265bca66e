"""Figures on a slide: how they are typed, how long their bars are."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from participation.foundation.messages import N_, Refused

KIND = "slide"
LONGEST_SOURCE = 200
LONGEST_FIGURE = 24
LONGEST_LABEL = 80
MOST_FIGURES = 8
PER_CENT = {"%", "\u066a"}
MARKS = ".,'\u2019\u066b\u066c\u00a0\u202f "  # what people write between digits


class Figure(TypedDict):
    """A number with what it says. value: as it was typed, with its unit; label: by language."""

    value: str
    label: dict[str, str]


class NoSource(Refused):
    message = N_("Please say where this comes from: an office, a report, a town, with its year.")
    code = "no_source"
    status = 422


class NoNumber(Refused):
    message = N_("“%(typed)s” does not begin with a number we can read. Please write one figure in a line.")
    code = "no_number"
    status = 422


class TooManyFigures(Refused):
    message = N_("A slide shows at most %(limit)s figures. Please make a second slide.")
    code = "too_many_figures"
    status = 422


class LabelsMissing(Refused):
    message = N_("Each figure needs a line that says what it is, in each language that you use: %(count)s lines.")
    code = "labels_missing"
    status = 422


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a reader sees it. share: in hundredths of the whole or of the longest; None beside other units."""

    value: str
    share: int | None


def paired(values: Sequence[str], labels: Mapping[str, Sequence[str]]) -> list[Figure]:
    """Line by line. labels: by language, in the order of the values; a language without any is left out.

    Raises NoNumber, TooManyFigures, LabelsMissing.
    """
    if len(values) > MOST_FIGURES:
        raise TooManyFigures(limit=MOST_FIGURES)
    for value in values:
        number_in(value)
    used = {lang: lines for lang, lines in labels.items() if lines}
    if any(len(lines) != len(values) for lines in used.values()) or (values and not used):
        raise LabelsMissing(count=len(values))
    return [
        Figure(value=value, label={lang: lines[place] for lang, lines in used.items()})
        for place, value in enumerate(values)
    ]


def number_in(typed: str) -> float:
    """The number at the beginning, in any digits: "1.250", "1,250", "12,5 %". Raises NoNumber.

    A mark before exactly three digits groups thousands, unless a zero or another mark stands before it; any other last
    mark is that of the decimals; a mark that comes twice groups.
    """
    taken, _ = split(typed)
    last = max((taken.rfind(mark) for mark in MARKS), default=-1)
    bare = "".join(sign for sign in taken if sign.isdigit())
    decimals = len(taken) - last - 1 if last >= 0 else 0
    before = taken[:last] if last >= 0 else ""
    groups = decimals == 3 and before != "0" and all(sign.isdigit() or sign == taken[last] for sign in before)
    if not decimals or groups or taken.count(taken[last]) > 1:
        return float(bare)
    return float(f"{bare[:-decimals]}.{bare[-decimals:]}")


def split(typed: str) -> tuple[str, str]:
    """The digits with their marks, and the unit behind them. Raises NoNumber."""
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in typed.strip())
    end = next((place for place, sign in enumerate(digits) if sign not in "0123456789" + MARKS), len(digits))
    taken = digits[:end].strip(MARKS)
    if not taken or not digits[0].isdigit():
        raise NoNumber(typed=typed[:LONGEST_FIGURE])
    return taken, digits[end:].strip()


def bars(values: Sequence[str]) -> list[Bar]:
    """How long each bar is: per cent of a hundred, anything else beside the longest one.

    Figures with different units are not laid side by side: they have no bars.
    """
    numbers = [number_in(value) for value in values]
    units = {split(value)[1] for value in values}
    if len(units) > 1:
        return [Bar(value, None) for value in values]
    whole = max(numbers, default=0.0)
    if units <= PER_CENT:
        whole = max(whole, 100.0)
    return [
        Bar(value, round(100 * number / whole) if whole else 0) for value, number in zip(values, numbers, strict=True)
    ]
