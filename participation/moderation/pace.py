"""How fast one person may send, and who waits for a person while many new ones send at once. Pure, like `rules`.

Limits are for a person, never for an address: a hall of three hundred shares one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from participation.foundation.messages import N_, Refused


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many at once, then one `every` so often (a bucket of tokens)."""

    at_once: int
    every: timedelta


# the first stops a flood in its minute, the second one that goes on all day; both leave room for a long evening
STRETCHES = (Stretch(6, timedelta(minutes=1)), Stretch(40, timedelta(minutes=10)))
# whoever edits corrects what they see only now, so more at once; each edit is read by a person as well
EDIT_STRETCHES = (Stretch(10, timedelta(minutes=1)), Stretch(40, timedelta(minutes=10)))
REMEMBERED = 120  # contributions of one person that are looked back at: nobody keeps the pace up for longer

NEWCOMERS = 30  # first contributions of new guests in the town …
NEWCOMERS_WITHIN = timedelta(minutes=1)  # … in this time: more is a burst, unless a hall is together
SETTLED = timedelta(days=1)  # what stood so long in public was seen


class TooFast(Refused):
    message = N_(
        "You have sent a lot in a short time, and others want to be read too. Your text is still here: "
        "please send it again in %(minutes)s min."
    )
    code = "too_fast"
    status = 429


def wait(sent: Sequence[datetime], now: datetime, stretches: Sequence[Stretch] = STRETCHES) -> timedelta:
    """How long somebody still has to wait. sent: when their last contributions came, the oldest first."""
    return max((wait_in(stretch, sent, now) for stretch in stretches), default=timedelta(0))


def wait_in(stretch: Stretch, sent: Sequence[datetime], now: datetime) -> timedelta:
    """Each contribution uses up `every` of somebody's time, beginning when it came or when the one before is used up.

    Whoever has no more than `at_once - 1` of them before them may send. Whole moments, so nothing is rounded.
    """
    used_up = now
    for place, at in enumerate(sent):
        used_up = (at if place == 0 else max(used_up, at)) + stretch.every
    return max(timedelta(0), used_up - (stretch.at_once - 1) * stretch.every - now)


def minutes(waiting: timedelta) -> int:
    """In whole minutes, as one says it: a part of one is one."""
    return -(-waiting // timedelta(minutes=1))


def require_pace_of(sent: Sequence[datetime], now: datetime, stretches: Sequence[Stretch] = STRETCHES) -> None:
    """Raises TooFast."""
    waiting = wait(sent, now, stretches)
    if waiting:
        raise TooFast(minutes=minutes(waiting))


def is_burst(newcomers: int, *, hall_is_open: bool) -> bool:
    """Whether more new guests write than a town has at once. newcomers: those of the last minute before this one."""
    return newcomers >= NEWCOMERS and not hall_is_open


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person's contributions came to. settled: public for a day or longer; taken_down: public once, not now.

    A report that was upheld takes something down, so it counts here.
    """

    settled: int = 0
    taken_down: int = 0


def is_known(standing: Standing) -> bool:
    """Whoever has published before, and of whom nothing had to be taken down, keeps the rule of the phase."""
    return standing.settled > 0 and standing.taken_down == 0


def must_wait(newcomers: int, standing: Standing, *, hall_is_open: bool) -> bool:
    """Under a burst of new guests a person reads first what somebody sends whom nobody knows yet.

    Nobody is refused: identities are free to make (one drops the cookie), so a burst is either a flood or a hall of
    people without an account, and from outside they look the same. Where a session runs it is the hall.
    """
    return is_burst(newcomers, hall_is_open=hall_is_open) and not is_known(standing)
