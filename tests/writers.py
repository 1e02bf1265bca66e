"""Another process's writer, played by a thread with a connection of its own."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import House


@contextmanager
def another_writer(house: House) -> Iterator[threading.Event]:
    """Somebody in a thread of their own who holds the writer's lock until the event is set."""
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        connection = sqlite3.connect(str(house.settings.database_file), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        held.set()
        let_go.wait(60)
        connection.execute("COMMIT")
        connection.close()

    writer = threading.Thread(target=hold)
    writer.start()
    assert held.wait(60)
    try:
        yield let_go
    finally:
        let_go.set()
        writer.join()
