"""Whatever arrives at the socket gets a clear answer: no traceback, no lost vote, no double one."""

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import gevent
import pytest

from participation.bench import votes
from participation.bench.phones import NotAcknowledged, Phone
from participation.bench.wire import BINARY, PING, TEXT, Caller, HungUp, WebSocket
from participation.live.line import AHEAD
from participation.voting.rules import BallotKind
from tests.proofs.hall import Hall

POLICY, TOO_BIG, BAD_TEXT = 1008, 1009, 1007
NARROW = 4096  # bytes that a slow reader's machine takes in


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """One server for all of these: each story leaves it as able as it was, or the next one fails."""
    with Hall.prepared(tmp_path_factory.mktemp("hostile")) as prepared:
        prepared.begins(BallotKind.CONFIDENTIAL)
        yield prepared
        assert "Traceback" not in prepared.server.log()


@pytest.fixture(scope="module")
def voter(hall: Hall) -> Phone:
    """A phone with a ticket that has voted."""
    phone = hall.phone(hall.evening.tickets[0])
    phone.chooses({hall.options()[0]: 2})
    assert phone.sends(hall.facts())["status"] == "stored"
    return phone


@pytest.fixture
def phone(hall: Hall, voter: Phone) -> Iterator[Phone]:
    """That phone again; whatever a story does, its vote is what it was and the server has no complaint."""
    before = hall.rows()

    yield voter

    assert hall.rows() == before
    assert "Traceback" not in hall.server.log()
    assert hall.server.answers()


def message(hall: Hall, **other: object) -> dict[str, Any]:
    """A vote that would count, but for what `other` says."""
    ballot = hall.facts()
    facts = {"session": hall.evening.topic, "ballot": ballot["id"], "revision": ballot["revision"], "seq": 1000}
    return {**facts, "nonce": secrets.token_hex(16), "choice": {hall.options()[1]: 1}, **other}


def raw(hall: Hall, window: int = 0) -> WebSocket:
    """A socket with its namespace open and nothing else."""
    line = Caller(hall.server.port, window=window).opens_socket()
    line.receive()
    line.send("40")
    assert line.receive().startswith("40")
    return line


def end_of(line: WebSocket) -> int:
    """The code with which the server ends the connection; 0 when it just hangs up."""
    try:
        with gevent.Timeout(20):
            while True:
                line.receive()
    except HungUp as ended:
        return ended.code
    finally:
        line.close()


# --- events


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": None},
        {"choice": []},
        {"choice": "A"},
        {"choice": {"1": "2"}},
        {"choice": {"999999": 1}},
        {"choice": {"1": 10**30}},
        {"choice": {"x": 1}},
        {"choice": {str(number): 1 for number in range(500)}},
        {"nonce": None},
        {"nonce": "zz"},
        {"nonce": {}},
        {"seq": "1"},
        {"seq": -1},
        {"seq": 1.5},
        {"seq": None},
        {"revision": "1"},
        {"revision": 10**20},
        {"ballot": None},
        {"ballot": "0" * 32},
        {"ballot": ["1"]},
        {"ballot": "\ud800"},
        {"session": None},
        {"session": "0" * 32},
        {"session": {}},
        {"session": "' OR 1=1 --"},
        {"lang": ["de"]},
    ],
)
def test_a_vote_with_a_wrong_part_is_refused_in_words(hall: Hall, phone: Phone, wrong: dict[str, object]) -> None:
    answer = phone.screen.asks("cast", message(hall, **{"seq": 0 if "lang" in wrong else 1000, **wrong}))

    assert answer.get("status", "refused") in {"refused", "rejected", "closed", "stale_seq"}
    if answer.get("status") != "stale_seq":
        assert answer["sentence"].endswith((".", "!"))


def test_one_point_too_many_is_refused_in_words(hall: Hall, phone: Phone) -> None:
    a, b = hall.options()[:2]

    answer = phone.screen.asks("cast", message(hall, choice={a: 2, b: 2}, lang="en"))

    assert (answer["status"], answer["sentence"]) == (
        "rejected",
        "You have 3 points, at most 2 for one option. Please take some away.",
    )
    assert answer["choice"] == {a: 2}


@pytest.mark.parametrize("missing", ["session", "ballot", "revision", "nonce", "seq", "choice"])
def test_a_vote_with_a_part_missing_is_refused_in_words(hall: Hall, phone: Phone, missing: str) -> None:
    incomplete = message(hall)
    del incomplete[missing]

    answer = phone.screen.asks("cast", incomplete)

    assert answer.get("status", "refused") in {"refused", "rejected", "closed"}
    assert answer["sentence"].endswith(".")


