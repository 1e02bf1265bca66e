"""Files as offices and systems write them, and files that were made to hurt: read, or refused in words."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.foundation.messages import Refused
from participation.imports import workbook as workbooks
from participation.imports.reading import read_table
from participation.imports.refusals import (
    Damaged,
    NoTable,
    NothingInside,
    NotInThisEncoding,
    OldFormat,
    OnlyHeader,
    QuoteNotClosed,
    TooBig,
    UnknownEncoding,
)
from participation.imports.tables import MAX_BYTES, letters
from tests.imports.workbooks import MAIN, bare_workbook, words, workbook

DATA = Path(__file__).parent.parent / "data/imports"
SENTENCE = "Mehr Bäume für die Straße und größere Plätze, überall Bänke für müde Füße"


def written(folder: Path, content: bytes | str, name: str = "table.csv") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def lines_of(file: Path) -> list[tuple[int, list[str]]]:
    return [(row.line, row.cells) for row in read_table(file).rows]


@pytest.mark.parametrize(
    ("name", "encoding", "separator", "header_line", "rows"),
    [
        ("decidim_proposals.csv", "utf-8", ";", 1, 5),
        ("polis_comments.csv", "utf-8", ",", 1, 3),
        ("windows.csv", "cp1252", ";", 1, 2),
        ("office_unicode.txt", "utf-16", "\t", 1, 2),
        ("wide_without_mark.csv", "utf-16-le", ";", 1, 1),
        ("hint_and_mark.csv", "utf-8-sig", "|", 2, 1),
        ("one_column.csv", "utf-8", "\x1f", 1, 3),
        ("no_header.csv", "utf-8", ";", 0, 2),
        ("quirks.csv", "utf-8", ";", 4, 9),
        ("broken_letters.csv", "utf-8", ";", 1, 19),
    ],
)
def test_each_way_to_write_a_table_is_found_out(
    name: str, encoding: str, separator: str, header_line: int, rows: int
) -> None:
    table = read_table(DATA / name)

    assert (table.encoding, table.separator, table.header.line) == (encoding, separator, header_line)
    assert len(table.rows) == rows


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [
        ("cp1252", SENTENCE),
        ("cp1252", "Améliorer les pistes cyclables à côté de l'école, être plus à l'écoute"),
        ("cp1252", "Más árboles en la plaza, mañana y año nuevo para los niños"),
        ("cp1250", "Więcej drzew i ławek na każdej ulicy, żeby można było odpocząć"),
        ("cp1254", "Daha fazla ağaç ve çocuklar için oyun alanı, ışıklı yollar"),
        ("cp1251", "Больше деревьев и скамеек на улицах города"),
        ("cp1256", "نريد المزيد من الأشجار والمقاعد في الشارع"),
        ("mac_roman", SENTENCE),
        ("cp850", SENTENCE),
        ("big5", "雲嘉南濱海國家風景區以台公路為東界北從雲林縣牛挑灣溪"),
        ("utf-16-be", SENTENCE),
        ("utf-32", SENTENCE),
    ],
)
def test_the_letters_of_our_residents_are_read_in_their_old_encodings(
    tmp_path: Path, encoding: str, sentence: str
) -> None:
    file = written(tmp_path, f"id;text\n1;{sentence}\n2;{sentence}\n".encode(encoding))

    assert [cells[1] for _, cells in lines_of(file)] == [sentence, sentence]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert [line for line, _ in lines_of(DATA / "decidim_proposals.csv")] == [2, 3, 6, 7, 8]
    assert [line for line, _ in lines_of(DATA / "quirks.csv")] == [5, 6, 8, 9, 10, 11, 12, 13, 14]


def test_columns_without_a_name_or_with_the_same_one_stay_apart(tmp_path: Path) -> None:
    file = written(tmp_path, "text,,text,,text\na,b,c,d,e\n")

    assert read_table(file).names == ["text", "(B)", "text (2)", "(D)", "text (3)"]
    assert [letters(position) for position in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff"), max_size=12), min_size=3, max_size=3
        ),
        min_size=1,
        max_size=8,
    ),
    separator=st.sampled_from(";,\t|"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8-sig", "utf-16"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_whatever_a_program_writes_into_cells_comes_out_of_them(
    tmp_path: Path, rows: list[list[str]], separator: str, line_end: str, encoding: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "text", "end"], *([*row, "."] for row in rows)][:1])
    writer.writerows([row[0], row[1], f"{row[2]}."] for row in rows)

    assert [cells for _, cells in lines_of(written(tmp_path, out.getvalue().encode(encoding)))] == [
        [row[0], row[1], f"{row[2]}."] for row in rows
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", NothingInside),
        (b"\xef\xbb\xbf\r\n \n", NothingInside),
        (b"\n\n;;;\n", NothingInside),
        ("\u2003\n".encode(), NothingInside),
        (b"id,text\n", OnlyHeader),
        (b'{"a": [1, 2]}', NoTable),
        (b"[1, 2,\n" + b"3,\n" * 100_000, NoTable),
        (b'[{"text": "' + b"x" * 200_000, NoTable),
        (b"[" * 100_000, NoTable),
        (b"<!DOCTYPE html><table>", NoTable),
        (b"%PDF-1.7 ...", NoTable),
        (bytes(5_000), NoTable),
        (bytes(range(1, 256)) * 20, UnknownEncoding),
        ("id;text\n1;Größe".encode("utf-16") + b"x", NotInThisEncoding),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), OldFormat),
        (b"PK\x03\x04 no archive", Damaged),
        (b'id,text\n1,"' + b"x" * 17_000_000 + b'"\n', TooBig),
        (b"a," * 20_000 + b"a\n", TooBig),
        (b"a\n" * 100_001, TooBig),
        (b'id,text\n1,"ok"\n2,"never closed\n3,swallowed\n', QuoteNotClosed),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, why: type[Refused]) -> None:
    with pytest.raises(why):
        read_table(written(tmp_path, content))


def test_an_open_quotation_mark_names_its_line() -> None:
    with pytest.raises(QuoteNotClosed, match="line 5"):
        read_table(DATA / "open_quote.csv")


def test_a_file_beyond_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    file = tmp_path / "big.csv"
    with file.open("wb") as out:
        out.truncate(MAX_BYTES + 1)

    with pytest.raises(TooBig, match="at most 50"):
        read_table(file)


def test_a_bracket_does_not_make_a_table_json(tmp_path: Path) -> None:
    assert lines_of(written(tmp_path, "[Nr],text\n1,Hallo\n")) == [(2, ["1", "Hallo"])]


def test_a_million_empty_columns_and_a_few_nothings_are_read_over(tmp_path: Path) -> None:
    empty = "," * 1_000_000

    assert lines_of(written(tmp_path, f"text{empty}\nHallo{empty}\n")) == [(2, ["Hallo"])]
    assert lines_of(written(tmp_path, b"id,text\n1,Hal\x00lo Welt\n\x00,\n")) == [
        (2, ["1", "Hal\x00lo Welt"]),
        (3, ["\x00"]),
    ]


def test_a_named_encoding_is_taken_and_a_wrong_one_refused(tmp_path: Path) -> None:
    file = written(tmp_path, f"id;text\n1;{SENTENCE}\n".encode("cp850"))

    assert read_table(file, encoding="cp850").rows[0].cells == ["1", SENTENCE]
    for wrong, why in (("utf-16", NotInThisEncoding), ("klingon", UnknownEncoding), ("base64", UnknownEncoding)):
        with pytest.raises(why):
            read_table(file, encoding=wrong)


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}, OldFormat),
        ({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}, OldFormat),
        ({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}, NoTable),
        ({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "no xml"}, Damaged),
        ({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}, Damaged),
    ],
)
def test_other_archives_are_told_apart(tmp_path: Path, inside: dict[str, str], why: type[Refused]) -> None:
    file = tmp_path / "table.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name, content)

    with pytest.raises(why):
        read_table(file)


def test_a_workbook_is_read_with_its_dates_numbers_and_line_ends(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Nr", "Text", "Datum", "gültig"],
        [1, "Zeile eins\nZeile zwei_x000D_", datetime(2024, 5, 1, 10, 30), True],  # noqa: DTZ001 - cells have no zone,
        [2.0, "=1+1", 2.5, False],
        [],
        [None, "#REF!", None, None],
        [3, "Ende"],
    ]

    table = read_table(workbook(tmp_path / "t.xlsx", [], rows, [["noch eins"]]))

    assert table.form == "XLSX, sheet “Blatt 2” (2 other sheets are not read)"
    assert [(row.line, row.cells) for row in table.rows] == [
        (2, ["1", "Zeile eins\nZeile zwei\r", "2024-05-01T10:30:00", "true"]),
        (3, ["2", "", "2.5", "false"]),
        (6, ["3", "Ende"]),
    ]


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingInside):
        read_table(workbook(tmp_path / "t.xlsx", []))


def test_a_formula_counts_with_its_stored_result(tmp_path: Path) -> None:
    cells = '<row><c t="str"><f>A1</f><v>Ein Ergebnis</v></c><c><f>1+1</f></c><c><v>2.0</v></c></row>'

    file = bare_workbook(tmp_path / "t.xlsx", words("text", "mehr", "zahl") + cells)

    assert lines_of(file) == [(2, ["Ein Ergebnis", "", "2"])]


def test_pictures_in_a_workbook_do_not_matter(tmp_path: Path) -> None:
    file = bare_workbook(tmp_path / "t.xlsx", words("text") + words("Hallo"))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG\r\n\x1a\n no picture")

    assert lines_of(file) == [(2, ["Hallo"])]


def test_a_workbook_with_a_broken_part_is_refused(tmp_path: Path) -> None:
    file = bare_workbook(tmp_path / "t.xlsx", words("text") + words("Hallo"))
    whole = file.read_bytes()
    packed = whole.index(b"xl/workbook.xml") + len(b"xl/workbook.xml")

    with pytest.raises(Damaged, match="cannot be unpacked"):
        read_table(written(tmp_path, whole[:packed] + bytes(40) + whole[packed + 40 :]))


def test_a_lying_size_of_the_sheet_and_far_away_cells_cost_nothing(tmp_path: Path) -> None:
    lying = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{words("text")}{words("Hallo")}'
    file = bare_workbook(tmp_path / "t.xlsx", "", xl__worksheets__sheet1=f"{lying}</sheetData></worksheet>")

    assert lines_of(file) == [(2, ["Hallo"])]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("<row>" + "<c/>" * 100_000 + "</row>", TooBig),
        ('<row r="999999999999"><c t="inlineStr"><is><t>x</t></is></c></row>', TooBig),
        ('<row><c r="ZZZ1"/></row>' * 30, TooBig),
        ('<row r="1"><c r="ZZZZZZZZ1"/></row>', Damaged),
        ("<row><c><v>" + "9" * 100_000 + "</v></c></row>", Damaged),
        ('<row><c t="s"><v>77</v></c></row>', Damaged),
        ('<row><c><v>1</v></c></row><row><c t="d"><v>gestern</v></c></row>', Damaged),
        ("<a>" * 200 + "</a>" * 200, TooBig),
    ],
)
def test_a_hostile_sheet_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str, why: type[Refused]
) -> None:
    monkeypatch.setattr(workbooks, "LAST_LINE", 10_000)
    monkeypatch.setattr(workbooks, "MAX_CELLS", 500_000)
    with pytest.raises(why):
        read_table(bare_workbook(tmp_path / "t.xlsx", rows))


@pytest.mark.parametrize(
    "parts",
    [
        {
            "xl__styles": f'<styleSheet xmlns="{MAIN}"><cellXfs>'
            + ("<row/>" + "<xf/>" * 10) * 8_000
            + "</cellXfs></styleSheet>"
        },
        {"xl__workbook": f'<workbook xmlns="{MAIN}"><sheets>' + '<sheet name="a"/>' * 2_000 + "</sheets></workbook>"},
        {"xl__worksheets__sheet1": f'<worksheet xmlns="{MAIN}">' + " " * (129 * 1024 * 1024) + "</worksheet>"},
        {"xl__worksheets__sheet1": f'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet xmlns="{MAIN}">&a;</worksheet>'},
    ],
    ids=["styles", "sheets", "bomb", "entities"],
)
def test_a_bomb_is_weighed_and_not_unpacked(tmp_path: Path, parts: dict[str, str]) -> None:
    with pytest.raises((TooBig, Damaged)):
        read_table(bare_workbook(tmp_path / "t.xlsx", words("text"), **parts))


def test_more_elements_than_can_be_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ELEMENTS", 50)

    with pytest.raises(TooBig):
        read_table(bare_workbook(tmp_path / "t.xlsx", words("text") * 20))


def test_one_huge_text_in_every_row_is_named_once_and_never_walked_through(tmp_path: Path) -> None:
    huge = f'<sst xmlns="{MAIN}"><si><t>text</t></si><si><t>{"x " * 5_000_000}</t></si></sst>'
    rows = '<row><c t="s"><v>0</v></c></row>' + '<row><c t="s"><v>1</v></c></row>' * 3_000

    table = read_table(bare_workbook(tmp_path / "t.xlsx", rows, xl__sharedStrings=huge))

    assert {len(row.cells[0]) for row in table.rows} == {10_000_000}
    assert len({id(row.cells[0]) for row in table.rows}) == 1


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_a_workbook_with_any_damage_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    file = tmp_path / "whole.xlsx"
    whole = (file if file.exists() else workbook(file, [["id", "text"], [1, "Hallo Welt"]])).read_bytes()
    places = data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), min_size=1, max_size=4))
    hurt = bytearray(whole)
    for place, value in places:
        hurt[place] = value
    cut = data.draw(st.integers(len(whole) // 2, len(whole)))

    try:
        table = read_table(written(tmp_path, bytes(hurt[:cut]), "hurt.xlsx"))
    except Refused:
        return
    assert table.rows
