"""A table as it was read: rows of words, each with the line it stands in, before anybody knows what they mean."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from participation.foundation.text import tidy
from participation.imports.refusals import NothingInside, OnlyHeader, TooBig
from participation.imports.rules import find_header, is_blank

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 1_000
MAX_NAME = 60

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Row:
    """line: where the row begins in the file, as an editor or a spreadsheet counts."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """form: what kind of file in words; encoding and separator only for CSV.

    header: the line of column names as it stands there; names: made different from each other.
    """

    form: str
    encoding: str
    separator: str
    header: Row
    names: list[str]
    rows: list[Row]


def gather(rows: Iterable[Row], progress: Progress) -> list[Row]:
    """The rows that say something, without empty cells at their end. Raises TooBig."""
    kept: list[Row] = []
    for row in rows:
        cells = row.cells
        while cells and is_blank(cells[-1]):
            cells.pop()
        if not cells:
            continue
        if len(cells) > MAX_COLUMNS:
            raise TooBig(what=f"line {row.line} has more than {MAX_COLUMNS:,} columns")
        if len(kept) == MAX_ROWS:
            raise TooBig(what=f"it has more than {MAX_ROWS:,} rows")
        kept.append(Row(row.line, cells))
        progress(len(kept))
    return kept


def table_of(rows: list[Row], *, form: str, encoding: str = "", separator: str = "") -> Table:
    """Rows with their column names found and set apart. Raises NothingInside, OnlyHeader."""
    if not rows:
        raise NothingInside
    at = find_header([row.cells for row in rows])
    width = max(len(row.cells) for row in rows)
    header = Row(0, []) if at is None else rows[at]
    below = rows if at is None else rows[at + 1 :]
    if not below:
        raise OnlyHeader
    names = distinct(header.cells, width=len(header.cells) or width)
    return Table(form, encoding, separator, header, names, below)


def distinct(cells: list[str], width: int) -> list[str]:
    """Names for all columns: a nameless one is called by its letter, a second one of a name by its number."""
    names: list[str] = []
    for position in range(width):
        given = cells[position] if position < len(cells) else ""
        base = " ".join(tidy(given[: 4 * MAX_NAME]).split())[:MAX_NAME] or f"({letters(position)})"
        name, count = base, 1
        while name in names:
            count += 1
            name = f"{base} ({count})"
        names.append(name)
    return names


def letters(position: int) -> str:
    """A spreadsheet's name for a column, counted from 0: A … Z, AA, AB."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
