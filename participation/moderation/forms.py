import re
from datetime import date

from wtforms import BooleanField, Form, HiddenField, IntegerField, StringField, TextAreaField

from participation.foundation.numbers import row_number
from participation.foundation.text import NothingSaid, one_line, plain
from participation.moderation.notices import LONGEST, Reported
from participation.moderation.rules import NotAnAddress, Reason, Wish
from participation.process.rules import typed_date

NOTE_LIMIT = 1000
NAME_LIMIT = 120
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def words_of(typed: object, limit: int = NOTE_LIMIT) -> str:
    """Words that may be missing. Raises TooLong."""
    said = str(typed or "").strip()
    return plain(said, limit) if said else ""


class UndoForm(Form):
    revision = IntegerField()

    def seen(self) -> int:
        """The revision of the case the moderator looked at; -1 where the form was tampered with."""
        return row_number(self.revision.data)


class DecisionForm(UndoForm):
    verdict = HiddenField()
    reason = StringField()
    note = TextAreaField()
    until = StringField()

    def wish(self) -> Wish:
        typed = str(self.verdict.data)
        return Wish(typed) if typed in set(Wish) else Wish.HIDDEN

    def chosen_reason(self) -> Reason | None:
        chosen = self.reason.data or ""
        return Reason(chosen) if chosen in set(Reason) else None

    def words(self) -> str:
        """The moderator's own words to the author, or nothing. Raises TooLong."""
        return words_of(self.note.data)

    def until_day(self) -> date | None:
        """Raises NotADate."""
        return typed_date(self.until.data or "")


class AssignForm(Form):
    to = StringField()
    seen = StringField()

    def colleague(self) -> int | None:
        return row_number(self.to.data) if self.to.data else None

    def seen_colleague(self) -> int | None:
        return row_number(self.seen.data) if self.seen.data else None


class RemarkForm(Form):
    words = TextAreaField()

    def typed(self) -> str:
        """Raises NothingSaid, TooLong."""
        return plain(self.words.data or "", NOTE_LIMIT)


class AppealForm(RemarkForm):
    def typed(self) -> str:
        """Raises NothingSaid, TooLong."""
        return plain(self.words.data or "", LONGEST)


class ReportForm(Form):
    """Which rule or law, why, and, where somebody likes to say it, who they are."""

    reason = StringField()
    words = TextAreaField()
    name = StringField()
    email = StringField()
    good_faith = BooleanField()

    def reported(self) -> Reported:
        """Raises TooLong, NotAnAddress."""
        chosen = self.reason.data or ""
        return Reported(
            reason=Reason(chosen) if chosen in set(Reason) else None,
            words=self.words.data or "",
            name=short(self.name.data),
            email=address(self.email.data),
            in_good_faith=bool(self.good_faith.data),
        )


def short(typed: object) -> str:
    try:
        return one_line(str(typed or ""), NAME_LIMIT)
    except NothingSaid:
        return ""


def address(typed: object) -> str:
    found = short(typed)
    if found and not ADDRESS.fullmatch(found):
        raise NotAnAddress
    return found
