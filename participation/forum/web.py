"""What the doors of forums share."""

from sqlalchemy.orm import Session

from participation.forum import queries
from participation.forum.models import Forum
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Permission, may, require
from participation.people.web import current_actor, require_desk
from participation.process.models import Format
from participation.process.permissions import require_readable


def forum_to_run(session: Session, public_id: str, permission: Permission = Permission.RUN_SESSION) -> Forum:
    """Raises NotFound, NotAllowed."""
    actor = require_desk(permission)
    forum = queries.forum_named(session, actor.municipality_id, public_id)
    require(actor, permission, forum)
    return forum


def forum_to_read(session: Session, public_id: str) -> Forum:
    """Raises NotFound, also for a draft unless somebody may run it, NotOpenYet."""
    actor = current_actor()
    forum = queries.forum_named(session, actor.municipality_id, public_id)
    require_readable(actor, session.get_one(Format, forum.format_id))
    if forum.published_at is None and not may(actor, Permission.RUN_SESSION, forum):
        raise NotFound
    return forum
