"""Script and letter rules that decide a language more surely than statistics."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from participation.foundation.locales import UNDETERMINED

FEWEST_WORDS = 3

# whose letters are whose; the last are none of the languages we carry (Hebrew, Indian and East Asian ones)
SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "Latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "Arabic": re.compile("[\u0600-\u06ff]"),
    "Cyrillic": re.compile("[\u0400-\u04ff]"),
    "Ethiopic": re.compile("[\u1200-\u137f]"),
    "Greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "other": re.compile("[\u0590-\u05ff\u0900-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"),
}
OF_A_SCRIPT: Mapping[str, str] = {"Ethiopic": "ti", "Greek": "el", "other": UNDETERMINED}
PERSIAN_LETTERS = re.compile("[پچژگیک]")
PASHTO_LETTERS = re.compile("[ټډړږښڼېۍ]")
SORANI_LETTERS = re.compile("[ڵڕێۆڤە]")
URDU_LETTERS = re.compile("[ٹڈڑںے]")
UKRAINIAN_LETTERS = re.compile("[іїєґІЇЄҐ]")
RUSSIAN_LETTERS = re.compile("[ыэёЫЭЁ]")  # not ъ: it is in every second Bulgarian sentence
SERBIAN_LETTERS = re.compile("[ђјљњћџЂЈЉЊЋЏ]")
KURMANJI_LETTERS = re.compile("[êîûÊÎÛ]")
FEWEST_KURMANJI = 2
NOT_KURMANJI = re.compile("[ğıöüĞİÖÜàâățèéëôœãõ]")  # of languages that have some of the others
VIETNAMESE_LETTERS = re.compile("[ơưƠƯ\u1ea0-\u1ef9]")  # composed, as everything is that we keep
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


def script_of(text: str) -> str:
    """The script most letters belong to: a name in another one says nothing. "" where there is no letter."""
    letters = {name: len(script.findall(text)) for name, script in SCRIPTS.items()}
    most = max(letters, key=lambda name: letters[name])
    return most if letters[most] else ""


def language_by_script(text: str) -> str | None:
    """The language a script or its own letters betray; None where several share them."""
    script = script_of(text)
    if script == "Arabic":
        return language_in_arabic_script(text)
    if script == "Cyrillic":
        return language_in_cyrillic(text)
    if script == "Latin":
        return language_in_latin_script(text)
    return OF_A_SCRIPT.get(script)


def language_in_latin_script(text: str) -> str | None:
    if VIETNAMESE_LETTERS.search(text):
        return "vi"
    if len(KURMANJI_LETTERS.findall(text)) < FEWEST_KURMANJI or NOT_KURMANJI.search(text):
        return None
    return "ku"


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
    """By letters that only one of them has; Bulgarian, and what has none of these, is left to statistics."""
    own = {"uk": UKRAINIAN_LETTERS, "ru": RUSSIAN_LETTERS, "sr": SERBIAN_LETTERS}
    found = sorted(((len(letters.findall(text)), language) for language, letters in own.items()), reverse=True)
    (most, language), (next_most, _) = found[:2]
    return language if most > next_most else None
