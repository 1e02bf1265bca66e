"""Official answers as they may leave the house: in the reader's language where there is one, never a draft."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from sqlalchemy.orm import Session

from participation.answers import queries
from participation.answers.models import AnswerVersion, OfficialAnswer
from participation.answers.rules import Step, Wording, course, goes_on_in, in_words
from participation.contributions.lineage import standing_in
from participation.contributions.models import Contribution
from participation.foundation.locales import Words


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer for a reader. original: the language it was written in; others: the same in all other languages.

    at: since when it is public; changed_at: since when in these words; through: whether it was given to the text in
    which the idea stands now.
    """

    office: Words
    words: Words
    original: str
    others: tuple[Words, ...]
    at: datetime | None
    changed_at: datetime | None = None
    former: tuple["Former", ...] = ()
    through: bool = False

    @property
    def translated(self) -> bool:
        return self.words.lang != self.original


@dataclass(frozen=True, slots=True)
class Former:
    """A former wording, for the same reader. until: the day it was replaced."""

    office: Words
    words: Words
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one contribution: its way and the answers to it. stands_in: ids of where it stands now."""

    course: tuple[Step, ...] = ()
    answers: tuple[Shown, ...] = ()
    stands_in: tuple[int, ...] = ()


NOTHING = Fate()


def fates(session: Session, ideas: Sequence[Contribution], lang: str, *, former: bool = False) -> Mapping[int, Fate]:
    """Contribution id -> what became of it, for a reader of `lang`, in three statements; former: in four.

    What became of the text in which an idea stands now became of the idea as well: two more where there is one.
    """
    ends = {one: [place.idea for place in some if place.idea] for one, some in standing_in(session, ideas).items()}
    everything = {one.id: one for one in (*ideas, *chain.from_iterable(ends.values()))}
    facts = queries.facts_of(session, list(everything.values()))
    given = queries.answers_to(session, everything)
    answer_ids = {one.id for some in given.values() for one in some}
    versions = queries.versions_of(session, answer_ids) if former and answer_ids else {}

    def fate(idea: Contribution) -> Fate:
        own, there = given.get(idea.id, []), ends.get(idea.id, [])
        known = {one.id for one in own}
        brought = {one.id: one for end in there for one in given.get(end.id, []) if one.id not in known}
        way = facts.get(idea.id)
        if way and len(there) == 1:
            way = goes_on_in(way, facts[there[0].id])
        return Fate(
            course=course(way, lang) if way else (),
            answers=(
                *(shown(one, lang, versions.get(one.id, ())) for one in own),
                *(shown(one, lang, versions.get(one.id, ()), through=True) for one in brought.values()),
            ),
            stands_in=tuple(end.id for end in there),
        )

    return {one.id: fate(one) for one in ideas}


def shown(answer: OfficialAnswer, lang: str, versions: Iterable[AnswerVersion] = (), *, through: bool = False) -> Shown:
    words, others = in_words(answer.texts, answer.original, lang)
    return Shown(
        office=Words(answer.office, answer.original),
        words=words,
        original=answer.original,
        others=others,
        at=answer.published_at,
        changed_at=answer.changed_at,
        through=through,
        former=tuple(former_wording(one, lang) for one in versions),
    )


def former_wording(version: AnswerVersion, lang: str) -> Former:
    words, _ = in_words(version.texts, version.original, lang)
    return Former(Words(version.office, version.original), words, version.since, version.until)


def preview(words: Wording, lang: str, at: datetime) -> Shown:
    """How an answer will look to a reader of `lang`, before it is kept."""
    chosen, others = in_words(words.texts, words.original, lang)
    return Shown(Words(words.office, words.original), chosen, words.original, others, at)
