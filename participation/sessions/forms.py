from collections.abc import Mapping
from typing import Any

from wtforms import Form, StringField, TextAreaField

from participation.foundation.locales import WRITTEN
from participation.foundation.text import NothingSaid, one_line, plain
from participation.sessions.casting import Typed
from participation.sessions.rules import LONGEST_HEADLINE, LONGEST_SCRIPT
from participation.sessions.sheet import Notes
from participation.sessions.timing import planned
from participation.voting.rules import MOST_DOTS, NotAChoice


class CodeForm(Form):
    """The six digits, or a ticket's code."""

    code = StringField()
    ticket = StringField()

    def typed_code(self) -> str:
        return (self.code.data or "")[:80]

    def typed_ticket(self) -> str:
        return (self.ticket.data or "")[:80]


class QuestionForm(Form):
    """A new step of a format: its question in every language the town writes in, its time, and notes for the desk."""

    question_de = StringField()
    question_en = StringField()
    question_tr = StringField()
    question_ar = StringField()
    minutes = StringField()
    script = TextAreaField()

    def question(self) -> dict[str, str]:
        """Raises NothingSaid without any, TooLong."""
        typed = {lang: str(self[f"question_{lang}"].data or "").strip() for lang in WRITTEN}
        said = {lang: one_line(words, LONGEST_HEADLINE) for lang, words in typed.items() if words}
        if not said:
            raise NothingSaid
        return said

    def notes(self) -> Notes:
        """Raises TooLong, NotSoManyMinutes."""
        return Notes(script=self.said_at_the_desk(), minutes=planned(str(self.minutes.data or "")))

    def said_at_the_desk(self) -> str:
        """Raises TooLong."""
        script = str(self.script.data or "").strip()
        return plain(script, LONGEST_SCRIPT) if script else ""


def choice_in(form: Mapping[str, str]) -> dict[str, int]:
    """The choice of a plain form: `choice` is an option's id, or `o17` holds the points of option 17.

    Raises NotAChoice for points that are no number.
    """
    if "choice" in form:
        return {form["choice"]: 1}
    return {name[1:]: points(value) for name, value in form.items() if name.startswith("o") and name[1:].isdigit()}


def points(typed: str) -> int:
    typed = typed.strip() or "0"
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) <= MOST_DOTS):
        raise NotAChoice
    return int(typed)


def typed_vote(message: Mapping[str, Any]) -> Typed:
    return Typed(
        ballot=str(message.get("ballot", "")),
        round=message.get("revision"),
        nonce=str(message.get("nonce", "")),
        sequence=message.get("seq"),
        choice=message.get("choice"),
    )
