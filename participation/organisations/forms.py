from wtforms import Form, IntegerField, SelectMultipleField, StringField, TextAreaField

from participation.accounts.rules import comparable
from participation.foundation.locales import WRITTEN
from participation.foundation.numbers import row_number
from participation.organisations.rules import (
    Part,
    about_text,
    kind_named,
    organisation_name,
    own_language,
    spoken_languages,
    website_named,
)
from participation.organisations.service import Portrait
from participation.townhall.rules import mail_address, phone_number


class TakeInForm(Form):
    """A new organisation, with what the town has to know; the rest it says itself."""

    name = StringField()
    kind = StringField()

    def portrait(self) -> Portrait:
        """Raises NameMissing, TooLong, UnknownKind."""
        return Portrait(organisation_name(self.name.data or ""), kind_named(self.kind.data or ""))


class PortraitForm(TakeInForm):
    """How it presents itself. other, text_other: one more language than those of the town, and the words in it."""

    languages = SelectMultipleField(validate_choice=False)
    other = StringField()
    text_other = TextAreaField()
    website = StringField()
    email = StringField()
    phone = StringField()
    revision = IntegerField()

    def typed(self) -> dict[str, str]:
        """Language -> what was typed."""
        return {lang: str(self[f"text_{lang}"].data or "") for lang in WRITTEN}

    def portrait(self) -> Portrait:
        """Raises NameMissing, TooLong, UnknownKind, NoWebsite, NoMailAddress, NoPhoneNumber."""
        words = self.typed()
        other = own_language(self.other.data or "")
        if other:
            words[other] = self.text_other.data or ""
        texts = {lang: about_text(typed) for lang, typed in words.items()}
        return Portrait(
            name=organisation_name(self.name.data or ""),
            kind=kind_named(self.kind.data or ""),
            texts={lang: text for lang, text in texts.items() if text},
            languages=spoken_languages(self.chosen()),
            website=website_named(self.website.data or ""),
            email=mail_address(self.email.data or ""),
            phone=phone_number(self.phone.data or ""),
        )

    def chosen(self) -> list[str]:
        return [str(code) for code in self.languages.data or []]

    def seen(self) -> int:
        return row_number(self.revision.data)


for _lang in WRITTEN:
    setattr(PortraitForm, f"text_{_lang}", TextAreaField())


class InviteForm(Form):
    """Who is asked to join. email: "" where the link is handed over."""

    name = StringField()
    email = StringField()
    part = StringField()

    def clean_name(self) -> str:
        """Raises NameMissing, TooLong."""
        return organisation_name(self.name.data or "")

    def address(self) -> tuple[str, str]:
        """As it was typed, and as it is compared. Raises NoMailAddress."""
        typed = (self.email.data or "").strip()
        return comparable(typed) if typed else ("", "")

    def chosen_part(self) -> Part:
        return Part.SPEAKER if self.part.data == Part.SPEAKER else Part.MEMBER
