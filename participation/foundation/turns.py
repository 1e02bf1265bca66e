"""Optimistic turns: of two people with the same view of something only one changes it."""

from typing import Any, Protocol

from sqlalchemy import inspect, update

from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile


class Revised(Protocol):
    """A row whose `revision` counts its changes."""

    id: int
    revision: int


def take_turn(tx: Transaction, row: Revised, seen: int) -> None:
    """Compare and set: `seen` is the revision somebody looked at; from here on the row counts one more.

    Raises ChangedMeanwhile when somebody else was faster.
    """
    table: Any = inspect(row).mapper.class_
    taken = tx.session.execute(
        update(table)
        .where(table.id == row.id, table.revision == seen)
        .values(revision=seen + 1)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if taken is None:
        raise ChangedMeanwhile
    tx.session.refresh(row)
