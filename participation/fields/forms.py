from wtforms import Form, IntegerField, SelectMultipleField, StringField, TextAreaField

from participation.fields.library import Phrasing
from participation.fields.rules import NAME_LIMIT, PHRASE_LIMIT, SENTENCE_LIMIT, TooManyPhrases
from participation.foundation.locales import DEFAULT, WRITTEN, known_language
from participation.foundation.numbers import row_number
from participation.foundation.text import one_line, tidy

LINES_AT_ONCE = 200


class MoveForm(Form):
    """Which idea, where to, and what the moderator saw. An empty field takes the idea out."""

    idea = StringField()
    field = StringField()
    locked = StringField()
    revision = IntegerField()
    back = StringField()

    def field_id(self) -> int | None:
        typed = self.field.data or ""
        return (int(typed) if typed.isdecimal() and len(typed) < 10 else 0) if typed else None

    def seen(self) -> int:
        """The number of the idea's last move the moderator saw; -1 where the form was tampered with."""
        return row_number(self.revision.data)


class FieldForm(Form):
    """Name and sentence of a field in the languages of the interface."""

    revision = IntegerField()

    def typed(self, part: str) -> dict[str, str]:
        """part: name or sentence; language -> what was typed, as it was typed."""
        return {lang: str(self[f"{part}_{lang}"].data or "") for lang in WRITTEN}

    def names(self) -> dict[str, str]:
        """Raises TooLong."""
        return cleaned(self.typed("name"), NAME_LIMIT)

    def sentences(self) -> dict[str, str]:
        """Raises TooLong."""
        return cleaned(self.typed("sentence"), SENTENCE_LIMIT)

    def seen(self) -> int:
        return row_number(self.revision.data)


for _lang in WRITTEN:
    setattr(FieldForm, f"name_{_lang}", StringField())
    setattr(FieldForm, f"sentence_{_lang}", TextAreaField())


def cleaned(texts: dict[str, str], limit: int) -> dict[str, str]:
    return {lang: one_line(typed, limit) for lang, typed in texts.items() if tidy(typed)}


class PhrasingForm(Form):
    """Phrases and examples, one a line."""

    language = StringField()
    lines = TextAreaField()
    chosen = SelectMultipleField(coerce=row_number, validate_choice=False)

    def phrasings(self) -> list[Phrasing]:
        """Raises TooLong, TooManyPhrases."""
        lines = [line for line in tidy(self.lines.data or "").split("\n") if line]
        if len(lines) > LINES_AT_ONCE:
            raise TooManyPhrases(count=len(lines), limit=LINES_AT_ONCE)
        language = known_language(self.language.data or "") or DEFAULT
        return [Phrasing(language, one_line(line, PHRASE_LIMIT)) for line in lines]
