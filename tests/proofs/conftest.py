"""A real server beside the tests, on a port of the loopback, with a folder of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proofs.hall import Hall


@pytest.fixture
def hall(tmp_path: Path, empty_tables: Path) -> Iterator[Hall]:
    shutil.copy(empty_tables, tmp_path / "participation.sqlite")
    with Hall.prepared(tmp_path) as prepared:
        yield prepared
