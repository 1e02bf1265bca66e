from wtforms import Form, HiddenField, IntegerField, StringField, TextAreaField

from participation.foundation.numbers import row_number
from participation.foundation.text import plain
from participation.moderation.rules import Reason

NOTE_LIMIT = 1000


class UndoForm(Form):
    revision = IntegerField()

    def seen(self) -> int:
        """The revision of the case the moderator looked at; -1 where the form was tampered with."""
        return row_number(self.revision.data)


class DecisionForm(UndoForm):
    verdict = HiddenField()
    reason = StringField()
    note = TextAreaField()

    def publishes(self) -> bool:
        return str(self.verdict.data) == "publish"

    def chosen_reason(self) -> Reason | None:
        chosen = self.reason.data or ""
        return Reason(chosen) if chosen in set(Reason) else None

    def words(self) -> str:
        """The moderator's own words to the author, or nothing. Raises TooLong."""
        typed = (self.note.data or "").strip()
        return plain(typed, NOTE_LIMIT) if typed else ""
