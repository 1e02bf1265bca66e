"""The form of a collection as a resident sees it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from participation.foundation.locales import Words, pick
from participation.ideas.rules import place_of
from participation.process.form_rules import WITH_CHOICES, FieldKind
from participation.process.models import FormField


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the form. place: its name and its id; typed, ticked: what was sent; oops: what is wrong with it."""

    place: str
    kind: FieldKind
    label: Words
    hint: Words
    required: bool
    internal: bool
    choices: tuple[tuple[str, Words], ...]
    typed: str
    ticked: frozenset[str]
    oops: str

    @property
    def has_choices(self) -> bool:
        return self.kind in WITH_CHOICES

    @property
    def first(self) -> str:
        """Where a link to it leads: what can be typed in or ticked first."""
        return f"{self.place}-1" if self.has_choices else self.place


def asked(
    fields: Iterable[FormField], sent: Mapping[int, Sequence[str]], oops: Mapping[str, str], lang: str
) -> list[Asked]:
    """The questions for a reader of `lang`. oops: place -> a sentence."""
    return [
        Asked(
            place=place_of(field.id),
            kind=FieldKind(field.kind),
            label=pick(field.label, lang),
            hint=pick(field.hint, lang),
            required=field.required,
            internal=field.internal,
            choices=tuple((choice.key, pick(choice.words, lang)) for choice in field.offered),
            typed=next(iter(sent.get(field.id, ())), ""),
            ticked=frozenset(sent.get(field.id, ())),
            oops=oops.get(place_of(field.id), ""),
        )
        for field in fields
    ]


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the summary above a form: where to go, what it is, what is wrong. words: None for our own names."""

    target: str
    words: Words | None
    name: str
    sentence: str
