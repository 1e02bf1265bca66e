"""The picture of who took part, as a page, a file and the public get it: computed from what may be shown alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.foundation.locales import Words, pick
from participation.process.models import Process
from participation.reach.comparing import (
    Lean,
    Missing,
    Score,
    Shares,
    lean_of,
    not_reached,
    score,
    town_shares,
)
from participation.reach.hiding import SMALLEST, Shown, hide
from participation.reach.models import ReachQuestion
from participation.reach.queries import counted_in, questions_of
from participation.reach.rules import ANSWERED, UNSAID


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. people: rounded, None where hidden; here, town: parts of 1, None where not known."""

    key: str
    words: Words
    people: int | None
    here: float | None
    town: float | None
    lean: Lean
    gone: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One question of the picture. missing: its groups that are fewer here than in the town."""

    key: str
    name: Words
    several: bool
    shown: Shown
    lines: list[Line]
    score: Score | None
    missing: list[tuple[Missing, Words]]
    source: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Reach:
    """missing: over all questions, those first that lack most people: (name of the question, group, its words)."""

    title: Words
    slug: str
    parts: list[Part]
    missing: list[tuple[Words, Missing, Words]]
    without_figures: list[Words]


def reach_of(session: Session, process: Process, lang: str) -> Reach:
    """Of every question that is asked, or was and has been answered."""
    questions = questions_of(session, process.id)
    counted = counted_in(session, [one.id for one in questions])
    parts = [part_of(one, counted[one.id], lang) for one in questions if one.asked or one.batches]
    missing = [(part.name, one, words) for part in parts for one, words in part.missing]
    return Reach(
        title=pick(process.title, lang),
        slug=process.slug,
        parts=parts,
        missing=sorted(missing, key=lambda found: -found[1].lacking),
        without_figures=[part.name for part in parts if not part.source],
    )


def part_of(question: ReachQuestion, counted: Mapping[str, int], lang: str) -> Part:
    shipped = question.shipped
    answers = {choice.key: choice for choice in question.every_answer}
    counts = {
        key: counted.get(key, 0)
        for key, choice in answers.items()
        if not choice.gone or counted.get(key, 0) >= SMALLEST
    }
    shown = hide(
        counts,
        answered=counted.get(ANSWERED, 0),
        unsaid=counted.get(UNSAID, 0),
        several=shipped.several,
        batches=question.batches,
    )
    town = town_shares(question.town.amounts, list(counts), several=shipped.several)
    words = {key: pick(answers[key].words, lang) for key in counts}
    found = not_reached(shown, town) if town else []
    return Part(
        key=question.key,
        name=pick(shipped.name, lang),
        several=shipped.several,
        shown=shown,
        lines=[line_of(key, words[key], shown, town, gone=answers[key].gone) for key in counts],
        score=score(shown, town) if town and not shipped.several else None,
        missing=[(one, words[one.answer]) for one in found],
        source=question.source,
        year=question.year,
    )


def line_of(key: str, words: Words, shown: Shown, town: Shares | None, *, gone: bool) -> Line:
    people = shown.cells[key]
    return Line(
        key=key,
        words=words,
        people=people,
        here=people / shown.answered if people is not None and shown.answered else None,
        town=town[key] if town else None,
        lean=lean_of(shown, key, town[key]) if town else Lean.UNKNOWN,
        gone=gone,
    )
