"""The shipped template of fields, their examples, and the parallel sentences that show what a language looks like."""

import csv
import json
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from participation.fields.rules import ExampleKind

CONTENT = Path(__file__).resolve().parent / "content"
NOWHERE = "other"  # the key under which the library keeps what belongs to no field


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One phrase or sentence of a field, as people say it."""

    language: str
    text: str
    kind: ExampleKind = ExampleKind.EXAMPLE


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A field to begin with. name and sentence are language -> words."""

    key: str
    name: dict[str, str]
    sentence: dict[str, str]
    phrasings: tuple[Phrasing, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """The fields to begin with, and examples of what belongs to none of them."""

    fields: tuple[FieldPlan, ...]
    nowhere: tuple[Phrasing, ...] = ()


@dataclass(frozen=True, slots=True)
class Parallel:
    """A sentence of the calibration; the same key says the same thing in another language."""

    key: str
    language: str
    text: str


def rows(name: str) -> Iterator[list[str]]:
    with (CONTENT / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def phrasings() -> dict[str, tuple[Phrasing, ...]]:
    """Field key -> everything the library says about it; the examples first."""
    found: dict[str, list[Phrasing]] = {}
    for key, language, text in rows("library_examples.tsv"):
        found.setdefault(key, []).append(Phrasing(language, text))
    for key, language, phrases in rows("library_phrases.tsv"):
        found.setdefault(key, []).extend(Phrasing(language, one, ExampleKind.PHRASE) for one in phrases.split("|"))
    return {key: tuple(said) for key, said in found.items()}


@cache
def shipped_template() -> Template:
    """The usual fields of an integration concept; each municipality changes them."""
    content = json.loads((CONTENT / "template.json").read_text(encoding="utf-8"))
    fields = tuple(
        FieldPlan(field["key"], field["name"], field["sentence"], shipped_phrasings(field["key"], field["name"]))
        for field in content["municipality template"]
    )
    return Template(fields, shipped_phrasings(NOWHERE, ()))


def shipped_phrasings(key: str, languages: Container[str]) -> tuple[Phrasing, ...]:
    """The examples in every language, the phrases only in those the field is named in: more change no suggestion."""
    return tuple(
        one for one in phrasings().get(key, ()) if one.kind is ExampleKind.EXAMPLE or one.language in languages
    )


@cache
def calibration() -> tuple[Parallel, ...]:
    _heading, *sentences = rows("calibration.tsv")
    return tuple(Parallel(*sentence) for sentence in sentences)
