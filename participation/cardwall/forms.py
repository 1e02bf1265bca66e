from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, IntegerField, SelectMultipleField, StringField, TextAreaField

from participation.cardwall.rules import LONGEST_GROUP
from participation.foundation.numbers import row_number
from participation.foundation.text import one_line
from participation.languages.hearing import Written
from participation.sessions.forms import QuestionForm


class CardForm(Form):
    text = TextAreaField()
    language = StringField()
    once = StringField()

    def written(self, page_language: str) -> Written:
        return Written(self.text.data or "", str(self.language.data or ""), page_language, str(self.once.data or ""))


class WallForm(QuestionForm):
    """A new wall."""

    hidden = BooleanField()
    hearts = BooleanField()


class OrderForm(Form):
    """One act on a wall. card: `id:revision`, as often as there are cards; to: a group, `new` or `none`."""

    act = StringField()
    card = SelectMultipleField(validate_choice=False)
    to = StringField()
    group = IntegerField()
    name = StringField()

    def __init__(self, sent: "MultiDict[str, str]") -> None:
        super().__init__(sent)

    def picked(self) -> list[tuple[int, int]]:
        """Each card once, with the revision that was seen; what can be no card is left out."""
        pairs = [str(one).partition(":") for one in self.card.data or ()]
        found = {row_number(card): row_number(revision) for card, _, revision in pairs}
        return [(card, revision) for card, revision in found.items() if card >= 0]

    def one_card(self) -> int:
        """The first one; one that nobody has where none was sent."""
        return next((card for card, _ in self.picked()), -1)

    def target(self) -> int | None:
        """A group's number, None for none."""
        return None if self.to.data == "none" else row_number(self.to.data)

    def group_number(self) -> int:
        return row_number(self.group.data)

    def clean_name(self) -> str:
        """Raises TooLong."""
        typed = str(self.name.data or "").strip()
        return one_line(typed, LONGEST_GROUP) if typed else ""
