from collections.abc import Iterable

from wtforms import Form, StringField

from participation.foundation.letters import mail_address
from participation.foundation.locales import INTERFACE
from participation.notifications.rules import EVENING, OFTEN_NAMES, OWN_OFTEN_NAMES, About, Often, UnknownChoice
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
        return one_of(OFTEN_NAMES, self.often.data or "")


class OwnDigestForm(Form):
    """A resident's wish for mail; it comes in the language of the page on which they ask for it."""

    often = StringField(default=Often.SOON.value)
    email = StringField()

    def wish(self, site: str, language: str) -> Wish:
        """Raises UnknownChoice, NoMailAddress; whoever wants no mail needs no address."""
        often = one_of(OWN_OFTEN_NAMES, self.often.data or "")
        address = "" if often is Often.NEVER else mail_address(self.email.data or "")
        return Wish(often, EVENING, language, address, site, About.OWN)


def one_of(offered: Iterable[Often], chosen: str) -> Often:
    if chosen not in {str(one) for one in offered}:
        raise UnknownChoice
    return Often(chosen)
