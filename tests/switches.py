"""Watching the event loop: inside a transaction on SQLite no greenlet may give way to another (docs/decisions/002)."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import greenlet

from participation.foundation import database


@contextmanager
def watched_switches() -> Iterator[list[str]]:
    """Note where a greenlet gave way with its transaction open: one line of the calling code for each time."""
    gave_way: list[str] = []

    def look(kind: str, switched: tuple[greenlet.greenlet, greenlet.greenlet]) -> None:
        origin, _ = switched
        if origin.dead or origin.gr_context is None:
            return
        held = origin.gr_context.get(database._open)
        if held is not None and held.session.get_bind().dialect.name == "sqlite":
            gave_way.append(f"{kind} at {place_of(origin)}")

    before = greenlet.settrace(look)
    try:
        yield gave_way
    finally:
        greenlet.settrace(before)


def place_of(suspended: greenlet.greenlet) -> str:
    """The line of ours, or of a test, that led to the switch."""
    frames = traceback.extract_stack(suspended.gr_frame)
    ours = [frame for frame in frames if "/participation/" in frame.filename or "/tests/" in frame.filename]
    return f"{ours[-1].filename}:{ours[-1].lineno}" if ours else "an unknown place"
