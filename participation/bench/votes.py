"""A hall votes: real server, real sockets, every phone its own connection. What it prints is what was measured."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

import gevent
from gevent.pool import Pool
from sqlalchemy import select

from participation.bench.phones import NotAcknowledged, Phone, Screen, new_phone
from participation.bench.stand import Evening, Host, Server, ballot_now, database_url
from participation.bench.wire import Caller, HungUp
from participation.foundation.database import Database
from participation.voting.models import Vote as StoredVote
from participation.voting.queries import read_choice
from participation.voting.rules import BallotKind

AT_ONCE = 24  # phones that join at the same moment
CHANGE_THEIR_MIND = 0.25
FINAL_WITHIN = 20.0
FIRST_PAUSE, LONGEST_PAUSE = 0.6, 6.0  # of a phone that reconnects


@dataclass(frozen=True, slots=True)
class Wanted:
    phones: int
    seconds: float
    kind: BallotKind
    restart: bool = False
    seed: int = 1

    def moments(self) -> list[list[float]]:
        """When each phone votes; some change their mind once."""
        chance = random.Random(self.seed)  # noqa: S311 - the same evening in each run
        first = [chance.uniform(0, 0.8 * self.seconds) for _ in range(self.phones)]
        return [
            [moment, chance.uniform(moment, self.seconds)] if chance.random() < CHANGE_THEIR_MIND else [moment]
            for moment in first
        ]


@dataclass
class Seen:
    """The newest tally of a screen, when it arrived, and the newest state of the ballot."""

    tally: dict[str, Any] = field(default_factory=dict)
    at: float = 0.0
    state: str = ""
    state_at: float = 0.0

    def hears(self, event: str, data: Any, at: float) -> None:
        if event == "tally" and data["revision"] > self.tally.get("revision", -1):
            self.tally, self.at = data, at
        if event == "state" and data["ballot"]:
            self.state, self.state_at = data["ballot"]["state"], at


@dataclass
class Hall:
    """Everybody who is connected, and what they see."""

    phones: list[Phone]
    walls: list[Screen]
    host: Host
    seen: dict[int, Seen] = field(default_factory=dict)

    @property
    def screens(self) -> list[Screen]:
        return [*(phone.screen for phone in self.phones), *self.walls]

    def watches(self) -> None:
        for screen in self.screens:
            self.seen[id(screen)] = Seen()
            screen.heard = self.seen[id(screen)].hears


@dataclass
class Figures:
    """Seconds, unless the name says otherwise.

    final: from the last vote to the last screen that shows it; kept_waiting: other programs had the processors.
    """

    acks: list[float]
    final: float | None
    result: float | None
    tallies_per_phone: float
    frames_per_phone: float
    cpu_ms_per_vote: float
    kept_waiting: float
    votes: int
    lost: int
    double: int
    back: float | None = None
    down: float | None = None
    imported: int = 0
    importing: float = 0.0
    asking: int = 0
    offered: int = 0
    sent_away: int = 0
    asked: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    echoes: list[float] = field(default_factory=list)


def gather(server: Server, evening: Evening, wanted: Wanted) -> Hall:
    """Phones join and connect; projector and console too; the ballot is opened."""
    host = Host(Caller(server.port), evening.topic)
    host.signs_in(evening.sign_in)
    ballot_id, step = evening.ballots[wanted.kind]
    host.acts("select", step=str(step))
    host.moves("start", ballot_now(server.instance, ballot_id))
    projector = Screen(Caller(server.port), "projector", evening.topic)
    host.opens_screen(projector.browser)
    console = Screen(host.browser, "console", evening.topic)
    phones = [new_phone(server.port) for _ in range(wanted.phones)]
    hall = Hall(phones, [projector, console], host)
    with_tickets = wanted.kind is BallotKind.CONFIDENTIAL
    pool = Pool(AT_ONCE)
    for number, phone in enumerate(phones):
        pool.spawn(sit_down, phone, evening.tickets[number] if with_tickets else "", evening.code)
    pool.join(raise_error=True)
    for wall in hall.walls:
        wall.connects()
        greeted(wall)
    hall.watches()
    return hall


def sit_down(phone: Phone, ticket: str, code: str) -> None:
    if ticket:
        phone.uses(ticket)
    else:
        phone.joins(code)
    phone.screen.connects()
    greeted(phone.screen)


def greeted(screen: Screen) -> dict[str, Any]:
    answer = screen.says_hello()
    if not answer["ok"]:
        raise RuntimeError(f"{screen.screen} may not listen: {answer['sentence']}")
    return answer


def choice_for(number: int, turn: int, options: Sequence[int]) -> dict[str, int]:
    """Two points on one option and one on the next, so that a mistake in either shows in the sums."""
    first = (number + turn) % len(options)
    return {str(options[first]): 2, str(options[(first + 1) % len(options)]): 1}


def vote_all(hall: Hall, moments: list[list[float]], ballot: dict[str, Any]) -> tuple[list[float], float]:
    """Returns the seconds of each acknowledgement, and the moment at which the last vote was sent."""
    began = monotonic()
    voting = [
        gevent.spawn(vote_at, phone, number, began, when, ballot)
        for number, (phone, when) in enumerate(zip(hall.phones, moments, strict=True))
    ]
    gevent.joinall(voting, raise_error=True)
    sent = [one for each in voting for one in each.value]
    return [took for _, took in sent], max(moment for moment, _ in sent)


def vote_at(
    phone: Phone, number: int, began: float, moments: list[float], ballot: dict[str, Any]
) -> list[tuple[float, float]]:
    took = []
    for turn, moment in enumerate(moments):
        gevent.sleep(max(0.0, began + moment - monotonic()))
        phone.chooses(choice_for(number, turn, ballot["options"]))
        started = monotonic()
        insist(phone, ballot)
        took.append((started, monotonic() - started))
    return took


def insist(phone: Phone, ballot: dict[str, Any]) -> None:
    """Send until there is an answer: the same message, however often."""
    attempt = 0
    while phone.waiting is not None:
        try:
            answer = phone.sends(ballot)
        except NotAcknowledged:
            attempt += 1
            gevent.sleep(pause(attempt))
            if not phone.screen.online:
                come_back(phone.screen)
            continue
        if phone.waiting is not None:
            raise RuntimeError(f"a vote was not taken: {answer}")


def pause(attempt: int) -> float:
    """As the phone's script waits: doubling, with full jitter."""
    mean: float = FIRST_PAUSE * 2**attempt
    return min(LONGEST_PAUSE, mean * random.uniform(0, 2))  # noqa: S311 - spreads a crowd, guards nothing


