"""A hall gives hearts while it is led on: how long until one is kept, and until a click is on every screen."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import gevent
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from participation.bench import reference
from participation.bench.cards import newest_state
from participation.bench.hall import CLICK_MARK, WITHIN, Eyes, gather
from participation.bench.report import against, ms, p95
from participation.bench.stand import Host, Server, database_url, prepare
from participation.bench.trial import allow_files
from participation.bench.votes import until
from participation.bench.wire import Caller
from participation.contributions.models import Support
from participation.foundation.database import Database, Transaction
from participation.foundation.permissions import Actor, Role
from participation.openspace import planning, rules
from participation.sessions import queries, sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.rules import StepKind

KEPT_MARK = 1.0  # seconds that 95 of 100 hearts may take, 300 phones in twenty seconds
SHOWN_MARK = 2.5  # after the last heart, until every phone shows it: they hear of hearts every two seconds
EACH = 2  # hearts of a phone, for concerns that differ
CONCERNS = 9
WORD = "Ansage{}Ende"  # what a step says that is called up meanwhile; no other page holds it


@dataclass
class Watch(Eyes):
    """What one screen saw, also of the words it waits for. saw: word -> when it arrived."""

    words: tuple[str, ...] = ()
    saw: dict[str, float] = field(default_factory=dict)

    def hears(self, event: str, data: Any, at: float) -> None:
        super().hears(event, data, at)
        if event == "state":
            for word in self.words:
                if word not in self.saw and word in data.get("html", ""):
                    self.saw[word] = at


@dataclass
class Figures:
    """kept: seconds from a heart to its answer; phones, walls: from a click to each screen, None where never seen.

    shown: from the last answer until every screen shows the last heart; stored: hearts in the database; frames and
    bytes: what a phone received meanwhile.
    """

    kept: list[float]
    phones: list[float | None]
    walls: list[float | None]
    shown: float
    stored: int
    frames: float
    bytes: float
    echoes: list[float]

    @property
    def missed(self) -> int:
        return sum(seconds is None for seconds in (*self.phones, *self.walls))


@dataclass
class Market:
    """The open space of the evening. steps: what is called up meanwhile, each with a word of its own."""

    name: str
    step: int
    steps: list[int]


def measure(phones: int, seconds: float, clicks: int) -> Figures:
    """Two hearts from each phone and so many clicks, spread over the seconds, on a server of its own."""
    allow_files(phones)
    moments = [seconds * number / phones for number in range(phones)]
    with TemporaryDirectory(prefix="participation-bench-") as folder:
        instance = Path(folder)
        evening = prepare(instance)
        market = open_market(instance, evening.topic, clicks)
        echoes = reference.echo_times([[moment] for moment in moments])
        server = Server(instance)
        try:
            server.start()
            there = gather(server, evening, market.step, phones)
            bring_concerns(there.host)
            words = tuple(WORD.format(number) for number in range(clicks))
            eyes = [Watch(one.screen, words=words) for one in there.eyes]
            for one in eyes:
                one.screen.heard = one.hears
            before = sum(one.screen.received for one in eyes[:phones])
            browsers = [one.screen.browser for one in eyes[:phones]]
            giving = gevent.spawn(give_all, browsers, market.name, moments)
            clicked = lead_on(partial(there.host.acts, "select"), market, eyes, seconds)
            kept = giving.get()
            done = monotonic()
            last = newest_state(instance, evening.topic)
            until(lambda: all(max(one.at, default=0) >= last for one in eyes), WITHIN)
            took = [
                [one.saw[word] - at if word in one.saw else None for one in eyes]
                for word, at in zip(words, clicked, strict=True)
            ]
            return Figures(
                kept=kept,
                phones=[one for click in took for one in click[:phones]],
                walls=[one for click in took for one in click[phones:]],
                shown=max(one.at.get(last, done + WITHIN) for one in eyes) - done,
                stored=stored_hearts(instance),
                frames=sum(len(one.at) for one in eyes[:phones]) / phones,
                bytes=(sum(one.screen.received for one in eyes[:phones]) - before) / phones,
                echoes=echoes,
            )
        finally:
            server.kill()


def open_market(instance: Path, topic: str, clicks: int) -> Market:
    house = Database(database_url(instance))
    try:
        with house.transaction() as tx:
            host = Actor(1, None, frozenset({Role.MODERATOR}))
            live = queries.session_named(tx.session, None, topic)
            space = planning.plan_space(tx, live, by=host)
            return Market(space.public_id, step_of(tx, live), add_steps(tx, live, clicks, by=host))
    finally:
        house.close()


def bring_concerns(host: Host) -> None:
    """The moderator writes them down, so they can be read at once. Raises RuntimeError."""
    for number in range(CONCERNS):
        said = {"text": f"Treffpunkt {number + 1}: wer macht mit?", "language": "de", "once": token_hex(16)}
        answer = host.browser.post(f"/desk/sessions/{host.topic}/space/topics", {**said, "form_token": host.form_token})
        if answer.status != 303:
            raise RuntimeError(f"a concern was refused: {answer.status}")


def step_of(tx: Transaction, live: LiveSession) -> int:
    """The marketplace, where phones give hearts."""
    return tx.session.scalars(select(RunStep.id).filter_by(session_id=live.id, kind=rules.StepKind.MARKET)).one()


def add_steps(tx: Transaction, live: LiveSession, clicks: int, *, by: Actor) -> list[int]:
    """The word stands in the text: titles are on the run sheet of the console from the beginning."""
    said = [({"de": f"Schritt {number}"}, {"de": WORD.format(number)}) for number in range(clicks)]
    return [sheet.add_words(tx, live, sheet.Worded(StepKind.TEXT, *one), by=by).id for one in said]


def give_all(browsers: list[Caller], space: str, moments: list[float]) -> list[float]:
    """Seconds until each heart was answered as kept; a refused one raises RuntimeError."""
    began = monotonic()
    took: list[float] = []

    def give(number: int) -> None:
        gevent.sleep(max(0.0, began + moments[number] - monotonic()))
        for heart in range(EACH):
            concern = (number + heart) % CONCERNS + 1
            sent = monotonic()
            answer = browsers[number].post(
                f"/spaces/{space}/topics/{concern}/want", {"want": "yes"}, Accept="application/json"
            )
            if answer.status != 200:
                raise RuntimeError(f"a heart was refused: {answer.status} {answer.text[:200]}")
            took.append(monotonic() - sent)

    crowd = [gevent.spawn(give, number) for number in range(len(browsers))]
    gevent.joinall(crowd, raise_error=True)
    return took


def lead_on(select_step: Any, market: Market, eyes: list[Watch], seconds: float) -> list[float]:
    """Call up each step while hearts come, and the marketplace again after it; returns when each was clicked."""
    began, clicked = monotonic(), []
    for number, step in enumerate(market.steps):
        gevent.sleep(max(0.0, began + seconds * (number + 0.5) / len(market.steps) - monotonic()))
        clicked.append(monotonic())
        select_step(step=str(step))
        word = WORD.format(number)
        until(lambda: all(word in one.saw for one in eyes), WITHIN)  # noqa: B023 - waited for at once
        select_step(step=str(market.step))
    return clicked


def stored_hearts(instance: Path) -> int:
    house = Database(database_url(instance))
    try:
        with house.reading() as session:
            return session.scalar(select(func.count()).select_from(Support)) or 0
    finally:
        house.close()


def report(phones: int, seconds: float, clicks: int) -> bool:
    """Print what was measured; whether every heart was kept and every click seen on every screen."""
    found = measure(phones, seconds, clicks)
    in_time = [one for one in found.phones if one is not None] or [WITHIN]
    walls = [one for one in found.walls if one is not None] or [WITHIN]
    marks = phones <= 300 and seconds >= 20
    table = Table(title=f"{phones} phones give {EACH} hearts each within {seconds:g} s, {clicks} steps are called up")
    for heading in ("what", "measured", "mark"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    kept = p95(found.kept)
    table.add_row("until a heart is kept, 95 of 100", ms(kept), against(kept, KEPT_MARK if marks else None))
    mark = CLICK_MARK if marks else None
    table.add_row("click to a phone meanwhile, 95 of 100", ms(p95(in_time)), against(p95(in_time), mark))
    table.add_row("click to the last phone", ms(max(in_time)), "")
    table.add_row("click to projector and console, 95 of 100", ms(p95(walls)), against(p95(walls), mark))
    shown = against(found.shown, SHOWN_MARK if marks else None)
    table.add_row("until every screen shows the last heart", ms(found.shown), shown)
    table.add_row("frames to a phone", f"{found.frames:.1f}", "")
    table.add_row("received by a phone", f"{found.bytes:,.0f} bytes", "")
    hearts = phones * EACH
    table.add_row("hearts kept", str(found.stored), f"{'held' if found.stored == hearts else 'not held'}: {hearts}")
    table.add_row("clicks that never arrived", str(found.missed), "held: 0" if not found.missed else "not held: 0")
    table.add_section()
    ratio = kept / p95(found.echoes)
    table.add_row("echo at the same moments, 95 of 100", ms(p95(found.echoes)), f"a heart takes {ratio:.1f} ×")
    Console().print(table)
    return found.stored == hearts and not found.missed
