from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, IntegerField, StringField, TextAreaField

from participation.foundation.numbers import row_number
from participation.foundation.text import fold, one_line, tidy
from participation.process.form_rules import Choice
from participation.reach.figures import Figures, Unit, figures_from, pasted
from participation.reach.rules import SOURCE_LIMIT

Sent = MultiDict[str, str]


def sheet_of(sent: Sent, keys: Sequence[str]) -> dict[str, list[str]]:
    """Question -> what was ticked, of these questions alone."""
    return {key: sent.getlist(f"q-{key}") for key in keys}


class RevisedForm(Form):
    revision = IntegerField()

    def seen(self) -> int:
        return row_number(self.revision.data)


class SwitchForm(RevisedForm):
    """Which questions are asked, and whether any is. Its boxes are called `asked`."""

    asks = BooleanField()


class FiguresForm(RevisedForm):
    """The town's figures for one question. Its fields for them are called `amount-<key>`."""

    unit = StringField(default=Unit.PEOPLE.value)
    source = StringField()
    year = StringField()
    pasted = TextAreaField()

    def chosen_unit(self, *, several: bool) -> Unit:
        """Where several answers may be true, people would be counted more than once: percent alone."""
        return Unit.PERCENT if several or self.unit.data == Unit.PERCENT else Unit.PEOPLE

    def figures(self, amounts: Mapping[str, str], *, several: bool) -> Figures:
        """Raises Unfinished, TooLong."""
        source = self.source.data or ""
        said = one_line(source, SOURCE_LIMIT) if tidy(source) else ""
        unit = self.chosen_unit(several=several)
        return figures_from(amounts, unit, source=said, year=self.year.data or "", several=several)

    def taken_over(self, answers: Sequence[Choice], *, several: bool) -> dict[str, str]:
        """What was pasted, for the fields. Raises the refusals of `figures.pasted`."""
        names = {fold(words): choice.key for choice in answers for words in choice.words.values()}
        return pasted(self.pasted.data or "", names, self.chosen_unit(several=several))


def amounts_sent(sent: Sent, answers: Sequence[Choice]) -> dict[str, str]:
    return {choice.key: sent.get(f"amount-{choice.key}", "") for choice in answers}


def as_typed(number: float) -> str:
    """A stored figure as it stands in a field."""
    return f"{number:g}" if number % 1 else str(int(number))


def amounts_kept(figures: Figures, answers: Sequence[Choice]) -> dict[str, str]:
    known = figures.amounts
    return {one.key: as_typed(known[one.key]) if one.key in known else "" for one in answers}
