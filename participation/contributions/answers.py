"""Answers that came with contributions: kept, read, forgotten. Who may read internal ones, the rooms above ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, func, select, update
from sqlalchemy.orm import Session

from participation.contributions.models import Answer, Contribution
from participation.foundation.database import Transaction
from participation.foundation.locales import Words, pick
from participation.foundation.messages import Refused
from participation.process.form_rules import FieldKind, Given, answer_to
from participation.process.models import FormField

AnswersTo = Iterable[int] | Select[int]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with its question."""

    field: FormField
    answer: Answer

    @property
    def internal(self) -> bool:
        """By the promise under which it was given, or by what counts now."""
        return self.answer.internal or self.field.internal

    def label(self, lang: str) -> Words:
        return pick(self.field.label, lang)

    def words(self, lang: str) -> tuple[Words, ...]:
        """Own words in their own language; each choice in the reader's."""
        if self.answer.text:
            return (Words(self.answer.text, self.answer.language),)
        named = {choice.key: choice.words for choice in self.field.every_choice}
        return tuple(pick(named[key], lang) for key in self.answer.chosen if key in named)


def answers_for(session: Session, contribution_ids: AnswersTo, *, internal: bool) -> Mapping[int, tuple[Answered, ...]]:
    """Contribution id -> its answers in the order of the form, in one statement.

    internal: everything, for a reader of the desk; otherwise only what everybody may read and is still asked.
    A public page never passes True; `Permission.READ_INTERNAL` says who at the desk may.
    """
    rows = (
        select(Answer, FormField)
        .join(FormField, FormField.id == Answer.field_id)
        .where(among(contribution_ids))
        .order_by(FormField.position, FormField.id)
    )
    if not internal:
        rows = rows.where(Answer.internal.is_(False), FormField.internal.is_(False), FormField.removed_at.is_(None))
    found: dict[int, list[Answered]] = defaultdict(list)
    for answer, field in session.execute(rows):
        found[answer.contribution_id].append(Answered(field, answer))
    return {one: tuple(answers) for one, answers in found.items()}


def among(contribution_ids: AnswersTo) -> ColumnElement[bool]:
    ids = contribution_ids if isinstance(contribution_ids, Select) else list(contribution_ids)
    return Answer.contribution_id.in_(ids)


def how_many(session: Session, field_ids: Iterable[int]) -> Mapping[int, int]:
    """Question -> how many answered it."""
    counted = (
        select(Answer.field_id, func.count()).where(Answer.field_id.in_(list(field_ids))).group_by(Answer.field_id)
    )
    return {field: count for field, count in session.execute(counted)}  # noqa: C416 - rows are not pairs to the checker


def answers_in(
    fields: Iterable[FormField], typed: Mapping[int, Sequence[str]]
) -> tuple[dict[int, Given], dict[int, Refused]]:
    """typed: field id -> what was sent. What was answered, and what is wrong with the others."""
    given: dict[int, Given] = {}
    wrong: dict[int, Refused] = {}
    for field in fields:
        offered = [choice.key for choice in field.offered]
        try:
            answer = answer_to(FieldKind(field.kind), offered, typed.get(field.id, ()), required=field.required)
        except Refused as refused:
            wrong[field.id] = refused
            continue
        if answer is not None:
            given[field.id] = answer
    return given, wrong


def keep_answers(
    tx: Transaction, contribution: Contribution, fields: Iterable[FormField], given: Mapping[int, Given]
) -> None:
    tx.session.add_all(
        Answer(
            municipality_id=contribution.municipality_id,
            contribution_id=contribution.id,
            field_id=field.id,
            text=given[field.id].text,
            chosen=list(given[field.id].chosen),
            language=contribution.language,
            internal=field.internal,
        )
        for field in fields
        if field.id in given
    )


def speak_language(tx: Transaction, contribution_id: int, language: str) -> None:
    """The author said which language their contribution is in; its answers are in the same."""
    tx.session.execute(update(Answer).where(Answer.contribution_id == contribution_id).values(language=language))


def forget_answers(tx: Transaction, contribution_ids: Iterable[int]) -> None:
    """For erasure and withdrawal: nothing else keeps them."""
    tx.session.execute(delete(Answer).where(among(contribution_ids)))
