"""When a frame goes out, how much a second may hold, and what a browser may say on the socket."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.live.rules import (
    BARE,
    CLOSEST,
    RESERVED,
    REST,
    Allowance,
    Audience,
    Packet,
    Screen,
    frame_due,
    may_follow,
    packet_kind,
)

SECONDS = st.floats(0, 1000)


@given(SECONDS, SECONDS, st.sampled_from([0.25, 1.0]))
def test_a_frame_is_never_too_close_and_never_later_than_it_must(sent: float, changed: float, interval: float) -> None:
    due = frame_due(last_sent=sent, last_change=changed, interval=interval)

    assert due >= sent + CLOSEST
    assert due <= max(sent + interval, sent + CLOSEST)
    assert due <= max(sent + CLOSEST, changed + REST)


def test_the_last_change_of_a_burst_goes_out_after_a_rest() -> None:
    assert frame_due(last_sent=10.0, last_change=10.5, interval=1.0) == 10.5 + REST
    assert frame_due(last_sent=10.0, last_change=10.95, interval=1.0) == 11.0
    assert frame_due(last_sent=10.0, last_change=10.01, interval=1.0) == 10.0 + CLOSEST


def test_screens_share_a_frame_only_if_everything_is_the_same() -> None:
    audiences = [Audience(t, screen, lang) for t in ("a", "b") for screen in Screen for lang in ("de", "ar")]

    assert len({audience.room for audience in audiences}) == len(audiences)


def test_an_allowance_gives_its_burst_and_then_so_many_a_second() -> None:
    allowance = Allowance(per_second=2.0, burst=3.0)

    assert [allowance.wait(0.0) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert allowance.wait(0.0) > 0
    assert [allowance.wait(10.0) for _ in range(3)] == [0.0, 0.0, 0.0]


def test_whoever_comes_later_waits_longer() -> None:
    allowance = Allowance(per_second=10.0, burst=1.0)
    allowance.wait(0.0)

    waits = [allowance.wait(0.0) for _ in range(5)]

    assert waits == sorted(waits)
    assert len(set(waits)) == 5
    assert waits[0] > 0


@given(st.lists(st.floats(0, 0.2), max_size=100))
def test_in_the_long_run_nobody_gets_more_than_was_allowed(pauses: list[float]) -> None:
    allowance, now, given_out = Allowance(per_second=5.0, burst=4.0), 0.0, 0
    for pause in pauses:
        now += pause
        given_out += allowance.wait(now) == 0.0

    assert given_out <= 4 + 5 * now + 1e-6


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    allowance = Allowance(per_second=1.0, burst=1.0)
    allowance.wait(100.0)

    assert allowance.wait(50.0) > 0


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        *BARE.items(),
        ('40{"token":"x"}', Packet.CONNECT),
        ('42["cast",{"choice":1}]', Packet.EVENT),
        ('427["cast"]', Packet.EVENT),
        ('42["cast",\n{}]', Packet.EVENT),
    ],
)
def test_what_a_browser_may_say(raw: str, kind: Packet) -> None:
    assert packet_kind(raw) is kind


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "4",
        "2probe",
        "40[]",
        "40{",
        "42",
        "42{}",
        "42[]",
        "42[1]",
        "42[null]",
        '42["cast"',
        '42x["cast"]',
        '4201["cast"]',
        '42/admin,["cast"]',
        '451-["cast",{"_placeholder":true,"num":0}]',
        '42["a\x00b"]',
        '42["a\\u0000b"]',
        "42" + "[" * 100_000,
        '42["cast",' + "9" * 5_000 + "]",
        b'42["cast"]',
        None,
        *(f'42["{name}"]' for name in sorted(RESERVED)),
    ],
)
def test_everything_else_is_malformed(raw: object) -> None:
    assert packet_kind(raw) is Packet.MALFORMED


@given(st.text(st.sampled_from([*'0123456789[]{}",\\:abc/-\x00 '])))
def test_no_packet_makes_the_reader_stumble(raw: str) -> None:
    assert packet_kind(raw) in set(Packet)


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (Packet.PONG, True, True),
        (Packet.CLOSE, True, True),
        (Packet.CONNECT, True, False),
        (Packet.LEAVE, False, True),
        (Packet.EVENT, False, True),
        (Packet.MALFORMED, False, False),
    ],
)
def test_the_namespace_is_opened_once_and_nothing_is_said_before(kind: Packet, *, before: bool, after: bool) -> None:
    assert (may_follow(kind, joined=False), may_follow(kind, joined=True)) == (before, after)
