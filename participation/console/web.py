"""What the doors of the desk share."""

from sqlalchemy.orm import Session

from participation.foundation.locales import pick
from participation.foundation.permissions import Actor, Permission, may, require
from participation.sessions import queries
from participation.sessions.models import LiveSession
from participation.sessions.present import SessionLine


def session_to_run(
    session: Session, actor: Actor, topic: str, permission: Permission = Permission.RUN_SESSION
) -> LiveSession:
    """A session that somebody may run, or may enter with another permission. Raises NotFound, NotAllowed."""
    live = queries.session_named(session, actor.municipality_id, topic)
    require(actor, permission, live)
    return live


def session_lines(session: Session, actor: Actor, permission: Permission, lang: str) -> list[SessionLine]:
    """The sessions somebody may enter with this permission, the newest first."""
    steps = queries.step_counts(session, actor.municipality_id)
    return [
        SessionLine(
            live.public_id,
            pick(live.title, lang),
            pick(live.place, lang),
            live.state,
            steps.get(live.id, 0),
            live.rehearsal,
        )
        for live in queries.sessions_of(session, actor.municipality_id)
        if may(actor, permission, live)
    ]
