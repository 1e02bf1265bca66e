"""No package stands below the version that mended a published hole."""

import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

TOP = Path(__file__).resolve().parent.parent
FLOORS = {
    "bleach": "6.4.0",
    "flask": "3.1.3",
    "jinja2": "3.1.6",
    "python-engineio": "4.13.3",
    "python-socketio": "5.16.3",
    "werkzeug": "3.1.6",
}


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_what_is_installed_here_is_new_enough(package: str, floor: str) -> None:
    assert Version(version(package)) >= Version(floor)


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_an_older_one_cannot_be_installed_beside_ours(package: str, floor: str) -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert f"{package}>={floor}" in project["dependencies"]


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_what_is_locked_is_new_enough(package: str, floor: str) -> None:
    lock = (TOP / "requirements" / "run.txt").read_text(encoding="utf-8")
    [locked] = [line.split("==")[1].split()[0] for line in lock.splitlines() if line.startswith(f"{package}==")]

    assert Version(locked) >= Version(floor)
