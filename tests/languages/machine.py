"""A machine that speaks LibreTranslate's HTTP API on the loopback, in every mood it can have."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any, ClassVar

from tests.loopback import JsonDesk

KNOWN = ("de", "en", "tr", "ar", "uk")
WORDS = {
    "de": "Das ist eine Übersetzung ins Deutsche, die ganz gut klingt",
    "en": "This is a translation into English, which sounds quite good",
    "tr": "Bu, kulağa oldukça hoş gelen Türkçe bir çeviridir",
    "ar": "هذه ترجمة إلى العربية تبدو جيدة جدا",
}


@dataclass
class Machine:
    """address: where it listens; asked: what it was sent. answer: text, source, target -> what it says."""

    address: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    mood: str = "good"
    key: str = ""
    answer: Callable[[str, str, str], str] = lambda text, _source, target: f"{WORDS[target]}: {len(text)}."


class Handler(JsonDesk):
    machine: ClassVar[Machine]
    never: ClassVar[threading.Event]

    def do_GET(self) -> None:  # noqa: N802 - the name http.server asks for
        self.machine.paths.append(self.path)
        if self.machine.mood in {"slow", "gone"}:
            self.misbehave()
        elif self.path == "/languages":
            languages = [{"code": one, "name": one, "targets": list(KNOWN)} for one in KNOWN]
            self.says(200, languages)
        else:
            self.says(404, {"error": "Not found"})

    def do_POST(self) -> None:  # noqa: N802 - the name http.server asks for
        self.machine.paths.append(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        wish = json.loads(body)
        self.machine.asked.append(wish)
        if self.machine.key and wish.get("api_key") != self.machine.key:
            self.says(403, {"error": "Invalid API key"})
        elif self.machine.mood != "good":
            self.misbehave()
        elif wish["source"] not in KNOWN or wish["target"] not in KNOWN:
            self.says(400, {"error": f"{wish['target']} is not supported"})
        else:
            texts = [self.machine.answer(one, wish["source"], wish["target"]) for one in wish["q"]]
            self.says(200, {"translatedText": texts})

    def misbehave(self) -> None:
        mood = self.machine.mood
        act = getattr(self, f"is_{mood}", None) if mood.isidentifier() else None
        if mood.isdecimal():
            self.says(int(mood), {"error": "Slowdown: too many requests"})
        elif act is not None:
            act()
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(mood.encode())

    def is_slow(self) -> None:
        self.never.wait(30)

    def is_dripping(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while not self.never.wait(0.02):
                self.wfile.write(b" ")

    def is_gone(self) -> None:
        self.close_connection = True
        self.connection.close()

    def is_half(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b'{"translatedText": ["Ha')
        self.close_connection = True

    def is_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while True:
                self.wfile.write(b"[" * 65536)

    def is_elsewhere(self) -> None:
        self.send_response(307)
        self.send_header("Location", "http://127.0.0.2:9/translate")
        self.end_headers()


@contextmanager
def machine_on_the_loopback() -> Iterator[Machine]:
    never = threading.Event()
    handler = type("OwnHandler", (Handler,), {"never": never})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        machine = Machine(f"http://127.0.0.1:{server.server_port}")
        handler.machine = machine  # type: ignore[attr-defined] # made for this one server
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        serving.start()
        try:
            yield machine
        finally:
            never.set()
            server.shutdown()
            serving.join()
