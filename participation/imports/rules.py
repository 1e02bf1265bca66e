"""What the columns of a foreign table mean, and what becomes of its rows (docs/decisions/009)."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from participation.contributions.rules import Status
from participation.foundation.locales import known_language
from participation.imports.refusals import CommentsOnly, NoSuchColumn, NoTextColumn, SeveralTexts

HEADER_WITHIN = 20  # titles and notes may stand above the column names, so many rows at most
SAMPLE = 200
CUT = 2_000  # characters of a cell that are looked at to learn what its column holds
LONG_LETTERS, LONG_WORDS = 25, 4  # on average, from here on a column holds sentences
SENTENCE_LETTERS, SENTENCE_WORDS = 40, 7  # a cell like this is no column name

WORD = re.compile(r"[^\W\d_]+")
WITHOUT_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")  # Thai, Japanese, Chinese
SUFFIX = re.compile(r"(.+?)\s*[/_.(-]\s*([a-z]{2,3}(?:-[a-z]{2})?)\)?")
ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)

Cells = Sequence[str]


class Part(StrEnum):
    """What of a contribution a column holds."""

    TITLE = "title"
    TEXT = "text"
    NUMBER = "number"
    LANGUAGE = "language"
    MOMENT = "time"
    DECISION = "moderation"
    STATE = "state"
    ADDRESS = "address"


LONG_PARTS = (Part.TITLE, Part.TEXT)


class Origin(StrEnum):
    DECIDIM = "decidim"
    POLIS = "polis"
    TABLE = "table"


# names of columns in the systems and languages we have met, the surest first
NAMES: Mapping[Part, tuple[str, ...]] = {
    Part.TITLE: ("title", "titel", "titre", "título", "titolo", "überschrift", "betreff", "headline", "subject",
                 "başlık", "العنوان"),
    Part.TEXT: ("text", "body", "comment body", "txt", "description", "content", "statement", "idea", "proposal",
                "beitrag", "beitragstext", "beschreibung", "inhalt", "idee", "vorschlag", "anliegen", "texte",
                "proposition", "texto", "testo", "metin", "fikir", "öneri", "نص", "النص", "текст"),
    Part.NUMBER: ("id", "comment id", "statement id", "proposal id", "tid", "nr", "no", "nummer", "number",
                  "reference", "uuid"),
    Part.LANGUAGE: ("language", "lang", "locale", "sprache", "langue", "dil", "اللغة"),
    Part.MOMENT: ("created at", "created", "published at", "submitted at", "datum", "date", "timestamp", "datetime",
                  "erstellt am", "erstellt", "eingereicht am", "zeitpunkt", "tarih"),
    Part.DECISION: ("moderation", "moderated", "moderation status", "moderationsstatus", "mod", "freigabe"),
    Part.STATE: ("state", "status", "stand", "zustand", "état"),
    Part.ADDRESS: ("url", "link", "permalink", "adresse im netz"),
}  # fmt: skip
COUNTS = frozenset({
    "agrees", "disagrees", "passes", "votes", "vote", "supports", "endorsements", "likes", "upvotes", "downvotes",
    "votes count", "endorsements/total count", "stimmen", "unterstützungen", "zustimmungen", "bewertungen",
})  # fmt: skip
OF_COMMENTS = ("commentable", "root commentable", "in reply to", "parent comment")

ACCEPTED = frozenset({"accepted", "approved", "published", "public", "ok", "1", "true", "freigegeben",
                      "veröffentlicht", "angenommen", "publié", "publiée", "accepté", "acceptée"})  # fmt: skip
REJECTED = frozenset({"rejected", "declined", "blocked", "hidden", "-1", "abgelehnt", "gesperrt", "verborgen",
                      "refusé", "refusée", "rejeté", "rejetée"})  # fmt: skip
WITHDRAWN = frozenset({"withdrawn", "deleted", "zurückgezogen", "gelöscht", "retiré", "retirée"})
PUBLIC = frozenset({"published", "public", "veröffentlicht", "publié", "publiée"})


@dataclass(frozen=True, slots=True)
class Column:
    """position: from 0; language: what its name says about it (`title/fr`), or ""."""

    position: int
    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a table is taken to mean. A part may have several columns, one for each language, the fullest first."""

    origin: Origin
    parts: Mapping[Part, tuple[Column, ...]]
    counts: tuple[Column, ...]
    ignored: tuple[Column, ...]

    def cell(self, part: Part, cells: Cells) -> tuple[str, str]:
        """(what the row says, the language its column names); ("", "") where it says nothing."""
        for column in self.parts.get(part, ()):
            said = cells[column.position] if column.position < len(cells) else ""
            if not is_blank(said):
                return said if part in LONG_PARTS else said[:CUT], column.language
        return "", ""


