"""dev.py explains itself with nothing but Python."""

import subprocess
import sys
from pathlib import Path

import pytest

DEV = Path(__file__).resolve().parent.parent / "dev.py"


@pytest.mark.parametrize("words", [[], ["dance"], ["--help"]])
def test_without_a_command_it_prints_its_help_and_installs_nothing(words: list[str]) -> None:
    said = subprocess.run([sys.executable, "-I", "-S", DEV, *words], capture_output=True, text=True, check=False)

    assert said.returncode == 2
    assert said.stderr == ""
    for command in ("run [--hall]", "test", "check", "assets", "wheel", "i18n", "lock"):
        assert f"python3 dev.py {command}" in said.stdout
