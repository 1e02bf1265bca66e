from collections.abc import Sequence
from dataclasses import dataclass

from participation.foundation.locales import WRITTEN, Words, pick
from participation.process.form_rules import FieldKind
from participation.process.models import Format, FormField, Phase, Process
from participation.process.present import PhaseLine, phase_line
from participation.process.rules import CLOSED, Allowed, PhaseState


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """A process in the list. now: the phases that run."""

    slug: str
    state: str
    title: Words
    now: tuple[PhaseLine, ...]
    phases: int


@dataclass(frozen=True, slots=True)
class Place:
    """What a format allows in a phase."""

    phase: PhaseLine
    allowed: Allowed


@dataclass(frozen=True, slots=True)
class FormatRows:
    id: int
    title: Words
    places: tuple[Place, ...]


def process_line(process: Process, phases: Sequence[Phase], lang: str) -> ProcessLine:
    now = tuple(phase_line(phase, lang) for phase in phases if phase.state is PhaseState.NOW)
    return ProcessLine(process.slug, process.state, pick(process.title, lang), now, len(phases))


def openings_table(phases: Sequence[Phase], formats: Sequence[Format], lang: str) -> list[FormatRows]:
    """For each format one line for each phase; a phase without a setting opens nothing."""
    lines = {phase.id: phase_line(phase, lang) for phase in phases}
    return [
        FormatRows(
            one.id, pick(one.title, lang), tuple(Place(line, allowed_in(one, id_)) for id_, line in lines.items())
        )
        for one in formats
    ]


def allowed_in(one: Format, phase_id: int) -> Allowed:
    return next((setting.allowed for setting in one.settings if setting.phase_id == phase_id), CLOSED)


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of a form at the desk. choices: that can be chosen; answers: how many were given.

    missing: languages of the interface in which some of its words are not there yet.
    """

    id: int
    kind: FieldKind
    label: Words
    required: bool
    internal: bool
    choices: tuple[Words, ...]
    answers: int
    missing: tuple[str, ...]


def question_line(field: FormField, answers: int, lang: str) -> QuestionLine:
    return QuestionLine(
        id=field.id,
        kind=FieldKind(field.kind),
        label=pick(field.label, lang),
        required=field.required,
        internal=field.internal,
        choices=tuple(pick(choice.words, lang) for choice in field.offered),
        answers=answers,
        missing=unworded(field),
    )


def unworded(field: FormField) -> tuple[str, ...]:
    texts = [field.label, *([field.hint] if field.hint else []), *(choice.words for choice in field.offered)]
    return tuple(lang for lang in WRITTEN if not all(text.get(lang) for text in texts))