@dataclass(frozen=True, slots=True)
class Imported:
    """new: how many came for each status; known: how many an earlier import had brought."""

    new: Mapping[Status, int]
    known: int

    @property
    def total(self) -> int:
        return sum(self.new.values())


def is_blank(cell: str) -> bool:
    """A workbook may name one huge text in every row, so nothing here walks through a huge cell."""
    return len(cell) <= CUT and not cell.strip()


def understand(names: Sequence[str], rows: Sequence[Cells], *, text: str = "", title: str = "") -> Understanding:
    """What each column holds, from its name; the text, where no name says so, from the content.

    text, title: columns the person named. Raises CommentsOnly, NoTextColumn, SeveralTexts, NoSuchColumn.
    """
    columns = [Column(position, name, split_name(name)[1]) for position, name in enumerate(names)]
    sample = rows[:SAMPLE]
    parts = parts_by_name(columns, sample)
    for part, wanted in ((Part.TEXT, text), (Part.TITLE, title)):
        if wanted:
            named = column_named(wanted, columns)
            parts = {key: tuple(column for column in kept if column != named) for key, kept in parts.items()}
            parts[part] = (named,)
    refuse_comments(columns, parts)
    taken = {column for kept in parts.values() for column in kept}
    counts = tuple(column for column in columns if split_name(column.name)[0] in COUNTS and column not in taken)
    if not parts.get(Part.TEXT):
        parts[Part.TEXT] = (longest_text([c for c in columns if c not in taken and c not in counts], columns, sample),)
    parts = {part: kept for part, kept in parts.items() if kept}
    known = {*counts, *(column for kept in parts.values() for column in kept)}
    ignored = tuple(column for column in columns if column not in known)
    return Understanding(origin_of(columns, parts), parts, counts, ignored)


def split_name(name: str) -> tuple[str, str]:
    """A column's name for comparison, and its language: `Title/FR` is ("title", "fr")."""
    plain = name.casefold().strip()
    suffixed = SUFFIX.fullmatch(plain)
    language = known_language(suffixed[2]) if suffixed else None
    base = suffixed[1] if suffixed and language else plain
    return re.sub(r"[\s_-]+", " ", base), language or ""


def parts_by_name(columns: Sequence[Column], sample: Sequence[Cells]) -> dict[Part, tuple[Column, ...]]:
    """For each part the columns with its surest name; several only where they differ in language."""
    parts: dict[Part, tuple[Column, ...]] = {}
    for part, names in NAMES.items():
        for name in names:
            named = [column for column in columns if split_name(column.name)[0] == name]
            if named:
                parts[part] = tuple(sorted(named, key=lambda column: -len(filled(column, sample))))
                break
    return parts


def filled(column: Column, sample: Sequence[Cells]) -> list[str]:
    cells = [row[column.position][:CUT] for row in sample if column.position < len(row)]
    return [cell for cell in cells if not is_blank(cell)]


def column_named(wanted: str, columns: Sequence[Column]) -> Column:
    for column in columns:
        if wanted == column.name or wanted.casefold().strip() == column.name.casefold():
            return column
    raise NoSuchColumn(name=wanted, columns=listed(columns))


def listed(columns: Sequence[Column], limit: int = 30) -> str:
    names = [column.name for column in columns[:limit]]
    return ", ".join(names if len(columns) <= limit else [*names, "…"])


def refuse_comments(columns: Sequence[Column], parts: Mapping[Part, tuple[Column, ...]]) -> None:
    """Raises CommentsOnly for a file of answers without what they answer."""
    of_comments = [column for column in columns if split_name(column.name)[0].startswith(OF_COMMENTS)]
    if of_comments and not parts.get(Part.TITLE):
        raise CommentsOnly(columns=listed(of_comments))


