"""How a list of names is ordered for a reader, and how many of what was said stand on a page."""

import unicodedata

from participation.foundation.text import fold

PER_PAGE = 20
# letters of their own in Turkish, which others read as accents
TURKISH = "abcçdefgğhıijklmnoöprsştuüvyz"


def sorting_key(name: str, lang: str) -> tuple[bool, list[int], str]:
    """By the alphabet of the reader: ç is a letter of its own in Turkish, and an accent elsewhere.

    Names in the reader's own script come first: Arabic ones for whoever reads Arabic, others for everybody else.
    """
    words = turkish(name) if lang == "tr" else fold(name)
    return is_arabic(name) is not (lang == "ar"), [place_of(sign, lang) for sign in words], name


def turkish(name: str) -> str:
    """Small letters as Turkish has them: I is ı there, and İ is i."""
    lowered = unicodedata.normalize("NFC", name).replace("I", "ı").replace("İ", "i").lower()
    return "".join(sign if sign in TURKISH or sign.isspace() else fold(sign) for sign in lowered)


def place_of(sign: str, lang: str) -> int:
    if lang == "tr" and sign in TURKISH:
        return ord("a") + TURKISH.index(sign)
    return ord(sign)


def is_arabic(name: str) -> bool:
    """Whether the first letter of a name runs from right to left."""
    return next((unicodedata.bidirectional(sign) in {"R", "AL"} for sign in name if sign.isalpha()), False)


def pages(total: int) -> int:
    return max(1, -(-total // PER_PAGE))
