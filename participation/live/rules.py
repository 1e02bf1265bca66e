"""When a frame is due, and how much of something a second may hold. Times are seconds of a steady clock."""

from dataclasses import dataclass
from enum import StrEnum

REST = 0.15  # a tally that has not changed for so long goes out at once
CLOSEST = 0.25  # two tally frames to the same screens are never closer
PRESENCE_APART = 2.0
LEAVES_AFTER = 20.0  # a phone that sleeps has not left
BEAT = 12.0


class Screen(StrEnum):
    PHONE = "phone"
    PROJECTOR = "projector"
    CONSOLE = "console"


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
    at: float = 0.0

    def wait(self, now: float) -> float:
        if self.left < 0:
            self.left, self.at = self.burst, now
        self.left = min(self.burst, self.left + max(0.0, now - self.at) * self.per_second)
        self.at = now
        if self.left >= 1.0:
            self.left -= 1.0
            return 0.0
        return (1.0 - self.left) / self.per_second
