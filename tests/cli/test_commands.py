"""What an operator types, and what the terminal answers."""

import fcntl
import ipaddress
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, func, select

from participation.app import COMMANDS, create_app
from participation.cli.house import lan_address, own_port, participation
from participation.contributions.models import Contribution, Support
from participation.foundation import audit, database
from participation.foundation.municipality import Municipality
from participation.foundation.settings import Settings, from_environment
from participation.moderation.models import Case
from participation.people.models import Membership, Person
from participation.voting import ledger
from tests.conftest import SAME_ORIGIN

INIT = ["init", "--town", "Musterstadt", "--name", "Max Beispiel", "--url", "https://beteiligung.example.org/"]
LINK = re.compile(r"https://beteiligung\.example\.org/sign-in/([0-9a-f]{32})\n")


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Path]:
    """The folder of an installation; what a command opened is closed afterwards."""
    yield tmp_path / "instance"
    if database._current is not None:
        ledger.current().stop()
        database.current().close()
        database.use(None)


def types(instance: Path, *words: str) -> Result:
    return CliRunner().invoke(participation, words, env={"PARTICIPATION_INSTANCE": str(instance)})


def settings_of(instance: Path) -> Settings:
    return from_environment({"PARTICIPATION_INSTANCE": str(instance)})


@contextmanager
def a_server_runs(instance: Path) -> Iterator[None]:
    """Hold the lock as a server does."""
    instance.mkdir(parents=True, exist_ok=True)
    with (instance / "participation.sqlite.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def census() -> dict[str, int]:
    """How many rows the tables of the demo hold."""
    with database.reading() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Municipality, Person, Membership, Contribution, Support, Case, audit.AuditEntry)
        }


def test_init_prints_a_link_that_signs_the_first_administrator_in_once(instance: Path) -> None:
    result = types(instance, *INIT)

    assert result.exit_code == 0, result.output
    assert "Max Beispiel signs in once, within 48 hours" in result.output
    [token] = LINK.findall(result.output)
    client = create_app(settings_of(instance)).test_client()
    assert client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN).status_code == 303
    assert client.get("/desk/queue").status_code == 200
    again = client.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
    assert again.status_code in {403, 410}


def test_a_second_init_adds_an_administrator_to_the_same_town(instance: Path) -> None:
    types(instance, *INIT)
    result = types(instance, "init", "--town", "Anderswo", "--name", "Aylin Örnek")

    assert result.exit_code == 0, result.output
    with database.reading() as session:
        assert session.scalars(select(Municipality.name)).all() == ["Musterstadt"]
        assert session.scalars(select(Person.name).order_by(Person.id)).all() == ["Max Beispiel", "Aylin Örnek"]


def test_init_asks_for_what_it_was_not_told(instance: Path) -> None:
    env = {"PARTICIPATION_INSTANCE": str(instance)}
    result = CliRunner().invoke(participation, ["init"], input="Musterstadt\nMax Beispiel\n", env=env)

    assert result.exit_code == 0, result.output
    assert "http://127.0.0.1:5000/sign-in/" in result.output


def test_the_demo_is_restored_as_on_the_first_day(instance: Path) -> None:
    assert types(instance, "demo", "--reset").exit_code == 0
    first_day = census()
    assert first_day["contribution"] > 50
    with database.transaction() as tx:
        tx.session.execute(delete(Support))
        tx.session.add(Municipality(slug="neustadt", name="Neustadt"))

    result = types(instance, "demo", "--reset")

    assert result.output == "Musterstadt stands again as on the first day.\n"
    assert census() == first_day
    with database.reading() as session:
        assert audit.first_broken(session) is None


@pytest.mark.parametrize("command", [["demo", "--reset"], ["serve"], ["run"]])
def test_beside_a_running_server_nothing_is_reset_or_served(instance: Path, command: list[str]) -> None:
    types(instance, *INIT)
    before = census()

    with a_server_runs(instance):
        result = types(instance, *command)

    assert result.exit_code == 1
    assert "Stop it first; nothing was changed." in result.output
    assert census() == before


def test_the_demo_is_reset_only_when_that_is_said_aloud(instance: Path) -> None:
    result = types(instance, "demo")

    assert result.exit_code == 2
    assert "--reset" in result.output
    assert not instance.exists()


def test_the_checks_of_tables_and_catalogues_say_what_they_found(instance: Path) -> None:
    tables = types(instance, "migrations", "check")

    assert (tables.exit_code, tables.output) == (0, "the migrations go up, fit the models and come down\n")
    assert types(instance, "migrations", "upgrade").exit_code == 0
    assert (instance / "participation.sqlite").is_file()


@pytest.mark.parametrize(("said", "port"), [("8123", 8123), ("", 5000)])
def test_the_port_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, said: str, port: int) -> None:
    monkeypatch.setenv("PARTICIPATION_PORT", said)

    assert own_port() == port


def test_the_address_in_the_hall_is_one_of_this_machine() -> None:
    assert ipaddress.ip_address(lan_address()).version == 4


def test_a_worker_whose_server_is_gone_ends(instance: Path) -> None:
    command = [sys.executable, "-m", "participation", "worker", "--parent", "1073741824"]
    env = {"PARTICIPATION_INSTANCE": str(instance), "PATH": "/usr/bin:/bin"}
    types(instance, "migrations", "upgrade")

    assert subprocess.run(command, env=env, check=False, capture_output=True, timeout=120).returncode == 0


def test_a_room_keeps_its_command_as_it_was() -> None:
    for of_the_room, needs_house in COMMANDS:
        typed = participation.commands[of_the_room.name or ""]
        assert (typed.callback is of_the_room.callback) != needs_house
