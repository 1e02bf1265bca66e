"""The test stand: a house of its own in a temporary folder, with an evening prepared and a real server beside us."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Protocol

import gevent

from participation.bench.wire import Caller
from participation.foundation import migrations
from participation.foundation.database import Database, Transaction
from participation.foundation.municipality import found_municipality
from participation.foundation.permissions import Actor, Role
from participation.people import service as people
from participation.process.rules import PhaseState
from participation.process.service import PhasePlan, plan_process
from participation.sessions import service as sessions
from participation.sessions import sheet
from participation.voting import tickets
from participation.voting.models import Ballot
from participation.voting.rules import BallotKind, Method
from participation.voting.service import Proposed, create_ballot

PACKAGE = Path(__file__).resolve().parent.parent
READY_WITHIN = 120.0  # seconds; a busy machine needs them
FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')
DOTS, PER_OPTION, OPTIONS = 3, 2, 6


@dataclass(frozen=True, slots=True)
class Evening:
    """What was prepared. ballots: kind -> (id in the database, id of its step)."""

    topic: str
    code: str
    sign_in: str
    tickets: list[str]
    ballots: dict[BallotKind, tuple[int, int]]


def database_url(instance: Path) -> str:
    return f"sqlite:///{instance / 'participation.sqlite'}"


def prepare(instance: Path, cards: int = 0, method: Method = Method.DOTS) -> Evening:
    """An open session with one ballot of each kind, `cards` printed tickets, and a moderator who may sign in once."""
    migrations.upgrade(database_url(instance))
    house = Database(database_url(instance))
    try:
        with house.transaction() as tx:
            return prepare_evening(tx, cards, method)
    finally:
        house.close()


def prepare_evening(tx: Transaction, cards: int, method: Method) -> Evening:
    town = found_municipality(tx, slug="musterstadt", name="Musterstadt")
    question = {"de": "Was soll besser werden?"}
    now = [PhasePlan({"de": "Werkstatt"}, {"de": "heute"}, PhaseState.NOW)]
    process = plan_process(tx, town, title={"de": "Konzept"}, question=question, lead=question, phases=now)
    person = people.open_account(tx, town.id, "Max Beispiel", [Role.MODERATOR])
    host = Actor(town.id, person.id, frozenset({Role.MODERATOR}), "Max Beispiel")
    live = sessions.plan_session(tx, process, title={"de": "Zukunftswerkstatt"}, place={"de": "Stadthalle"}, by=host)
    ballots = {}
    for kind in BallotKind:
        ballot = create_ballot(
            tx,
            municipality_id=town.id,
            audience=live.audience,
            question={"de": "Womit fangen wir an?"},
            options=[Proposed({"de": f"Vorschlag {number + 1}"}) for number in range(OPTIONS)],
            method=method,
            kind=kind,
            dots=DOTS,
            per_option=PER_OPTION,
            by=host,
        )
        ballots[kind] = (ballot.id, sheet.add_step(tx, live, ballot).id)
    sessions.open_session(tx, live, by=host)
    printed = [code for _, code in tickets.print_tickets(tx, live.audience, cards, by=host)] if cards else []
    return Evening(live.public_id, live.code or "", people.write_link(tx, person), printed, ballots)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Process(Protocol):
    """What a server's process can be asked, as `subprocess.Popen` answers it."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def send_signal(self, how: int, /) -> None: ...

    def kill(self) -> None: ...


def fresh_process(command: Sequence[str], environ: Mapping[str, str], log: Path) -> Process:
    """A new interpreter, first of its own process group, so that its children can be killed with it."""
    with log.open("ab") as out:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and our own package
            command, env=environ, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True
        )


