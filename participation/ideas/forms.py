import re
from collections.abc import Iterable

from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField, TextAreaField

PLACE = re.compile(r"field-(\d{1,9})")


class IdeaForm(Form):
    """What a resident sends. The use case cleans it and says in words what is wrong; nothing typed is lost."""

    text = TextAreaField()
    language = StringField()
    once = StringField()
    photo_description = StringField()

    def typed(self) -> str:
        return self.text.data or ""

    def chosen_language(self) -> str:
        return self.language.data or ""

    def described(self) -> str:
        return self.photo_description.data or ""


def answers_sent(sent: "MultiDict[str, str]") -> dict[int, list[str]]:
    """What stands in the fields of the form's questions: field id -> what was typed or ticked."""
    names: Iterable[str] = sent.keys()
    return {int(found[1]): sent.getlist(name) for name in names if (found := PLACE.fullmatch(name))}
