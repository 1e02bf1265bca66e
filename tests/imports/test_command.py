"""`participation import` as the administration types it, with the database of a real installation."""

import csv
import threading
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from participation.bench.imports import imports as bench_command
from participation.cli.house import participation
from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import database
from participation.imports import commands, service
from participation.process.models import Format, Process
from participation.process.service import open_idea_collection
from tests.conftest import House
from tests.imports.workbooks import workbook

DATA = (Path(__file__).parent.parent / "data/imports").resolve()


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)


def import_file(house: House, file: Path, *options: str) -> Result:
    environment = {
        "PARTICIPATION_INSTANCE": str(house.settings.instance),
        "PARTICIPATION_DATABASE_URL": house.settings.database_url,
        "COLUMNS": "200",
    }
    before = database.current()
    try:
        return CliRunner().invoke(participation, ["import", str(file), *options], env=environment)
    finally:
        if database.current() is not before:
            database.current().close()
        database.use(before)


def count(status: Status | None = None) -> int:
    with database.reading() as session:
        question = select(func.count()).select_from(Contribution)
        return session.scalar(question.where(Contribution.status == status) if status else question) or 0


def rows_of(output: str) -> dict[str, str]:
    """The table of columns: name -> what it is taken as."""
    pairs = [line.strip().split("  ", 1) for line in output.splitlines() if "  " in line.strip()]
    return {name: meaning.strip() for name, meaning in pairs}


def test_the_report_says_what_was_understood_and_what_came(house: House) -> None:
    result = import_file(house, DATA / "polis_comments.csv")

    assert result.exit_code == 0, result.output
    assert "CSV, encoding utf-8, separated by a comma; an export of Polis." in result.output
    shown = rows_of(result.output)
    assert shown["text"] == "text"
    assert shown["topic"] == "ignored"
    assert shown["agrees"] == "left out: support given elsewhere is no vote here"
    assert (
        "3 rows read: 3 new (1 wait for a moderator, 1 published, 1 not published, by decision of the source),"
        " 0 known, 0 refused."
    ) in result.output
    assert list(Path().iterdir()) == []


def test_doing_it_again_takes_nothing_and_is_no_failure(house: House) -> None:
    import_file(house, DATA / "polis_comments.csv")

    result = import_file(house, DATA / "polis_comments.csv")

    assert result.exit_code == 0
    assert "3 rows read: 0 new, 3 known, 0 refused." in result.output
    assert count() == 3


def test_every_refused_row_stands_on_the_screen_and_in_a_file_that_is_safe_to_open(house: House) -> None:
    result = import_file(house, DATA / "quirks.csv")

    assert result.exit_code == 0
    assert "The same text stands in line 5." in result.output
    assert "1 lines repeat the column names" in result.output
    assert "The refused rows are in quirks.refused.csv." in result.output
    with Path("quirks.refused.csv").open(encoding="utf-8-sig", newline="") as lines:
        listed = list(csv.reader(lines, delimiter=";"))
    assert listed[0] == ["line", "reason", "ID", "Text", "Datum", "Text (2)"]
    assert [row[0] for row in listed[1:]] == ["6", "9", "11", "13", "14"]


