"""What a collection asks besides the text (*Formularfelder*), and which answers it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from participation.foundation.messages import N_, Refused
from participation.foundation.text import NothingSaid, one_line, plain

LABEL_LIMIT = 150
HINT_LIMIT = 300
CHOICE_LIMIT = 120
MOST_FIELDS = 20
MOST_CHOICES = 30
FEWEST_CHOICES = 2

Texts = Mapping[str, str]


class FieldKind(StrEnum):
    TEXT = "text"
    LONG = "long"
    ONE = "one"
    SEVERAL = "several"
    PLACE = "place"  # where something is, in words


WITH_CHOICES = frozenset({FieldKind.ONE, FieldKind.SEVERAL})
# how many characters an answer in one's own words may have
LONGEST: Mapping[FieldKind, int] = {FieldKind.TEXT: 300, FieldKind.LONG: 2_000, FieldKind.PLACE: 300}


class AnswerMissing(Refused):
    message = N_("Please answer this.")
    code = "answer_missing"
    status = 422


class ChoiceMissing(AnswerMissing):
    message = N_("Please choose one of the answers.")
    code = "choice_missing"


class NoSuchChoice(Refused):
    message = N_("This answer is not offered any more. Please choose one of those that stand here.")
    code = "no_such_choice"
    status = 422


class ChoicesMissing(Refused):
    message = N_("Please write at least two answers to choose from, each in at least one language.")
    code = "choices_missing"
    status = 422


class TooManyChoices(Refused):
    message = N_("These are more than %(limit)s answers to choose from. Please leave some of them out.")
    code = "too_many_choices"
    status = 422


class TooManyFields(Refused):
    message = N_("The form already asks %(limit)s questions besides the text. Take one out before you add another.")
    code = "too_many_fields"
    status = 422


class NoSuchKind(Refused):
    message = N_("Please choose what kind of answer you ask for.")
    code = "no_such_kind"
    status = 422


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose. key: what is stored; gone: taken out, kept for those who chose it."""

    key: str
    words: Texts
    gone: bool = False


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A question as the administration words it. Its kind is decided once."""

    label: Texts
    hint: Texts
    required: bool = False
    internal: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: own words, or keys of choices."""

    text: str = ""
    chosen: tuple[str, ...] = ()


def kind_named(name: str) -> FieldKind:
    """Raises NoSuchKind."""
    if name not in set(FieldKind):
        raise NoSuchKind
    return FieldKind(name)


def check_plan(kind: FieldKind, plan: FieldPlan) -> None:
    """Raises ChoicesMissing, TooManyChoices."""
    if kind not in WITH_CHOICES:
        return
    if len(plan.choices) < FEWEST_CHOICES:
        raise ChoicesMissing
    if len(plan.choices) > MOST_CHOICES:
        raise TooManyChoices(limit=MOST_CHOICES)


def choices_kept(before: Sequence[Choice], wanted: Sequence[Choice]) -> list[Choice]:
    """The wanted ones in their order; what is not wanted any more stays behind them for those who chose it."""
    keys = {choice.key for choice in wanted}
    left = [Choice(choice.key, choice.words, gone=True) for choice in before if choice.key not in keys]
    return [*wanted, *left]


def answer_to(kind: FieldKind, offered: Sequence[str], typed: Sequence[str], *, required: bool) -> Given | None:
    """What somebody answered, None for nothing. offered: keys that can be chosen.

    Raises AnswerMissing, NoSuchChoice, TooLong.
    """
    given = chosen(kind, offered, typed) if kind in WITH_CHOICES else own_words(kind, typed)
    if given is None and required:
        raise ChoiceMissing if kind in WITH_CHOICES else AnswerMissing
    return given


def chosen(kind: FieldKind, offered: Sequence[str], typed: Sequence[str]) -> Given | None:
    """In the order in which they are offered, whatever the order they came in."""
    ticked = {key for key in typed if key}
    if not ticked <= set(offered) or (kind is FieldKind.ONE and len(ticked) > 1):
        raise NoSuchChoice
    return Given(chosen=tuple(key for key in offered if key in ticked)) if ticked else None


def own_words(kind: FieldKind, typed: Sequence[str]) -> Given | None:
    words = typed[0] if typed else ""
    try:
        return Given(text=plain(words, LONGEST[kind]) if kind is FieldKind.LONG else one_line(words, LONGEST[kind]))
    except NothingSaid:
        return None
