"""A word in every place of the schema where something about one person can stand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, String, Table, insert, select
from sqlalchemy.orm import Session

from participation.foundation import privacy
from participation.foundation.database import Base, Moment, Transaction
from participation.foundation.privacy import Kept, Share

CANARY = "Zwitscherkanarie"
LONG_AGO = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
# words for machines, where a table allows no others or the house reads them
FIXED: dict[str, Any] = {
    "contribution.kind": "idea",
    "contribution.status": "published",
    "contribution.standing": "own",
    "contribution_revision.state": "former",
    "lineage_step.kind": "move",
    "lineage_step.note": "Verschoben",  # what somebody said in office stays when they leave; their name goes
    "membership.role": "resident",
    "person.kind": "account",
    "official_answer.state": "published",
    "moderation_decision.verdict": "keep",
    "statement_of_reasons.kind": "taken_down",
    "statement_of_reasons.occasion": "read",
    "statement_of_reasons.ground": "rules",
    "statement_of_reasons.redress": "none",
    "statement_of_reasons.public_id": "about-nobody",
    "moderation_appeal.against_id": None,
    "moderation_appeal.decided_by_id": None,
    "notification.contribution_id": 1,
    "digest_choice.about": "own",
    "digest_choice.often": "never",
    "outgoing_mail.next_try_at": LONG_AGO,
    "translation.state": "approved",
    "live_session.code": None,
    "ballot.state": "published",
}
# what there must be for somebody to be here at all
STAY = {"audit", "municipality", "process", "phase", "format", "phase_setting", "person", "device_key", "contribution"}
SHORT = 20  # a column this narrow holds a word of ours, never somebody's


def plant(tx: Transaction, person_id: int, contribution_id: int) -> None:
    """A row about somebody in every table that can have one. The audit is left out: nothing in it can be changed."""
    for table in reversed(Base.metadata.sorted_tables):
        if table.name not in STAY:
            tx.session.execute(table.delete())
    known = {"person": person_id, "contribution": contribution_id}
    for table in Base.metadata.sorted_tables:
        kept = privacy.tables()[table.name]
        if table.name in STAY - {"contribution", "device_key"}:
            continue
        if table.name == "contribution":
            values = dict(words_of(kept, table))
            tx.session.execute(table.update().where(table.c.id == contribution_id).values(**values))
            continue
        row = {column.name: value_for(column, kept, known, tx.session) for column in table.columns}
        tx.session.execute(insert(table).values(**{name: value for name, value in row.items() if value is not SKIP}))
        keys = list(table.primary_key.columns)
        if len(keys) == 1 and isinstance(keys[0].type, Integer):
            known[table.name] = tx.session.scalar(select(keys[0]).order_by(keys[0].desc()).limit(1)) or 0
    tx.session.execute(
        Base.metadata.tables["person"].update().values(name="").where(Base.metadata.tables["person"].c.id == person_id)
    )
    tx.session.execute(Base.metadata.tables["ballot_option"].update().values(source=f"idea:{contribution_id}"))


SKIP = object()


def value_for(column: Column[Any], kept: Kept, known: dict[str, int], session: Session) -> Any:
    name = f"{kept.table}.{column.name}"
    if name in FIXED:
        return FIXED[name]
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column.table
        if target.name == kept.table:
            return None
        return known.get(target.name) or any_of(session, target)
    if column.primary_key and isinstance(column.type, Integer) and len(column.table.primary_key) == 1:
        return SKIP
    return word_for(column, personal=column.name in names_of(kept))


def any_of(session: Session, table: Table) -> Any:
    return session.execute(select(next(iter(table.primary_key.columns))).limit(1)).scalar()


def names_of(kept: Kept) -> set[str]:
    """Columns about somebody who can be told; and the words of an idea that stand on a ballot once more."""
    about = {name for share in kept.shares if share.of for name in share.names}
    return about | ({"title"} if kept.table == "ballot_option" else set())


def word_for(column: Column[Any], *, personal: bool) -> Any:
    """The word where it fits, otherwise the plainest value the column takes."""
    word = CANARY if personal else "x"
    kind = column.type
    several = [word] if column.name in {"chosen", "choices"} else {"de": word}
    length = kind.length if isinstance(kind, String) else None
    for kinds, value in (
        (Moment, LONG_AGO),
        (Date, LONG_AGO.date()),
        (Boolean, False),
        ((Integer, Float), 1),
        (JSON, several),
        (LargeBinary, f"{word}{column.table.name}{column.name}".encode()),
        (String, word if length is None or length > SHORT else "x"),
    ):
        if isinstance(kind, kinds):
            return value
    raise AssertionError(f"no word for {column}")


def words_of(kept: Kept, table: Table) -> Iterator[tuple[str, Any]]:
    for name in names_of(kept):
        column = table.c[name]
        wide = isinstance(column.type, String) and (column.type.length is None or column.type.length > SHORT)
        if wide and name != "public_id":
            yield name, CANARY


def readable(kept: Kept) -> Iterator[tuple[Share, str]]:
    """Columns of a table in which the word was planted and that somebody can read."""
    table = Base.metadata.tables[kept.table]
    for share in kept.shares:
        for name in share.columns.split() if share.of else ():
            column = table.c[name]
            wide = isinstance(column.type, String) and (column.type.length is None or column.type.length > SHORT)
            fixed = f"{kept.table}.{name}" in FIXED or name == "public_id" or kept.table in {"audit", "person"}
            if (wide or isinstance(column.type, JSON)) and not fixed:
                yield share, name
