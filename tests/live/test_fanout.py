"""One emitter for a hall: many changes, few frames, and the last one is right."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent
import pytest

from participation.bench.votes import until
from participation.live import fanout as room
from participation.live.fanout import Fanout, Frame
from participation.live.rules import Audience, Screen

PHONE, WALL = Audience("hall", Screen.PHONE, "de"), Audience("hall", Screen.PROJECTOR, "de")


@dataclass
class Evening:
    """What the house shows: a number that grows. Rendering may take its time, as with a real database."""

    number: int = 0
    rendered: int = 0
    pause: Callable[[], None] = lambda: None

    def frame(self, audience: Audience) -> Frame:
        self.rendered += 1
        shown = self.number
        self.pause()
        return {"seq": shown, "html": f"{audience.lang}: {shown}"}

    def tally(self, topic: str, screen: Screen) -> Frame | None:  # noqa: ARG002 - a programme has this form
        return {"voted": self.number}


@dataclass
class Hall:
    """Remembers everything that leaves: (event, data) by room."""

    evening: Evening = field(default_factory=Evening)
    sent: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fanout = Fanout(lambda event, data, to: self.sent.setdefault(to, []).append((event, data)))
        self.fanout.programme = self.evening

    def heard(self, audience: Audience, event: str) -> list[Any]:
        return [data for name, data in self.sent.get(audience.room, []) if name == event]

    def votes(self, count: int, apart: float) -> None:
        for _ in range(count):
            self.evening.number += 1
            self.fanout.tally_changed("hall")
            gevent.sleep(apart)


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(room, "PRESENCE_APART", 0.05)
    monkeypatch.setattr(room, "LEAVES_AFTER", 0.4)
    return Hall()


def test_a_burst_of_votes_is_a_few_frames_and_the_last_one_carries_the_end(hall: Hall) -> None:
    hall.fanout.join("1", PHONE)
    hall.fanout.join("2", WALL)

    hall.votes(100, apart=0.01)

    assert until(lambda: bool(hall.heard(PHONE, "tally")) and hall.heard(PHONE, "tally")[-1] == {"voted": 100})
    assert until(lambda: hall.heard(WALL, "tally")[-1] == {"voted": 100})
    figures = [one["voted"] for one in hall.heard(WALL, "tally")]
    assert figures == sorted(set(figures))
    assert len(hall.heard(PHONE, "tally")) <= len(figures) < 50


def test_nobody_is_sent_figures_of_a_hall_in_which_they_are_not(hall: Hall) -> None:
    hall.fanout.join("1", WALL)
    hall.fanout.join("2", Audience("other", Screen.PROJECTOR, "de"))

    hall.votes(1, apart=0)

    assert until(lambda: hall.heard(WALL, "tally") == [{"voted": 1}])
    assert hall.heard(Audience("other", Screen.PROJECTOR, "de"), "tally") == []


def test_many_changes_at_once_are_one_frame_rendered_once_for_each_audience(hall: Hall) -> None:
    arabic = Audience("hall", Screen.PHONE, "ar")
    for number in range(50):
        hall.fanout.join(str(number), PHONE if number % 2 else arabic)

    for _ in range(20):
        hall.evening.number += 1
        hall.fanout.state_changed("hall")

    assert until(lambda: hall.heard(PHONE, "state") == [{"seq": 20, "html": "de: 20"}])
    assert hall.heard(arabic, "state") == [{"seq": 20, "html": "ar: 20"}]
    assert hall.evening.rendered == 2


def test_a_frame_that_was_overtaken_while_it_was_rendered_is_not_kept(hall: Hall) -> None:
    hall.fanout.join("1", PHONE)
    hall.evening.pause = lambda: gevent.sleep(0.05)
    asking = gevent.spawn(hall.fanout.frame, PHONE)
    gevent.sleep(0.01)

    hall.evening.number = 1
    hall.fanout.state_changed("hall")
    asking.join()

    assert asking.value["seq"] == 1
    assert until(lambda: len(hall.heard(PHONE, "state")) == 1)
    assert hall.fanout.frame(PHONE)["seq"] == 1


def test_a_frame_that_cannot_be_rendered_leaves_the_others_alone(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    honest = hall.evening.frame

    def stumbling(audience: Audience) -> Frame:
        if audience.screen is Screen.PHONE:
            raise RuntimeError("no words")
        return honest(audience)

    hall.evening.frame = stumbling  # type: ignore[method-assign] # a programme with a fault
    hall.fanout.join("1", PHONE)
    hall.fanout.join("2", WALL)

    hall.fanout.state_changed("hall")

    assert until(lambda: hall.heard(WALL, "state") == [{"seq": 0, "html": "de: 0"}])
    assert "no frame for phone" in caplog.text


def test_a_phone_that_comes_back_is_counted_once_and_one_that_stays_away_is_missed_later(hall: Hall) -> None:
    for number in range(3):
        hall.fanout.join(str(number), PHONE)
    hall.fanout.join("wall", WALL)

    hall.fanout.leave("0")
    assert hall.fanout.connected("hall") == 3  # asleep, not gone
    hall.fanout.join("0 again", PHONE)
    assert hall.fanout.connected("hall") == 3

    hall.fanout.leave("1")
    hall.fanout.leave("2")
    assert hall.fanout.connected("hall") == 3
    assert until(lambda: {"connected": 1} in hall.heard(WALL, "presence"))
    assert hall.fanout.connected("hall") == 1


def test_presence_is_told_to_screens_only_and_not_for_each_phone(hall: Hall) -> None:
    hall.fanout.join("wall", WALL)

    for number in range(200):
        hall.fanout.join(str(number), PHONE)

    assert until(lambda: hall.heard(WALL, "presence")[-1:] == [{"connected": 200}])
    assert len(hall.heard(WALL, "presence")) <= 3
    assert hall.heard(PHONE, "presence") == []


def test_when_everybody_has_left_nothing_is_kept_for_them(hall: Hall) -> None:
    for number in range(500):
        hall.fanout.join(str(number), PHONE)
    hall.fanout.frame(PHONE)

    for number in range(500):
        hall.fanout.leave(str(number))

    assert until(lambda: hall.fanout.connected("hall") == 0)
    assert (hall.fanout._rooms, hall.fanout._where, hall.fanout._frames) == ({}, {}, {})
