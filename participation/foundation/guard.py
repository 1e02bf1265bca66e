"""The door-keeper: one WSGI middleware outside everything, also outside the socket.

Flask's own host check does not cover `/socket.io/`; this one does (docs/decisions/003).
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SOCKET_PATH = "/socket.io/"
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]\s]+)(?::[0-9]+)?")


class Guard:
    """Answers 400 to a foreign Host, 403 to a foreign Origin on the socket and to Engine.IO's long polling."""

    def __init__(self, app: "WSGIApplication", hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = tuple(hosts)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        refusal = self.refusal(environ)
        if refusal:
            status, sentence = refusal
            body = sentence.encode()
            headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
            start_response(status, headers)
            return [body]
        if environ.get("PATH_INFO", "").startswith(SOCKET_PATH):
            # no per-message deflate: it costs a third of the processor and 90 KiB a phone
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return self.app(environ, start_response)

    def refusal(self, environ: "WSGIEnvironment") -> tuple[str, str] | None:
        host = environ.get("HTTP_HOST", "")
        if not answers_to(host, self.hosts):
            return "400 Bad Request", "This server does not answer to that host name."
        if not environ.get("PATH_INFO", "").startswith("/socket.io"):
            return None
        if parse_qs(environ.get("QUERY_STRING", "")).get("transport") != ["websocket"]:
            return "403 Forbidden", "Only WebSocket is served here; pages work without it."
        if not same_origin(environ.get("HTTP_ORIGIN", ""), host):
            return "403 Forbidden", "This origin may not open a socket here."
        if not opens_websocket(environ):
            return "400 Bad Request", "This is not the opening of a WebSocket."
        return None


def opens_websocket(environ: "WSGIEnvironment") -> bool:
    """Whether the headers every WebSocket begins with are there; without them the library fails half way."""
    wanted = {token.strip().lower() for token in environ.get("HTTP_CONNECTION", "").split(",")}
    return (
        environ.get("REQUEST_METHOD") == "GET"
        and "upgrade" in wanted
        and environ.get("HTTP_UPGRADE", "").lower() == "websocket"
        and environ.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"
        and len(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")) == 24
    )


def answers_to(host: str, hosts: Iterable[str]) -> bool:
    """Whether the Host header names this server; the port does not matter, a leading dot admits subdomains."""
    written = HOST.fullmatch(host.lower())
    if written is None:
        return False
    name = written[1]
    return any(name == known or (known.startswith(".") and name.endswith(known)) for known in hosts)


def same_origin(origin: str, host: str) -> bool:
    """Whether a page of this very host (name and port) is asking. A proxy may have taken off the TLS."""
    try:
        parts = urlsplit(origin)
    except ValueError:  # `http://halle.example[` is no address at all
        return False
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == host.lower() != ""
