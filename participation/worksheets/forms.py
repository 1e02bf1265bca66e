from collections.abc import Mapping

from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectMultipleField, StringField

from participation.foundation.numbers import row_number
from participation.sessions.forms import QuestionForm
from participation.worksheets.rules import LONGEST_CHOSEN, Part, SheetKind
from participation.worksheets.service import Answered


class FieldsForm(Form):
    """The fields of action that a worksheet is about."""

    field = SelectMultipleField(validate_choice=False)
    before = StringField()

    def seen(self) -> list[int]:
        """Those that were chosen when the page was made."""
        return [row_number(one) for one in str(self.before.data or "").split()]

    def chosen(self) -> list[int]:
        """Numbers of fields; what can be none is left out."""
        return [number for one in (self.field.data or ())[:LONGEST_CHOSEN] if (number := row_number(one)) >= 0]


class PlanForm(QuestionForm, FieldsForm):
    """A new worksheet: its kind, its question, and the fields of action it is about."""

    kind = StringField(default=SheetKind.PROJECTS.value)

    def sheet_kind(self) -> SheetKind:
        typed = str(self.kind.data or "")
        return SheetKind(typed) if typed in set(SheetKind) else SheetKind.PROJECTS


class SheetForm(Form):
    """A sheet as a group fills it in. field: the field of action it is for. Its parts are asked for by name."""

    field = StringField()
    language = StringField()
    once = StringField()

    def __init__(self, sent: "MultiDict[str, str] | None" = None) -> None:
        super().__init__(sent)
        self._sent: Mapping[str, str] = sent if sent is not None else {}

    def parts(self) -> Mapping[Part, str]:
        return {part: self._sent.get(part, "") for part in Part}

    def typed(self) -> dict[str, str]:
        """The same for the page."""
        return {str(part): words for part, words in self.parts().items()}

    def answered(self, page_language: str) -> Answered:
        field = str(self.field.data or "")
        return Answered(
            self.parts(),
            row_number(field) if field else None,
            str(self.language.data or ""),
            page_language,
            str(self.once.data or ""),
        )


class ActForm(Form):
    """One act on a worksheet at the desk. one: `id:revision` of what is let through, as often as there are."""

    act = StringField()
    one = SelectMultipleField(validate_choice=False)

    def __init__(self, sent: "MultiDict[str, str]") -> None:
        super().__init__(sent)

    def picked(self) -> list[tuple[int, int]]:
        """Each once, with the revision that was seen; what can be none is left out."""
        pairs = [str(one).partition(":") for one in self.one.data or ()]
        found = {row_number(one): row_number(revision) for one, _, revision in pairs}
        return [(one, revision) for one, revision in found.items() if one >= 0]
