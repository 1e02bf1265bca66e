"""What may be asked about a person, and which sheet is taken. Nothing is ever required."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from participation.foundation.messages import N_, NotFound, Refused
from participation.process.form_rules import Choice, FieldKind, answer_to

CONTENT = Path(__file__).resolve().parent / "content"
FEWEST_ANSWERS = 2
SOURCE_LIMIT = 200

# what is counted besides the answers; no key of an answer can look like this
ANSWERED = "+answered"
UNSAID = "+unsaid"

Texts = Mapping[str, str]


class NotYet(Refused):
    message = N_(
        "These questions are for people who have taken part. Send an idea, a comment or your support first, "
        "then they are open to you under “My contributions”."
    )
    code = "not_yet"


class NotAsked(Refused):
    message = N_("These questions are not asked at the moment.")
    code = "not_asked"


class NothingToChoose(Refused):
    message = N_("A question needs at least two answers to choose from. Write them first, then switch it on.")
    code = "nothing_to_choose"
    status = 422


class NoQuestion(Refused):
    message = N_("Choose at least one question before people are asked.")
    code = "no_question"
    status = 422


class AskedAlready(Refused):
    message = N_("You were asked already. Nobody is counted twice, so nothing was changed.")
    code = "asked_already"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is shipped. name: its short name in the picture; several: more than one answer may be true."""

    key: str
    several: bool
    name: Texts
    label: Texts
    answers: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A question as a town asks it: keys that can be chosen."""

    key: str
    several: bool
    keys: tuple[str, ...]


@cache
def questions() -> Mapping[str, Question]:
    """The shipped questions in their order: key -> question."""
    read = json.loads((CONTENT / "questions.json").read_text(encoding="utf-8"))
    return {one["key"]: question_from(one) for one in read}


def question_from(written: Mapping[str, object]) -> Question:
    facts = dict(written)
    answers = facts.pop("answers")
    if not isinstance(answers, list):
        raise TypeError("a question lists its answers")
    choices = tuple(Choice(one["key"], one["words"]) for one in answers)
    return Question(answers=choices, **facts)  # type: ignore[arg-type] # JSON carries no types; a test reads all


def question_named(key: str) -> Question:
    """Raises NotFound."""
    found = questions().get(key)
    if found is None:
        raise NotFound
    return found


def marks_of(offers: Sequence[Offer], typed: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """What each question counts one more of: question -> keys of counters.

    typed: question -> what was ticked; nothing, or an empty value, is “I would rather not say”. What belongs to no
    question of `offers` is not looked at. Raises NoSuchChoice.
    """
    marks = {}
    for offer in offers:
        kind = FieldKind.SEVERAL if offer.several else FieldKind.ONE
        given = answer_to(kind, offer.keys, typed.get(offer.key, ()), required=False)
        marks[offer.key] = (ANSWERED, *given.chosen) if given else (UNSAID,)
    return marks


def check_switch(offers: Sequence[Offer], *, asks: bool) -> None:
    """offers: the questions that shall be asked. Raises NoQuestion, NothingToChoose where one has too few answers."""
    if asks and not offers:
        raise NoQuestion
    if any(len(offer.keys) < FEWEST_ANSWERS for offer in offers):
        raise NothingToChoose
