"""What one cell says: a moment, a language, a number. Anything that cannot be read says nothing."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from participation.foundation.locales import OWN_NAMES, known_language

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # nobody took part in a participation process on the web before
EXCEL_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no time zone; the town's is added
LONGEST_MOMENT = 40
WITH_BLANK = re.compile(r"(.*\d)\s*([+-]\d{2}:?\d{2}|Z|UTC)", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,13}(?:[.,]\d{1,12})?", re.ASCII)
FORMS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y",
         "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d")  # fmt: skip
CODE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
BY_OWN_NAME = {name.casefold(): code for code, name in OWN_NAMES.items()}


def moment_of(cell: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment a cell names, or None: also for what lies in the future or before there was anything.

    zone: counts where the cell names none. Days of a spreadsheet, seconds and milliseconds since 1970 are understood;
    day and month stand in the European order.
    """
    if len(cell) > LONGEST_MOMENT:
        return None
    text = cell.strip().rstrip(",")
    try:
        moment = of_number(float(text.replace(",", "."))) if NUMBER.fullmatch(text) else of_words(text)
        if moment is None:
            return None
        aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        aware = aware.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return aware if EARLIEST <= aware <= now else None


def of_number(number: float) -> datetime | None:
    """A day of a spreadsheet (from 1954 to 2119), seconds or milliseconds since 1970; the ranges do not touch."""
    if 20_000 <= number < 80_000:
        return EXCEL_BEGINS + timedelta(seconds=round(number * 86_400))
    if 10**12 <= number < 10**13:
        return datetime.fromtimestamp(number / 1000, UTC)
    if 10**8 <= number < 10**10:
        return datetime.fromtimestamp(number, UTC)
    return None


def of_words(text: str) -> datetime | None:
    zoned = WITH_BLANK.fullmatch(text)
    iso = f"{zoned[1]}{zoned[2].upper().replace('UTC', 'Z')}" if zoned else text
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        pass
    for form in FORMS:
        try:
            return datetime.strptime(text.replace(", ", " "), form)  # noqa: DTZ007 - the town's zone is added by moment_of
        except ValueError:
            continue
    return None


def language_of(cell: str) -> str | None:
    """A language code or a language's own name; a code we do not carry is kept as the source wrote it."""
    if len(cell) > LONGEST_MOMENT:
        return None
    word = cell.strip()
    known = known_language(word) or BY_OWN_NAME.get(word.casefold())
    if known:
        return known
    return re.split("[-_]", word)[0] if CODE.fullmatch(word) else None
