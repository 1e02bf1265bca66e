"""A word that nobody else says: wherever it is kept, it is found."""

from collections.abc import Iterator

from sqlalchemy import text

from participation.foundation import database
from participation.foundation.database import Base
from participation.foundation.text import fold


def everything_stored() -> Iterator[tuple[str, str]]:
    """Every value of every table, as text: (table, value)."""
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(text(f'SELECT * FROM "{table.name}"')):  # noqa: S608 - our own names
                for value in row:
                    yield table.name, value.decode("latin-1") if isinstance(value, bytes) else str(value)


def told_in(words: str) -> set[str]:
    """The tables that hold these words, as they are or as the search compares them."""
    return {
        table for table, value in everything_stored() if words.casefold() in value.casefold() or fold(words) in value
    }
