"""In which language somebody says something: as they chose it, otherwise as it is recognised."""

from dataclasses import dataclass

from participation.contributions.rules import LanguageBy
from participation.foundation.locales import known_language
from participation.languages.recognition import recognise


@dataclass(frozen=True, slots=True)
class Written:
    """What was written in a hall, as it was typed.

    language: chosen, or "" to have it recognised; once: the mark of the form it came by.
    """

    text: str
    language: str
    page_language: str
    once: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """by: who said which language it is; sure: whether nobody need look at that."""

    language: str
    by: LanguageBy
    sure: bool


def hear(words: str, chosen: str, page_language: str) -> Heard:
    """chosen: what the author said, "" for nothing; below three words the language of their page counts."""
    known = known_language(chosen) if chosen else None
    if known:
        return Heard(known, LanguageBy.AUTHOR, sure=True)
    guess = recognise(words, page_language)
    return Heard(guess.language, LanguageBy.RECOGNISED, sure=guess.sure)
