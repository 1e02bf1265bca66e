"""Concerns are read aloud, one after the other: who is at the microphone, and who comes next."""

from participation.foundation import clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.openspace import queries
from participation.openspace.models import Space
from participation.openspace.rules import is_shown
from participation.openspace.service import hold, looks_different
from participation.sessions.rules import NothingToUndo


def call(tx: Transaction, space: Space, topic_id: int | None, *, by: Actor) -> None:
    """The next one to the microphone, or a certain one; whoever stood there was heard.

    Raises NotAllowed, NotFound for one that the hall does not read.
    """
    require(by, Permission.RUN_SESSION, space)
    live = hold(tx, space)
    shown = [one for one in queries.topics_of(tx.session, space) if is_shown(one.said.status)]
    now = next((one for one in shown if one.id == space.at_mic_id), None)
    if topic_id is not None:
        called = next((one for one in shown if one.id == topic_id), None)
        if called is None:
            raise NotFound
    else:
        called = next((one for one in shown if one.is_unheard and one is not now), None)
    if now is not None and now is not called:
        now.heard_at = now.heard_at or clock.now()
    space.at_mic_id = called.id if called else None
    enter(tx, Act(by.entry, "space.call", f"space:{space.id}"), town=space.municipality_id)
    looks_different(tx, space, live)


def call_back(tx: Transaction, space: Space, *, by: Actor) -> None:
    """One too fast: whoever was heard last stands at the microphone again. Raises NotAllowed, NothingToUndo."""
    require(by, Permission.RUN_SESSION, space)
    live = hold(tx, space)
    heard = [
        one
        for one in queries.topics_of(tx.session, space)
        if one.heard_at is not None and one.part_of_id is None and is_shown(one.said.status)
    ]
    last = max(heard, key=lambda one: (one.heard_at, one.number), default=None)
    if last is None:
        raise NothingToUndo
    last.heard_at, space.at_mic_id = None, last.id
    enter(tx, Act(by.entry, "space.call", f"space:{space.id}"), town=space.municipality_id)
    looks_different(tx, space, live)
