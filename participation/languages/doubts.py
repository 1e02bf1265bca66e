"""What a machine may answer wrong, and how that is noticed before anybody reads it."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from participation.foundation.messages import N_, Refused
from participation.foundation.text import MAX_CHARACTERS, fold, plain
from participation.languages.rules import FEWEST_WORDS, SCRIPTS, WORD

TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>|&(?:lt|gt|amp|quot|#\d+);")
LATIN = SCRIPTS["Latin"]
# Serbian is written in two
SCRIPT_OF: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(("ar", "fa", "ckb", "ps", "ur"), SCRIPTS["Arabic"]),
    **dict.fromkeys(("uk", "ru", "bg"), SCRIPTS["Cyrillic"]),
    "sr": re.compile(f"{SCRIPTS['Latin'].pattern}|{SCRIPTS['Cyrillic'].pattern}"),
    "ti": SCRIPTS["Ethiopic"],
    "el": SCRIPTS["Greek"],
}
GROWS_BY = 5  # no pair of our languages needs five times as many letters
SHORT = 60  # below so many letters a factor says little
ENOUGH_WORDS = 8  # from so many words on, statistics tell languages of one script apart


class Trouble(StrEnum):
    """Why a machine's answer is not there, or is not used."""

    # not now
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    BROKEN_OFF = "broken_off"
    BUSY = "busy"
    ILL = "ill"
    KEY = "key"
    ELSEWHERE = "elsewhere"
    # wrong
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    NO_PAIR = "no_pair"
    EMPTY = "empty"
    MARKUP = "markup"
    TOO_LONG = "too_long"
    SAME = "same"
    LANGUAGE = "language"


TROUBLE_NAMES: Mapping[Trouble, str] = {
    Trouble.SLOW: N_("It took too long."),
    Trouble.UNREACHABLE: N_("It cannot be reached."),
    Trouble.BROKEN_OFF: N_("The connection broke off."),
    Trouble.BUSY: N_("It is asked too much (429)."),
    Trouble.ILL: N_("It reports a fault of its own (5xx)."),
    Trouble.KEY: N_("It does not take the key (401 or 403)."),
    Trouble.ELSEWHERE: N_("It sends us to another address (3xx), where nothing is sent."),
    Trouble.REFUSED: N_("It refuses what it was asked (4xx)."),
    Trouble.NO_ANSWER: N_("Its answer has another form than that of a translation."),
    Trouble.NO_PAIR: N_("It does not know this pair of languages."),
    Trouble.EMPTY: N_("Its answer is empty."),
    Trouble.MARKUP: N_("Its answer has markup that the original has not."),
    Trouble.TOO_LONG: N_("Its answer is far too long."),
    Trouble.SAME: N_("Its answer is the original."),
    Trouble.LANGUAGE: N_("Its answer is in another language."),
}


class TranslatorTrouble(Exception):  # noqa: N818 - an answer to the worker
    """There is no translation, for a reason that has a code; nothing of what was asked stands in it."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class TranslatorAway(TranslatorTrouble):
    """Asking later may help."""


class TranslatorWrong(TranslatorTrouble):
    """Asking again would bring the same."""


def checked(answer: str, original: str, target: str, statistics: Callable[[str], str]) -> str:
    """The answer as plain text, if it may be a translation of `original`. Raises TranslatorWrong.

    statistics: the language a text of one script is probably in.
    """
    if len(answer) > min(MAX_CHARACTERS, max(SHORT, len(original)) * GROWS_BY):
        raise TranslatorWrong(Trouble.TOO_LONG)
    try:
        words = plain(answer)
    except Refused:
        raise TranslatorWrong(Trouble.EMPTY) from None
    if set(TAG.findall(words)) - set(TAG.findall(original)):
        raise TranslatorWrong(Trouble.MARKUP)
    if says_something(original):
        if fold(words) == fold(original):
            raise TranslatorWrong(Trouble.SAME)
        if not in_language(words, target, statistics):
            raise TranslatorWrong(Trouble.LANGUAGE)
    return words


def says_something(text: str) -> bool:
    """Whether there are words enough to expect others in another language; a name or one sign stays what it is."""
    return len(WORD.findall(text)) >= FEWEST_WORDS


def has_letters(text: str) -> bool:
    """Whether there is anything to translate: one emoji means the same everywhere."""
    return WORD.search(text) is not None


def in_language(words: str, target: str, statistics: Callable[[str], str]) -> bool:
    """Whether a text may be in `target`: by its script, and where there are words enough by statistics.

    Names, addresses and quotes keep their script, so a third of the letters is enough.
    """
    letters = "".join(WORD.findall(words))
    script = SCRIPT_OF.get(target, LATIN)
    if 3 * len(script.findall(letters)) < len(letters):
        return False
    return script is not LATIN or len(WORD.findall(words)) < ENOUGH_WORDS or statistics(words) == target
