"""The server: one process, one event loop, one lock file."""

import fcntl
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gevent
from gevent.pywsgi import WSGIHandler, WSGIServer

from participation.app import create_app
from participation.fields import similar_line
from participation.fields.similar_line import Line
from participation.foundation import database, migrations
from participation.foundation.guard import SOCKET_PATH
from participation.foundation.settings import Settings
from participation.languages import recognition
from participation.voting import ledger

log = logging.getLogger(__name__)

WORKER_LOOK = 2.0  # seconds between two looks at the child
WORKER_REST = 5.0  # before another one, so that a broken one does not eat the machine
GOODBYE = 0.05  # seconds in which the votes just stored still say "counted"


class AlreadyRunning(Exception):  # noqa: N818 - an answer to the operator
    """Another process serves this database."""


@contextmanager
def sole_use(settings: Settings) -> Iterator[None]:
    """Hold the lock file beside the SQLite database; on a database server there is nothing to lock.

    Raises AlreadyRunning.
    """
    file = settings.database_file
    if file is None:
        yield
        return
    with Path(f"{file}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise AlreadyRunning(f"A server is running on {file}. Stop it first; nothing was changed.") from taken
        yield


class QuietHandler(WSGIHandler):  # type: ignore[misc] # gevent has no types
    """An access log without addresses: method, path without its query, status, milliseconds.

    What a browser still sends after its WebSocket has ended is no request, and who has hung up is no error.
    """

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            log.debug("the other side hung up")

    def handle_one_response(self) -> None:
        super().handle_one_response()
        if self.environ["PATH_INFO"].startswith(SOCKET_PATH):
            self.close_connection = True

    def log_request(self) -> None:
        took = (self.time_finish or 0) - (self.time_start or 0)
        path = (self.path or "").split("?")[0]
        for private in ("/sign-in/", "/screen/", "/t/", "/j/", "/digest/confirm/", "/digest/end/", "/account/address/"):
            if path.startswith(private):
                path = private + "…"
        status = (getattr(self, "_orig_status", None) or "-").split()[0]
        log.info("%s %s %s %.0f ms", self.command, path, status, took * 1000)


def serve(settings: Settings, host: str, port: int, *, keeps_worker: bool = True) -> None:
    """Migrate, open the doors and stay until the operator stops us. Raises AlreadyRunning.

    keeps_worker: a worker runs as our child; without one the operator starts it as a service of its own.
    """
    with sole_use(settings):
        migrations.upgrade(settings.database_url)
        app = create_app(settings)
        server = WSGIServer((host, port), app, handler_class=QuietHandler, log=None, error_log=log)
        recognition.model()  # loaded now: at the first idea it would hold up every vote
        ledger.current().start()
        line = Line([sys.executable, "-m", "participation", "neighbours"])
        similar_line.use(line)
        server.start()
        workers = gevent.spawn(keep_working) if keeps_worker else None
        gevent.signal_handler(signal.SIGTERM, server.stop)
        gevent.signal_handler(signal.SIGINT, server.stop)
        log.info("serving on %s:%s", host, port)
        try:
            server.serve_forever()
        finally:
            ledger.current().stop()
            gevent.sleep(GOODBYE)
            if workers is not None:
                workers.kill()
            line.close()
            database.current().close()


def keep_working() -> None:
    """Keep one worker: a child that ends is followed by another, after a rest. Ends it when this greenlet is killed."""
    while True:
        worker = start_worker()
        try:
            while worker.poll() is None:
                gevent.sleep(WORKER_LOOK)
            log.error("the worker ended with %s; another one starts", worker.returncode)
            gevent.sleep(WORKER_REST)
        finally:
            if worker.poll() is None:
                worker.terminate()


def start_worker() -> "subprocess.Popen[bytes]":
    """The child process for everything that would hold up the event loop."""
    return subprocess.Popen([sys.executable, "-m", "participation", "worker", "--parent", str(os.getpid())])
