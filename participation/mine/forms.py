from wtforms import Form, IntegerField, StringField, TextAreaField

from participation.foundation.numbers import row_number
from participation.mine.service import Edited


class EditForm(Form):
    """Other words for something of one's own. seen: the number of the wording its author had before them."""

    text = TextAreaField()
    language = StringField()
    seen = IntegerField()

    def edited(self, page_language: str) -> Edited:
        return Edited(
            text=self.text.data or "",
            language=self.language.data or "",
            page_language=page_language,
            seen=row_number(self.seen.data),
        )
