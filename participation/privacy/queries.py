"""What the house holds about one person, table by table, as the registry says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from participation.foundation import privacy
from participation.foundation.privacy import Kept, rows_about


@dataclass(frozen=True, slots=True)
class Row:
    """columns: name -> value; files: name of the column -> its bytes."""

    columns: dict[str, Any]
    files: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Section:
    """A table with something in it about somebody. rows may be read once."""

    kept: Kept
    rows: Iterator[Row]


def sections(session: Session, person_id: int) -> Iterator[Section]:
    """One table after the other; rows are read when they are asked for, some at a time."""
    for kept in privacy.tables().values():
        if any(share.of and share.tells for share in kept.shares):
            yield Section(kept, rows_of(session, kept, person_id))


def rows_of(session: Session, kept: Kept, person_id: int) -> Iterator[Row]:
    for share in kept.shares:
        if not share.tells:
            continue
        files = share.files.split()
        for row in rows_about(session, kept, share, person_id):
            yield Row(
                {name: value for name, value in row.items() if name not in files}, {name: row[name] for name in files}
            )
