"""From rows to contributions: everything that takes time, before any transaction is open."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from participation.contributions.rules import LanguageBy, Source, Status
from participation.contributions.service import Said
from participation.foundation import clock
from participation.foundation.locales import DEFAULT
from participation.foundation.messages import Refused
from participation.foundation.text import MAX_CHARACTERS, NothingSaid, TooLong, fold, one_line, plain, without_html
from participation.imports.cells import language_of, moment_of
from participation.imports.refusals import BrokenSigns, NoWords, NumberTaken, SaidAbove, TooManyCells, Withdrawn
from participation.imports.rules import Part, Understanding, fate, source_key
from participation.imports.tables import Row, Table
from participation.languages.recognition import recognise

MAX_TITLE = 300
MAX_WRITTEN = 10 * MAX_CHARACTERS  # no cell beyond this is even looked at


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person who imports said: a language for all texts, and whether a moderator looks at everything first."""

    language: str = ""
    look_first: bool = False


@dataclass(frozen=True, slots=True)
class ImportedIdea:
    """A row that can be taken. sure: the source, the script or enough words say which language it is in."""

    line: int
    said: Said
    status: Status
    sure: bool = True


@dataclass(frozen=True, slots=True)
class RefusedRow:
    line: int
    why: Refused
    cells: list[str]


@dataclass(slots=True)
class Parsed:
    """All rows of a table, sorted. headers_again: lines that repeat the column names; undated: without a moment."""

    ideas: list[ImportedIdea] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    headers_again: int = 0

    @property
    def undated(self) -> int:
        return sum(1 for idea in self.ideas if idea.said.created_at is None)


def parse(
    table: Table, understanding: Understanding, wishes: Wishes, progress: Callable[[int], None] = lambda _rows: None
) -> Parsed:
    """Take or refuse every row. progress hears how many have been read."""
    reader = RowReader(understanding, wishes, len(table.names), clock.now(), clock.TOWN_HALL)
    parsed = Parsed()
    for count, row in enumerate(table.rows, start=1):
        if row.cells == table.header.cells:
            parsed.headers_again += 1
        else:
            try:
                parsed.ideas.append(reader.take(row))
            except Refused as why:
                parsed.refused.append(RefusedRow(row.line, why, row.cells))
        progress(count)
    parsed.ideas = settle_languages(parsed.ideas)
    return parsed


@dataclass
class RowReader:
    """Reads row after row; it remembers which words and numbers it has met, with their line."""

    understanding: Understanding
    wishes: Wishes
    width: int
    now: datetime
    zone: tzinfo
    words_met: dict[str, int] = field(default_factory=dict)
    numbers_met: dict[str, int] = field(default_factory=dict)

    def take(self, row: Row) -> ImportedIdea:
        """Raises one of the refusals of a row."""
        if len(row.cells) > self.width:
            raise TooManyCells(cells=len(row.cells), columns=self.width)
        cell = self.understanding.cell
        status = fate(
            self.understanding,
            decision=cell(Part.DECISION, row.cells)[0],
            state=cell(Part.STATE, row.cells)[0],
            address=cell(Part.ADDRESS, row.cells)[0],
            look_first=self.wishes.look_first,
        )
        if status is None:
            raise Withdrawn
        title, text, suffix = self.words(row)
        key = self.key(row, title, text)
        language, by, sure = self.language(row, suffix, f"{title} {text}")
        said = Said(
            title=title,
            text=text,
            language=language,
            language_by=by,
            source=Source.IMPORT,
            source_key=key,
            created_at=moment_of(cell(Part.MOMENT, row.cells)[0], now=self.now, zone=self.zone),
        )
        return ImportedIdea(row.line, said, status, sure)

    def words(self, row: Row) -> tuple[str, str, str]:
        """(title, text, language of their columns). A row with a title alone says that."""
        text, suffix = self.understanding.cell(Part.TEXT, row.cells)
        title, title_suffix = self.understanding.cell(Part.TITLE, row.cells)
        text, title = plain_words(text), " ".join(plain_words(title).split())
        if len(title) > MAX_TITLE:
            text, title = f"{title}\n\n{text}", ""
        if not text or text == title:
            text, title = title, ""
        if "\ufffd" in text + title:
            raise BrokenSigns
        try:
            return one_line(title, MAX_TITLE) if title else "", plain(text), suffix or title_suffix
        except NothingSaid:
            raise NoWords from None

    def language(self, row: Row, suffix: str, words: str) -> tuple[str, LanguageBy, bool]:
        told = language_of(self.understanding.cell(Part.LANGUAGE, row.cells)[0]) or suffix or self.wishes.language
        if told:
            return told, LanguageBy.SOURCE, True
        guess = recognise(words, "").language
        return guess, LanguageBy.RECOGNISED, bool(guess)

    def key(self, row: Row, title: str, text: str) -> str:
        """Raises SaidAbove, NumberTaken."""
        number = " ".join(self.understanding.cell(Part.NUMBER, row.cells)[0].split())
        words = fold(f"{title} {text}") or f"{title} {text}"
        key = source_key(self.understanding.origin, number, words)
        if key in self.words_met:
            raise SaidAbove(line=self.words_met[key])
        if number and number in self.numbers_met:
            raise NumberTaken(number=number[:60], line=self.numbers_met[number])
        self.words_met[key] = self.numbers_met[number] = row.line
        return key


def plain_words(cell: str) -> str:
    """A cell as plain text; "" where it holds nothing. Raises TooLong, TooTangled."""
    if len(cell) > MAX_WRITTEN:
        raise TooLong(count=len(cell), limit=MAX_CHARACTERS)
    try:
        return plain(without_html(cell))
    except NothingSaid:
        return ""


def settle_languages(ideas: list[ImportedIdea]) -> list[ImportedIdea]:
    """Texts of one or two words, where not even the script says it, are in the language most of the others are in."""
    surely = Counter(idea.said.language for idea in ideas if idea.sure).most_common(1)
    usual = surely[0][0] if surely else DEFAULT
    return [idea if idea.sure else replace(idea, said=replace(idea.said, language=usual)) for idea in ideas]
