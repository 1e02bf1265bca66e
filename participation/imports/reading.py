"""Opening a file: what it is, by its content and never by its name, and the table in it."""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from participation.imports.encodings import encoding_of
from participation.imports.refusals import Damaged, NoTable, NothingInside, OldFormat, QuoteNotClosed, TooBig
from participation.imports.rules import NAMES, Part, split_name
from participation.imports.tables import MAX_BYTES, Progress, Row, Table, gather, table_of
from participation.imports.workbook import read_workbook

MAX_CELL = 16 * 1024 * 1024  # characters; longer cells are refused with their row, beyond this with the file
SAMPLE_CHARACTERS = 1 << 17
SEPARATORS = (";", ",", "\t", "|")
NO_SEPARATOR = "\x1f"
STEADY = 0.7  # share of the rows that a separator must cut into equally many cells
OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
OTHERS = ((b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"\x1f\x8b", "gzip"), (b"{\\rtf", "RTF"))


def read_table(file: Path, *, encoding: str = "", progress: Progress = lambda _rows: None) -> Table:
    """The table in a CSV or XLSX file. encoding: named by the person, or "" to guess it.

    progress hears the number of rows read. Raises a refusal in words for everything that is no such table.
    """
    size = file.stat().st_size
    if size > MAX_BYTES:
        raise TooBig(what=f"{size // 1024 // 1024} MB, at most {MAX_BYTES // 1024 // 1024} are taken")
    with file.open("rb") as data:
        begin = data.read(1024)
    if begin.startswith(OLE):
        raise OldFormat(format="XLS, or an XLSX with a password")
    if begin.startswith(ZIP):
        refuse_other_archives(file)
        return read_workbook(file, progress)
    for mark, form in OTHERS:
        if begin.startswith(mark):
            raise NoTable(format=form)
    return read_csv(file, encoding, progress)


def refuse_other_archives(file: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Damaged(what="its archive cannot be opened") from None
    if "mimetype" in names and "content.xml" in names:
        raise OldFormat(format="ODS")
    if "xl/workbook.bin" in names:
        raise OldFormat(format="XLSB")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise NoTable(format="an archive or a document")


def read_csv(file: Path, wanted: str, progress: Progress) -> Table:
    encoding = encoding_of(file, wanted)
    errors = "replace" if encoding == "utf-8" else "strict"
    with file.open(encoding=encoding, errors=errors, newline="") as lines:
        sample = lines.read(SAMPLE_CHARACTERS)
    if not sample.strip("\ufeff\x00 \t\r\n;,|"):
        raise NothingInside
    refuse_other_texts(sample)
    csv.field_size_limit(MAX_CELL)
    separator = separator_of(sample)
    with file.open(encoding=encoding, errors=errors, newline="") as lines:
        rows = gather(csv_rows(lines, separator), progress)
    return table_of(rows, form="CSV", encoding=encoding, separator=separator)


def refuse_other_texts(sample: str) -> None:
    """Raises NoTable for JSON, HTML and XML."""
    begin = sample.lstrip("\ufeff \t\r\n")[:200].lower()
    if begin.startswith(("<!doctype", "<html", "<?xml")):
        raise NoTable(format="HTML or XML")
    if begin.startswith(("{", "[")) and is_json(sample.lstrip("\ufeff \t\r\n")):
        raise NoTable(format="JSON")


def is_json(sample: str) -> bool:
    """Whether the sample is JSON, as far as it goes."""
    try:
        json.JSONDecoder().raw_decode(sample)
    except RecursionError:
        return True
    except json.JSONDecodeError as error:
        return error.pos >= len(sample) - 1 or error.msg.startswith("Unterminated")
    return True


def separator_of(sample: str) -> str:
    """The sign between the cells: named by Excel's line `sep=;`, or the one that cuts the rows most evenly."""
    begin = sample.lstrip("\ufeff")
    if begin[:4].lower() == "sep=" and len(begin) > 4 and begin[4] not in '\r\n"':
        return begin[4]
    shares = {separator: steadiness(sample, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: shares[separator])
    return best if shares[best] > (0, 0) else NO_SEPARATOR


def steadiness(sample: str, separator: str) -> tuple[float, int]:
    """(share of rows with the usual number of cells, that number); (0, 0) where the separator separates nothing."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    rows = [row for row, _ in zip(reader, range(200), strict=False) if any(cell.strip() for cell in row)]
    if len(rows) > 2 and len(sample) == SAMPLE_CHARACTERS:
        rows.pop()  # cut off by the sample
    widths = Counter(len(row) for row in rows)
    usual = max(widths, key=lambda width: (widths[width], width), default=1)
    one_column = len(rows[0]) == 1 and split_name(rows[0][0])[0] in NAMES[Part.TEXT] if rows else True
    share = widths[usual] / len(rows) if rows else 0
    if usual < 2 or one_column or share < STEADY:
        return 0, 0
    return round(share, 1), usual


def csv_rows(lines: io.TextIOWrapper, separator: str) -> Iterator[Row]:
    """Every row with the line it begins in. Raises QuoteNotClosed, TooBig."""
    source = Lines(lines)
    reader = csv.reader(source, delimiter=separator)
    while True:
        line = reader.line_num + 1
        source.handed = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise TooBig(what=f"a cell that begins near line {line} has more than {MAX_CELL:,} characters") from None
        if source.ended:
            raise QuoteNotClosed(line=line)
        if line == 1 and cells and is_excel_hint(cells, separator):
            continue
        yield Row(line, cells)


def is_excel_hint(cells: list[str], separator: str) -> bool:
    return separator.join(cells).lstrip("\ufeff").lower().rstrip() in {f"sep={separator}".rstrip(), "sep="}


class Lines:
    """Lines of a file that notice when they are asked for more in the middle of a row."""

    def __init__(self, lines: io.TextIOWrapper) -> None:
        self.lines = lines
        self.handed = 0
        self.ended = False

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        line = self.lines.readline()
        if not line:
            self.ended = self.handed > 0
            raise StopIteration
        self.handed += 1
        return line
