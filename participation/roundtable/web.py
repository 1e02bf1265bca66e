"""What the doors of round tables share: who may read one, and who sits there."""

from sqlalchemy.orm import Session

from participation.foundation.permissions import Permission, may
from participation.people.web import current_actor
from participation.process.models import Format
from participation.process.permissions import require_readable
from participation.roundtable import queries
from participation.roundtable.models import RoundTable, SeatHolder


def table_to_read(session: Session, public_id: str) -> RoundTable:
    """Raises NotFound, NotOpenYet."""
    actor = current_actor()
    found = queries.table_named(session, actor.municipality_id, public_id)
    require_readable(actor, session.get_one(Format, found.format_id))
    return found


def seated(session: Session, public_id: str) -> tuple[RoundTable, SeatHolder]:
    """A table and the seat of whoever asks. Raises NotFound, NotOpenYet, NoSeatHere."""
    found = table_to_read(session, public_id)
    return found, queries.require_seat(session, found.id, current_actor().person_id)


def sees_drafts(session: Session, table: RoundTable) -> bool:
    """Minutes that are not approved yet: whoever sits there, and the desk."""
    actor = current_actor()
    if may(actor, Permission.INTERPRET_SESSION, table):
        return True
    return queries.own_seat(session, table.id, actor.person_id) is not None
