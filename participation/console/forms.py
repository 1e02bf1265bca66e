from collections.abc import Iterator

from werkzeug.datastructures import MultiDict
from wtforms import Form, IntegerField, SelectMultipleField, StringField, TextAreaField

from participation.foundation.locales import INTERFACE, WRITTEN
from participation.foundation.messages import N_, Refused
from participation.foundation.numbers import row_number
from participation.foundation.text import NothingSaid, one_line, plain
from participation.foundation.wording import in_every_language
from participation.sessions.rules import (
    CALLS,
    KIND_NAMES,
    LONGEST_CALL,
    LONGEST_HEADLINE,
    LONGEST_MATERIAL,
    LONGEST_PARAGRAPH,
    LONGEST_SCRIPT,
    LONGEST_TEXT,
    ParagraphTooLong,
    StepKind,
)
from participation.sessions.sheet import Notes, Worded
from participation.sessions.timing import planned
from participation.voting.hand_rules import LONGEST_NAME
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
    pattern = StringField()

    def clean_title(self) -> str:
        """Raises NothingSaid, TooLong."""
        return one_line(self.title.data or "", LONGEST_TITLE)

    def clean_place(self) -> str:
        typed = (self.place.data or "").strip()
        return one_line(typed, LONGEST_TITLE) if typed else ""


class MoveForm(Form):
    """A page from which the hall is moved on. moves: how often it had been when the page was made."""

    moves = IntegerField()

    def seen_moves(self) -> int | None:
        """None from a page that does not say it."""
        return self.moves.data if isinstance(self.moves.data, int) else None


class ActForm(MoveForm):
    """One act of the console. ballot and revision: what the moderator saw."""

    act = StringField()
    step = IntegerField()
    ballot = StringField()
    revision = IntegerField()
    reason = TextAreaField()
    call = StringField()
    words = TextAreaField()

    def message(self, lang: str) -> dict[str, str]:
        """An announcement by language: one of ours in all of them, or as typed in the moderator's own.

        Raises NothingSaid, TooLong.
        """
        ours = CALLS.get(str(self.call.data or ""))
        return in_every_language(ours, INTERFACE) if ours else {lang: one_line(self.words.data or "", LONGEST_CALL)}

    def seen(self) -> int:
        return row_number(self.revision.data)

    def step_number(self) -> int:
        return row_number(self.step.data)


class NothingToAsk(Refused):
    message = N_("Please choose at least one question.")
    code = "nothing_to_ask"
    status = 422


class AgainForm(Form):
    """Ballots that are to be asked again, by their public ids."""

    ballot = SelectMultipleField(validate_choice=False)

    def chosen(self) -> set[str]:
        """Raises NothingToAsk."""
        found = {str(one) for one in self.ballot.data or ()}
        if not found:
            raise NothingToAsk
        return found


class HandForm(Form):
    """What was counted in the room. Its numbers are asked by name: a ballot has as many as it has options."""

    second = StringField()
    revision = IntegerField()

    def __init__(self, sent: "MultiDict[str, str]") -> None:
        super().__init__(sent)
        self._sent = sent

    def number(self, name: str) -> int:
        """0 where nothing was typed, -1 for what is no number."""
        typed = self._sent.get(name, "").strip()
        return row_number(typed) if typed.isdecimal() else -1 if typed else 0

    def clean_second(self) -> str:
        """Raises TooLong."""
        typed = (self.second.data or "").strip()
        return one_line(typed, LONGEST_NAME) if typed else ""

    def seen(self) -> int:
        return row_number(self.revision.data)


class StepForm(MoveForm):
    """A step of the run sheet in every language the town writes in. revision: the words as they were opened."""

    kind = StringField(default=StepKind.TEXT.value)
    title_de = StringField()
    title_en = StringField()
    title_tr = StringField()
    title_ar = StringField()
    text_de = TextAreaField()
    text_en = TextAreaField()
    text_tr = TextAreaField()
    text_ar = TextAreaField()
    script = TextAreaField()
    material = TextAreaField()
    minutes = StringField()
    revision = IntegerField()
    act = StringField()

    def worded(self) -> Worded:
        """Raises NothingSaid without any title, TooLong, ParagraphTooLong, NotSoManyMinutes."""
        titles = {lang: one_line(typed, LONGEST_HEADLINE) for lang, typed in self.typed("title")}
        if not titles:
            raise NothingSaid
        texts = {lang: paragraphs(typed) for lang, typed in self.typed("text")}
        kind = self.kind.data if self.kind.data in KIND_NAMES else StepKind.TEXT
        return Worded(StepKind(kind), titles, texts, self.notes())

    def typed(self, part: str) -> Iterator[tuple[str, str]]:
        found = ((lang, str(self[f"{part}_{lang}"].data or "").strip()) for lang in WRITTEN)
        return ((lang, typed) for lang, typed in found if typed)

    def notes(self) -> Notes:
        """Raises TooLong, NotSoManyMinutes."""
        script, material = str(self.script.data or "").strip(), str(self.material.data or "").strip()
        return Notes(
            plain(script, LONGEST_SCRIPT) if script else "",
            plain(material, LONGEST_MATERIAL) if material else "",
            planned(str(self.minutes.data or "")),
        )

    def at_once(self) -> bool:
        return str(self.act.data) == "now"

    def seen(self) -> int:
        return row_number(self.revision.data)


def paragraphs(typed: str) -> str:
    """A text for the screen: one paragraph in each line. Raises TooLong, ParagraphTooLong."""
    lines = [line for line in plain(typed, LONGEST_TEXT).split("\n") if line]
    longest = max(map(len, lines))
    if longest > LONGEST_PARAGRAPH:
        raise ParagraphTooLong(count=longest, limit=LONGEST_PARAGRAPH)
    return "\n".join(lines)


class BallotForm(MoveForm):
    """A new ballot over fields, ideas, or lines of its own."""

    act = StringField()
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

    def at_once(self) -> bool:
        """Whether the hall is asked this very moment."""
        return str(self.act.data) == "now"

    def chosen_method(self) -> Method:
        return Method(self.method.data) if self.method.data in set(Method) else Method.DOTS

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
