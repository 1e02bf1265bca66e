"""Tables as files. No cell of either file can become a formula."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO, StringIO

import gevent
from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from participation.foundation.text import defused, without_controls
from participation.reports.tables import Cell, Table

# German Excel opens a file on a double click with the separator of its region, a semicolon, and reads UTF-8 only
# with a mark in front
SEPARATOR = ";"
BYTE_ORDER_MARK = "\ufeff"

SMALL = 200  # rows a workbook may have to be written where it is asked for: about a tenth of a second
LONGEST_NAME = 31  # of a sheet, in characters
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # `_x003D_` in a workbook means `=`
TOP = Alignment(vertical="top", wrap_text=True)
BOLD = Font(bold=True)


def as_csv(table: Table) -> bytes:
    """UTF-8 with a mark, semicolons, every text in quotes."""
    lines = StringIO(newline="")
    writer = csv.writer(lines, delimiter=SEPARATOR, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([written(heading) for heading in table.headings])
    for row in table.rows:
        writer.writerow([in_csv(cell) for cell in row])
    return (BYTE_ORDER_MARK + lines.getvalue()).encode()


def in_csv(cell: Cell) -> str | int:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else cell if isinstance(cell, int) else written(cell)


def written(words: str) -> str:
    return defused(without_controls(words))


def as_xlsx(tables: Sequence[Table], *, right_to_left: bool) -> bytes:
    """One workbook with a sheet for each table.

    Writing takes the processor about half a millisecond a row, and while it does, no vote is counted and no screen
    moves. So a large one is written in a thread of the hub's pool: the event loop goes on and takes the interpreter
    back every few milliseconds. A small one is not worth the way there.
    """
    if sum(len(table.rows) for table in tables) <= SMALL:
        return workbook(tables, right_to_left=right_to_left)
    done = gevent.get_hub().threadpool.spawn(workbook, tables, right_to_left=right_to_left)
    return bytes(done.get())


def workbook(tables: Sequence[Table], *, right_to_left: bool) -> bytes:
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(NOT_IN_A_NAME.sub(" ", table.name)[:LONGEST_NAME])
        lay_out(sheet, table, right_to_left=right_to_left)
        for row in sheet_rows(sheet, table):
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def lay_out(sheet: Worksheet, table: Table, *, right_to_left: bool) -> None:
    """Widths, the head that stays while one scrolls and on each printed page, filters. All before the first row."""
    last = get_column_letter(len(table.widths))
    for number, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def sheet_rows(sheet: Worksheet, table: Table) -> Iterator[list[SheetCell]]:
    head, body = style(sheet, BOLD), style(sheet)
    yield [text_cell(sheet, heading, head) for heading in table.headings]
    for row in table.rows:
        yield [
            text_cell(sheet, cell, body) if isinstance(cell, str) else SheetCell(sheet, 1, 1, cell, body)
            for cell in row
        ]


def style(sheet: Worksheet, font: Font | None = None) -> StyleArray:
    """How cells look, worked out once: asked of every cell, it would be half of the work of a workbook."""
    model = SheetCell(sheet, 1, 1)
    model.alignment = TOP
    if font is not None:
        model.font = font
    look: StyleArray = getattr(model, "_style")  # noqa: B009 - openpyxl's way to hand on a style, unknown to its types
    return look


def text_cell(sheet: Worksheet, words: str, look: StyleArray) -> SheetCell:
    """A cell that says it is text, whatever stands in it; without words it is an empty cell and no text."""
    cell = SheetCell(sheet, 1, 1, ESCAPE.sub("_x005F_", written(words)) or None, look)
    if cell.value is not None:
        cell.data_type = "s"
    return cell
