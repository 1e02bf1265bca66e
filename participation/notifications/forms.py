from wtforms import Form, StringField

from participation.foundation.letters import mail_address
from participation.foundation.locales import INTERFACE
from participation.notifications.rules import Often, UnknownChoice
from participation.notifications.service import Wish

HOURS = tuple(range(24))


class DigestForm(Form):
    often = StringField(default=Often.DAILY.value)
    hour = StringField(default="8")
    language = StringField()
    email = StringField()

    def wish(self, site: str) -> Wish:
        """Raises UnknownChoice, NoMailAddress; whoever wants no mail needs no address."""
        often = self.chosen_often()
        hour, language = self.hour.data or "", self.language.data or ""
        if hour not in map(str, HOURS) or language not in INTERFACE:
            raise UnknownChoice
        address = "" if often is Often.NEVER else mail_address(self.email.data or "")
        return Wish(often, int(hour), language, address, site)

    def chosen_often(self) -> Often:
        chosen = self.often.data or ""
        if chosen not in {str(one) for one in Often}:
            raise UnknownChoice
        return Often(chosen)
