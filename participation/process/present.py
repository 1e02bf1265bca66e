"""When a phase is, in words."""

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_interval

from participation.foundation.locales import Words, pick
from participation.process.models import Phase
from participation.process.rules import PhaseState, Precision


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase as it is shown. when: its own words or its dates; about: whether these are approximate."""

    id: int
    state: PhaseState
    title: Words
    when: Words | None
    about: bool
    exact: bool
    by_hand: bool


def phase_line(phase: Phase, lang: str) -> PhaseLine:
    said = pick(phase.period, lang)
    dated = dates_in_words(phase, lang)
    exact = phase.precision == Precision.EXACT
    when = dated if exact else said if said.text else dated
    return PhaseLine(
        id=phase.id,
        state=phase.state,
        title=pick(phase.title, lang),
        when=when if when and when.text else None,
        about=not exact and not said.text and dated is not None,
        exact=exact,
        by_hand=phase.begun_at is not None or phase.ended_at is not None,
    )


def dates_in_words(phase: Phase, lang: str) -> Words | None:
    """The days of a phase, or its months where they are approximate; None for open dates."""
    if phase.precision == Precision.OPEN or (phase.starts_on is None and phase.ends_on is None):
        return None
    skeleton = "yMMMMd" if phase.precision == Precision.EXACT else "yMMMM"
    return Words(span_in_words(phase.starts_on, phase.ends_on, skeleton, lang), lang)


def span_in_words(first: date | None, last: date | None, skeleton: str, lang: str) -> str:
    if first and last and first != last:
        return str(format_interval(first, last, skeleton, locale=lang))
    day = first or last
    shape = "long" if skeleton.endswith("d") else "MMMM y"
    only = format_date(day, shape, locale=lang)
    return only if last else f"{only} –"
