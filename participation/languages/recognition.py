"""Recognising a language by statistics, offline. The model is loaded at the first use and kept."""

from functools import cache
from typing import Any

from participation.languages.rules import Guess, guess_language

# what py3langid may answer; its code for Kurmanji is `ku`
CANDIDATES = (
    *("de", "en", "tr", "ar", "uk", "ru", "pl", "ro", "fa", "ku", "fr", "es", "bg", "sq", "hr", "it"),
    *("so", "sr", "pt", "el", "vi"),
)


@cache
def model(*, restricted: bool = True) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - 0.3 s that no page should wait for

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    if restricted:
        identifier.set_languages([code for code in CANDIDATES if code in identifier.labels])
    return identifier


def by_statistics(text: str) -> str:
    return str(model().classify(text[:1000])[0])


def unrestricted(text: str) -> str:
    """What the statistics say of all the languages they know, without our rules: to measure what those add."""
    return str(model(restricted=False).classify(text[:1000])[0])


def recognise(text: str, page_language: str) -> Guess:
    """The language of a text; below three words the page's language, marked as unsure."""
    return guess_language(text, page_language=page_language, statistics=by_statistics)
