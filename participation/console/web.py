"""What the doors of the desk share."""

from sqlalchemy.orm import Session

from participation.foundation.permissions import Actor, Permission, require
from participation.sessions import queries
from participation.sessions.models import LiveSession


def session_to_run(session: Session, actor: Actor, topic: str) -> LiveSession:
    """A session that somebody may run. Raises NotFound, NotAllowed."""
    live = queries.session_named(session, actor.municipality_id, topic)
    require(actor, Permission.RUN_SESSION, live)
    return live
