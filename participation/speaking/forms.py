from wtforms import BooleanField, Form, SelectField, StringField

from participation.foundation.numbers import row_number
from participation.sessions.forms import QuestionForm
from participation.sessions.sheet import Notes
from participation.speaking.rules import Wish, minutes_of
from participation.speaking.service import Wanted


class WishForm(Form):
    """Somebody wants to speak; also for the desk, which writes down whoever raised a hand."""

    name = StringField()
    organisation = StringField()
    wish = SelectField(choices=[one.value for one in Wish], validate_choice=False)

    def wanted(self) -> Wanted:
        """What nobody offered counts as a contribution."""
        wish = str(self.wish.data or "")
        return Wanted(
            str(self.name.data or ""),
            str(self.organisation.data or ""),
            Wish(wish) if wish in set(Wish) else Wish.SPEECH,
        )


class ActForm(WishForm):
    """A button of the desk. speech: whom it is about; behind: after whom they are to stand, "" for first."""

    act = StringField()
    speech = StringField()
    behind = StringField()
    reason = StringField()
    minutes = StringField()

    def chosen(self) -> int:
        return row_number(str(self.speech.data or ""))

    def limit(self) -> int | None:
        """Raises NoMinutes."""
        return minutes_of(str(self.minutes.data or ""))

    def after(self) -> int | None:
        typed = str(self.behind.data or "")
        return row_number(typed) if typed else None


class ListForm(QuestionForm):
    """A new step: what people speak about. minutes: that each of them may; confidential: the Chatham House Rule."""

    confidential = BooleanField()

    def limit(self) -> int | None:
        """Raises NoMinutes."""
        return minutes_of(str(self.minutes.data or ""))

    def notes(self) -> Notes:
        """The whole step has no time of its own. Raises TooLong."""
        return Notes(script=self.said_at_the_desk())
