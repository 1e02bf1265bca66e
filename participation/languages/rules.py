"""Script and letter rules that decide a language more surely than statistics."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from participation.foundation.locales import UNDETERMINED

FEWEST_WORDS = 3

ETHIOPIC = re.compile("[\u1200-\u137f]")
ARABIC_SCRIPT = re.compile("[\u0600-\u06ff]")
PERSIAN_LETTERS = re.compile("[پچژگیک]")
PASHTO_LETTERS = re.compile("[ټډړږښڼېۍ]")
SORANI_LETTERS = re.compile("[ڵڕێۆڤ]")
URDU_LETTERS = re.compile("[ٹڈڑںے]")
CYRILLIC = re.compile("[\u0400-\u04ff]")
UKRAINIAN_LETTERS = re.compile("[іїєґІЇЄҐ]")
RUSSIAN_LETTERS = re.compile("[ыэёъЫЭЁЪ]")
# Greek, Hebrew, Indian and East Asian scripts: none of the languages we carry
OTHER_SCRIPTS = re.compile("[\u0370-\u03ff\u0590-\u05ff\u0900-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
KURMANJI_LETTERS = re.compile("[êîûÊÎÛ]")
TURKISH_LETTERS = re.compile("[ğıöüĞİÖÜ]")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """The language a text seems to be in. sure: enough words to say so; otherwise the author is asked."""

    language: str
    sure: bool


def guess_language(text: str, *, page_language: str, statistics: Callable[[str], str]) -> Guess:
    """Script first, statistics where the script is shared, the page's language below three words."""
    by_script = language_by_script(text)
    words = len(WORD.findall(text))
    if by_script:
        return Guess(by_script, sure=words >= FEWEST_WORDS)
    if words < FEWEST_WORDS:
        return Guess(page_language, sure=False)
    return Guess(statistics(text), sure=True)


def language_by_script(text: str) -> str | None:
    """The language a script or its own letters betray; None where several share them."""
    if ETHIOPIC.search(text):
        return "ti"
    if ARABIC_SCRIPT.search(text):
        return language_in_arabic_script(text)
    if CYRILLIC.search(text):
        return language_in_cyrillic(text)
    if 2 * len(OTHER_SCRIPTS.findall(text)) > len("".join(WORD.findall(text))):
        return UNDETERMINED
    if len(KURMANJI_LETTERS.findall(text)) >= 2 and not TURKISH_LETTERS.search(text):
        return "ku" if not re.search("[àâățèéëôœ]", text) else None
    return None


def language_in_arabic_script(text: str) -> str:
    for letters, language in (
        (SORANI_LETTERS, "ckb"),
        (PASHTO_LETTERS, "ps"),
        (URDU_LETTERS, "ur"),
        (PERSIAN_LETTERS, "fa"),
    ):
        if letters.search(text):
            return language
    return "ar"


def language_in_cyrillic(text: str) -> str | None:
    """Ukrainian or Russian by letters that only one of them has; Bulgarian and the rest are left to statistics."""
    ukrainian, russian = len(UKRAINIAN_LETTERS.findall(text)), len(RUSSIAN_LETTERS.findall(text))
    if ukrainian == russian:
        return None
    return "uk" if ukrainian > russian else "ru"
