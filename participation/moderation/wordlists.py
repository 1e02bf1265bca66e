"""The house's own list of words, as a file that can be read and extended."""

from functools import cache
from pathlib import Path

from participation.moderation.hints import WordList, word_list

FILE = Path(__file__).resolve().parent / "content" / "words.txt"


@cache
def own_words() -> WordList:
    return word_list(FILE.read_text(encoding="utf-8").splitlines())
