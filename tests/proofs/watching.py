"""Everything that people who did not vote can see of an evening, written down so that two evenings can be compared."""

import json
import re
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

from participation.bench import votes
from participation.bench.phones import Screen
from participation.bench.wire import Caller
from participation.voting.rules import BallotKind
from tests.proofs.hall import Hall

FEW = 20  # in a hall with so many votes at most, everything is read once before the count
PULSE = {"beat", "presence"}  # sent by the clock of the machine, not because somebody voted
WRITTEN_AT = re.compile(r"<dcterms:(created|modified)[^>]*>[^<]*<")
TIMES = re.compile(r"^\S+ \S+ |[0-9]+ ms$", re.MULTILINE)


@dataclass
class Written:
    """Place -> what was seen there, line by line."""

    lines: dict[str, list[str]] = field(default_factory=dict)

    def add(self, place: str, text: str) -> None:
        self.lines.setdefault(place, []).extend(text.splitlines())

    def differences(self, other: "Written") -> list[str]:
        """Wherever the two are not the same to the letter: the place, and both lines."""
        found = []
        for place in sorted(self.lines | other.lines):
            pairs = zip_longest(self.lines.get(place, []), other.lines.get(place, []))
            found += [f"{place}: {one!r} / {another!r}" for one, another in pairs if one != another]
        return found


@dataclass
class Observers:
    """Guest, holder of an unused ticket, projector, moderator: open sockets, and every page they may ask for."""

    hall: Hall
    paths: list[str]
    written: Written = field(default_factory=Written)
    figures: dict[str, int] = field(default_factory=dict)
    screens: dict[str, Screen] = field(default_factory=dict)

    def take_their_places(self, ticket: str) -> None:
        self.screens["guest"] = self.hall.stranger().screen
        self.screens["holder"] = self.hall.phone(ticket).screen
        self.screens["projector"] = self.hall.wall("projector")
        self.screens["moderator"] = self.hall.wall("console")
        for name, screen in self.screens.items():
            screen.heard = lambda event, data, _at, name=name: self.hears(name, event, data)
            self.written.add(f"{name}: hello", said(votes.greeted(screen)))

    def hears(self, name: str, event: str, data: Any) -> None:
        if event in PULSE:
            self.written.lines.setdefault(f"{name}: {event} has {sorted(data)}", [])
            return
        self.written.add(f"{name}: {event}", said(data))
        if event == "tally":
            self.figures[name] = data["revision"]

    def have_seen(self, changes: int) -> bool:
        return all(self.figures.get(name) == changes for name in self.screens)

    def read_everything(self, moment: str, *, within: str = "") -> None:
        """within: a part of the addresses, where only those are to be read."""
        for name, screen in self.screens.items():
            for path in (one for one in self.paths if within in one):
                self.written.add(f"{name}: {path} {moment}", read(screen.browser, path))

    def end(self) -> Written:
        """Hand over what was written so far and begin a new sheet."""
        lines = TIMES.sub("", self.hall.server.log()).splitlines()
        # which of two things at the same moment is logged first is the machine's business
        self.written.add("log", "\n".join(sorted(line for line in lines if "/alive" not in line)))
        written, self.written = self.written, Written()
        return written


def said(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=0)


def read(browser: Caller, path: str) -> str:
    """Status, headers but the time of day, and every letter of a page or of a packed file."""
    answer = Caller(browser.port, dict(browser.cookies)).get(path)
    packed = is_zipfile(BytesIO(answer.body))
    of_the_moment = {"Date", "Content-Length"} if packed else {"Date"}  # how small a time packs depends on the time
    headers = [f"{name}: {value}" for name, value in answer.headers if name not in of_the_moment]
    return "\n".join([str(answer.status), *headers, unpacked(answer.body) if packed else answer.text])


def unpacked(body: bytes) -> str:
    """Every letter of every part of a workbook, but when it was written."""
    with ZipFile(BytesIO(body)) as file:
        return "\n".join(f"{name}\n{WRITTEN_AT.sub('', file.read(name).decode())}" for name in sorted(file.namelist()))


@dataclass
class Told:
    """An evening: what could be seen before the publication, what after, and the result."""

    before: Written
    after: Written
    result: dict[str, int]


def hold_evening(instance: Path, hall: Hall, paths: list[str], choices: list[list[int]]) -> Told:
    """One confidential ballot. choices: for each voter the places of the options chosen, the last one counts."""
    hall.begins(BallotKind.CONFIDENTIAL)
    observers = Observers(hall, paths)
    observers.take_their_places(hall.evening.tickets[-1])
    ballot = hall.facts()
    changes = 0
    moments = {1, len(choices) // 2, len(choices)} if len(choices) > FEW else {len(choices) // 2}
    for number, turns in enumerate(choices, 1):
        voter = Caller(hall.server.port)
        assert voter.post("/ticket", {"ticket": hall.evening.tickets[number - 1]}).status == 303
        for turn, place in enumerate(turns, 1):
            changes += 1
            message = {"ballot": ballot["id"], "revision": ballot["revision"], "seq": turn, "nonce": f"{changes:032x}"}
            choice = {ballot["options"][place]: 1}
            answer = voter.send(f"/live/{hall.evening.topic}/cast", {**message, "choice": choice})
            assert json.loads(answer.body)["status"] == "stored"
            assert votes.until(partial(observers.have_seen, changes), within=30)
        if number in moments:
            observers.read_everything(f"after {number} votes")
    hall.moves("pause")
    hall.moves("resume")
    hall.ends()
    observers.read_everything("after the count")
    before = observers.end()
    hall.moves("publish")
    observers.read_everything("after the publication", within=hall.evening.topic)
    counts = hall.ballot().result
    assert counts is not None
    return Told(before, observers.end(), {option: counts[option] for option in ballot["options"]})
