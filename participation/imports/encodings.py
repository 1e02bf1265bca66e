"""In which encoding a file of letters is written. A guess, always shown to the person who imports."""

import codecs
from pathlib import Path

import charset_normalizer

from participation.imports.refusals import NoTable, NotInThisEncoding, UnknownEncoding

CHUNK = 1 << 16
SAMPLE_BYTES = 1 << 17
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# what office programs write where our residents and their towns live, the likeliest first; equal guesses take it
LIKELY = ("cp1252", "cp1254", "cp1250", "cp1251", "cp1256", "mac_roman", "cp850", "koi8_r",
          "big5", "gb18030", "shift_jis", "euc_kr")  # fmt: skip
FEW = 0.01  # broken letters among the special ones, up to which a text still is UTF-8


def encoding_of(file: Path, wanted: str = "") -> str:
    """The encoding of `file`: named by the person, by a byte order mark, or guessed.

    Raises UnknownEncoding, NotInThisEncoding, NoTable for what holds no letters.
    """
    with file.open("rb") as data:
        begin = data.read(SAMPLE_BYTES)
    encoding = named(wanted) if wanted else marked(begin) or wide(begin) or guessed(file, begin)
    check(file, encoding)
    return encoding


def named(wanted: str) -> str:
    try:
        info = codecs.lookup(wanted)
    except (LookupError, ValueError):
        raise UnknownEncoding from None
    if not info._is_text_encoding:  # noqa: SLF001 - the only way Python tells letters from `base64` and `zip`
        raise UnknownEncoding
    return info.name


def marked(begin: bytes) -> str | None:
    return next((encoding for mark, encoding in MARKS if begin.startswith(mark)), None)


def wide(begin: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of Latin letters is empty. Raises NoTable when NULs mean no text."""
    nothing = begin.count(0)
    if not nothing:
        return None
    half = len(begin) // 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half > 1 and begin[first::2].count(0) > 0.3 * half and begin[1 - first :: 2].count(0) < 0.02 * half + 1:
            return encoding
    if nothing > 0.2 * len(begin):
        raise NoTable(format="binary data")
    return None


def guessed(file: Path, begin: bytes) -> str:
    if first_unreadable(file, "utf-8") is None:
        return "utf-8"
    broken, special = count_broken(file)
    if broken <= FEW * special:
        return "utf-8"
    found = charset_normalizer.from_bytes(begin, cp_isolation=list(LIKELY))
    rated = {
        name: match.chaos
        for match in found
        for name in {match.encoding, *match.could_be_from_charset}
        if name in LIKELY
    }
    if not rated:
        raise UnknownEncoding
    odd = {name: oddity(begin.decode(name, "ignore")) for name in rated}
    return min(rated, key=lambda name: (round(rated[name] + odd[name], 2), LIKELY.index(name)))


def oddity(text: str) -> float:
    """Share of the letters beyond ASCII that stand where no language puts them: a capital or a sign inside a word."""
    special = [place for place, sign in enumerate(text[1:-1], start=1) if sign > "\x7f"]
    odd = sum(1 for place in special if stands_oddly(*text[place - 1 : place + 2]))
    return odd / len(special) if special else 0


def stands_oddly(before: str, sign: str, after: str) -> bool:
    inside = before.isalpha() and after.isalpha()
    return (inside and not sign.isalpha() and sign != "’") or (before.isalpha() and sign.isupper() and after.islower())


def count_broken(file: Path) -> tuple[int, int]:
    """Read as UTF-8: (letters that are broken, letters beyond ASCII that are whole)."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = special = 0
    with file.open("rb") as data:
        while chunk := data.read(CHUNK):
            text = decoder.decode(chunk)
            beyond = len(text) - len(text.encode("ascii", "ignore"))
            lost = text.count("\ufffd")
            broken, special = broken + lost, special + beyond - lost
    return broken + len(decoder.decode(b"", final=True)), special


def check(file: Path, encoding: str) -> None:
    """Raises NotInThisEncoding with the line that cannot be read, before anything is made of the file."""
    line = first_unreadable(file, encoding)
    if line is not None and encoding != "utf-8":  # few broken letters of UTF-8 are refused row by row
        raise NotInThisEncoding(encoding=encoding, line=line)


def first_unreadable(file: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line = 1
    with file.open("rb") as data:
        try:
            while chunk := data.read(CHUNK):
                line += decoder.decode(chunk).count("\n")
            decoder.decode(b"", final=True)
        except UnicodeError:
            return line
    return None
