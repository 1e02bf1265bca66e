"""The door-keeper: who may knock, before anything of the house has looked."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import Client

from participation.foundation.guard import Guard, answers_to, same_origin
from tests.conftest import House

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SOCKET = "/socket.io/?EIO=4&transport=websocket"
# what every WebSocket begins with
OPENING = {
    "Connection": "keep-alive, Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


class Inside:
    """What lies behind the door; it keeps what the door-keeper let through."""

    def __init__(self) -> None:
        self.seen: list[WSGIEnvironment] = []

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self.seen.append(environ)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"inside"]


def door(*hosts: str) -> tuple[Client, Inside]:
    inside = Inside()
    return Client(Guard(inside, hosts or ("halle.example",))), inside


@pytest.mark.parametrize("host", ["evil.example", "halle.example.evil.example", "xhalle.example", "", "@halle.example"])
def test_a_foreign_host_is_turned_away_from_pages_and_socket(host: str) -> None:
    client, inside = door()

    for path in ("/", SOCKET):
        answer = client.get(path, headers={"Host": host, "Origin": f"http://{host}"})
        assert answer.status_code == 400
        assert "does not answer to that host name" in answer.text
    assert inside.seen == []


@pytest.mark.parametrize("host", ["halle.example", "HALLE.example", "halle.example:5000"])
def test_the_own_host_passes_with_any_port_and_case(host: str) -> None:
    client, _ = door()

    assert client.get("/", headers={"Host": host}).text == "inside"


@pytest.mark.parametrize(
    ("host", "known", "answers"),
    [
        ("stadt.example.org", ".example.org", True),
        ("a.b.example.org", ".example.org", True),
        ("example.org", ".example.org", False),
        ("badexample.org", ".example.org", False),
        ("[::1]:5000", "[::1]", True),
        ("[::2]:5000", "[::1]", False),
        ("[::1].evil.example", "[::1]", False),
        ("[::1", "[::1]", False),
        ("127.0.0.1:80:80", "127.0.0.1", False),
        ("127.0.0.1:evil.example", "127.0.0.1", False),
        ("127.0.0.1:80", "127.0.0.1", True),
        ("127.0.0.1.evil.example", "127.0.0.1", False),
    ],
)
def test_which_names_are_ours(host: str, known: str, *, answers: bool) -> None:
    assert answers_to(host, [known]) is answers


@pytest.mark.parametrize(
    "address", ["/socket.io/", "/socket.io", "/socket.io/?EIO=4&transport=polling", "/socket.io/?transport=websocket2"]
)
def test_on_the_socket_only_websocket_passes(address: str) -> None:
    client, inside = door()

    answer = client.get(address, headers={"Host": "halle.example", "Origin": "http://halle.example"})

    assert answer.status_code == 403
    assert "Only WebSocket is served here" in answer.text
    assert inside.seen == []


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "http://halle.example.evil.example",
        "http://halle.example:8080",
        "http://halle.example@evil.example",
        "file://halle.example",
        "halle.example",
    ],
)
def test_a_foreign_page_gets_no_socket(origin: str | None) -> None:
    client, inside = door()
    headers = {"Host": "halle.example"} | ({"Origin": origin} if origin else {})

    answer = client.get(SOCKET, headers=headers)

    assert answer.status_code == 403
    assert "may not open a socket" in answer.text
    assert inside.seen == []


@pytest.mark.parametrize("host", ["halle.example", "halle.example:5000"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_own_page_gets_its_socket_also_behind_a_proxy_with_tls(host: str, scheme: str) -> None:
    client, inside = door()

    answer = client.get(SOCKET, headers={"Host": host, "Origin": f"{scheme}://{host}", **OPENING})

    assert (answer.text, len(inside.seen)) == ("inside", 1)


def test_the_offer_to_compress_is_taken_out_of_the_handshake_only() -> None:
    client, inside = door()
    offer = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}

    client.get(SOCKET, headers={"Host": "halle.example", "Origin": "http://halle.example", **OPENING, **offer})
    client.get("/", headers={"Host": "halle.example", **offer})

    assert ["HTTP_SEC_WEBSOCKET_EXTENSIONS" in environ for environ in inside.seen] == [False, True]


@pytest.mark.parametrize("missing", OPENING)
def test_half_an_opening_of_a_socket_is_answered_in_words(missing: str) -> None:
    client, inside = door()
    half = {name: value for name, value in OPENING.items() if name != missing}

    answer = client.get(SOCKET, headers={"Host": "halle.example", "Origin": "http://halle.example", **half})

    assert (answer.status_code, answer.text) == (400, "This is not the opening of a WebSocket.")
    assert inside.seen == []


def test_the_door_keeper_stands_before_the_whole_house(house: House) -> None:
    client = house.app.test_client()

    for path in ("/", "/ideas/ideen", "/dist/style.css", "/no-such-page", SOCKET):
        assert client.get(path, headers={"Host": "evil.example"}).status_code == 400, path
    assert client.get("/").status_code == 200


HOSTS = st.sampled_from(["halle.example", "halle.example:5000", "evil.example", "", "[::1]"])
ORIGINS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["http://", "https://", "HTTP://", "file://", "//", ""]),
    st.sampled_from(["", "halle.example@", "x"]),
    HOSTS,
    st.sampled_from(["", ":80", ".evil.example", "/", "@evil.example", "\\"]) | st.text(max_size=3),
)


@given(ORIGINS, HOSTS)
def test_only_the_very_host_is_the_same_origin(origin: str, host: str) -> None:
    scheme, _, rest = origin.lower().partition("://")
    expected = bool(host) and scheme in {"http", "https"} and re.split("[/?#]", rest)[0] == host

    assert same_origin(origin, host) is expected
