"""Servers for stories that need not begin with an empty interpreter.

A fresh one spends five seconds of processor on importing the house, and stories start many. So one process imports it
once, patched as `participation serve` patches it, and each server is a copy of that process: a process of its own that
opens its own database, port and log, is stopped by the same signals and can be killed alike. What is true of a start
itself is shown by `tests/cli/test_serving.py`, with fresh interpreters.
"""

import atexit
import json
import os
import random
import runpy
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NoReturn, cast

from participation.bench.stand import Server

ROOT = Path(__file__).resolve().parent.parent
WITHOUT_WORKER = "--without-worker"


class Copy:
    """A running copy of the nursery, with what stories ask of a `Popen`."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._nursery = nursery

    def poll(self) -> int | None:
        """How it ended, as `Popen` tells it; None while it runs."""
        if self.returncode is None:
            self.returncode = self._nursery.asks({"ended": self.pid})
        return self.returncode

    def wait(self, timeout: float) -> int:
        until = monotonic() + timeout
        while (ended := self.poll()) is None:
            if monotonic() > until:
                raise subprocess.TimeoutExpired("a copy of the nursery", timeout)
            sleep(0.01)
        return ended

    def send_signal(self, how: int) -> None:
        if self.poll() is None:  # afterwards the number may be somebody else's
            os.kill(self.pid, how)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The process that copies itself: a line of JSON asks, another one answers."""

    def __init__(self) -> None:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("PARTICIPATION_")}
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"],
            cwd=ROOT,
            env=environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def starts(self, command: Sequence[str], environ: Mapping[str, str], log: Path) -> Copy:
        """What `Popen` would start, with its output at the end of `log`, first of a process group of its own."""
        pid = self.asks({"command": list(command), "environ": dict(environ), "log": str(log)})
        return Copy(self, cast("int", pid))

    def ends(self) -> None:
        with self._process:  # closes its pipes and waits for it
            pass

    def asks(self, question: dict[str, Any]) -> int | None:
        with self._lock:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()
            told = self._process.stdout.readline()
            assert told, f"the nursery of servers ended with {self._process.wait()}"
            return cast("int | None", json.loads(told))


_nursery: Nursery | None = None


def start(command: Sequence[str], environ: Mapping[str, str], log: Path) -> Copy:
    global _nursery  # noqa: PLW0603 - one for all stories of this process
    if _nursery is None:
        _nursery = Nursery()
        atexit.register(_nursery.ends)
    return _nursery.starts(command, environ, log)


def server(
    instance: Path, *, port: int | None = None, more: dict[str, str] | None = None, works: bool = False
) -> Server:
    """A server that starts at once. works: with a worker beside it, which takes its seconds to begin."""
    made = Server(instance, more=more or {}, start_process=start)
    if not works:
        made.command = (*made.command, WITHOUT_WORKER)
    if port is not None:
        made.port = port
    return made


# --- inside the nursery


def keep() -> None:
    """Import the house once; then copy ourselves whenever a line asks, until nobody can ask any more."""
    from gevent import monkey, reinit  # noqa: PLC0415 - only here, as the command does it

    fork, waitpid = os.fork, os.waitpid
    monkey.patch_all()
    from participation.cli import house  # noqa: F401, PLC0415 - after the patch
    from participation.languages import recognition  # noqa: PLC0415 - after the patch

    recognition.model()
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what anybody prints is no answer
    with os.fdopen(os.dup(0), "rb") as questions:
        for line in questions:
            question = json.loads(line)
            if "ended" in question:
                pid, status = waitpid(question["ended"], os.WNOHANG)
                answer = os.waitstatus_to_exitcode(status) if pid else None
            else:
                answer = fork()
                if not answer:
                    answers.close()
                    os.close(questions.fileno())
                    reinit()  # the event loop's own files are ours, not the nursery's
                    become(question)
            answers.write(json.dumps(answer).encode() + b"\n")


def become(question: dict[str, Any]) -> NoReturn:
    """The copy: environment, output and arguments are its own; it ends as an interpreter would."""
    code = 0
    try:
        os.setsid()
        out = os.open(question["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.close(nothing)
        os.close(out)
        os.environ.clear()
        os.environ.update(question["environ"])
        random.seed()
        match question["command"][1:]:
            case ["-m", "participation", *arguments]:
                sys.argv = ["participation", *arguments]
                from participation.cli import main  # noqa: PLC0415 - imported before we were copied

                main()
            case [script, *arguments]:
                sys.argv = [script, *arguments]
                runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)  # noqa: T201 - as an interpreter does
    except BaseException:  # noqa: BLE001 - as an interpreter tells it at its end
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    keep()
