"""The socket itself: the only module that knows Flask-SocketIO (docs/decisions/012)."""

import logging
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

import gevent
from flask import Flask, g, request
from flask_socketio import SocketIO, join_room, leave_room, rooms

from participation.foundation import locales, web
from participation.foundation.guard import same_origin
from participation.foundation.messages import Refused
from participation.live import fanout
from participation.live.fanout import Fanout
from participation.live.line import LARGEST_MESSAGE, Line
from participation.live.rules import BUSY, Allowance, Audience, Screen

log = logging.getLogger(__name__)

HELLOS_A_SECOND = 150
Message = Mapping[str, Any]
Reply = dict[str, Any]
# (topic, screen, lang) -> what only this screen gets; raises Refused when it may not listen
Greet = Callable[[str, Screen, str], Reply]


def open_sockets(app: Flask, *, greet: Greet, answers: Mapping[str, Callable[[Message], Reply]]) -> SocketIO:
    """Give `app` its socket. answers: event -> door; each gets a mapping and returns its acknowledgement."""
    socketio = SocketIO(
        app,
        async_mode="gevent",
        transports=["websocket"],
        cors_allowed_origins=lambda origin, environ: same_origin(origin, environ.get("HTTP_HOST", "")),
        max_http_buffer_size=LARGEST_MESSAGE,
        http_compression=False,
        manage_session=False,
        ping_interval=25,
        ping_timeout=20,
    )
    socketio.server.eio._async["websocket"] = Line  # noqa: SLF001 - no public way; held by a contract test
    audience = Fanout(lambda event, data, room: socketio.emit(event, data, to=room))
    fanout.use(audience)
    hellos, queue = Allowance(HELLOS_A_SECOND, HELLOS_A_SECOND), Queue()

    def hello(message: Message) -> Reply:
        wait = hellos.wait(monotonic())
        if wait or queue.delay() > BUSY:  # votes go before newcomers
            return {"ok": False, "code": "wait", "sentence": "", "retry_in": round(0.5 + min(wait, 2.5), 2)}
        wanted = Audience(str(message.get("session", "")), Screen(str(message.get("screen", ""))), spoken_in(message))
        own = greet(wanted.topic, wanted.screen, wanted.lang)
        for room in rooms():
            if ":" in room:
                leave_room(room)
        join_room(wanted.room)
        audience.join(request.sid, wanted)  # type: ignore[attr-defined] # set by Flask-SocketIO
        # asked again now that we listen: a state that came in between is in it, or is still to be pushed
        return {"ok": True, **own, "frame": audience.frame(wanted)}

    def unknown(_message: Message) -> Reply:
        raise web.BadRequest

    socketio.on_event("disconnect", lambda *_: audience.leave(request.sid))  # type: ignore[attr-defined] # the same
    for event, door in {"hello": hello, **answers, "*": unknown}.items():
        socketio.on_event(event, answering(door))
    return socketio


class Queue:
    """How long whoever comes now would wait for their turn in the event loop."""

    def __init__(self) -> None:
        self._asked: float | None = None

    def delay(self) -> float:
        """Seconds since our own last in the queue took its place, if its turn has not come yet."""
        if self._asked is None:
            self._asked = monotonic()
            gevent.spawn(self._our_turn)
        return monotonic() - self._asked

    def _our_turn(self) -> None:
        self._asked = None


def answering(door: Callable[[Message], Reply]) -> Callable[..., Reply]:
    """A refusal becomes a sentence, a bug a line in the log; nobody on the socket ever sees a traceback."""

    def answer(*sent: object) -> Reply:
        message = sent[0] if sent and isinstance(sent[0], dict) else None
        if message is None:
            return refusal(web.BadRequest())
        g.language = spoken_in(message)
        try:
            return door(message)
        except Refused as refused:
            return refusal(refused)
        except (ValueError, TypeError, KeyError) as malformed:
            log.info("a malformed message was refused: %s", type(malformed).__name__)
            return refusal(web.BadRequest())
        except Exception:
            log.exception("unexpected error at the socket")
            return refusal(web.OwnFault())

    return answer


def refusal(refused: Refused) -> Reply:
    return {"ok": False, "code": refused.code, "sentence": web.spoken_refusal(refused)}


def spoken_in(message: Message) -> str:
    lang = message.get("lang")
    return lang if isinstance(lang, str) and lang in locales.INTERFACE else locales.DEFAULT
