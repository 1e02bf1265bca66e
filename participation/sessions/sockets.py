"""The socket's doors to a session: the same use cases as the pages, the same refusals."""

from collections.abc import Mapping
from typing import Any

from participation.foundation.database import reading
from participation.foundation.messages import NotAllowed
from participation.foundation.permissions import Permission, require
from participation.live.rules import Screen
from participation.people.web import current_actor
from participation.sessions import queries
from participation.sessions.casting import cast
from participation.sessions.forms import typed_vote
from participation.sessions.models import LiveSession
from participation.sessions.reply import receipt_reply
from participation.sessions.web import screen_token, seat_token, state_for


def greet(topic: str, screen: Screen, lang: str) -> dict[str, Any]:
    """Let a screen listen. Raises NotFound, NotAllowed."""
    with reading() as session:
        check_screen(queries.session_named(session, current_actor().municipality_id, topic), screen)
    return state_for(topic, screen, lang)


def check_screen(live: LiveSession, screen: Screen) -> None:
    """A projector shows its key, console and booth whose they are; a phone may always look."""
    if screen is Screen.CONSOLE:
        require(current_actor(), Permission.RUN_SESSION, live)
    elif screen is Screen.BOOTH:
        require(current_actor(), Permission.INTERPRET_SESSION, live)
    elif screen is Screen.PROJECTOR:
        with reading() as session:
            shown = queries.session_of_screen(session, screen_token())
        if shown is None or shown.id != live.id:
            raise NotAllowed


def cast_vote(message: Mapping[str, Any]) -> dict[str, Any]:
    """A vote by socket; the answer comes once it is committed."""
    return receipt_reply(cast(str(message.get("session", "")), seat_token(), typed_vote(message)))
