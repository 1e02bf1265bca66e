"""Who listens, and what goes out when. One rendering for each audience, however many screens it has."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

import gevent

from participation.foundation import chance, clock
from participation.live.rules import BEAT, INTERVALS, LEAVES_AFTER, PRESENCE_APART, Audience, Screen, frame_due

log = logging.getLogger(__name__)
Frame = Mapping[str, Any]
PACED = tuple(INTERVALS)


class Programme(Protocol):
    """What the house shows; `app` connects it. The fan-out itself knows no vote and no session."""

    def frame(self, audience: Audience) -> Frame:
        """The whole state for one audience: {epoch, seq, html, …}."""

    def tally(self, topic: str, screen: Screen) -> Frame | None:
        """The figures of what runs now, or None when nothing does."""


class Programmes:
    """A programme for each kind of screen."""

    def __init__(self, by_screen: Mapping[Screen, Programme]) -> None:
        self._by_screen = by_screen

    def frame(self, audience: Audience) -> Frame:
        return self._by_screen[audience.screen].frame(audience)

    def tally(self, topic: str, screen: Screen) -> Frame | None:
        return self._by_screen[screen].tally(topic, screen)


@dataclass(slots=True)
class Pace:
    """Of the tally frames to one kind of screen in one topic. timer: a frame is under way."""

    last_sent: float = -1e9
    last_change: float = -1e9
    timer: bool = False


@dataclass(slots=True)
class Listeners:
    audience: Audience
    sids: set[str] = field(default_factory=set)


class Fanout:
    """emit(event, data, room): how bytes leave; the socket gives it."""

    def __init__(self, emit: Callable[[str, Frame, str], None]) -> None:
        self.epoch = chance.token()[:12]
        self.programme: Programme | None = None
        self._emit = emit
        self._rooms: dict[str, Listeners] = {}
        self._where: dict[str, Audience] = {}
        self._frames: dict[Audience, Frame] = {}
        self._changes: Counter[str] = Counter()
        self._paces: dict[tuple[str, Screen], Pace] = defaultdict(Pace)
        self._dirty: dict[str, set[Screen]] = {}
        self._soon: set[tuple[str, frozenset[Screen]]] = set()
        self._left: dict[str, list[float]] = defaultdict(list)
        self._presence_due: set[tuple[str, float]] = set()
        self._beating = False

    # --- listeners

    def join(self, sid: str, audience: Audience) -> None:
        self.leave(sid, at_once=True)
        self._rooms.setdefault(audience.room, Listeners(audience)).sids.add(sid)
        self._where[sid] = audience
        if audience.screen is Screen.PHONE and self._left[audience.topic]:
            del self._left[audience.topic][0]  # most likely it is that very phone that comes back
        self._moved(audience)
        if not self._beating:
            self._beating = True
            gevent.spawn_later(BEAT, self._beat)

    def leave(self, sid: str, *, at_once: bool = False) -> None:
        audience = self._where.pop(sid, None)
        if audience is None:
            return
        listeners = self._rooms[audience.room]
        listeners.sids.discard(sid)
        if not listeners.sids:
            del self._rooms[audience.room]
            self._frames.pop(audience, None)
        if not at_once and audience.screen is Screen.PHONE:
            self._left[audience.topic].append(monotonic())
            self._presence_changed(audience.topic, LEAVES_AFTER)
        self._moved(audience)

    def connected(self, topic: str) -> int:
        """Phones that are there or were a moment ago; a sleeping phone has not left."""
        now = monotonic()
        recent = self._left[topic] = [left for left in self._left[topic] if now - left < LEAVES_AFTER]
        here = sum(len(room.sids) for room in self._listening(topic) if room.audience.screen is Screen.PHONE)
        return here + len(recent)

    def _listening(self, topic: str) -> list[Listeners]:
        return [room for room in self._rooms.values() if room.audience.topic == topic]

    # --- states

    def frame(self, audience: Audience) -> Frame:
        """The state of an audience, rendered once until it changes."""
        if self.programme is None:
            raise RuntimeError("the app has not connected a programme")
        frame = self._frames.get(audience)
        while frame is None:  # rendering may yield: what changed meanwhile must not be hidden by an older frame
            begun = self._changes[audience.topic]
            frame = self.programme.frame(audience)
            if begun != self._changes[audience.topic]:
                frame = self._frames.get(audience)
        self._frames[audience] = frame
        return frame

    def state_changed(self, topic: str, screens: Collection[Screen] = tuple(Screen), *, within: float = 0.0) -> None:
        """Whoever looks at `topic` sees the new state. Several changes at once become one frame.

        screens: the kinds that look different now; the others keep the frame they have. within: seconds it may take,
        in which further changes become the same frame; whoever comes meanwhile gets the new state.
        """
        self._changes[topic] += 1
        for audience in [one for one in self._frames if one.topic == topic and one.screen in screens]:
            del self._frames[audience]
        if within:
            self._changed_soon(topic, frozenset(screens), within)
            return
        if topic not in self._dirty:
            self._dirty[topic] = set()
            gevent.spawn(self._push, topic)
        self._dirty[topic].update(screens)

    def _changed_soon(self, topic: str, screens: frozenset[Screen], within: float) -> None:
        if (topic, screens) not in self._soon:
            self._soon.add((topic, screens))
            gevent.spawn_later(within, self._changed_now, topic, screens)

    def _changed_now(self, topic: str, screens: frozenset[Screen]) -> None:
        self._soon.discard((topic, screens))
        self.state_changed(topic, screens)

    def _push(self, topic: str) -> None:
        screens = self._dirty.pop(topic)
        for room in [one for one in self._listening(topic) if one.audience.screen in screens]:
            try:
                frame = self.frame(room.audience)
            except Exception:
                log.exception("no frame for %s", room.audience.screen)
                continue
            self._emit("state", frame, room.audience.room)

    # --- tallies

    def tally_changed(self, topic: str) -> None:
        now = monotonic()
        for screen in PACED:
            pace = self._paces[topic, screen]
            pace.last_change = now
            if not pace.timer:
                pace.timer = True
                self._wait(topic, screen, pace)

    def _wait(self, topic: str, screen: Screen, pace: Pace) -> None:
        due = frame_due(last_sent=pace.last_sent, last_change=pace.last_change, interval=INTERVALS[screen])
        gevent.spawn_later(max(0.0, due - monotonic()), self._send_tally, topic, screen)

    def _send_tally(self, topic: str, screen: Screen) -> None:
        pace = self._paces[topic, screen]
        due = frame_due(last_sent=pace.last_sent, last_change=pace.last_change, interval=INTERVALS[screen])
        if due > monotonic() + 0.001:  # it changed again meanwhile
            self._wait(topic, screen, pace)
            return
        pace.timer, pace.last_sent = False, monotonic()
        self.send_tally_now(topic, screen)

    def send_tally_now(self, topic: str, screen: Screen) -> None:
        rooms = [room for room in self._listening(topic) if room.audience.screen is screen]
        if not rooms or self.programme is None:
            return
        try:
            figures = self.programme.tally(topic, screen)
        except Exception:
            log.exception("no tally for %s", screen)
            return
        for room in rooms if figures else ():
            self._emit("tally", figures or {}, room.audience.room)

    # --- presence and beat

    def _moved(self, audience: Audience) -> None:
        """Somebody came or went. Nobody counts the readers of a page."""
        if audience.screen is not Screen.READER:
            self._presence_changed(audience.topic)

    def _presence_changed(self, topic: str, after: float = PRESENCE_APART) -> None:
        """Say the number after so many seconds; those who leave are missed later."""
        if (topic, after) not in self._presence_due:
            self._presence_due.add((topic, after))
            gevent.spawn_later(after, self._send_presence, topic, after)

    def _send_presence(self, topic: str, after: float) -> None:
        self._presence_due.discard((topic, after))
        count = {"connected": self.connected(topic)}
        if after == LEAVES_AFTER and self._left[topic]:  # somebody left after the first one did
            self._presence_changed(topic, LEAVES_AFTER)
        for room in self._listening(topic):
            if room.audience.screen is not Screen.PHONE:
                self._emit("presence", count, room.audience.room)

    def _beat(self) -> None:
        self._beating = bool(self._rooms)
        for room in list(self._rooms.values()):
            frame = self._frames.get(room.audience)
            if frame is not None:
                now = round(clock.now().timestamp() * 1000)
                self._emit("beat", {"epoch": self.epoch, "seq": frame["seq"], "now": now}, room.audience.room)
        if self._beating:
            gevent.spawn_later(BEAT, self._beat)


_current: Fanout | None = None


def use(fanout: Fanout | None) -> None:
    global _current  # noqa: PLW0603 - one process, one fan-out
    _current = fanout


def current() -> Fanout:
    if _current is None:
        raise RuntimeError("no fan-out is in use: create_app() makes one")
    return _current
