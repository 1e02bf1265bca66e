"""Every event of the socket × whoever knocks × ours, what waits, what is a draft, another town's.

An event that does not stand here fails. Names in braces come from `tests/town.py`.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from participation.bench.phones import Screen
from participation.bench.stand import Server
from participation.bench.wire import Caller
from participation.people.web import COOKIE
from tests import nursery
from tests.conftest import open_house
from tests.town import KNOCKING, Town, build_town

Codes = dict[str, str]


def everybody(code: str) -> Codes:
    return dict.fromkeys(KNOCKING, code)


def hall(code: str, others: str = "not_allowed") -> Codes:
    return everybody(others) | {"moderator": code, "administrator": code}


def booth(code: str) -> Codes:
    return hall(code) | {"interpreter": code}


@dataclass(frozen=True)
class Event:
    """code: what each gets: "ok" or the code of the refusal."""

    name: str
    message: dict[str, str]
    expected: Codes = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name} {' '.join(self.message.values())}"


def hello(screen: str, topic: str, expected: Codes) -> Event:
    return Event("hello", {"screen": screen, "session": topic, "lang": "de"}, expected)


EVENTS = [
    hello("phone", "{session}", everybody("ok")),
    hello("phone", "{planned}", everybody("ok")),
    hello("phone", "{foreign_session}", everybody("not_found")),
    hello("phone", "{idea}", everybody("not_found")),
    hello("projector", "{session}", everybody("not_allowed")),
    hello("projector", "{foreign_session}", everybody("not_found")),
    hello("console", "{session}", hall("ok")),
    hello("console", "{foreign_session}", everybody("not_found")),
    hello("booth", "{session}", booth("ok")),
    hello("booth", "{foreign_session}", everybody("not_found")),
    hello("reader", "{idea}", everybody("ok")),
    hello("reader", "{waiting}", everybody("not_found")),
    hello("reader", "{comment}", everybody("not_found")),
    hello("reader", "{foreign}", everybody("not_found")),
    hello("reader", "{session}", everybody("not_found")),
    hello("wall", "{wall}", hall("ok")),
    hello("wall", "{foreign_wall}", everybody("not_found")),
    hello("wall", "{session}", everybody("not_found")),
    hello("space", "{space}", hall("ok")),
    hello("space", "{foreign_space}", everybody("not_found")),
    hello("space", "{wall}", everybody("not_found")),
    hello("ceiling", "{session}", everybody("bad_request")),
    Event("cast", {"session": "{session}", "ballot": "{ballot}"}, everybody("bad_request")),
    Event("cast", {"session": "{foreign_session}", "ballot": "{foreign_ballot}"}, everybody("bad_request")),
    Event("shutdown", {}, everybody("bad_request")),
]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, empty_tables: Path) -> Iterator[tuple[Town, Server]]:
    """The town of the doors, and a server of its own in front of it."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(empty_tables, folder / "participation.sqlite")
    for house in open_house(folder, f"sqlite:///{folder / 'participation.sqlite'}"):
        built = build_town(house, folder)
    server = nursery.server(folder)
    server.start()
    yield built, server
    assert "Traceback" not in server.log()
    server.kill()
    built.close()


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_each_event_answers_each_who_knocks_as_written(town: tuple[Town, Server], event: Event) -> None:
    built, server = town
    message = {name: built.address(value) for name, value in event.message.items()}
    found = {}
    for who in KNOCKING:
        caller = Caller(server.port, {COOKIE: built.keys[who]} if built.keys[who] else {})
        screen = Screen(caller, "phone")
        screen.connects()
        answer = screen.asks(event.name, message)
        screen.hangs_up()
        found[who] = "ok" if answer.get("ok") else answer["code"]

    assert found == event.expected


def test_every_event_stands_in_the_table(town: tuple[Town, Server]) -> None:
    built, _ = town
    handlers = built.house.app.extensions["socketio"].server.handlers["/"]

    named = {event.name for event in EVENTS}
    assert set(handlers) - {"disconnect", "*"} == named & set(handlers)
    assert named - set(handlers) == {"shutdown"}  # what nobody knows is answered, too