def longest_text(free: Sequence[Column], columns: Sequence[Column], sample: Sequence[Cells]) -> Column:
    """The one column of long texts: twice as long as every other. Raises NoTextColumn, SeveralTexts."""
    long = {column: length for column in free if (length := sentence_length(filled(column, sample)))}
    if not long:
        raise NoTextColumn(columns=listed(columns))
    best = max(long, key=lambda column: long[column])
    rivals = [column for column in long if 2 * long[column] > long[best]]
    if len(rivals) > 1:
        raise SeveralTexts(columns=listed(rivals))
    return best


def sentence_length(cells: Sequence[str]) -> float:
    """Letters in a cell on average; 0 where the cells are no sentences."""
    texts = ["" if ADDRESS.fullmatch(cell.strip()) else cell for cell in cells]
    letters = sum(len(word) for text in texts for word in WORD.findall(text))
    words = sum(count_words(text) for text in texts)
    if letters < LONG_LETTERS * len(texts) or words < LONG_WORDS * len(texts) or not texts:
        return 0
    return letters / len(texts)


def count_words(text: str) -> int:
    """Words; in scripts that write no spaces every second sign counts as one."""
    return len(WORD.findall(text)) + len(WITHOUT_SPACES.findall(text)) // 2


def origin_of(columns: Sequence[Column], parts: Mapping[Part, tuple[Column, ...]]) -> Origin:
    """Which system wrote the table, by columns that only it writes."""
    bases = {split_name(column.name)[0] for column in columns}
    if "component/id" in bases or any(base.startswith("participatory space") for base in bases):
        return Origin.DECIDIM
    if {"agrees", "disagrees"} <= bases and Part.DECISION in parts:
        return Origin.POLIS
    return Origin.TABLE


def find_header(rows: Sequence[Cells]) -> int | None:
    """Which of the first rows holds the column names; None where the table begins with its first text."""
    first = rows[:HEADER_WITHIN]
    speaking = {*NAMES[Part.TEXT], *NAMES[Part.TITLE]}
    for position, cells in enumerate(first):
        if any(split_name(cell[:CUT])[0] in speaking for cell in cells):
            return position
    widths = Counter(len(row) for row in rows[:SAMPLE])
    usual = max(widths, key=lambda width: (widths[width], width))
    for position, cells in enumerate(first):
        if sum(1 for cell in cells if not is_blank(cell)) >= 0.8 * usual:
            return None if any(is_sentence(cell[:CUT]) for cell in cells) else position
    return 0


def is_sentence(cell: str) -> bool:
    words = WORD.findall(cell)
    return sum(map(len, words)) >= SENTENCE_LETTERS and count_words(cell) >= SENTENCE_WORDS


def fate(
    understanding: Understanding, *, decision: str, state: str, address: str, look_first: bool = False
) -> Status | None:
    """What becomes of a row, from what its source decided; None when its author withdrew it.

    look_first: whatever would be published waits for a moderator of ours instead.
    """
    decided, stands = decision.casefold().strip(), state.casefold().strip()
    if decided in WITHDRAWN or stands in WITHDRAWN:
        return None
    if Part.DECISION in understanding.parts:
        public = decided in ACCEPTED
        if decided in REJECTED:
            return Status.REJECTED
    else:
        on_the_web = bool(ADDRESS.fullmatch(address.strip()))
        public = on_the_web or stands in PUBLIC or understanding.origin is Origin.DECIDIM
    return Status.PUBLISHED if public and not look_first else Status.WAITING


def source_key(origin: Origin, number: str, words: str) -> str:
    """What a second import knows a row by: its number, and its words as the search compares them.

    The words belong to it because every file of one system begins to count at 0 again; they are compared without
    signs and case, so that the same words from CSV and from XLSX are the same. Never longer than 120 characters.
    """
    fingerprint = hashlib.sha256(words.encode()).hexdigest()[:24]
    short = number if len(number) <= 60 else hashlib.sha256(number.encode()).hexdigest()[:24]
    return f"{origin}:{short}:{fingerprint}" if number else f"{origin}:{fingerprint}"
