"""An import beside a running vote: both write to the same house, and neither may hold up the other."""

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

import gevent

from participation.bench.imports import lines
from participation.bench.stand import PACKAGE, database_url
from participation.foundation.database import Database
from participation.process.models import Process
from participation.process.service import open_idea_collection

LOOK = 0.02  # seconds


class ImportBeside:
    """`participation import` of `rows` contributions, as a process of its own, beginning when it is started."""

    def __init__(self, instance: Path, rows: int) -> None:
        self._instance = instance
        self._file = instance / "beside.csv"
        self.rows = rows
        self.seconds = 0.0
        self._file.write_text("".join(lines(rows)), encoding="utf-8")
        open_collection(instance)

    def run(self) -> None:
        """Returns when the import has ended. Raises RuntimeError when it was refused."""
        began = monotonic()
        environ = {**os.environ, "PARTICIPATION_INSTANCE": str(self._instance), "PYTHONPATH": str(PACKAGE.parent)}
        command = [sys.executable, "-m", "participation", "import", str(self._file), "--language", "de"]
        with subprocess.Popen(  # noqa: S603 - our own interpreter and our own package
            command, env=environ, cwd=self._instance, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            while process.poll() is None:
                gevent.sleep(LOOK)
            said = process.stdout.read().decode() if process.stdout else ""
        if process.returncode:
            raise RuntimeError(f"the import was refused:\n{said[-2000:]}")
        self.seconds = monotonic() - began


def open_collection(instance: Path) -> None:
    house = Database(database_url(instance))
    try:
        with house.transaction() as tx:
            words = {"de": "Ideen"}
            open_idea_collection(tx, tx.session.get_one(Process, 1), slug="ideas", title=words, question=words)
    finally:
        house.close()
