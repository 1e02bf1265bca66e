"""The town's own figures as somebody types or pastes them. Pure, like `rules`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from participation.foundation.messages import N_, Refused
from participation.foundation.text import fold

LARGEST = 100_000_000
MOST_LINES = 200
FIRST_YEAR, LAST_YEAR = 1950, 2200
NEARLY_ALL = (95.0, 105.0)  # percent of published tables are rounded
BLANKS = re.compile(r"[\s\u00a0\u202f'’]")


class Unit(StrEnum):
    PEOPLE = "people"
    PERCENT = "percent"


class NotANumber(Refused):
    message = N_("“%(typed)s” is not a number we can read. Write it like 12345 or 23,5.")
    code = "not_a_number"
    status = 422


class OutOfRange(Refused):
    message = N_("%(typed)s cannot be: a share lies between 0 and 100, a number of people is not below 0.")
    code = "out_of_range"
    status = 422


class FigureMissing(Refused):
    message = N_("Please write a figure for this answer too; 0 where there is nobody.")
    code = "figure_missing"
    status = 422


class NotAWhole(Refused):
    message = N_("The shares add up to %(sum)s %%, not to 100 %%. Please compare them with your source.")
    code = "not_a_whole"
    status = 422


class NobodyLives(Refused):
    message = N_("Together these figures are nobody. Please write how many people live in your town.")
    code = "nobody_lives"
    status = 422


class SourceMissing(Refused):
    message = N_("Please say where the figures come from, so that everybody can look them up.")
    code = "source_missing"
    status = 422


class NotAYear(Refused):
    message = N_("Please write the year of the figures with four digits, like 2025.")
    code = "not_a_year"
    status = 422


class NothingPasted(Refused):
    message = N_("There is nothing to take over. Paste one answer in each line, like “65 and older;12345”.")
    code = "nothing_pasted"
    status = 422


class BadLine(Refused):
    message = N_("Line %(line)s: “%(typed)s” is not like “answer;number”. Nothing was taken over.")
    code = "bad_line"
    status = 422


class UnknownAnswer(Refused):
    message = N_("Line %(line)s: there is no answer “%(typed)s” in this question. Nothing was taken over.")
    code = "unknown_answer"
    status = 422


class TwiceNamed(Refused):
    message = N_("Line %(line)s: “%(typed)s” stands there twice. Nothing was taken over.")
    code = "twice_named"
    status = 422


class Unfinished(Refused):
    """Several things are wrong at once. faults: place on the form -> what is wrong there."""

    message = N_("Something is missing or cannot be read. It is marked below.")
    code = "unfinished"
    status = 422

    def __init__(self, faults: Mapping[str, Refused]) -> None:
        super().__init__()
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Figures:
    """What the town knows about itself: answer -> people or percent, from where, of which year."""

    unit: Unit
    amounts: Mapping[str, float] = field(default_factory=dict)
    source: str = ""
    year: int | None = None


def amount(typed: str, unit: Unit) -> float:
    """A number as people write it: 12345, 12.345, 12 345, 23,5 %. Raises NotANumber, OutOfRange."""
    words = BLANKS.sub("", typed).removesuffix("%")
    if unit is Unit.PEOPLE and re.fullmatch(r"\d{1,3}([.,]\d{3})+", words, re.ASCII):
        words = re.sub("[.,]", "", words)
    elif not re.fullmatch(r"-?\d{1,12}([.,]\d{1,6})?", words, re.ASCII):
        raise NotANumber(typed=typed.strip()[:30])
    number = float(words.replace(",", "."))
    if not 0 <= number <= (100 if unit is Unit.PERCENT else LARGEST):
        raise OutOfRange(typed=typed.strip()[:30])
    return number


def year_of(typed: str) -> int:
    """Raises NotAYear."""
    words = typed.strip()
    if not re.fullmatch(r"\d{4}", words, re.ASCII) or not FIRST_YEAR <= int(words) <= LAST_YEAR:
        raise NotAYear
    return int(words)


def figures_from(typed: Mapping[str, str], unit: Unit, *, source: str, year: str, several: bool) -> Figures:
    """typed: answer -> what stands in its field. All fields empty: no figures any more. Raises Unfinished."""
    if not any(words.strip() for words in (*typed.values(), source, year)):
        return Figures(unit)
    faults: dict[str, Refused] = {}
    amounts = {key: read for key, words in typed.items() if (read := amount_or(faults, key, words, unit)) is not None}
    when = year_or(faults, year)
    if not source.strip():
        faults["source"] = SourceMissing()
    if not faults:
        fault = whole_fault(sum(amounts.values()), unit, several=several)
        if fault is not None:
            faults["amounts"] = fault
    if faults:
        raise Unfinished(faults)
    return Figures(unit, amounts, source.strip(), when)


def amount_or(faults: dict[str, Refused], key: str, words: str, unit: Unit) -> float | None:
    try:
        if not words.strip():
            raise FigureMissing
        return amount(words, unit)
    except Refused as refused:
        faults[f"amount-{key}"] = refused
        return None


def year_or(faults: dict[str, Refused], typed: str) -> int | None:
    try:
        return year_of(typed)
    except Refused as refused:
        faults["year"] = refused
        return None


def whole_fault(together: float, unit: Unit, *, several: bool) -> Refused | None:
    """Where only one answer is true, shares are those of everybody."""
    if together <= 0:
        return NobodyLives()
    if unit is Unit.PERCENT and not several and not NEARLY_ALL[0] <= together <= NEARLY_ALL[1]:
        return NotAWhole(sum=f"{together:.1f}".removesuffix(".0"))
    return None


def pasted(text: str, names: Mapping[str, str], unit: Unit) -> dict[str, str]:
    """Lines of `answer;number` from a table: key of the answer -> its number as typed.

    names: folded words of an answer, in any language -> its key. A tab separates too.
    Raises NothingPasted, BadLine, UnknownAnswer, TwiceNamed, NotANumber, OutOfRange.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines or len(lines) > MOST_LINES:
        raise NothingPasted
    found: dict[str, str] = {}
    for number, line in lines:
        words, separator, typed = line.replace("\t", ";").strip("; ").rpartition(";")
        said = words.strip(' "')
        if not separator or not said:
            raise BadLine(line=number, typed=line[:60])
        key = names.get(fold(said))
        if key is None:
            raise UnknownAnswer(line=number, typed=said[:60])
        if key in found:
            raise TwiceNamed(line=number, typed=said[:60])
        amount(typed, unit)
        found[key] = typed.strip(' "')
    return found
