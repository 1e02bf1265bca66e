from datetime import date

from wtforms import BooleanField, Form, SelectMultipleField, StringField, TextAreaField

from participation.foundation.locales import WRITTEN
from participation.foundation.numbers import row_number
from participation.foundation.text import NothingSaid, one_line, plain
from participation.languages.hearing import Written
from participation.roundtable.balloting import Given, View
from participation.roundtable.rules import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_SEATS_EACH,
    NEEDED,
    USUAL_NEED,
    Invited,
    Method,
    NoDay,
    NoNumber,
    PaperKind,
    Part,
    Voting,
)
from participation.roundtable.seating import Talk
from participation.sessions.forms import QuestionForm


def number_in(typed: object, most: int) -> int | None:
    """A whole number from 1 to `most`, None for anything else."""
    words = str(typed or "").strip()
    good = words.isascii() and words.isdigit() and len(words) <= 4 and 1 <= int(words) <= most
    return int(words) if good else None


def whole(typed: object, most: int) -> int:
    """The same, for what has to be one. Raises NoNumber."""
    found = number_in(typed, most)
    if found is None:
        raise NoNumber(most=most)
    return found


def day_of(typed: object) -> date | None:
    """None for nothing. Raises NoDay."""
    words = str(typed or "").strip()
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as no_day:
        raise NoDay from no_day


class TextsForm(Form):
    """Texts in every language the town writes in: `name_de`, `name_tr`."""

    def texts(self, name: str, limit: int, *, line: bool = False) -> dict[str, str]:
        """By language, without those that are empty. Raises TooLong."""
        typed = {lang: str(self[f"{name}_{lang}"].data or "") for lang in WRITTEN}
        tidy = one_line if line else plain
        return {lang: tidy(words, limit) for lang, words in typed.items() if words.strip()}

    def required(self, name: str, limit: int, *, line: bool = False) -> dict[str, str]:
        """Raises NothingSaid, TooLong."""
        found = self.texts(name, limit, line=line)
        if not found:
            raise NothingSaid
        return found


class TableForm(TextsForm):
    title_de = StringField()
    title_en = StringField()
    title_tr = StringField()
    title_ar = StringField()
    purpose_de = TextAreaField()
    purpose_en = TextAreaField()
    purpose_tr = TextAreaField()
    purpose_ar = TextAreaField()

    def title(self) -> dict[str, str]:
        return self.required("title", LONGEST_TITLE, line=True)

    def purpose(self) -> dict[str, str]:
        return self.texts("purpose", LONGEST_TEXT)


class FrameForm(TextsForm):
    scope_de = TextAreaField()
    scope_en = TextAreaField()
    scope_tr = TextAreaField()
    scope_ar = TextAreaField()
    purpose_de = TextAreaField()
    purpose_en = TextAreaField()
    purpose_tr = TextAreaField()
    purpose_ar = TextAreaField()
    quorum = StringField()

    def scope(self) -> dict[str, str]:
        return self.required("scope", LONGEST_TEXT)

    def purpose(self) -> dict[str, str]:
        return self.texts("purpose", LONGEST_TEXT)

    def share(self) -> int:
        """Raises NoNumber."""
        return whole(self.quorum.data, 100)


class RulesForm(TextsForm):
    rules_de = TextAreaField()
    rules_en = TextAreaField()
    rules_tr = TextAreaField()
    rules_ar = TextAreaField()

    def text(self) -> dict[str, str]:
        return self.required("rules", LONGEST_TEXT)


class GroupForm(TextsForm):
    name_de = StringField()
    name_en = StringField()
    name_tr = StringField()
    name_ar = StringField()

    def name(self) -> dict[str, str]:
        return self.required("name", LONGEST_TITLE, line=True)


class SeatsForm(Form):
    """How many seats each group has, or what becomes of one group or seat."""

    act = StringField()
    each = StringField()
    group = StringField()
    seat = StringField()
    part = StringField()

    def count(self) -> int:
        """Raises NoNumber."""
        return whole(self.each.data, MOST_SEATS_EACH)

    def chosen_group(self) -> int:
        return row_number(str(self.group.data or ""))

    def chosen_seat(self) -> int:
        return row_number(str(self.seat.data or ""))

    def chosen_part(self) -> Part | None:
        """None for somebody who leaves."""
        typed = str(self.part.data or "")
        return Part(typed) if typed in set(Part) else None


