from wtforms import Form, HiddenField, StringField, TextAreaField

from participation.foundation.numbers import row_number
from participation.lineage.rules import MOST_PARTS, NOTE_LIMIT
from participation.lineage.service import OwnText
from participation.moderation.forms import words_of


class StepForm(Form):
    """What every step carries: words to the authors, and what the moderator saw."""

    note = TextAreaField()
    revision = HiddenField()

    def words(self) -> str:
        """Raises TooLong."""
        return words_of(self.note.data, NOTE_LIMIT)

    def seen(self) -> int:
        """The revision of where the idea stands that somebody looked at; -1 where the form was tampered with."""
        return row_number(self.revision.data or "")


class MergeForm(StepForm):
    title = StringField()
    text = TextAreaField()
    language = StringField()

    def wording(self) -> OwnText:
        return OwnText(self.text.data or "", self.language.data or "", self.title.data or "")


class MoveForm(StepForm):
    to = StringField()

    def collection(self) -> int:
        return row_number(self.to.data or "")


def parts_typed(texts: list[str], languages: list[str]) -> list[OwnText]:
    """Parts as they were typed, empty ones too; at most one more than is allowed, which the rule then refuses."""
    languages = [*languages, *[""] * len(texts)]
    return [OwnText(text, language) for text, language in zip(texts, languages, strict=False)][: MOST_PARTS + 1]


class ObjectionForm(Form):
    words = TextAreaField()

    def typed(self) -> str:
        return self.words.data or ""
