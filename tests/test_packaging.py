"""The wheel carries the whole house, and it opens from there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent

ASK_FOR_THE_FIRST_PAGE = """
import json, re, participation
from participation.app import create_app
from participation.foundation import migrations, settings

migrations.upgrade(settings.from_environment().database_url)

def first_page(language):
    answer = create_app().test_client().get("/", query_string={"lang": language})
    return [answer.status_code, re.search(r'<html[^>]* lang="([^"]+)"', answer.text)[1]]

print(json.dumps([participation.__file__, first_page("de"), first_page("ar")]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the hatchling that is installed here; nothing is fetched."""
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(target)]
    subprocess.run(build, cwd=TOP, check=True, capture_output=True)
    [built] = target.glob("*.whl")
    return built


def test_the_wheel_carries_pages_front_end_and_catalogues(wheel: Path) -> None:
    carried = set(names_in(wheel))

    assert below(TOP / "templates", "**/*.html") <= carried
    assert below(TOP / "static/dist", "**/*") <= carried
    assert below(TOP / "static/icons", "**/*") <= carried
    assert {compiled(name) for name in below(TOP / "translations", "**/*.po")} <= carried
    assert {
        "participation/static/dist/style.css",
        compiled("participation/translations/ar/LC_MESSAGES/messages.po"),
    } <= carried


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    def belongs(name: str) -> bool:
        first, *_ = name.split("/")
        return first == "participation" or first.endswith(".dist-info")

    assert [name for name in names_in(wheel) if not belongs(name)] == []
    unwanted = ("node_modules/", "static/src/", "static/dist.new/", "__pycache__/", "build.py", ".po", "tests/")
    assert [name for name in names_in(wheel) if any(word in name for word in unwanted)] == []


def test_an_installed_house_opens_in_german_and_arabic(wheel: Path, tmp_path: Path) -> None:
    python = environment_with(wheel, tmp_path / "environment")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    asked = subprocess.run(
        [python, "-c", ASK_FOR_THE_FIRST_PAGE],
        cwd=elsewhere,
        env={**os.environ, "PARTICIPATION_INSTANCE": str(elsewhere / "instance"), "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode == 0, asked.stderr
    home, german, arabic = json.loads(asked.stdout.splitlines()[-1])
    assert Path(home).is_relative_to(tmp_path / "environment")
    assert (german, arabic) == ([200, "de"], [200, "ar"])


def environment_with(wheel: Path, folder: Path) -> Path:
    """Make a virtual environment that holds the wheel alone and borrows what it needs from the one running now."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    install = ["-m", "pip", f"--python={python}", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    return python


def names_in(wheel: Path) -> list[str]:
    """Return the paths of the files in the wheel."""
    with zipfile.ZipFile(wheel) as packed:
        return packed.namelist()


def below(folder: Path, pattern: str) -> set[str]:
    """Return where the wheel must hold the files below one of our top-level folders."""
    return {f"participation/{file.relative_to(TOP)}" for file in folder.glob(pattern) if file.is_file()}


def compiled(catalogue: str) -> str:
    """Return the name of the compiled catalogue."""
    return catalogue.removesuffix(".po") + ".mo"
