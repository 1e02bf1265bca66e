"""What the same machine does at this very moment without our product: figures are read as ratios to these."""

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import gevent
from gevent import socket

from participation.bench.stand import PACKAGE, free_port
from participation.foundation.database import SQLITE_PRAGMAS

COMMITS = 50
# as long as a vote on the wire
MESSAGE = b'421["cast",{"session":"%s","ballot":"%s","revision":1,"nonce":"%s","seq":1,"choice":{"1":2,"2":1}}]\n' % (
    (b"0" * 32,) * 3
)


def commit_times(folder: Path) -> list[float]:
    """Seconds of single votes in a bare SQLite file, one durable commit each."""
    file = folder / "reference.sqlite"
    took = []
    with sqlite3.connect(file, isolation_level=None) as bare:
        for pragma in SQLITE_PRAGMAS:
            bare.execute(pragma)
        bare.execute("CREATE TABLE vote (voter BLOB PRIMARY KEY, choice TEXT) WITHOUT ROWID")
        for number in range(COMMITS):
            started = monotonic()
            bare.execute("INSERT INTO vote VALUES (?, ?)", (number.to_bytes(32, "big"), '{"1":2,"2":1}'))
            took.append(monotonic() - started)
    bare.close()
    return took


def echo_times(moments: Sequence[Sequence[float]]) -> list[float]:
    """Seconds until a minimal gevent server has answered the same bytes, sent at the same moments by as many phones."""
    port = free_port()
    command = [sys.executable, "-m", "participation.bench.echo", str(port)]
    server = subprocess.Popen(command, cwd=PACKAGE.parent)  # noqa: S603 - our own interpreter and our own module
    try:
        lines = [connected(port) for _ in moments]
        began = monotonic()
        asking = [gevent.spawn(ask_at, line, began, when) for line, when in zip(lines, moments, strict=True)]
        gevent.joinall(asking, raise_error=True)
        return [took for one in asking for took in one.value]
    finally:
        server.kill()
        server.wait()


def connected(port: int) -> socket.socket:
    until = monotonic() + 30
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except OSError:
            if monotonic() > until:
                raise
            gevent.sleep(0.05)


def ask_at(line: socket.socket, began: float, moments: Sequence[float]) -> list[float]:
    took = []
    with line:
        for moment in moments:
            gevent.sleep(max(0.0, began + moment - monotonic()))
            started = monotonic()
            line.sendall(MESSAGE)
            answer = b""
            while not answer.endswith(b"\n"):
                answer += line.recv(4096)
            took.append(monotonic() - started)
    return took
