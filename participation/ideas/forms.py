import re
from collections.abc import Collection, Iterable

from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField, TextAreaField

from participation.answers.rules import PUBLIC_STAGES, Stage
from participation.contributions.forms import VoiceForm
from participation.foundation.locales import known_language
from participation.foundation.numbers import row_number
from participation.ideas.queries import Wanted
from participation.ideas.rules import MANY_PER_PAGE, PER_PAGE, Order

SEARCH_LIMIT = 200
PLACE = re.compile(r"field-(\d{1,9})")


class BoardForm(Form):
    """Which ideas of a board, from the address. What is unknown is ignored: an old link still leads somewhere."""

    order = StringField()
    language = StringField()
    search = StringField()
    stage = StringField()
    field = StringField()
    answered = StringField()
    photo = StringField()
    page = StringField()
    show = StringField()

    def wanted(self, fields: Collection[str]) -> Wanted:
        """fields: the keys of the fields of action there are."""
        order, stage, chosen = self.order.data or "", self.stage.data or "", self.field.data or ""
        return Wanted(
            order=Order(order) if order in set(Order) else Order.NEWEST,
            language=known_language(self.language.data or "") or "",
            search=(self.search.data or "")[:SEARCH_LIMIT],
            stage=Stage(stage) if stage in PUBLIC_STAGES else None,
            field=chosen if chosen in fields else "",
            answered=self.answered.data == "1",
            photo=self.photo.data == "1",
            page=max(1, row_number(self.page.data or "1")),
            show=MANY_PER_PAGE if self.show.data == str(MANY_PER_PAGE) else PER_PAGE,
        )


class IdeaForm(VoiceForm):
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