class SeatForm(Form):
    """Who has a seat. organisation: its key, "" for nobody but the group."""

    organisation = StringField()
    mandate = TextAreaField()
    delegate = StringField()
    substitute = StringField()

    def names(self) -> dict[Part, str]:
        return {Part.DELEGATE: str(self.delegate.data or ""), Part.SUBSTITUTE: str(self.substitute.data or "")}


class TalkForm(Form):
    organisation = StringField()
    standing = StringField()
    on = StringField()
    note = TextAreaField()

    def talk(self) -> Talk:
        typed = str(self.standing.data or "")
        standing = Invited(typed) if typed in set(Invited) else Invited.NOTED
        return Talk(standing, day_of(self.on.data), str(self.note.data or ""))


class MeetingForm(Form):
    """The next session. agenda: one item a line, in the language of the desk."""

    place = StringField()
    agenda = TextAreaField()

    def items(self, lang: str) -> list[dict[str, str]]:
        """Raises TooLong."""
        lines = str(self.agenda.data or "").splitlines()
        return [{lang: one_line(line, LONGEST_TITLE)} for line in lines if line.strip()]

    def where(self, lang: str) -> dict[str, str]:
        typed = str(self.place.data or "").strip()
        return {lang: one_line(typed, LONGEST_TITLE)} if typed else {}


class ItemForm(QuestionForm):
    """Another item of the agenda."""

    confidential = BooleanField()


class MinutesForm(TextsForm):
    minutes_de = TextAreaField()
    minutes_en = TextAreaField()
    minutes_tr = TextAreaField()
    minutes_ar = TextAreaField()
    revision = StringField()

    def seen(self) -> int:
        typed = str(self.revision.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else -1

    def typed(self) -> dict[str, str]:
        return {lang: str(self[f"minutes_{lang}"].data or "") for lang in WRITTEN}


class ActForm(Form):
    """A button at an item. one: (paper, revision of its case) of those that are let through."""

    act = StringField()
    paper = StringField()
    ballot = StringField()
    seat = StringField()
    text = TextAreaField()
    kind = StringField()
    version = StringField()
    method = StringField()
    need = StringField()
    answer = StringField()
    reason = TextAreaField()
    due = StringField()
    once = StringField()
    one = SelectMultipleField(validate_choice=False)

    def paper_id(self) -> int:
        return row_number(str(self.paper.data or ""))

    def seat_id(self) -> int | None:
        typed = str(self.seat.data or "")
        return row_number(typed) if typed else None

    def paper_kind(self) -> PaperKind:
        return PaperKind.STATEMENT if self.kind.data == PaperKind.STATEMENT else PaperKind.PROPOSAL

    def written(self, page_language: str) -> Written:
        return Written(str(self.text.data or ""), "", page_language, str(self.once.data or ""))

    def seen(self) -> int:
        """The version of a paper; 0, which none has, where it can be none."""
        return number_in(self.version.data, 9999) or 0

    def day(self) -> date | None:
        return day_of(self.due.data)

    def voting(self, quorum: int) -> Voting:
        method = Method.GRADIENTS if self.method.data == Method.GRADIENTS else Method.CONSENT
        need = number_in(self.need.data, max(NEEDED))
        return Voting(method, need if need in NEEDED else USUAL_NEED, quorum)

    def given(self, page_language: str) -> Given:
        return Given(number_in(self.answer.data, 9), str(self.reason.data or ""), page_language)

    def view(self, page_language: str) -> View:
        return View(str(self.text.data or ""), page_language, str(self.once.data or ""))

    def picked(self) -> list[tuple[int, int]]:
        """What nobody can have ticked is left out."""
        found = []
        for typed in self.one.data or []:
            about, _, revision = str(typed).partition(":")
            if about.isdecimal() and revision.isdecimal():
                found.append((row_number(about), row_number(revision)))
        return found
