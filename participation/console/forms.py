from wtforms import Form, IntegerField, SelectMultipleField, StringField, TextAreaField

from participation.foundation.locales import WRITTEN
from participation.foundation.numbers import row_number
from participation.foundation.text import one_line
from participation.voting.rules import (
    MOST_OPTIONS,
    BallotKind,
    Method,
    TooFewOptions,
    proposed_dots,
    proposed_per_option,
)

LONGEST_TITLE = 120
LONGEST_QUESTION = 200


class SessionForm(Form):
    title = StringField()
    place = StringField()

    def clean_title(self) -> str:
        """Raises NothingSaid, TooLong."""
        return one_line(self.title.data or "", LONGEST_TITLE)

    def clean_place(self) -> str:
        typed = (self.place.data or "").strip()
        return one_line(typed, LONGEST_TITLE) if typed else ""


class ActForm(Form):
    """One act of the console. ballot and revision: what the moderator saw."""

    act = StringField()
    step = IntegerField()
    ballot = StringField()
    revision = IntegerField()
    reason = TextAreaField()

    def seen(self) -> int:
        return row_number(self.revision.data)

    def step_number(self) -> int:
        return row_number(self.step.data)


class BallotForm(Form):
    """A new ballot over fields, ideas, or lines of its own."""

    question = StringField()
    question_de = StringField()
    question_en = StringField()
    question_tr = StringField()
    question_ar = StringField()
    method = StringField(default=Method.DOTS.value)
    kind = StringField(default=BallotKind.CONFIDENTIAL.value)
    dots = IntegerField()
    per_option = IntegerField()
    source = StringField(default="ideas")
    ideas = SelectMultipleField(validate_choice=False)
    fields = SelectMultipleField(validate_choice=False)
    own = TextAreaField()

    def questions(self, page_language: str) -> dict[str, str]:
        """The question in the moderator's language and in the others they wrote. Raises NothingSaid, TooLong."""
        said = {page_language: one_line(self.question.data or "", LONGEST_QUESTION)}
        for language in WRITTEN:
            typed = str(self[f"question_{language}"].data or "").strip()
            if typed and language != page_language:
                said[language] = one_line(typed, LONGEST_QUESTION)
        return said

    def chosen_method(self) -> Method:
        return Method.SINGLE if self.method.data == Method.SINGLE else Method.DOTS

    def chosen_kind(self) -> BallotKind:
        return BallotKind.MOOD if self.kind.data == BallotKind.MOOD else BallotKind.CONFIDENTIAL

    def own_lines(self) -> list[str]:
        """Raises TooFewOptions beyond 26 lines, TooLong for a line."""
        lines = [line for line in (self.own.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_OPTIONS:
            raise TooFewOptions
        return [one_line(line, LONGEST_TITLE) for line in lines]

    def chosen_dots(self, options: int) -> int:
        return self.dots.data if isinstance(self.dots.data, int) else proposed_dots(options)

    def chosen_per_option(self, options: int) -> int:
        if isinstance(self.per_option.data, int):
            return self.per_option.data
        return proposed_per_option(self.chosen_dots(options))


class TicketForm(Form):
    act = StringField()
    count = IntegerField(default=50)
    numbers = StringField()

    def returns(self) -> bool:
        return str(self.act.data) == "return"

    def typed_numbers(self) -> str:
        return self.numbers.data or ""

    def wanted(self) -> int:
        return self.count.data if isinstance(self.count.data, int) else 0
