"""What the handbook tells operators to type does what it says."""

import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

from participation.foundation import settings
from participation.foundation.settings import from_environment
from tests.conftest import House

TOP = Path(__file__).resolve().parent.parent
HANDBOOK = TOP / "docs" / "handbook" / "operators.md"


def backup_script() -> str:
    """The Python between the quotes of the handbook's backup command."""
    return HANDBOOK.read_text(encoding="utf-8").split("<<'PYTHON'\n")[1].split("PYTHON\n")[0]


def test_a_backup_taken_while_people_write_is_whole_and_holds_what_was_stored_before(
    house: House, tmp_path: Path
) -> None:
    database, backup = house.settings.database_file, tmp_path / "backup.sqlite"
    house.resident().posts("Vor der Sicherung geschrieben")
    stop = threading.Event()

    def go_on_writing() -> None:
        with closing(sqlite3.connect(str(database), timeout=30)) as connection:
            while not stop.is_set():
                with connection:
                    connection.execute("INSERT INTO municipality (slug, name, hue) VALUES (hex(randomblob(8)), 'x', 1)")

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    command = [sys.executable, "-c", backup_script(), str(database), str(backup)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    stop.set()
    writer.join()

    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(backup)) as restored:
        assert restored.execute("SELECT text FROM contribution").fetchall() == [("Vor der Sicherung geschrieben",)]
        assert restored.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_every_setting_of_the_code_stands_in_the_readme_and_the_handbook() -> None:
    known = set(re.findall(r"PARTICIPATION_[A-Z_]+", Path(settings.__file__).read_text(encoding="utf-8")))
    assert "PARTICIPATION_INSTANCE" in known
    known |= {f"PARTICIPATION{name}" for name in re.findall(r"_[A-Z]{3,}(?:_[A-Z]+)*", from_environment.__doc__ or "")}

    for page in (TOP / "README.md", HANDBOOK):
        told = set(re.findall(r"PARTICIPATION_[A-Z_]+", page.read_text(encoding="utf-8")))
        assert known - told == set(), page.name
        assert told <= {*known, "PARTICIPATION_PORT"}, page.name


def test_every_link_between_our_pages_leads_somewhere() -> None:
    for page in [TOP / "README.md", *(TOP / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            if target.endswith(".png"):
                continue  # pictures are taken of a running house and come with a release
            assert (page.parent / target).exists(), f"{page.name}: {target}"
