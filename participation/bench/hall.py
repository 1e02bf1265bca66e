"""A hall is led from step to step: how long from the moderator's click to every screen, and what a phone receives."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import gevent
from gevent.pool import Pool
from rich.console import Console
from rich.table import Table

from participation.bench import reference
from participation.bench.phones import Screen, new_phone
from participation.bench.report import against, ms, p95
from participation.bench.stand import Evening, Host, Server, database_url, prepare
from participation.bench.trial import allow_files
from participation.bench.votes import AT_ONCE, greeted, sit_down, until
from participation.bench.wire import Caller
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.live.rules import BEAT
from participation.sessions import queries, sheet
from participation.sessions.rules import StepKind

CLICK_MARK = 0.3  # seconds that 95 of 100 changes may take, with 300 phones
WITHIN = 30.0
TEXT = {"de": "Was steht fest?\nWas ist offen, und wer entscheidet es bis wann?", "ar": "ما هو الثابت؟\nما هو المفتوح؟"}
LANGS = ("de", "ar", "tr", "en", "uk")
MOVES_AN_HOUR = 40


@dataclass
class Eyes:
    """What one screen saw. at: number of the state -> when it arrived."""

    screen: Screen
    at: dict[int, float] = field(default_factory=dict)

    def hears(self, event: str, data: Any, at: float) -> None:
        if event == "state":
            self.at.setdefault(int(data["seq"]), at)


@dataclass
class Figures:
    """Seconds from the click: of every phone and every move, and of projector and console; bytes a phone received.

    missed: changes that a screen never showed.
    """

    phones: list[float]
    walls: list[float]
    joined: float
    move_bytes: float
    missed: int
    echoes: list[float]

    @property
    def hour_bytes(self) -> float:
        """An hour with forty steps: the frames, and a beat every twelve seconds."""
        return MOVES_AN_HOUR * self.move_bytes + 3600 / BEAT * BEAT_BYTES


BEAT_BYTES = len('42["beat",{"epoch":"0123456789ab","seq":1234,"now":1790000000000}]')


def measure(phones: int, moves: int) -> Figures:
    """A server of its own, in a folder of its own."""
    allow_files(phones)
    with TemporaryDirectory(prefix="participation-bench-") as folder:
        instance = Path(folder)
        evening = prepare(instance)
        steps = add_steps(instance, evening.topic)
        echoes = reference.echo_times([[0.0] for _ in range(phones)])
        server = Server(instance)
        try:
            server.start()
            return lead(gather(server, evening, steps[1], phones), steps, moves, echoes)
        finally:
            server.kill()


def add_steps(instance: Path, topic: str) -> list[int]:
    """Two steps with words, between which the hall is led to and fro."""
    house = Database(database_url(instance))
    host = Actor(1, None, frozenset({Role.MODERATOR}))
    try:
        with house.transaction() as tx:
            live = queries.session_named(tx.session, None, topic)
            words = [sheet.Worded(StepKind.TALK, {"de": f"Schritt {number}"}, TEXT) for number in (1, 2)]
            return [sheet.add_words(tx, live, one, by=host).id for one in words]
    finally:
        house.close()


@dataclass
class Led:
    """Everybody who is connected. phones: how many of the eyes are phones, the first ones; joined: seconds it took."""

    host: Host
    eyes: list[Eyes]
    phones: int
    joined: float
    seq: int


def gather(server: Server, evening: Evening, step: int, phones: int) -> Led:
    """Phones in five languages join and connect; projector and console too; `step` is on."""
    host = Host(Caller(server.port), evening.topic)
    host.signs_in(evening.sign_in)
    host.acts("select", step=str(step))
    projector = Screen(Caller(server.port), "projector", evening.topic)
    host.opens_screen(projector.browser)
    walls = [projector, Screen(host.browser, "console", evening.topic)]
    hall = [new_phone(server.port, LANGS[number % len(LANGS)]) for number in range(phones)]
    began = monotonic()
    pool = Pool(AT_ONCE)
    for phone in hall:
        pool.spawn(sit_down, phone, "", evening.code)
    pool.join(raise_error=True)
    joined = monotonic() - began
    for wall in walls:
        wall.connects()
        greeted(wall)
    eyes = [Eyes(screen) for screen in (*[phone.screen for phone in hall], *walls)]
    for one in eyes:
        one.screen.heard = one.hears
    return Led(host, eyes, phones, joined, int(greeted(walls[1])["frame"]["seq"]))


def lead(there: Led, steps: list[int], moves: int, echoes: list[float]) -> Figures:
    """To and fro between two steps, each press a change on every screen."""
    phones = there.eyes[: there.phones]
    before = sum(one.screen.received for one in phones)
    took = [click(there.host, steps[turn % 2], there.seq + turn + 1, there.eyes) for turn in range(moves)]
    received = sum(one.screen.received for one in phones) - before
    return Figures(
        phones=[seconds for move in took for seconds in move[: there.phones] if seconds is not None],
        walls=[seconds for move in took for seconds in move[there.phones :] if seconds is not None],
        joined=there.joined,
        move_bytes=received / there.phones / moves,
        missed=sum(seconds is None for move in took for seconds in move),
        echoes=echoes,
    )


def click(host: Host, step: int, number: int, eyes: list[Eyes]) -> list[float | None]:
    """Call up a step; seconds until each screen shows the state of this number, None where it never does."""
    clicked = monotonic()
    host.acts("select", step=str(step))
    until(lambda: all(number in one.at for one in eyes), WITHIN)
    gevent.sleep(0.2)  # somebody reads before the next press
    return [one.at[number] - clicked if number in one.at else None for one in eyes]


def report(phones: int, moves: int) -> bool:
    """Print what was measured; whether every change was on every screen."""
    figures = measure(phones, moves)
    table = Table(title=f"{phones} phones, {moves} steps called up")
    for heading in ("what", "measured", "mark"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    mark = CLICK_MARK if phones <= 300 else None
    table.add_row("all phones joined and connected", f"{figures.joined:.1f} s", "")
    table.add_row("click to a phone, 95 of 100", ms(p95(figures.phones)), against(p95(figures.phones), mark))
    table.add_row("click to the last phone", ms(max(figures.phones)), "")
    table.add_row(
        "click to projector and console, 95 of 100", ms(p95(figures.walls)), against(p95(figures.walls), mark)
    )
    table.add_row("a step, received by a phone", f"{figures.move_bytes:,.0f} bytes", "")
    hour = f"{figures.hour_bytes / 1000:,.0f} kB"
    table.add_row(f"an hour with {MOVES_AN_HOUR} steps, received by a phone", hour, "")
    table.add_row("changes that never arrived", str(figures.missed), "held: 0" if not figures.missed else "not held: 0")
    table.add_section()
    ratio = p95(figures.phones) / p95(figures.echoes)
    table.add_row("echo to as many phones at once, 95 of 100", ms(p95(figures.echoes)), f"a step takes {ratio:.1f} ×")
    Console().print(table)
    return not figures.missed
