from wtforms import StringField, TextAreaField

from participation.contributions.forms import VoiceForm
from participation.foundation.permissions import Role
from participation.threads.rules import Stance
from participation.threads.service import Remark


class CommentForm(VoiceForm):
    """What is sent under a contribution. The use case says in words what is wrong; nothing typed is lost."""

    text = TextAreaField()
    language = StringField()
    stance = StringField(default=Stance.NEUTRAL.value)
    to = StringField()
    quote = TextAreaField()
    speaks_as = StringField()
    once = StringField()

    def remark(self) -> Remark:
        return Remark(
            typed=self.text.data or "",
            language=self.language.data or "",
            stance=self.chosen_stance(),
            answers=self.to.data or "",
            quote=self.quote.data or "",
            speaks_as=Role(self.speaks_as.data) if self.speaks_as.data in set(Role) - {Role.RESIDENT} else None,
            once=self.once.data or "",
            voice=self.said_for(),
        )

    def chosen_stance(self) -> Stance:
        return Stance(self.stance.data) if self.stance.data in set(Stance) else Stance.NEUTRAL
