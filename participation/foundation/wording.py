"""Sentences of the interface: a variety of a language says what its own catalogue does not as that language does."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel import Locale
from babel.support import NullTranslations, Translations
from flask_babel import Domain, get_locale

from participation.foundation.locales import CATALOGUES, WRITTEN
from participation.foundation.paths import asset_dir

DOMAIN = "messages"


class Wording(Domain):  # type: ignore[misc] # Flask-Babel has no types
    """The catalogues of a folder, each over that of its language. folder: None for the house's own."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(domain=DOMAIN)
        self.folder = folder or asset_dir("translations")

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return sentences(self.folder, locale) if locale else NullTranslations()


def in_every_language(sentence: str, languages: Iterable[str] = WRITTEN) -> dict[str, str]:
    """A sentence of ours in each language the town writes in, or in those named; for what is kept and shown later."""
    folder = asset_dir("translations")
    named = {lang: Locale.parse(CATALOGUES.get(lang, lang)) for lang in languages}
    return {lang: str(sentences(folder, locale).gettext(sentence)) for lang, locale in named.items()}


@cache
def sentences(folder: Path, locale: Locale) -> NullTranslations:
    """What the catalogue of `locale` says and, where it says nothing, that of its language."""
    own: NullTranslations = Translations.load(folder, [locale], DOMAIN)
    if locale.modifier:
        own.add_fallback(Translations.load(folder, [Locale(locale.language)], DOMAIN))
    return own
