"""Official answers as they may leave the house: in the reader's language where there is one, never a draft."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from participation.answers import queries
from participation.answers.models import AnswerVersion
from participation.answers.queries import Given
from participation.answers.rules import Step, Wording, course, in_words
from participation.contributions.models import Contribution
from participation.foundation.locales import Words


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer for a reader. original: the language it was written in; others: the same in all other languages.

    at: since when it is public; changed_at: since when in these words; seen: whether its author said they read it.
    """

    office: Words
    words: Words
    original: str
    others: tuple[Words, ...]
    at: datetime | None
    changed_at: datetime | None = None
    seen: bool = False
    former: tuple["Former", ...] = ()

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
    """What became of one contribution: its way and the answers to it."""

    course: tuple[Step, ...] = ()
    answers: tuple[Shown, ...] = ()

    @property
    def unread(self) -> bool:
        return any(not answer.seen for answer in self.answers)


NOTHING = Fate()


def fates(session: Session, ideas: Sequence[Contribution], lang: str, *, former: bool = False) -> Mapping[int, Fate]:
    """Contribution id -> what became of it, for a reader of `lang`, in three statements; former: in four."""
    facts = queries.facts_of(session, ideas)
    given = queries.answers_to(session, [one.id for one in ideas])
    answer_ids = {one.answer.id for some in given.values() for one in some}
    versions = queries.versions_of(session, answer_ids) if former and answer_ids else {}
    return {
        one.id: Fate(
            course=course(facts[one.id], lang) if one.id in facts else (),
            answers=tuple(shown(answer, lang, versions.get(answer.answer.id, ())) for answer in given.get(one.id, ())),
        )
        for one in ideas
    }


def shown(given: Given, lang: str, versions: Iterable[AnswerVersion] = ()) -> Shown:
    answer = given.answer
    words, others = in_words(answer.texts, answer.original, lang)
    return Shown(
        office=Words(answer.office, answer.original),
        words=words,
        original=answer.original,
        others=others,
        at=answer.published_at,
        changed_at=answer.changed_at,
        seen=given.seen_at is not None,
        former=tuple(former_wording(one, lang) for one in versions),
    )


def former_wording(version: AnswerVersion, lang: str) -> Former:
    words, _ = in_words(version.texts, version.original, lang)
    return Former(Words(version.office, version.original), words, version.since, version.until)


def preview(words: Wording, lang: str, at: datetime) -> Shown:
    """How an answer will look to a reader of `lang`, before it is kept."""
    chosen, others = in_words(words.texts, words.original, lang)
    return Shown(Words(words.office, words.original), chosen, words.original, others, at)
