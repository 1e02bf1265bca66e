"""HTTP and WebSocket over a bare gevent socket: so light that 500 phones fit beside the server they measure."""

import base64
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from gevent import socket

PATIENCE = 30.0  # seconds for any one answer
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
NO_MASK = bytes(4)  # a mask of zeros is a mask: the server undoes it, and we need not compute


class HungUp(Exception):  # noqa: N818 - an event of the line, not a fault of ours
    """The other side ended the connection. code: of the close frame, 0 without one."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(f"the connection ended ({code})")
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page door said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def cookies(self) -> dict[str, str]:
        found = [value.split(";")[0] for key, value in self.headers if key.lower() == "set-cookie"]
        return {one.partition("=")[0]: one.partition("=")[2] for one in found}


@dataclass(slots=True)
class Caller:
    """Somebody with a browser: keeps cookies, says where its forms come from.

    window: bytes its sockets take before it reads them, 0 as the system thinks best.
    """

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    host: str = "127.0.0.1"
    window: int = 0

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, b"", headers)

    def post(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", path, urlencode(form).encode(), {**kind, **headers})

    def send(self, path: str, message: object) -> Answer:
        kind = {"Content-Type": "application/json", "Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", path, json.dumps(message).encode(), kind)

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """HTTP/1.0: the answer ends with the connection. Raises OSError."""
        lines = [f"{method} {path} HTTP/1.0", *self.head(headers)]
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        with socket.create_connection((self.host, self.port), PATIENCE) as line:
            line.sendall("\r\n".join([*lines, "", ""]).encode() + body)
            answer = parsed(b"".join(iter(lambda: line.recv(65536), b"")))
        self.cookies.update(answer.cookies())
        return answer

    def head(self, headers: Mapping[str, str]) -> list[str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {"Host": f"{self.host}:{self.port}", **({"Cookie": cookies} if cookies else {}), **headers}
        return [f"{name}: {value}" for name, value in given.items()]

    def opens_socket(self, path: str = "/socket.io/?EIO=4&transport=websocket", **headers: str) -> "WebSocket":
        """Raises HungUp with the HTTP status when the server opens none."""
        asked = {
            "Origin": f"http://{self.host}:{self.port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(bytes(16)).decode(),
            **headers,
        }
        asked = {name: value for name, value in asked.items() if value}
        line = socket.socket()
        try:
            if self.window:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.window)
            line.connect((self.host, self.port))
            line.sendall("\r\n".join([f"GET {path} HTTP/1.1", *self.head(asked), "", ""]).encode())
        except OSError:
            line.close()
            raise
        return WebSocket(line).begin()


def parsed(raw: bytes) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(": ") for line in lines]
    status = first.split(" ")[1] if " " in first else "0"
    return Answer(int(status), [(name, value) for name, _, value in pairs], body)


class WebSocket:
    """The client's end of one connection. Written for measuring: it trusts the server it started itself."""

    def __init__(self, line: Any) -> None:
        self.line = line
        self.handshake = Answer(0, [], b"")
        self._inbox = bytearray()

    def begin(self) -> "WebSocket":
        """Read the server's answer. Raises HungUp with its status when it opens no socket."""
        while b"\r\n\r\n" not in self._inbox:
            self._more()
        head, _, rest = bytes(self._inbox).partition(b"\r\n\r\n")
        self.handshake = parsed(head + b"\r\n\r\n")
        self._inbox = bytearray(rest)
        if self.handshake.status != 101:
            self.line.close()
            raise HungUp(self.handshake.status)
        return self

    def send(self, text: str) -> None:
        self.send_frame(TEXT, text.encode())

    def send_frame(self, kind: int, payload: bytes, *, masked: bool = True) -> None:
        """Raises OSError when the line is dead."""
        mask = 0x80 if masked else 0
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", 0x80 | kind, mask | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x80 | kind, mask | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, mask | 127, size)
        self.line.sendall(head + (NO_MASK if masked else b"") + payload)

    def receive(self) -> str:
        """The next text. Raises HungUp."""
        while True:
            kind, payload = self.receive_frame()
            if kind == TEXT:
                return payload.decode()
            if kind == CLOSE:
                raise HungUp(struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005)
            if kind == PING:
                self.send_frame(PONG, payload)

    def receive_frame(self) -> tuple[int, bytes]:
        self._need(2)
        first, second = self._inbox[0], self._inbox[1]
        if first & 0xF0 != 0x80 or second & 0x80:
            raise ValueError(f"not a whole, unmasked frame of a server: {first:#x} {second:#x}")
        size, start = second & 0x7F, 2
        if size >= 126:
            start = 4 if size == 126 else 10
            self._need(start)
            size = int.from_bytes(self._inbox[2:start], "big")
        self._need(start + size)
        payload = bytes(self._inbox[start : start + size])
        del self._inbox[: start + size]
        return first & 0x0F, payload

    def close(self) -> None:
        self.line.close()

    def _need(self, size: int) -> None:
        while len(self._inbox) < size:
            self._more()

    def _more(self) -> None:
        try:
            arrived = self.line.recv(65536)
        except OSError as dead:
            self.line.close()
            raise HungUp from dead
        if not arrived:
            self.line.close()
            raise HungUp
        self._inbox += arrived