@pytest.mark.parametrize("event", ["cast", "hello"])
@pytest.mark.parametrize("sent", [None, 7, "x", [], [[]], {}, True])
def test_an_event_with_anything_else_than_a_message_is_refused_in_words(
    hall: Hall, phone: Phone, event: str, sent: object
) -> None:
    answer = phone.screen.asks(event, sent)

    # what names no language is answered in the house's own
    assert (answer["ok"], answer["code"]) == (False, "bad_request")
    assert answer["sentence"].endswith(".")


@pytest.mark.parametrize("event", ["vote", "", "state", "tally", "message", "json", "__proto__", "x" * 5000])
def test_an_unknown_event_is_refused_in_words(hall: Hall, phone: Phone, event: str) -> None:
    answer = phone.screen.asks(event, message(hall))

    assert (answer["ok"], answer["code"]) == (False, "bad_request")


@pytest.mark.parametrize("screen", ["console", "projector", "wall", "", None, 3])
def test_a_phone_cannot_listen_as_another_screen(hall: Hall, phone: Phone, screen: object) -> None:
    answer = phone.screen.asks("hello", {"session": hall.evening.topic, "screen": screen, "lang": "en"})

    assert answer["ok"] is False
    assert "frame" not in answer


# --- what is not of our protocol


@pytest.mark.parametrize(
    "packet",
    [
        "",
        "4",
        "49",
        "44{}",
        "45",
        '451-["cast",{"_placeholder":true,"num":0}]',
        "4599999999-[]",
        "46",
        "430[]",
        "42",
        "42[]",
        "42{}",
        '42{"0":"cast"}',
        "42[[]]",
        "42[{}]",
        "42[7]",
        "42null",
        '42["connect"]',
        '42["disconnect"]',
        '420["*",{}]',
        '42²["cast",{}]',
        "42" + "9" * 200 + '["cast",{}]',
        '42/admin,["cast",{}]',
        '42["cast"',
        "42" + "[" * 20000 + "]" * 20000,
        '42["cast",{"seq":' + "9" * 5000 + "}]",
        '42["cast",{"ballot":"\\u0000"}]',
        "40",
        "40/admin,",
        "40[]",
        "5",
        "6x",
        "2probe",
        "\u0664",
    ],
)
def test_a_packet_that_is_not_of_our_protocol_ends_the_connection(hall: Hall, phone: Phone, packet: str) -> None:
    line = raw(hall)

    line.send(packet)

    assert end_of(line) == POLICY


def test_a_vote_before_the_namespace_is_open_ends_the_connection(hall: Hall, phone: Phone) -> None:
    line = Caller(hall.server.port).opens_socket()
    line.receive()

    line.send("420" + json.dumps(["cast", message(hall)]))

    assert end_of(line) == POLICY


def test_binary_ends_the_connection(hall: Hall, phone: Phone) -> None:
    line = raw(hall)

    line.send_frame(BINARY, b"\x00\x01\x02")

    assert end_of(line) == POLICY


def test_text_that_is_no_text_ends_the_connection(hall: Hall, phone: Phone) -> None:
    line = raw(hall)

    line.send_frame(TEXT, b'42["\xff\xfe"]')

    assert end_of(line) == BAD_TEXT


def test_a_frame_without_a_mask_ends_the_connection(hall: Hall, phone: Phone) -> None:
    line = raw(hall)

    line.send_frame(TEXT, b'42["hello",{}]', masked=False)

    assert end_of(line) in {1002, 0}


def test_ten_megabytes_are_not_taken_in(hall: Hall, phone: Phone) -> None:
    line = raw(hall)
    before = hall.server.memory()

    def pour() -> None:
        with suppress(OSError):  # it is let go while it still talks
            line.send("420" + json.dumps(["cast", {"session": "x" * 10_000_000}]))

    pouring = gevent.spawn(pour)
    ended = end_of(line)
    pouring.join()

    assert ended in {TOO_BIG, 0}
    assert hall.server.memory() - before < 5_000_000


# --- who is at the door


@pytest.mark.parametrize("path", ["/", "/alive", "/join", "/socket.io/?EIO=4&transport=websocket"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "", "[::2]"])
def test_a_foreign_host_name_is_refused_on_pages_and_socket_alike(hall: Hall, path: str, host: str) -> None:
    assert Caller(hall.server.port).get(path, Host=host).status == 400


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "https://127.0.0.1", "file://", "http://127.0.0.1:1"]
)
def test_a_foreign_origin_gets_no_socket(hall: Hall, origin: str) -> None:
    with pytest.raises(HungUp) as refused:
        Caller(hall.server.port).opens_socket(Origin=origin)

    assert refused.value.code == 403


