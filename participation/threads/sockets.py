"""The socket's door to a thread: whoever reads one hears that more was said; what it says is fetched as a page."""

from typing import Any

from flask import Flask

from participation.foundation.database import reading
from participation.foundation.messages import NotFound
from participation.live.rules import Audience, Screen
from participation.threads import queries
from participation.threads.web import root_named


def greet(topic: str, _screen: Screen, _lang: str) -> dict[str, Any]:
    """Let a reader listen to the thread under a contribution. Raises NotFound, NotOpenYet."""
    with reading() as session:
        root_named(session, topic)
    return {}


class ThreadProgramme:
    """Says how many comments were ever public under a contribution: a number that only grows."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def frame(self, audience: Audience) -> dict[str, Any]:
        """One number for readers of every language. Raises NotFound."""
        with self._app.app_context(), reading() as session:
            ever = queries.ever_public(session, audience.topic)
        if ever is None:
            raise NotFound
        return {"epoch": "", "seq": ever}

    def tally(self, _topic: str, _screen: Screen) -> None:
        """A thread has no votes."""
