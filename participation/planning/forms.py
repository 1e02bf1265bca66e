import re
from collections.abc import Iterable, Iterator

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, IntegerField, StringField, TextAreaField

from participation.foundation import chance
from participation.foundation.locales import WRITTEN
from participation.foundation.numbers import row_number
from participation.foundation.text import one_line, plain, tidy
from participation.planning.rules import (
    LEAD_LIMIT,
    PERIOD_LIMIT,
    QUESTION_LIMIT,
    TITLE_LIMIT,
    WHY_LIMIT,
    NameMissing,
    ProcessTemplate,
    Texts,
    template_named,
)
from participation.process.form_rules import CHOICE_LIMIT, HINT_LIMIT, LABEL_LIMIT, MOST_CHOICES, Choice, FieldPlan
from participation.process.rules import Allowed, Moderation, Precision, typed_date
from participation.process.service import PhasePlan


class WordedForm(Form):
    """A form whose texts are asked for in each language of the interface, as `part_language`."""

    revision = IntegerField()

    def seen(self) -> int:
        return row_number(self.revision.data)

    def typed(self, part: str) -> dict[str, str]:
        """Language -> what was typed, as it was typed."""
        return {lang: str(self[f"{part}_{lang}"].data or "") for lang in WRITTEN}

    def words(self, part: str, limit: int) -> Texts:
        """Language -> clean words, without empty ones. Raises TooLong."""
        return {lang: one_line(typed, limit) for lang, typed in self.typed(part).items() if tidy(typed)}

    def needed(self, part: str, limit: int) -> Texts:
        """Raises TooLong, NameMissing when no language has any."""
        words = self.words(part, limit)
        if not words:
            raise NameMissing
        return words


class ProcessForm(WordedForm):
    """What a process is called and asks."""

    def title(self) -> Texts:
        return self.needed("title", TITLE_LIMIT)

    def question(self) -> Texts:
        return self.words("question", QUESTION_LIMIT)

    def lead(self) -> Texts:
        return self.words("lead", LEAD_LIMIT)


class SetUpForm(ProcessForm):
    template = StringField(default="concept")
    first_day = StringField()

    def chosen(self) -> ProcessTemplate:
        """Raises NoTemplate."""
        return template_named(self.template.data or "")


class PhaseForm(WordedForm):
    precision = StringField(default=Precision.EXACT.value)
    starts_on = StringField()
    ends_on = StringField()

    def plan(self) -> PhasePlan:
        """Raises NameMissing, TooLong, NotADate."""
        chosen = self.precision.data or ""
        return PhasePlan(
            title=self.needed("title", TITLE_LIMIT),
            period=self.words("period", PERIOD_LIMIT),
            precision=Precision(chosen) if chosen in set(Precision) else Precision.OPEN,
            starts_on=typed_date(self.starts_on.data or ""),
            ends_on=typed_date(self.ends_on.data or ""),
        )


class FormatForm(WordedForm):
    def title(self) -> Texts:
        return self.needed("title", TITLE_LIMIT)

    def question(self) -> Texts:
        return self.words("question", QUESTION_LIMIT)


class QuestionForm(WordedForm):
    """A question of a collection's form. Its choices are rows of their own, see `ChoiceRows`."""

    required = BooleanField()
    internal = BooleanField()

    def plan(self, choices: tuple[Choice, ...]) -> FieldPlan:
        """Raises NameMissing, TooLong."""
        return FieldPlan(
            label=self.needed("label", LABEL_LIMIT),
            hint=self.words("hint", HINT_LIMIT),
            required=bool(self.required.data),
            internal=bool(self.internal.data),
            choices=choices,
        )


KEY = re.compile(r"[a-z0-9]{1,16}")
FRESH = 3  # empty rows a new question begins with


class ChoiceRows:
    """The answers to choose from, as rows: key -> language -> what was typed. Their order is that of the page.

    Only what is kept is stored; moving a row, adding one or taking one out shows the form again with all that was
    typed, so that nothing of it needs a script.
    """

    def __init__(self, rows: dict[str, dict[str, str]]) -> None:
        self.rows = rows

    @classmethod
    def fresh(cls) -> "ChoiceRows":
        return cls({new_key(): {} for _ in range(FRESH)})

    @classmethod
    def stored(cls, choices: Iterable[Choice]) -> "ChoiceRows":
        return cls({choice.key: dict(choice.words) for choice in choices})

    @classmethod
    def sent(cls, form: "MultiDict[str, str]") -> "ChoiceRows":
        keys = [key for key in form.getlist("choice") if KEY.fullmatch(key)][: MOST_CHOICES + 1]
        return cls({key: {lang: form.get(f"choice_{key}_{lang}", "") for lang in WRITTEN} for key in keys})

    def act(self, name: str) -> bool:
        """Do what a button beside a row says; False where it is no such button."""
        verb, _, key = name.partition("-")
        keys = list(self.rows)
        if verb == "more":
            self.rows |= {new_key(): {}}
        elif verb == "drop" and key in self.rows:
            del self.rows[key]
        elif verb in {"up", "down"} and key in self.rows:
            place = keys.index(key)
            other = max(0, place - 1) if verb == "up" else min(len(keys) - 1, place + 1)
            keys[place], keys[other] = keys[other], keys[place]
            self.rows = {one: self.rows[one] for one in keys}
        else:
            return False
        return True

    def choices(self) -> tuple[Choice, ...]:
        """Without the empty ones. Raises TooLong."""
        cleaned = {
            key: {lang: one_line(words, CHOICE_LIMIT) for lang, words in typed.items() if tidy(words)}
            for key, typed in self.rows.items()
        }
        return tuple(Choice(key, words) for key, words in cleaned.items() if words)


def new_key() -> str:
    return chance.token()[:12]


def ask_in_each_language(form: type[WordedForm], short: Iterable[str], long: Iterable[str] = ()) -> None:
    for lang in WRITTEN:
        for part in short:
            setattr(form, f"{part}_{lang}", StringField())
        for part in long:
            setattr(form, f"{part}_{lang}", TextAreaField())


ask_in_each_language(ProcessForm, ["title"], ["question", "lead"])
ask_in_each_language(PhaseForm, ["title", "period"])
ask_in_each_language(FormatForm, ["title"], ["question"])
ask_in_each_language(QuestionForm, ["label", "hint"])


class OpenForm(Form):
    """What is open when. Its boxes are called `submit-<phase>-<format>`."""

    revision = IntegerField()

    def seen(self) -> int:
        return row_number(self.revision.data)


class StateForm(OpenForm):
    """Publish, end, take back; to take back needs a reason."""

    why = TextAreaField()

    def reason(self) -> str:
        """Raises TooLong."""
        typed = (self.why.data or "").strip()
        return plain(typed, WHY_LIMIT) if typed else ""


PARTS = ("read", "submit", "support", "comment", "results_hidden")


def wanted_openings(
    ticked: dict[str, str], phases: Iterable[int], formats: Iterable[int]
) -> Iterator[tuple[tuple[int, int], Allowed]]:
    """ticked: the names of the form's boxes -> their values."""
    places = [(phase, thing) for phase in phases for thing in formats]
    for phase, thing in places:
        told = {part: f"{part}-{phase}-{thing}" in ticked for part in PARTS}
        after = ticked.get(f"moderation-{phase}-{thing}") == Moderation.POST
        yield (phase, thing), Allowed(**told, moderation=Moderation.POST if after else Moderation.PRE)