def test_a_form_from_a_foreign_page_is_refused(hall: Hall) -> None:
    code = hall.evening.code

    foreign = Caller(hall.server.port).post("/join", {"code": code}, **{"Sec-Fetch-Site": "cross-site"})

    assert foreign.status == 403
    assert foreign.cookies() == {}


@pytest.mark.parametrize("missing", ["Sec-WebSocket-Key", "Sec-WebSocket-Version", "Upgrade", "Connection"])
def test_half_an_opening_of_a_socket_is_answered_and_leaves_nothing_behind(hall: Hall, missing: str) -> None:
    with pytest.raises(HungUp) as refused:
        Caller(hall.server.port).opens_socket(**{missing: ""})

    assert refused.value.code in {400, 426}
    assert "Traceback" not in hall.server.log()


def test_long_polling_is_not_served(hall: Hall) -> None:
    assert Caller(hall.server.port).get("/socket.io/?EIO=4&transport=polling").status == 403


def test_no_extension_is_negotiated(hall: Hall) -> None:
    offered = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}

    line = Caller(hall.server.port).opens_socket(**offered)

    assert line.handshake.status == 101
    assert line.handshake.header("Sec-WebSocket-Extensions") == ""
    line.close()


@pytest.mark.parametrize("code", ["000000", "12345", "1234567", "", "abcdef", "' OR 1", "9" * 5000])
def test_a_wrong_code_opens_nothing(hall: Hall, code: str) -> None:
    assert code != hall.evening.code

    answer = Caller(hall.server.port).post("/join", {"code": code})

    assert answer.status == 422
    assert answer.cookies() == {}


# --- votes in a strange order


def test_replayed_and_reordered_messages_change_nothing(hall: Hall) -> None:
    ticket = hall.evening.tickets[10]
    phone, (a, b) = hall.phone(ticket), hall.options()[:2]
    first, second = message(hall, seq=1, choice={a: 1}), message(hall, seq=2, choice={b: 1})

    told = [phone.screen.asks("cast", one)["status"] for one in (second, first, second, second, first)]

    assert told == ["stored", "stale_seq", "duplicate", "duplicate", "stale_seq"]
    assert hall.rows()[ticket] == (2, 1, {b: 1})


def test_the_same_message_by_socket_and_by_page_at_once_counts_once(hall: Hall) -> None:
    ticket = hall.evening.tickets[11]
    phone, a = hall.phone(ticket), hall.options()[0]
    vote = message(hall, seq=1, choice={a: 1})

    by_socket = [gevent.spawn(phone.screen.asks, "cast", vote) for _ in range(5)]
    by_page = [gevent.spawn(phone.browser.send, f"/live/{hall.evening.topic}/cast", vote) for _ in range(5)]
    gevent.joinall([*by_socket, *by_page], raise_error=True)

    told = [one.value["status"] for one in by_socket] + [json.loads(one.value.body)["status"] for one in by_page]
    assert sorted(told) == ["duplicate"] * 9 + ["stored"]
    assert hall.rows()[ticket] == (1, 1, {a: 1})


def test_a_vote_without_a_seat_or_without_a_ticket_is_refused_in_words(hall: Hall) -> None:
    before = hall.rows()
    stranger, joined = hall.stranger(), hall.phone()

    told = [one.screen.asks("cast", message(hall, lang="en")) for one in (stranger, joined)]

    assert [one["code"] for one in told] == ["ticket_needed"] * 2
    assert hall.rows() == before


def test_a_ticket_in_use_elsewhere_moves_the_voter_and_adds_no_vote(hall: Hall) -> None:
    ticket, (a, b) = hall.evening.tickets[12], hall.options()[:2]
    old = hall.phone(ticket)
    assert old.screen.asks("cast", message(hall, seq=1, choice={a: 1}))["status"] == "stored"

    new = hall.phone(ticket)
    told = new.screen.asks("cast", message(hall, seq=2, choice={b: 1}))
    refused = old.screen.asks("cast", message(hall, seq=3, choice={a: 1}, lang="en"))

    assert told["status"] == "stored"
    assert refused["code"] == "ticket_elsewhere"
    assert refused["sentence"] == "Your ticket is in use on another phone now. Votes already counted stay counted."
    assert "Your ticket votes on another phone now." in old.browser.get(f"/live/{hall.evening.topic}?lang=en").text
    assert hall.rows()[ticket] == (2, 2, {b: 1})


