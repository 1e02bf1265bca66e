"""One connection. Frames leave whole, nobody holds us up, and nothing malformed gets as far as the library.

Takes the place of the driver's own class (docs/decisions/012); the traps behind each line stand there.
"""

import logging
from socket import SHUT_RDWR, SO_SNDBUF, SOL_SOCKET
from time import monotonic
from typing import Any

import gevent
import gevent.event
import gevent.lock
import gevent.selectors
import simple_websocket
from engineio.async_drivers import gevent as driver
from wsproto.frame_protocol import CloseReason
from wsproto.utilities import ProtocolError

from participation.live.rules import (
    PACKETS,
    PACKETS_A_SECOND,
    UNREAD,
    Allowance,
    Packet,
    may_follow,
    packet_kind,
)

log = logging.getLogger(__name__)

LARGEST_MESSAGE = 64 * 1024  # bytes
AHEAD = 64 * 1024  # bytes that may be on their way to one peer


class Unread(OSError):  # noqa: N818 - what the peer left, not a fault of ours
    """The peer has taken nothing for UNREAD seconds."""


class Line(driver.WebSocketWSGI):  # type: ignore[misc] # the driver has no types
    """What Engine.IO sees as a WebSocket. It reads with `wait`, writes with `send`, ends with `close`."""

    def __init__(self, handler: Any, _server: Any) -> None:
        self.app = handler
        self.joined = False
        self.packets = Allowance(PACKETS_A_SECOND, PACKETS)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        try:
            self.ws = simple_websocket.Server(
                environ,
                max_message_size=LARGEST_MESSAGE,
                thread_class=driver.Thread,
                event_class=gevent.event.Event,
                selector_class=gevent.selectors.DefaultSelector,
            )
        except (ProtocolError, simple_websocket.ConnectionError):
            start_response("400 Bad Request", [("Content-Type", "text/plain"), ("Connection", "close")])
            return [b"This is not the opening of a WebSocket."]
        # else the system takes in megabytes for a peer that never reads
        self.ws.sock.setsockopt(SOL_SOCKET, SO_SNDBUF, AHEAD)
        self.ws.sock = WholeSocket(self.ws.sock)
        try:
            return self.app(self)
        finally:
            self.ws.sock.hang_up()

    def wait(self) -> Any:
        """The next packet the library may see, or None at the end."""
        raw = super().wait()
        if raw is None:
            return None
        kind = packet_kind(raw)
        if self.packets.wait(monotonic()) or not may_follow(kind, joined=self.joined):
            log.info("a connection was ended: what it sent is not of our protocol, or far too much")
            self.end(CloseReason.POLICY_VIOLATION)
            return None
        if kind in {Packet.CONNECT, Packet.LEAVE}:
            self.joined = kind is Packet.CONNECT
        return raw

    def close(self) -> None:
        self.end(CloseReason.NORMAL_CLOSURE)
        self.ws.sock.hang_up()

    def end(self, reason: CloseReason) -> None:
        """Say goodbye, if the peer still listens."""
        try:
            self.ws.close(reason)
        except (OSError, ProtocolError, simple_websocket.ConnectionClosed):
            self.ws.sock.hang_up()


class WholeSocket:
    """A socket whose `send` sends all of it, one frame after the other, or ends the connection.

    The library's own `send` returns short for a slow reader and cuts frames; and its reader answers pings while its
    writer may stand in the middle of a frame.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._turn = gevent.lock.BoundedSemaphore()

    def send(self, data: bytes) -> int:
        """Raises OSError; the connection has then ended, so that no half frame is followed by another."""
        try:
            with gevent.Timeout(UNREAD, Unread()), self._turn:
                self._sock.sendall(data)
        except OSError:
            self.hang_up()
            raise
        return len(data)

    def hang_up(self) -> None:
        """End the connection for everybody who holds a copy of this socket: reader, writer and the HTTP server."""
        try:
            self._sock.shutdown(SHUT_RDWR)
        except OSError:
            log.debug("the connection had ended already")

    def close(self) -> None:
        self.hang_up()
        self._sock.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)
