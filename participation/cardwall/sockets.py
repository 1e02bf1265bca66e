"""The socket's door to the desk of a wall."""

from typing import Any

from flask import Flask

from participation.cardwall import queries
from participation.cardwall.desk import render_wall
from participation.foundation.database import reading
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Permission, require
from participation.foundation.web import nobodys_page
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.people.web import current_actor


def greet(topic: str, _screen: Screen, _lang: str) -> dict[str, Any]:
    """Let a desk listen to a wall. Raises NotFound, NotAllowed."""
    actor = current_actor()
    with reading() as session:
        wall = queries.wall_named(session, actor.municipality_id, topic)
        require(actor, Permission.RUN_SESSION, wall)
    return {}


class WallProgramme:
    """Renders a wall for the desk, once per language, for nobody in particular."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def frame(self, audience: Audience) -> dict[str, Any]:
        """Raises NotFound."""
        with nobodys_page(self._app, audience.lang), reading() as session:
            wall = queries.wall_with_id(session, audience.topic)
            if wall is None:
                raise NotFound
            live = queries.session_of(session, wall)
            html = render_wall(session, live, wall, audience.lang)
            return {"epoch": fanout.current().epoch, "seq": live.seq, "html": html}

    def tally(self, _topic: str, _screen: Screen) -> None:
        """A wall has no votes."""
