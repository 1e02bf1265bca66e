"""The socket's door to the desk of an open space."""

from typing import Any

from flask import Flask

from participation.foundation.database import reading
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Permission, require
from participation.foundation.web import nobodys_page
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.openspace import queries
from participation.openspace.desk import render_space
from participation.people.web import current_actor


def greet(topic: str, _screen: Screen, _lang: str) -> dict[str, Any]:
    """Let a desk listen to a space. Raises NotFound, NotAllowed."""
    actor = current_actor()
    with reading() as session:
        require(actor, Permission.RUN_SESSION, queries.space_named(session, actor.municipality_id, topic))
    return {}


class SpaceProgramme:
    """Renders a space for the desk, once per language, for nobody in particular."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def frame(self, audience: Audience) -> dict[str, Any]:
        """Raises NotFound."""
        with nobodys_page(self._app, audience.lang), reading() as session:
            space = queries.space_with_id(session, audience.topic)
            if space is None:
                raise NotFound
            live = queries.session_of(session, space)
            html = render_space(session, live, space, audience.lang)
            return {"epoch": fanout.current().epoch, "seq": live.seq, "html": html}

    def tally(self, _topic: str, _screen: Screen) -> None:
        """A space has no votes."""
