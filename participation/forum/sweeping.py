"""Names end by themselves: thirty days later nobody needs to know who led a part or sat on a podium."""

from sqlalchemy.orm import Session

from participation.forum import queries
from participation.foundation import clock
from participation.foundation.database import Transaction


def is_untidy(session: Session) -> bool:
    now = clock.now()
    return bool(queries.parts_to_forget(session, now) or queries.guests_to_forget(session, now))


def tidy_up(tx: Transaction) -> None:
    now = clock.now()
    for part in queries.parts_to_forget(tx.session, now):
        part.lead, part.key_hash = "", None
    for guest in queries.guests_to_forget(tx.session, now):
        tx.session.delete(guest)
    tx.session.flush()
