"""What goes out to the screens of a session: connected to the fan-out by `app`."""

from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask, render_template
from sqlalchemy.orm import Session

from participation.foundation import database
from participation.foundation.database import Database, reading
from participation.foundation.web import nobodys_page, qr
from participation.live.rules import Audience, Screen
from participation.sessions import queries
from participation.sessions.models import LiveSession
from participation.sessions.present import Stage
from participation.sessions.stage import stage_of, tally_frame

# (reading session, live session, stage, language) -> HTML
Render = Callable[[Session, LiveSession, Stage, str], str]


class SessionProgramme:
    """Renders each kind of screen once per language, for nobody in particular."""

    def __init__(self, app: Flask, renders: Mapping[Screen, Render]) -> None:
        self._app = app
        self._renders = renders

    def frame(self, audience: Audience) -> dict[str, Any]:
        with nobodys_page(self._app, audience.lang), reading() as session:
            live = queries.session_named(session, None, audience.topic)
            return self.frame_of(session, live, audience)

    def frame_of(self, session: Session, live: LiveSession, audience: Audience) -> dict[str, Any]:
        stage = stage_of(session, live, lang=audience.lang, screen=audience.screen)
        frame = {
            "epoch": stage.epoch,
            "seq": stage.seq,
            "html": self._renders[audience.screen](session, live, stage, audience.lang),
            "ballot": ballot_facts(stage),
        }
        if audience.screen is Screen.PROJECTOR:  # all projectors get the same bytes; each knows its number
            frame["shows"] = {str(key.number): key.shows for key in queries.screens_of(session, live)}
        return frame

    def tally(self, topic: str, screen: Screen) -> dict[str, Any] | None:
        with self._app.app_context(), reading() as session:
            ballot = queries.ballot_on_stage(session, topic)
            return tally_frame(session, ballot, screen) if ballot else None


def ballot_facts(stage: Stage) -> dict[str, Any] | None:
    """What a phone's script needs to know of the ballot. revision: its round, unchanged while it runs."""
    ballot = stage.ballot
    if ballot is None:
        return None
    return {
        "id": ballot.id,
        "revision": ballot.round,
        "state": ballot.state,
        "method": ballot.method,
        "kind": ballot.kind,
        "dots": ballot.dots,
        "per_option": ballot.per_option,
        "options": [option.id for option in ballot.options],
    }


def render_phone(_session: Session, _live: LiveSession, stage: Stage, _lang: str) -> str:
    return render_template("sessions/stage/phone.html", stage=stage, me=None, receipt=None, oops=None)


def render_projector(_session: Session, _live: LiveSession, stage: Stage, _lang: str) -> str:
    return render_template("sessions/stage/projector.html", stage=stage, qr=qr(stage.join_url))


# what never changes is read once, not with every batch of votes
_topics: "WeakKeyDictionary[Database, dict[str, str]]" = WeakKeyDictionary()


def topic_of(audience: str) -> str | None:
    """The topic of a session's audience, None for an audience of another kind."""
    known = _topics.setdefault(database.current(), {})
    if audience not in known:
        with reading() as session:
            topic = queries.topic_of_audience(session, audience)
        if topic is None:
            return None
        known[audience] = topic
    return known[audience]
