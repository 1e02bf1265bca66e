from wtforms import Form, SelectMultipleField, StringField

from participation.foundation.numbers import row_number
from participation.foundation.permissions import Role
from participation.foundation.text import NothingSaid, TooLong, one_line
from participation.people.rules import ROLE_NAMES, Grant
from participation.team.rules import GIVEN_ELSEWHERE, LONGEST_NAME, NameNeeded, NameTooLong, UnknownGrant
from participation.team.service import Same


class RolesForm(Form):
    """Ticked roles, each in the whole municipality or in a process. seen: fingerprint of those that were shown."""

    grant = SelectMultipleField(validate_choice=False)
    seen = StringField()

    def ticked(self) -> list[str]:
        return [str(word) for word in self.grant.data or []]

    def grants(self) -> set[Grant]:
        """Raises UnknownGrant."""
        return {read_grant(word) for word in self.ticked()}

    def fingerprint(self) -> str:
        return str(self.seen.data or "")


class InviteForm(RolesForm):
    """A new colleague. nonce: drawn for each form that is shown; who: what was said about somebody of the same name."""

    name = StringField()
    nonce = StringField()
    who = StringField()

    def clean_name(self) -> str:
        """Raises NameNeeded, NameTooLong."""
        try:
            return one_line(self.name.data or "", LONGEST_NAME)
        except NothingSaid:
            raise NameNeeded from None
        except TooLong as long:
            raise NameTooLong(**long.facts) from None

    def same(self) -> Same | None:
        said = str(self.who.data or "")
        if said == "new":
            return Same()
        return Same(row_number(said)) if said else None


def read_grant(word: str) -> Grant:
    """`moderator` or `moderator:3`. Raises UnknownGrant."""
    role, colon, process = word.partition(":")
    number = row_number(process) if colon else None
    if role not in {str(one) for one in ROLE_NAMES if one not in GIVEN_ELSEWHERE} or number in {0, -1}:
        raise UnknownGrant
    return Grant(Role(role), number)
