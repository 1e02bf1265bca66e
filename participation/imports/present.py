"""What the person who imports gets to see, and the list of refused rows they can work through."""

import csv
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from participation.contributions.rules import Status
from participation.foundation.text import defused, tidy
from participation.imports.parsing import Parsed, RefusedRow
from participation.imports.refusals import NotWritable
from participation.imports.rules import Imported, Origin, Part, Understanding
from participation.imports.tables import Table

SHOWN = 100
LONGEST_CELL = 1_000  # characters of a refused cell that are kept in the list; the file itself has them all
SEPARATOR_NAMES = {",": "a comma", ";": "a semicolon", "|": "a bar", "\t": "a tab", "\x1f": "nothing: one column"}
PART_NAMES = {
    Part.TITLE: "title",
    Part.TEXT: "text",
    Part.NUMBER: "number: a second import knows the row by it",
    Part.LANGUAGE: "language",
    Part.MOMENT: "time it was said",
    Part.DECISION: "decision of the source's moderators",
    Part.STATE: "state at the source: only “withdrawn” and “published” count",
    Part.ADDRESS: "public address: who has one is published at the source",
}
ORIGIN_NAMES = {
    Origin.DECIDIM: "an export of Decidim (what it holds is public there)",
    Origin.POLIS: "an export of Polis",
    Origin.TABLE: "a table",
}
STATUS_NAMES = {
    Status.PUBLISHED: "published",
    Status.WAITING: "wait for a moderator",
    Status.REJECTED: "not published, by decision of the source",
}


def show_table(console: Console, table: Table, understanding: Understanding) -> None:
    """What was read, and what each column is taken for."""
    letters = f", encoding {table.encoding}" if table.encoding else ""
    cut = f", separated by {SEPARATOR_NAMES.get(table.separator, table.separator)}" if table.separator else ""
    console.print(Text(f"{table.form}{letters}{cut}; {ORIGIN_NAMES[understanding.origin]}."))
    where = f"Column names in line {table.header.line}" if table.header.line else "No line of column names"
    console.print(Text(f"{where}, {len(table.rows)} rows below."))
    grid = Grid("Column", "Taken as", box=box.SIMPLE)
    for part in Part:
        for column in understanding.parts.get(part, ()):
            language = f" ({column.language})" if column.language else ""
            grid.add_row(Text(column.name), Text(PART_NAMES[part] + language))
    for column in understanding.counts:
        grid.add_row(Text(column.name), Text("left out: support given elsewhere is no vote here"))
    for column in understanding.ignored[:SHOWN]:
        grid.add_row(Text(column.name), Text("ignored", style="dim"))
    console.print(grid)


def show_refused(console: Console, refused: Sequence[RefusedRow], file: Path) -> None:
    if not refused:
        return
    grid = Grid("Line", "Not taken because", box=box.SIMPLE)
    for row in refused[:SHOWN]:
        grid.add_row(str(row.line), Text(one_line_of(str(row.why))))
    console.print(grid)
    more = f"; the {len(refused) - SHOWN} that are not shown stand there too" if len(refused) > SHOWN else ""
    console.print(Text(f"The refused rows are in {file}{more}."), soft_wrap=True)


def show_outcome(console: Console, parsed: Parsed, imported: Imported, *, dry: bool) -> None:
    details = ", ".join(f"{count} {STATUS_NAMES[status]}" for status, count in imported.new.items())
    console.print(
        Text(
            f"{len(parsed.ideas) + len(parsed.refused)} rows read: {imported.total} new"
            f"{f' ({details})' if details else ''}, {imported.known} known, {len(parsed.refused)} refused."
        ),
        soft_wrap=True,
    )
    if parsed.headers_again:
        console.print(Text(f"{parsed.headers_again} lines repeat the column names and were passed over."))
    if parsed.undated and imported.total:
        console.print(Text(f"{parsed.undated} rows name no time that can be read: they count as said now."))
    if dry:
        console.print(Text("This was only a look (--dry-run): nothing was written."))


def write_refused(refused: Sequence[RefusedRow], names: Sequence[str], file: Path) -> None:
    """The refused rows with line and reason, safe to open in a spreadsheet. Raises NotWritable."""
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            writer.writerow(["line", "reason", *(defused(name) for name in names)])
            for row in refused:
                writer.writerow([row.line, one_line_of(str(row.why)), *map(safe_cell, row.cells)])
    except OSError:
        raise NotWritable(file=file) from None


def safe_cell(cell: str) -> str:
    return defused(cell if len(cell) <= LONGEST_CELL else f"{cell[:LONGEST_CELL]}…").replace("\x00", "")


def one_line_of(sentence: str) -> str:
    return " ".join(tidy(sentence).split())
