"""When a frame is due, how much a second may hold, and what a browser may send."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.live.rules import (
    CLOSEST,
    INTERVALS,
    REST,
    Allowance,
    Audience,
    Packet,
    Screen,
    frame_due,
    may_follow,
    packet_kind,
)

STEP = 0.001  # seconds; a timer is never exact
evenings = st.lists(st.floats(0, 30, allow_nan=False), min_size=1, max_size=200).map(sorted)


def frames_sent(changes: list[float], interval: float) -> list[float]:
    """The moments at which frames go out, as the fan-out's one timer does it."""
    sent: list[float] = []
    last_sent, waiting = -1e9, list(changes)
    while waiting:
        last_change = waiting.pop(0)
        due = max(last_change, frame_due(last_sent=last_sent, last_change=last_change, interval=interval))
        while waiting and waiting[0] <= due:
            last_change = waiting.pop(0)
            due = max(last_change, frame_due(last_sent=last_sent, last_change=last_change, interval=interval))
        last_sent = due
        sent.append(due)
    return sent


@given(evenings, st.sampled_from(list(INTERVALS)))
def test_two_frames_are_never_closer_than_a_quarter_of_a_second(changes: list[float], screen: Screen) -> None:
    sent = frames_sent(changes, INTERVALS[screen])

    assert all(later - earlier >= CLOSEST - STEP for earlier, later in pairwise(sent))


@given(evenings, st.sampled_from(list(INTERVALS)))
def test_the_last_change_is_on_every_screen_soon_after_it_rests(changes: list[float], screen: Screen) -> None:
    last = frames_sent(changes, INTERVALS[screen])[-1]

    assert changes[-1] <= last <= changes[-1] + max(REST, CLOSEST) + STEP


@given(st.integers(2, 400), st.floats(0.005, REST - 0.01), st.sampled_from(list(INTERVALS)))
def test_while_votes_keep_coming_one_frame_goes_out_each_interval(votes: int, apart: float, screen: Screen) -> None:
    changes = [number * apart for number in range(votes)]

    sent = frames_sent(changes, INTERVALS[screen])

    assert len(sent) <= changes[-1] / INTERVALS[screen] + 2


@given(evenings, st.sampled_from(list(INTERVALS)))
def test_no_change_waits_longer_than_the_interval(changes: list[float], screen: Screen) -> None:
    sent = frames_sent(changes, INTERVALS[screen])

    for change in changes:
        assert any(change - STEP <= moment <= change + INTERVALS[screen] + STEP for moment in sent)


@given(evenings, st.floats(1, 50), st.floats(1, 50))
def test_an_allowance_is_never_exceeded(knocks: list[float], per_second: float, burst: float) -> None:
    allowance = Allowance(per_second, burst)

    let_in = [moment for moment in knocks if allowance.wait(moment) == 0]

    assert len(let_in) <= burst + per_second * (knocks[-1] - knocks[0]) + 1
    assert let_in[0] == knocks[0]


def test_the_wait_grows_with_those_who_wait_and_is_over_when_it_was_said() -> None:
    allowance = Allowance(10, 2)

    waits = [allowance.wait(100.0) for _ in range(6)]

    assert waits == [0, 0, *[pytest.approx(wait) for wait in (0.2, 0.3, 0.4, 0.5)]]
    assert allowance.wait(100.2) == 0


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("3", Packet.PONG),
        ("1", Packet.CLOSE),
        ("40", Packet.CONNECT),
        ('40{"token":"x"}', Packet.CONNECT),
        ("41", Packet.LEAVE),
        ('42["cast",{}]', Packet.EVENT),
        ('420["cast",{},7]', Packet.EVENT),
        ('42999999999["x"]', Packet.EVENT),
        ('429999999999["x"]', Packet.MALFORMED),
        ('4207["x"]', Packet.MALFORMED),
        ('42["*"]', Packet.MALFORMED),
        (b"bytes", Packet.MALFORMED),
        (None, Packet.MALFORMED),
    ],
)
def test_what_a_browser_may_send(raw: object, kind: Packet) -> None:
    assert packet_kind(raw) is kind


@given(st.text() | st.binary() | st.from_regex(r"4[0-6][0-9]{0,3}[\[{\"a-z0-9,\]}-]{0,20}", fullmatch=True))
def test_no_message_makes_the_door_stumble(raw: object) -> None:
    kind = packet_kind(raw)

    assert kind in Packet
    assert not (kind is Packet.EVENT and may_follow(kind, joined=False))
    assert not (kind is Packet.CONNECT and may_follow(kind, joined=True))


def test_screens_that_get_the_same_bytes_share_a_room() -> None:
    assert Audience("a", Screen.PHONE, "de").room == Audience("a", Screen.PHONE, "de").room
    rooms = {Audience(topic, screen, lang).room for topic in "ab" for screen in Screen for lang in ("de", "ar")}
    assert len(rooms) == 28
