"""Hidden means hidden: 37 to 3 looks like 3 to 37 to everybody, everywhere, until it is published."""

import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from participation.bench.stand import Evening, free_port, prepare
from participation.foundation import clock
from participation.voting.rules import Method
from tests import nursery
from tests.conftest import House
from tests.proofs.hall import CARDS, Hall
from tests.proofs.watching import Told, hold_evening

# far ahead: the worker beside the server goes by the real clock, and nothing of the evening may have ended by it
EVENING = datetime(2096, 11, 12, 19, 0, tzinfo=UTC)
SCRIPT = Path(__file__).parent / "held_server.py"
Hold = Callable[[str, list[list[int]]], Told]


@pytest.fixture
def paths_of(house: House) -> Callable[[Evening], list[str]]:
    """Every page of the house that needs no more than a session or its code: a new export is here by itself."""
    return lambda evening: pages(house.app, {"session": evening.topic, "code": evening.code})


def pages(app: Flask, known: dict[str, str]) -> list[str]:
    with app.test_request_context():
        builder = app.url_map.bind("127.0.0.1")
        return sorted(
            builder.build(rule.endpoint, {name: known[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.arguments <= set(known)
        )


@pytest.fixture
def hold(
    tmp_path: Path, empty_tables: Path, paths_of: Callable[[Evening], list[str]], request: pytest.FixtureRequest
) -> Hold:
    """Hold the very same evening again: same clock, same chance, same tickets, other choices."""
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(empty_tables, first / "participation.sqlite")
    with clock.held_at(EVENING):
        evening = prepare(first, CARDS, Method.SINGLE)
    leaky = request.param if hasattr(request, "param") else ()
    paths = paths_of(evening)
    if leaky:  # it leaks where the vote is shown, so whoever looks there must see it
        paths = [path for path in paths if evening.topic in path or path == "/screen"]

    def once(name: str, choices: list[list[int]]) -> Told:
        instance = tmp_path / name
        shutil.copytree(first, instance)
        server = nursery.server(instance, port=port)
        server.command = (sys.executable, str(SCRIPT), EVENING.isoformat(), *leaky)
        with Hall(server, evening) as hall:
            return hold_evening(instance, hall, paths, choices)

    port = free_port()  # the same in each run: it stands in addresses
    return once


def choices(voters: int, few: int, *, swapped: bool) -> list[list[int]]:
    """Of `voters` people, `few` choose the other option; some change their mind, in each run the same ones."""
    many, other = (1, 0) if swapped else (0, 1)
    final = [other if number % (voters // few) == 1 else many for number in range(few * (voters // few))]
    final += [many] * (voters - len(final))
    return [[1 - choice, choice] if number % 15 == 4 else [choice] for number, choice in enumerate(final)]


@pytest.mark.timeout(1200)  # three whole evenings, one after the other; after each vote every screen is waited for
@pytest.mark.parametrize(("voters", "few"), [(6, 2), pytest.param(40, 3, marks=pytest.mark.slow)])
def test_nothing_shows_what_a_confidential_ballot_says_before_it_is_published(
    hold: Hold, voters: int, few: int
) -> None:
    one = hold("one", choices(voters, few, swapped=False))
    same = hold("same", choices(voters, few, swapped=False))
    other = hold("other", choices(voters, few, swapped=True))

    # there is something to hide, and the comparison sees it once it is shown
    assert list(one.result.values())[:2] == [voters - few, few]
    assert list(other.result.values())[:2] == [few, voters - few]
    shown = one.after.differences(other.after)
    for place in ("guest: /live/", "guest: state", "holder: state", "projector: state", "moderator: state"):
        assert any(line.startswith(place) for line in shown)
    assert one.after.differences(same.after) == []

    assert len(one.before.lines) > 60
    assert one.before.differences(same.before) == []
    assert one.before.differences(other.before) == []


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("hold", [("--leaky",)], indirect=True)
def test_a_leak_in_a_header_an_order_or_a_width_would_be_seen(hold: Hold) -> None:
    one = hold("one", choices(4, 1, swapped=False))
    other = hold("other", choices(4, 1, swapped=True))

    seen = one.before.differences(other.before)
    assert [line for line in seen if line.startswith("guest: /live/") and "X-Cache" in line]  # the header
    assert [line for line in seen if line.startswith(("moderator: state", "moderator: /desk/sessions/"))]  # the order
    assert [line for line in seen if line.startswith(("projector: state", "projector: /screen"))]  # the width
