"""A hall writes cards: how long until one is kept, until desk and screen show all, and what phones receive."""

from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from time import monotonic

import gevent
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from participation.bench import reference
from participation.bench.hall import WITHIN, gather
from participation.bench.report import against, ms, p95
from participation.bench.stand import Server, database_url, prepare
from participation.bench.trial import allow_files
from participation.bench.votes import until
from participation.bench.wire import Caller
from participation.cardwall import service as walls
from participation.cardwall.models import WallCard
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.sessions import queries
from participation.sessions.models import LiveSession
from participation.sessions.sheet import Notes

KEPT_MARK = 1.0  # seconds that 95 of 100 cards may take, 300 of them in a minute
SHOWN_MARK = 1.0  # after the last card, until desk and screen show all
THOUGHTS = (
    ("de", "Ein Ort, an dem man abends Deutsch spricht"),
    ("ar", "مكان نتلقى فيه دروسًا في المساء"),
    ("tr", "Çocuklar için bir oyun odası"),
    ("en", "A room where children can play meanwhile"),
    ("uk", "Курс, який починається щомісяця"),
)


@dataclass
class Figures:
    """kept: seconds from sending a card to its answer; shown: from the last answer until desk and screen show it.

    stored: cards in the database; frames: that desk and screen got; phone_bytes: that a phone received meanwhile.
    """

    kept: list[float]
    shown: float
    stored: int
    frames: int
    phone_bytes: float
    echoes: list[float]


def measure(phones: int, seconds: float) -> Figures:
    """One card from each phone, spread over so many seconds, on a server of its own in a folder of its own."""
    allow_files(phones)
    moments = [seconds * number / phones for number in range(phones)]
    with TemporaryDirectory(prefix="participation-bench-") as folder:
        instance = Path(folder)
        evening = prepare(instance)
        step, wall = stand_wall(instance, evening.topic)
        echoes = reference.echo_times([[moment] for moment in moments])
        server = Server(instance)
        try:
            server.start()
            there = gather(server, evening, step, phones)
            before = sum(one.screen.received for one in there.eyes[:phones])
            browsers = [one.screen.browser for one in there.eyes[:phones]]
            kept = write_all(browsers, wall, moments)
            done = monotonic()
            last = newest_state(instance, evening.topic)
            screens = there.eyes[phones:]
            until(lambda: all(last in one.at for one in screens), WITHIN)
            return Figures(
                kept=kept,
                shown=max((one.at.get(last, done + WITHIN) for one in screens), default=done) - done,
                stored=stored_cards(instance),
                frames=sum(len(one.at) for one in screens),
                phone_bytes=(sum(one.screen.received for one in there.eyes[:phones]) - before) / phones,
                echoes=echoes,
            )
        finally:
            server.kill()


def stand_wall(instance: Path, topic: str) -> tuple[int, str]:
    """Returns its step and its public id."""
    house = Database(database_url(instance))
    host = Actor(1, None, frozenset({Role.MODERATOR}))
    try:
        with house.transaction() as tx:
            live = queries.session_named(tx.session, None, topic)
            wall = walls.plan_wall(tx, live, {"de": "Was hilft beim Ankommen?"}, Notes(), hidden=False, by=host)
            return wall.step_id, wall.public_id
    finally:
        house.close()


def write_all(browsers: list[Caller], wall: str, moments: list[float]) -> list[float]:
    """Seconds until each card was answered as kept; a refused one raises RuntimeError."""
    began = monotonic()
    took = [0.0] * len(browsers)

    def write(number: int) -> None:
        gevent.sleep(max(0.0, began + moments[number] - monotonic()))
        lang, thought = THOUGHTS[number % len(THOUGHTS)]
        form = {"text": f"{thought} ({number})", "language": lang, "once": token_hex(16)}
        sent = monotonic()
        answer = browsers[number].post(f"/walls/{wall}/cards?lang={lang}", form, Accept="application/json")
        if answer.status != 200:
            raise RuntimeError(f"a card was refused: {answer.status} {answer.text[:200]}")
        took[number] = monotonic() - sent

    crowd = [gevent.spawn(write, number) for number in range(len(browsers))]
    gevent.joinall(crowd, raise_error=True)
    return took


def newest_state(instance: Path, topic: str) -> int:
    house = Database(database_url(instance))
    try:
        with house.reading() as session:
            return session.scalars(select(LiveSession.seq).where(LiveSession.public_id == topic)).one()
    finally:
        house.close()


def stored_cards(instance: Path) -> int:
    """Cards with numbers of their own."""
    house = Database(database_url(instance))
    try:
        with house.reading() as session:
            return session.scalar(select(func.count(WallCard.number.distinct()))) or 0
    finally:
        house.close()


def report(phones: int, seconds: float) -> bool:
    """Print what was measured; whether every card was kept and shown."""
    found = measure(phones, seconds)
    table = Table(title=f"{phones} phones write a card each within {seconds:g} s")
    for heading in ("what", "measured", "mark"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    marks = phones <= 300 and seconds >= 60
    table.add_row(
        "until a card is kept, 95 of 100", ms(p95(found.kept)), against(p95(found.kept), KEPT_MARK if marks else None)
    )
    table.add_row("the slowest card", ms(max(found.kept)), "")
    table.add_row(
        "until desk and screen show the last one", ms(found.shown), against(found.shown, SHOWN_MARK if marks else None)
    )
    table.add_row("frames to desk and screen together", str(found.frames), "")
    table.add_row("received by a phone meanwhile", f"{found.phone_bytes:,.0f} bytes", "")
    whole = found.stored == phones and found.shown < WITHIN
    table.add_row("cards kept, each with its number", str(found.stored), f"{'held' if whole else 'not held'}: {phones}")
    table.add_section()
    ratio = p95(found.kept) / p95(found.echoes)
    table.add_row("echo at the same moments, 95 of 100", ms(p95(found.echoes)), f"a card takes {ratio:.1f} ×")
    Console().print(table)
    return whole
