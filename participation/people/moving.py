"""What was done on a device without an account goes over to its owner's account (docs/decisions/026).

This room is at the bottom and knows no contribution. Rooms say themselves what becomes of their columns that name a
person; `app` registers them. A test reads every foreign key to a person from the tables: none may be missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Column, delete, update
from sqlalchemy.orm import Session

from participation.foundation.audit import Act, enter
from participation.foundation.database import Base, Transaction
from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Actor
from participation.people.models import Person, PersonKind


class Fate(StrEnum):
    MOVES = "moves"  # from now on it names the account
    STAYS = "stays"  # no guest stands there: colleagues and accounts alone
    DELETED = "deleted"  # it ends with the guest


class MovedAlready(Refused):
    message = N_("What was done on this device without an account belongs to an account already.")
    code = "moved_already"


@dataclass(frozen=True, slots=True)
class Part:
    """What a room says about its rows. columns: `table.column` -> what becomes of it.

    before: called with (tx, guest id, account id) before its columns are moved, to settle what both have.
    count: how many things of a person there are that somebody would want to take along; said: how many of them are
    contributions.
    """

    columns: Mapping[str, Fate]
    before: Callable[[Transaction, int, int], None] | None = None
    count: Callable[[Session, int], int] | None = None
    said: Callable[[Session, int], int] | None = None


@dataclass(frozen=True, slots=True)
class Belongings:
    """said: contributions; other: supports, reports and the like."""

    said: int
    other: int

    def __bool__(self) -> bool:
        return bool(self.said or self.other)


_parts: dict[str, Part] = {}


def register(room: str, part: Part) -> None:
    """Called by `app`, once for each room that keeps rows about people."""
    _parts[room] = part


def fates() -> dict[str, Fate]:
    """Every column that was spoken for."""
    return {column: fate for part in _parts.values() for column, fate in part.columns.items()}


def belongings(session: Session, person_id: int) -> Belongings:
    said = sum(part.said(session, person_id) for part in _parts.values() if part.said)
    return Belongings(said, sum(part.count(session, person_id) for part in _parts.values() if part.count))


def column_named(name: str) -> Column[int]:
    table, _, column = name.partition(".")
    found: Column[int] = Base.metadata.tables[table].c[column]
    return found


def take_over(tx: Transaction, guest_id: int, *, by: Actor) -> Belongings:
    """Everything of a guest is the account's from now on; returns what there was.

    Of two who take the same guest at once only one does. The guest's devices no longer act for anybody; their recovery
    code opens nothing any more. Raises MovedAlready.
    """
    guest = tx.session.get(Person, guest_id, with_for_update=True, populate_existing=True)
    if guest is None or guest.kind != PersonKind.GUEST or by.person_id is None or guest_id == by.person_id:
        raise MovedAlready
    if guest.municipality_id != by.municipality_id:
        raise MovedAlready
    had = belongings(tx.session, guest_id)
    guest.kind = PersonKind.MOVED
    tx.session.flush()
    for part in _parts.values():
        if part.before:
            part.before(tx, guest_id, by.person_id)
    for name, fate in fates().items():
        column = column_named(name)
        if fate is Fate.MOVES:
            tx.session.execute(update(column.table).where(column == guest_id).values({column.name: by.person_id}))
        elif fate is Fate.DELETED:
            tx.session.execute(delete(column.table).where(column == guest_id))
    tx.session.expire_all()
    enter(tx, Act(by.entry, "account.take_over", f"person:{guest_id}"), town=by.municipality_id)
    return had
