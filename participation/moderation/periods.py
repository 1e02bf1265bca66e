"""The quarters and months of the public figures. Pure, like `rules`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

QUARTERS, MONTHS = 4, 12  # as many as are shown: a year


class Span(StrEnum):
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """From its first day to the day after its last."""

    first: date
    after: date


def periods(span: Span, today: date) -> list[Period]:
    """The last year in quarters or months, the present one first."""
    length, count = (3, QUARTERS) if span is Span.QUARTER else (1, MONTHS)
    now = today.year * 12 + (today.month - 1) // length * length
    starts = [now - length * back for back in range(count)]
    return [Period(month_day(start), month_day(start + length)) for start in starts]


def month_day(months: int) -> date:
    """The first day of a month that is counted from the year 0."""
    return date(months // 12, months % 12 + 1, 1)


def without_the_time_before(told: list[Period], counts: list[int]) -> list[Period]:
    """What is older than the first thing that was counted says nothing; the present period always stands there."""
    begun = max((place for place, count in enumerate(counts) if count), default=0)
    return told[: begun + 1]
