import unicodedata

from wtforms import Form, PasswordField, StringField

from participation.accounts.rules import LONGEST, comparable

LONGEST_TYPED = 300


class AddressForm(Form):
    email = StringField()

    def address(self) -> tuple[str, str]:
        """The address, and how it is compared. Raises NoMailAddress."""
        return comparable((self.email.data or "")[:LONGEST_TYPED])


class PasswordForm(AddressForm):
    """A password is never shown again, so no field gives it back."""

    password = PasswordField()

    def typed(self) -> str:
        """As it was typed; of what is longer than a password can be, one sign too many."""
        return (self.password.data or "")[: LONGEST + 1]

    def compared(self) -> str:
        """In the form in which passwords are hashed."""
        return unicodedata.normalize("NFC", self.typed())
