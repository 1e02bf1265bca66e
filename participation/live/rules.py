"""When a frame is due, and how much of something a second may hold. Times are seconds of a steady clock."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum

REST = 0.15  # a tally that has not changed for so long goes out at once
CLOSEST = 0.25  # two tally frames to the same screens are never closer
PRESENCE_APART = 2.0
LEAVES_AFTER = 20.0  # a phone that sleeps has not left
BEAT = 12.0
PACKETS, PACKETS_A_SECOND = 100, 20  # of one connection: at once, and in the long run; a phone sends far fewer
BUSY = 0.1  # seconds that anybody may wait because of those who arrive
UNREAD = 10.0  # a peer that takes nothing for so long is let go; it comes back by itself


class Screen(StrEnum):
    PHONE = "phone"
    PROJECTOR = "projector"
    CONSOLE = "console"
    BOOTH = "booth"  # of the interpreters: what is on, and what comes next
    WALL = "wall"  # of the desk: the cards of one step
    SPACE = "space"  # of the desk: the marketplace of an open space
    READER = "reader"  # of a page: it hears that there is more to read


# seconds between two frames while votes keep coming
INTERVALS = {Screen.PHONE: 1.0, Screen.PROJECTOR: 0.25, Screen.CONSOLE: 0.25}


@dataclass(frozen=True, slots=True)
class Audience:
    """Screens that get the very same bytes: one topic, one kind of screen, one language."""

    topic: str
    screen: Screen
    lang: str

    @property
    def room(self) -> str:
        return f"{self.screen}:{self.topic}:{self.lang}"


def frame_due(*, last_sent: float, last_change: float, interval: float) -> float:
    """The moment the next tally frame goes out: at rest or when the interval is over, but never closer than CLOSEST.

    So the last change of a burst is on every screen REST after it, and a steady stream costs one frame an interval.
    """
    return max(last_sent + CLOSEST, min(last_change + REST, last_sent + interval))


@dataclass(slots=True)
class Allowance:
    """So many a second for the whole server, never per address: a hall shares one.

    `wait(now)` takes one and returns 0.0, or says how many seconds to wait; the wait grows with those who wait.
    """

    per_second: float
    burst: float
    left: float = -1.0
    waiting: float = 0.0  # those sent away who have not had time to come back
    at: float = 0.0

    def wait(self, now: float) -> float:
        if self.left < 0:
            self.left, self.at = self.burst, now
        fresh = max(0.0, now - self.at) * self.per_second
        self.left, self.waiting = min(self.burst, self.left + fresh), max(0.0, self.waiting - fresh)
        self.at = now
        if self.left >= 1.0:
            self.left -= 1.0
            return 0.0
        self.waiting += 1.0
        return (self.waiting + 1.0 - self.left) / self.per_second


class Packet(StrEnum):
    """What a browser may send: its pulse, its goodbye, the opening and leaving of the namespace, an event."""

    PONG = "pong"
    CLOSE = "close"
    CONNECT = "connect"
    LEAVE = "leave"
    EVENT = "event"
    MALFORMED = "malformed"


BARE = {"3": Packet.PONG, "1": Packet.CLOSE, "40": Packet.CONNECT, "41": Packet.LEAVE}
EVENT = re.compile(r"42(?:0|[1-9][0-9]{0,8})?(\[.*\])", re.DOTALL)
# names that mean something to the library and never come from a browser
RESERVED = {"connect", "connect_error", "disconnect", "*"}


def packet_kind(raw: object) -> Packet:
    """What a message of the socket is, by Engine.IO 4 and Socket.IO 5, as far as we speak them.

    We have one namespace, no binary events and ask for no acknowledgements; all of that is malformed here, and so is
    whatever makes the library raise.
    """
    if not isinstance(raw, str) or "\x00" in raw or "\\u0000" in raw:
        return Packet.MALFORMED
    if raw in BARE:
        return BARE[raw]
    if raw.startswith("40{"):
        return Packet.CONNECT if isinstance(parsed(raw[2:]), dict) else Packet.MALFORMED
    event = EVENT.fullmatch(raw)
    parts = parsed(event[1]) if event else None
    if not isinstance(parts, list) or not parts or not isinstance(parts[0], str) or parts[0] in RESERVED:
        return Packet.MALFORMED
    return Packet.EVENT


def parsed(text: str) -> object:
    """The JSON value, or None for what is none (too deep, too long a number)."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def may_follow(kind: Packet, *, joined: bool) -> bool:
    """The namespace is opened once, and nothing is said in it before."""
    if kind is Packet.MALFORMED:
        return False
    if kind is Packet.CONNECT:
        return not joined
    return joined or kind in {Packet.PONG, Packet.CLOSE}
