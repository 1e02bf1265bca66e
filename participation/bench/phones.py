"""A phone of the hall as the server sees it: Engine.IO and Socket.IO, as far as a vote needs them."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from time import monotonic
from typing import Any

import gevent
from gevent.event import AsyncResult

from participation.bench.wire import Caller, HungUp, WebSocket

ACK_WITHIN = 20.0  # seconds
PASSING = {"busy", "own_fault"}  # the same message is sent again
ACK = re.compile(r"43([0-9]+)(\[.*\])", re.DOTALL)
Heard = Callable[[str, Any, float], None]


class NotAcknowledged(Exception):  # noqa: N818 - what a phone meets on a bad line
    """No answer: the vote may be stored or not. The same message is sent again."""


@dataclass(slots=True)
class Screen:
    """A browser with an open socket: phone, projector or console.

    heard(event, data, at): called for everything the server pushes; received: bytes of all its messages.
    """

    browser: Caller
    screen: str
    topic: str = ""
    lang: str = "de"
    heard: Heard | None = None
    frames: Counter[str] = field(default_factory=Counter)
    online: bool = False
    ended: int = 0
    received: int = 0
    _socket: WebSocket | None = None
    _answers: dict[int, "AsyncResult[Any]"] = field(default_factory=dict)
    _asked: int = 0

    def connects(self) -> None:
        """Open the socket and the namespace; from here on a greenlet listens. Raises HungUp, OSError."""
        line = self.browser.opens_socket()
        try:
            opened = line.receive()
            line.send("40")
            joined = line.receive()
        except (HungUp, OSError):
            line.close()
            raise
        if opened[:1] != "0" or joined[:2] != "40":
            line.close()
            raise HungUp
        self._socket, self.online = line, True
        gevent.spawn(self._listen, line)

    def asks(self, event: str, message: object, within: float = ACK_WITHIN) -> Any:
        """Send an event and wait for its acknowledgement. Raises NotAcknowledged."""
        if self._socket is None or not self.online:
            raise NotAcknowledged
        self._asked += 1
        number = self._asked
        answer = self._answers[number] = AsyncResult()
        try:
            self._socket.send(f"42{number}{json.dumps([event, message])}")
            return answer.get(timeout=within)
        except (gevent.Timeout, HungUp, OSError) as lost:
            raise NotAcknowledged from lost
        finally:
            self._answers.pop(number, None)

    def says_hello(self) -> dict[str, Any]:
        """Ask until the server has room for us, and return everything it answers. Raises NotAcknowledged."""
        message = {"session": self.topic, "screen": self.screen, "lang": self.lang, "epoch": "", "seq": 0}
        while True:
            answer: dict[str, Any] = self.asks("hello", message)
            if "retry_in" not in answer:
                return answer
            gevent.sleep(answer["retry_in"])

    def hangs_up(self) -> None:
        self.online = False
        if self._socket is not None:
            self._socket.close()

    def _listen(self, line: WebSocket) -> None:
        try:
            while True:
                self._take(line, line.receive())
        except (HungUp, OSError) as ended:
            self.ended = getattr(ended, "code", 0)
        line.close()
        if self._socket is line:
            self.online = False
            for answer in list(self._answers.values()):
                answer.set_exception(HungUp(self.ended))

    def _take(self, line: WebSocket, packet: str) -> None:
        self.received += len(packet.encode())
        if packet == "2":
            line.send("3")
        elif packet.startswith("42"):
            event, data = json.loads(packet[2:])
            self.frames[event] += 1
            if self.heard is not None:
                self.heard(event, data, monotonic())
        elif found := ACK.fullmatch(packet):
            answer = self._answers.get(int(found[1]))
            if answer is not None:
                answer.set(json.loads(found[2])[0])


@dataclass(slots=True)
class Vote:
    """A whole choice with its number; sent again it is the same message."""

    sequence: int
    nonce: str
    choice: dict[str, int]


@dataclass(slots=True)
class Phone:
    """One voter. confirmed: the last vote the server acknowledged; waiting: one it has not answered yet."""

    browser: Caller
    screen: Screen
    confirmed: Vote | None = None
    waiting: Vote | None = None
    _sequence: int = 0

    def joins(self, code: str) -> None:
        self._takes_seat("/join", {"code": code})

    def uses(self, ticket: str) -> None:
        self._takes_seat("/ticket", {"ticket": ticket})

    def _takes_seat(self, path: str, form: dict[str, str]) -> None:
        answer = self.browser.post(path, form)
        if answer.status != 303:
            raise RuntimeError(f"{path} answered {answer.status}")
        self.screen.topic = answer.header("Location").partition("/live/")[2].partition("?")[0]

    def chooses(self, choice: dict[str, int]) -> Vote:
        """A new whole choice; it waits until the server has answered for it."""
        self._sequence += 1
        self.waiting = Vote(self._sequence, token_hex(16), choice)
        return self.waiting

    def sends(self, ballot: dict[str, Any], within: float = ACK_WITHIN) -> dict[str, Any]:
        """Send what waits. ballot: id and revision as the frame told them. Raises NotAcknowledged."""
        vote = self.waiting
        if vote is None:
            raise RuntimeError("nothing waits to be sent")
        message = {
            "session": self.screen.topic,
            "ballot": ballot["id"],
            "revision": ballot["revision"],
            "nonce": vote.nonce,
            "seq": vote.sequence,
            "choice": vote.choice,
        }
        answer: dict[str, Any] = self.screen.asks("cast", message, within)
        if answer.get("code") in PASSING:
            raise NotAcknowledged
        if answer.get("status") in {"stored", "duplicate"}:
            self.confirmed, self.waiting = vote, None
        return answer


def new_phone(port: int, lang: str = "de") -> Phone:
    browser = Caller(port)
    return Phone(browser, Screen(browser, "phone", lang=lang))
