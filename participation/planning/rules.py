"""The templates a process begins from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from participation.foundation.messages import N_, Refused
from participation.process.rules import Allowed

CONTENT = Path(__file__).resolve().parent / "content"
TITLE_LIMIT = 120
QUESTION_LIMIT = 300
WHY_LIMIT = 1_000
LEAD_LIMIT = 600
PERIOD_LIMIT = 120

Texts = Mapping[str, str]


class NameMissing(Refused):
    message = N_("It needs a name in at least one language.")
    code = "name_missing"
    status = 422


class NoTemplate(Refused):
    message = N_("Please choose what to begin with.")
    code = "no_template"
    status = 422


@dataclass(frozen=True, slots=True)
class PhaseTemplate:
    """A phase to begin with. weeks: how long it usually takes; allows: what its collection allows then."""

    title: Texts
    weeks: int
    allows: Allowed


@dataclass(frozen=True, slots=True)
class ProcessTemplate:
    """What a process begins with. fields: whether the usual fields of action come along."""

    key: str
    name: Texts
    sentence: Texts
    question: Texts
    collection: Texts
    phases: tuple[PhaseTemplate, ...]
    fields: bool


@cache
def templates() -> Mapping[str, ProcessTemplate]:
    """The shipped templates in their order: key -> template."""
    read = json.loads((CONTENT / "templates.json").read_text(encoding="utf-8"))
    return {one["key"]: template_from(one) for one in read}


def template_from(written: dict[str, object]) -> ProcessTemplate:
    facts = dict(written)
    phases = facts.pop("phases")
    if not isinstance(phases, list):
        raise TypeError("a template lists its phases")
    planned = tuple(PhaseTemplate(one["title"], one["weeks"], Allowed(**one["allows"])) for one in phases)
    return ProcessTemplate(phases=planned, **facts)  # type: ignore[arg-type] # JSON carries no types; a test reads all


def usual_dates(template: ProcessTemplate, first_day: date) -> list[tuple[date, date]]:
    """One phase after the other, each as long as usual: (first day, last day)."""
    dates = []
    for phase in template.phases:
        after = first_day + timedelta(weeks=phase.weeks)
        dates.append((first_day, after - timedelta(days=1)))
        first_day = after
    return dates


def template_named(key: str) -> ProcessTemplate:
    """Raises NoTemplate."""
    found = templates().get(key)
    if found is None:
        raise NoTemplate
    return found
