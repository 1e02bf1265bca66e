"""The server as a process: it answers, keeps what it hears to itself, and leaves nothing behind."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.postgres import free_port

PATIENCE = 120.0  # seconds; a busy machine may take long


@dataclass
class Server:
    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def asks(self, method: str, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def answers(self) -> bool:
        try:
            return self.asks("GET", "/alive")[0] == 200
        except OSError:
            return False

    def wait_until_open(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)

    def workers(self) -> list[Any]:
        return list(psutil.Process(self.process.pid).children())


@pytest.fixture
def server(tmp_path: Path, empty_tables: Path) -> Iterator[Server]:
    (tmp_path / "instance").mkdir(mode=0o700)
    shutil.copy(empty_tables, tmp_path / "instance" / "participation.sqlite")
    port, log = free_port(), tmp_path / "log"
    env = {**os.environ, "PARTICIPATION_INSTANCE": str(tmp_path / "instance"), "PARTICIPATION_PORT": str(port)}
    with log.open("wb") as out:
        command = [sys.executable, "-m", "participation", "serve"]
        process = subprocess.Popen(command, env=env, stdout=out, stderr=subprocess.STDOUT)
    running = Server(process, port, log)
    try:
        running.wait_until_open()
        yield running
    finally:
        process.kill()
        process.wait()


def test_a_server_answers_logs_no_address_and_no_token_and_leaves_nothing_behind(
    server: Server, tmp_path: Path
) -> None:
    token = "0123456789abcdef0123456789abcdef"  # noqa: S105 - a link nobody has
    assert server.asks("GET", f"/sign-in/{token}?lang=de")[0] == 410
    assert server.asks("GET", f"/digest/confirm/{token}?lang=de")[0] == 404
    assert server.asks("GET", f"/digest/end/{token}?lang=de")[0] == 404
    assert server.asks("GET", "/ideas?search=geheim")[0] == 404
    assert server.asks("GET", "/", {"Host": "evil.example"})[0] == 400
    assert json.loads(server.asks("GET", "/alive")[1]) == {"alive": True}
    workers = server.workers()
    assert [" ".join(worker.cmdline()[1:4]) for worker in workers] == ["-m participation worker"]

    server.process.send_signal(signal.SIGTERM)

    assert server.process.wait(PATIENCE) == 0
    psutil.wait_procs(workers, timeout=PATIENCE)
    assert [worker for worker in workers if worker.is_running()] == []
    log = server.log.read_text()
    assert "GET /sign-in/… 410" in log
    assert "GET /digest/confirm/… 404" in log
    assert "GET /digest/end/… 404" in log
    assert "GET /ideas 404" in log
    for private in (token, "geheim", "lang=de"):
        assert private not in log
    assert "127.0.0.1 " not in log.replace("serving on 127.0.0.1:", "")
    assert not (tmp_path / "instance" / "participation.sqlite-wal").exists()


def test_a_second_server_on_the_same_database_refuses_and_the_first_goes_on(server: Server, tmp_path: Path) -> None:
    env = {**os.environ, "PARTICIPATION_INSTANCE": str(tmp_path / "instance"), "PARTICIPATION_PORT": str(free_port())}

    second = subprocess.run(
        [sys.executable, "-m", "participation", "serve"],
        env=env,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert second.returncode == 1
    assert "Stop it first; nothing was changed." in second.stderr
    assert server.answers()


def test_after_a_crash_the_lock_is_free(server: Server, tmp_path: Path) -> None:
    server.process.kill()
    server.process.wait()

    env = {**os.environ, "PARTICIPATION_INSTANCE": str(tmp_path / "instance")}
    reset = subprocess.run(
        [sys.executable, "-m", "participation", "demo", "--reset"],
        env=env,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert (reset.returncode, reset.stdout) == (0, "Musterstadt stands again as on the first day.\n")