@dataclass
class Server:
    """`participation serve` as a process of its own. command: what starts it; a port is added. more: settings."""

    instance: Path
    port: int = field(default_factory=free_port)
    command: tuple[str, ...] = (sys.executable, "-m", "participation", "serve")
    process: Process | None = None
    more: dict[str, str] = field(default_factory=dict)
    start_process: Callable[[Sequence[str], Mapping[str, str], Path], Process] = fresh_process

    def start(self) -> None:
        """Raises RuntimeError when it does not answer in time."""
        given = {name: value for name, value in os.environ.items() if not name.startswith("PARTICIPATION_")}
        own = {"PARTICIPATION_INSTANCE": str(self.instance), "PYTHONPATH": str(PACKAGE.parent)}
        environ = {**given, **own, **self.more}
        self.process = self.start_process([*self.command, "--port", str(self.port)], environ, self.log_file)
        until = monotonic() + READY_WITHIN
        while not self.answers():
            if monotonic() > until or self.process.poll() is not None:
                raise RuntimeError(f"the server did not start:\n{self.log()[-3000:]}")
            gevent.sleep(0.05)

    def answers(self) -> bool:
        try:
            return Caller(self.port).get("/alive").status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """As when somebody pulls the plug: no goodbye, nothing is written any more, its children are gone with it."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self._end(signal.SIGKILL)

    def stop(self) -> float:
        """As an operator stops it; returns the seconds it took."""
        started = monotonic()
        self._end(signal.SIGTERM)
        return monotonic() - started

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        until = monotonic() + 30
        while self.process.poll() is None:
            if monotonic() > until:
                self.process.kill()
                raise RuntimeError("the server did not end")
            gevent.sleep(0.01)
        self.process = None

    @property
    def log_file(self) -> Path:
        return self.instance / "server.log"

    def log(self) -> str:
        return self.log_file.read_text() if self.log_file.exists() else ""

    def cpu_seconds(self) -> float:
        """Processor time of the server so far, without its worker. Raises OSError where /proc is missing."""
        return processor_seconds(self._pid())

    def helper_seconds(self) -> float:
        """Processor time of the child that looks for similar ideas. Raises OSError where /proc is missing."""
        children = Path(f"/proc/{self._pid()}/task/{self._pid()}/children").read_text().split()
        helpers = [one for one in children if b"neighbours" in Path(f"/proc/{one}/cmdline").read_bytes()]
        return sum(processor_seconds(int(one)) for one in helpers)

    def kept_waiting(self) -> float:
        """Seconds its threads were ready, but others had the processors. Raises OSError where /proc is missing."""
        threads = Path(f"/proc/{self._pid()}/task").iterdir()
        return sum(int((one / "schedstat").read_text().split()[1]) for one in threads) / 1e9

    def memory(self) -> int:
        """Bytes held in memory. Raises OSError where /proc is missing."""
        return int(Path(f"/proc/{self._pid()}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def open_files(self) -> int:
        return len(list(Path(f"/proc/{self._pid()}/fd").iterdir()))

    def _pid(self) -> int:
        if self.process is None:
            raise RuntimeError("the server is not running")
        return self.process.pid


@dataclass
class Host:
    """The moderator at the desk, signed in with a browser."""

    browser: Caller
    topic: str
    form_token: str = ""

    def signs_in(self, link: str) -> None:
        answer = self.browser.post("/sign-in", {"token": link})
        found = FORM_TOKEN.search(self.browser.get("/mine").text)
        if answer.status != 303 or found is None:
            raise RuntimeError(f"the moderator could not sign in: {answer.status}")
        self.form_token = found[1]

    def acts(self, act: str, **more: str) -> None:
        """Press a button of the console. Raises RuntimeError when it is refused."""
        form = {"act": act, "form_token": self.form_token, **more}
        answer = self.browser.post(f"/desk/sessions/{self.topic}", form)
        if answer.status != 303:
            raise RuntimeError(f"{act} answered {answer.status}")

    def moves(self, act: str, ballot: Ballot, **more: str) -> None:
        self.acts(act, ballot=ballot.public_id, revision=str(ballot.revision), **more)

    def opens_screen(self, projector: Caller) -> None:
        """Hand the hall's computer its key."""
        answer = self.browser.post(f"/desk/sessions/{self.topic}/screen", {"form_token": self.form_token})
        if projector.get(answer.header("Location")).status != 303:
            raise RuntimeError("the projector got no key")


def ballot_now(instance: Path, ballot_id: int) -> Ballot:
    """The ballot as it stands in the database, seen from outside the server."""
    house = Database(database_url(instance))
    try:
        with house.reading() as session:
            return session.get_one(Ballot, ballot_id)
    finally:
        house.close()