def test_formulas_in_refused_rows_are_defused(house: House, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(
        f'id,text,note\n1,Gut,x\n2,{"x" * 6_000},"=HYPERLINK(""http://boese.example"")"\n', encoding="utf-8"
    )

    import_file(house, file, "--refused", "list.csv")

    with Path("list.csv").open(encoding="utf-8-sig", newline="") as lines:
        listed = list(csv.reader(lines, delimiter=";"))
    assert listed[1][4] == '\'=HYPERLINK("http://boese.example")'
    assert len(listed[1][3]) == 1_001


def test_only_looking_changes_nothing(house: House) -> None:
    result = import_file(house, DATA / "polis_comments.csv", "--dry-run")

    assert result.exit_code == 0
    assert "3 new" in result.output
    assert "nothing was written" in result.output
    assert count() == 0


def test_flags_name_columns_language_and_that_a_moderator_looks_first(house: House) -> None:
    options = ("--text", "Kritik", "--title", "Lob", "--language", "de", "--waiting", "--collection", "ideen")

    result = import_file(house, DATA / "two_long_columns.csv", *options)

    assert result.exit_code == 0, result.output
    assert rows_of(result.output)["Kritik"] == "text"
    assert count(Status.WAITING) == 1


def test_a_workbook_says_which_sheet_was_read(house: House, tmp_path: Path) -> None:
    file = workbook(tmp_path / "Mappe.xlsx", [["Beitrag", "Sprache"], ["Mehr Bänke", "de"]])

    result = import_file(house, file)

    assert "XLSX, sheet “Blatt 1”; a table." in result.output
    assert count() == 1


def test_a_table_without_names_shows_letters(house: House) -> None:
    result = import_file(house, DATA / "no_header.csv")

    assert "No line of column names, 2 rows below." in result.output
    assert rows_of(result.output)["(B)"] == "text"
    assert "2 rows name no time" in result.output


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("decidim_comments.csv", (), "This is an export of comments (commentable_id, commentable_type"),
        ("votes.csv", (), "No column of this file holds what people said."),
        ("open_quote.csv", (), "The quotation mark opened in line 5 is never closed"),
        ("two_long_columns.csv", (), "Several columns hold long texts: Lob, Kritik."),
        ("votes.csv", ("--text", "Wunsch"), "There is no column “Wunsch”."),
        ("polis_comments.csv", ("--collection", "nirgends"), "There is no collection of ideas “nirgends”"),
        ("polis_comments.csv", ("--language", "klingonisch"), "The language “klingonisch” is not known here."),
        ("polis_comments.csv", ("--encoding", "rot13"), "The letters of this file cannot be read."),
        ("polis_comments.csv", ("--refused", str(DATA / "polis_comments.csv")), "cannot be written to"),
        ("quirks.csv", ("--refused", "/nowhere/at/all.csv"), "cannot be written to /nowhere/at/all.csv"),
    ],
)
def test_what_is_refused_is_refused_whole_and_in_words(
    house: House, name: str, options: tuple[str, ...], sentence: str
) -> None:
    result = import_file(house, DATA / name, *options)

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert isinstance(result.exception, SystemExit)
    assert count() == 0


def test_where_no_row_could_be_taken_the_command_fails(house: House, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("id,text\n1,\n2, \n", encoding="utf-8")

    result = import_file(house, file)

    assert result.exit_code == 1
    assert "No row of this file could be taken." in result.stderr
    assert "0 new, 0 known, 2 refused" in result.output


def test_a_hundred_and_one_refusals_are_counted_and_all_are_in_the_file(house: House, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("id,text\n0,Gut\n" + "".join(f"{n},\n" for n in range(1, 102)), encoding="utf-8")

    result = import_file(house, file)

    assert "; the 1 that are not shown stand there too." in result.output
    assert len(Path("table.refused.csv").read_text(encoding="utf-8-sig").splitlines()) == 102


def test_of_several_collections_one_has_to_be_named(house: House) -> None:
    with database.transaction() as tx:
        process = tx.session.scalars(select(Process)).one()
        open_idea_collection(tx, process, slug="zweite", title={"de": "Zweite"}, question={"de": "?"})

    result = import_file(house, DATA / "polis_comments.csv")
    assert result.exit_code == 1
    assert "--collection: zweite, ideen." in result.stderr

    assert import_file(house, DATA / "polis_comments.csv", "--collection", "zweite").exit_code == 0
    with database.reading() as session:
        assert set(session.scalars(select(Format.slug).join(Contribution, Contribution.format_id == Format.id))) == {
            "zweite"
        }


@pytest.mark.parametrize(("room", "step"), [(commands, "understand"), (commands, "parse"), (service, "write_down")])
def test_others_write_while_a_file_is_understood(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: ModuleType, step: str
) -> None:
    """All that takes time is done before the one transaction: after each step somebody else can write at once."""
    file = tmp_path / "table.csv"
    file.write_text("id,text,moderation\n1,Eine Idee für den Park,accepted\n", encoding="utf-8")
    house_of_others, wrote, work = database.current(), [], getattr(room, step)

    def write() -> None:
        with house_of_others.transaction() as tx:
            wrote.append(tx.session.scalar(select(func.count(Contribution.id))))

    def works(*args: object, **more: object) -> object:
        done = work(*args, **more)
        other = threading.Thread(target=write)
        other.start()
        other.join()
        return done

    monkeypatch.setattr(room, step, works)
    result = import_file(house, file)

    assert result.exit_code == 0, result.output
    assert (wrote, count()) == ([0], 1)


def test_the_bench_prints_a_ratio(house: House) -> None:
    result = CliRunner().invoke(bench_command, ["--rows", "200"])

    assert result.exit_code == 0, result.output
    assert float(result.output.split("ratio")[1]) > 0