def come_back(screen: Screen) -> float:
    """Reconnect and say hello, as often as it takes; returns the moment of success."""
    attempt = 0
    while True:
        try:
            if not screen.online:
                screen.connects()
            greeted(screen)
            return monotonic()
        except (HungUp, NotAcknowledged, OSError):
            gevent.sleep(pause(attempt))
            attempt += 1


def until(true: Callable[[], bool], within: float = FINAL_WITHIN) -> bool:
    end = monotonic() + within
    while not true():
        if monotonic() > end:
            return False
        gevent.sleep(0.005)
    return True


def stored_choices(instance: Path, ballot_id: int) -> list[dict[int, int]]:
    house = Database(database_url(instance))
    with house.reading() as session:
        found = [
            read_choice(choice)
            for choice in session.scalars(select(StoredVote.choice).where(StoredVote.ballot_id == ballot_id))
        ]
    house.close()
    return found


def compare(hall: Hall, stored: list[dict[int, int]]) -> tuple[int, int]:
    """(lost, double): acknowledged choices that are not stored, and stored ones nobody was told of."""
    told = Counter(
        tuple(sorted(phone.confirmed.choice.items())) for phone in hall.phones if phone.confirmed is not None
    )
    kept = Counter(tuple(sorted((str(option), dots) for option, dots in choice.items())) for choice in stored)
    return (told - kept).total(), (kept - told).total()


def run(server: Server, evening: Evening, wanted: Wanted) -> Figures:
    hall = gather(server, evening, wanted)
    ballot_id, _ = evening.ballots[wanted.kind]
    ballot = greeted(hall.phones[0].screen)["frame"]["ballot"]
    before, waited = server.cpu_seconds(), server.kept_waiting()
    acks, last_sent = vote_all(hall, wanted.moments(), ballot)
    final = final_after(hall, last_sent)
    spent, waited = server.cpu_seconds() - before, server.kept_waiting() - waited
    tallies = [phone.screen.frames["tally"] for phone in hall.phones]
    frames = [phone.screen.frames.total() for phone in hall.phones]
    back = down = None
    if wanted.restart:
        back, down = restart(server, hall)
    lost, double = compare(hall, stored_choices(server.instance, ballot_id))
    result, miscounted = finish(server, hall, ballot_id)
    return Figures(
        acks=acks,
        final=final,
        result=result,
        tallies_per_phone=sum(tallies) / len(tallies),
        frames_per_phone=sum(frames) / len(frames),
        cpu_ms_per_vote=1000 * spent / len(acks),
        kept_waiting=waited,
        votes=len(acks),
        lost=lost,
        double=double + miscounted,
        back=back,
        down=down,
    )


def final_after(hall: Hall, last_sent: float) -> float | None:
    """Until the last screen has the figures after which nothing changed; None when one never gets them."""
    everybody = len(hall.phones)
    wall = hall.seen[id(hall.walls[0])]
    if not until(lambda: wall.tally.get("voted") == everybody):
        return None
    gevent.sleep(0.5)  # the projector is served first; what it has now is the end
    newest = wall.tally["revision"]
    seen = list(hall.seen.values())
    if not until(lambda: all(one.tally.get("revision") == newest for one in seen)):
        return None
    return max(one.at for one in seen) - last_sent


def restart(server: Server, hall: Hall) -> tuple[float, float]:
    """(seconds until the last screen is back after the server was, seconds the server was away)."""
    began = monotonic()
    server.kill()
    returning = [gevent.spawn_later(pause(0), come_back, screen) for screen in hall.screens]
    server.start()
    ready = monotonic()
    gevent.joinall(returning, raise_error=True)
    return max(0.0, max(one.value for one in returning) - ready), ready - began


def finish(server: Server, hall: Hall, ballot_id: int) -> tuple[float | None, int]:
    """End, count and publish. Returns the seconds until the last screen shows the result, and points miscounted."""
    hall.host.moves("close", ballot_now(server.instance, ballot_id))
    until(lambda: ballot_now(server.instance, ballot_id).state == "closed")
    published = monotonic()
    hall.host.moves("publish", ballot_now(server.instance, ballot_id))
    seen = list(hall.seen.values())
    arrived = until(lambda: all(one.state == "published" for one in seen))
    expected: Counter[str] = Counter()
    for phone in hall.phones:
        expected.update(phone.confirmed.choice if phone.confirmed else {})
    counted = Counter(ballot_now(server.instance, ballot_id).result)
    wrong = (counted - expected).total() + (expected - counted).total()
    return (max(one.state_at for one in seen) - published if arrived else None), wrong