def test_a_returned_ticket_no_longer_votes(hall: Hall) -> None:
    ticket = hall.evening.tickets[13]
    phone = hall.phone(ticket)
    hall.takes_back(ticket)

    by_socket = phone.screen.asks("cast", message(hall, lang="en"))
    again = Caller(hall.server.port).post("/ticket?lang=en", {"ticket": ticket})

    assert by_socket["code"] == "ticket_returned"
    assert (again.status, again.cookies()) == (410, {})
    assert ticket not in hall.rows()


# --- slow readers


def test_a_reader_that_sleeps_gets_every_frame_whole(hall: Hall) -> None:
    """Large answers pile up behind a full line; what arrives later is whole, in order, pongs between the frames."""
    line = raw(hall, NARROW)
    hello = {"session": hall.evening.topic, "screen": "phone", "lang": "ar"}
    asked = 90

    for number in range(asked):
        line.send(f"42{number}" + json.dumps(["hello", hello]))
        if number % 10 == 0:
            line.send_frame(PING, b"are you there?")
        gevent.sleep(0.02)  # as many as the server admits
    gevent.sleep(3)  # asleep: the server's line is full by now

    answers: list[int] = []
    pongs = size = 0
    while len(answers) < asked:
        kind, payload = line.receive_frame()
        size += len(payload)
        if kind != TEXT:
            pongs += 1
            continue
        found = re.fullmatch(r"43([0-9]+)(.*)", payload.decode(), re.DOTALL)
        if found:
            answers.append(int(found[1]))
            assert "ok" in json.loads(found[2])[0]
    line.close()

    assert sorted(answers) == list(range(asked))
    assert pongs == asked // 10
    assert size > 2 * AHEAD  # more than both machines take in: the server had to wait in the middle of a frame


def test_a_reader_that_never_wakes_is_let_go_and_holds_nobody_up(hall: Hall) -> None:
    files = hall.server.open_files()
    deaf = raw(hall, NARROW)
    hello = {"session": hall.evening.topic, "screen": "phone", "lang": "de"}
    for number in range(90):
        deaf.send(f"42{number}" + json.dumps(["hello", hello]))
        gevent.sleep(0.02)

    awake = hall.phone(hall.evening.tickets[14])
    assert awake.screen.asks("cast", message(hall))["status"] == "stored"
    assert votes.until(lambda: hall.server.open_files() <= files + 2, within=40)  # the one who is awake
    deaf.close()


def test_a_connection_that_floods_is_ended_and_the_hall_goes_on(hall: Hall, phone: Phone) -> None:
    line = raw(hall)
    hello = json.dumps(["hello", {"session": hall.evening.topic, "screen": "phone", "lang": "de"}])

    def pour() -> None:
        with suppress(OSError):
            for number in range(5000):
                line.send(f"42{number}{hello}")

    pouring = gevent.spawn(pour)
    answer = phone.screen.asks("cast", message(hall, seq=0))
    ended = end_of(line)
    pouring.join()

    assert answer["status"] == "stale_seq"
    assert ended in {POLICY, 0}


def test_those_who_leave_leave_nothing_behind(hall: Hall) -> None:
    before = hall.server.open_files()
    phones = [hall.phone() for _ in range(30)]
    assert hall.server.open_files() >= before + 30

    for number, phone in enumerate(phones):
        if number % 2:
            phone.screen.hangs_up()
        elif phone.screen._socket is not None:
            phone.screen._socket.send("1")  # a goodbye, and then silence

    assert votes.until(lambda: hall.server.open_files() <= before + 1, within=60)


def test_the_log_of_all_this_names_no_choice_and_no_address(hall: Hall, tmp_path: Path) -> None:
    log = hall.server.log()

    assert len(log.splitlines()) > 100
    assert "choice" not in log
    for ticket in hall.evening.tickets:
        assert ticket not in log


def test_a_closed_ballot_says_so(hall: Hall) -> None:
    phone = hall.phone(hall.evening.tickets[15])
    hall.ends()

    answer = phone.screen.asks("cast", message(hall, lang="en"))

    assert (answer["status"], answer["sentence"]) == ("closed", "This vote has ended. Thank you for taking part.")
    phone.screen.hangs_up()
    with pytest.raises(NotAcknowledged):
        phone.screen.asks("cast", message(hall))
