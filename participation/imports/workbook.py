"""XLSX, read without trust: weighed before it is opened, read row by row, never calculated."""

import logging
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from xml.parsers import expat

import openpyxl
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils.escape import unescape

from participation.foundation.messages import Refused
from participation.foundation.text import tidy
from participation.imports.refusals import Damaged, NothingInside, TooBig
from participation.imports.tables import Progress, Row, Table, gather, table_of

log = logging.getLogger(__name__)

MAX_UNPACKED = 128 * 1024 * 1024
MAX_ELEMENTS = 4_000_000
MAX_RUN = 70_000  # before the next row or shared text; Excel's widest row has 16,384 cells of at most 4 elements
MAX_SHEETS = 1_000
ROWS = {"worksheet": "row", "sst": "si"}  # what openpyxl reads one by one; all other parts become a tree of objects
MAX_DEPTH = 100
MAX_CELLS = 20_000_000  # a cell in column ZZZ makes its row 18,278 cells wide
LAST_LINE = 1_048_576
LONGEST = 50_000  # characters; Excel's own limit is 32,767
CHUNK = 1 << 16


def read_workbook(file: Path, progress: Progress) -> Table:
    """The first sheet that holds anything. Raises Damaged, TooBig, NothingInside, OnlyHeader."""
    weigh(file)
    try:
        with warnings.catch_warnings(action="ignore"):
            return first_table(file, progress)
    except Refused:
        raise
    except Exception as broken:  # openpyxl raises whatever the broken file provokes in it
        log.debug("openpyxl could not read the file", exc_info=broken)
        raise Damaged(what="its sheets cannot be read") from None


def first_table(file: Path, progress: Progress) -> Table:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in shown:
            sheet.reset_dimensions()
            rows = gather(sheet_rows(sheet.iter_rows(values_only=True)), progress)
            if rows:
                return table_of(rows, form=form_of(sheet.title, len(shown)))
    finally:
        book.close()
    raise NothingInside


def form_of(title: str, sheets: int) -> str:
    name = " ".join(tidy(title[:200]).split())[:60]
    return f"XLSX, sheet “{name}”" + (f" ({sheets - 1} other sheets are not read)" if sheets > 1 else "")


def sheet_rows(rows: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    read = 0
    for line, values in enumerate(rows, start=1):
        read += len(values)
        if line > LAST_LINE or read > MAX_CELLS:
            raise TooBig(what=f"it has rows beyond line {LAST_LINE:,}, or more than {MAX_CELLS:,} cells")
        width = len(values)
        while width and values[width - 1] is None:
            width -= 1
        yield Row(line, [words_of(value) for value in values[:width]])


def words_of(value: object) -> str:
    """A cell as words: moments in ISO 8601, whole numbers without a point, errors of formulas as nothing."""
    match value:
        case None:
            return ""
        case str():
            return without_escapes(value)
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


def without_escapes(value: str) -> str:
    """Excel writes a carriage return as `_x000D_`. Long cells are left: one of them may stand in every row."""
    if len(value) > LONGEST:
        return value
    return "" if value in ERROR_CODES else unescape(value)


def weigh(file: Path) -> None:
    """Look at every part before anything is built from it. Raises TooBig, Damaged.

    What is unpacked can be a thousand times the file, and a tree of elements again many times that; zipfile never
    unpacks more than a part declares.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise TooBig(what=f"unpacked it has more than {MAX_UNPACKED // 1024 // 1024} MB")
            for part in archive.infolist():
                weigh_part(archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise Damaged(what="its archive cannot be unpacked") from None


def weigh_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    scales = Scales(read_at_once=part.filename == "xl/styles.xml")
    parser = expat.ParserCreate()
    parser.StartElementHandler = scales.begin
    parser.EndElementHandler = scales.end
    parser.StartDoctypeDeclHandler = scales.declare
    try:
        with archive.open(part) as data:
            while chunk := data.read(CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        if part.filename.lower().endswith((".xml", ".rels")):  # pictures and macros are never looked at again
            raise Damaged(what="a part of it is no XML") from None


class Scales:
    """Counts the elements of one part. run: since the last row or shared text, which are forgotten one by one."""

    def __init__(self, *, read_at_once: bool) -> None:
        self.total = self.run = self.depth = self.sheets = 0
        self.read_at_once = read_at_once
        self.row = ""

    def begin(self, name: str, _attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if not self.total and not self.read_at_once:
            self.row = ROWS.get(local, "")
        self.run = 0 if local == self.row else self.run + 1
        self.total += 1
        self.depth += 1
        self.sheets += local == "sheet"
        if self.total > MAX_ELEMENTS or self.run > MAX_RUN or self.depth > MAX_DEPTH or self.sheets > MAX_SHEETS:
            raise TooBig(what="its sheets hold more cells than can be read")

    def end(self, _name: str) -> None:
        self.depth -= 1

    def declare(self, *_doctype: object) -> None:
        raise Damaged(what="it declares entities, which no spreadsheet does")
