from wtforms import BooleanField, Form, StringField

from participation.privacy.rules import Leaving, require_choice


class LeaveForm(Form):
    """words: what becomes of them; sure: that there is no way back."""

    words = StringField()
    sure = BooleanField()

    def chosen(self) -> Leaving:
        """Raises NotChosen."""
        return require_choice(self.words.data or "", sure=bool(self.sure.data))
