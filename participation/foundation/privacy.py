"""What is kept about people, why and for how long: every column of every table is spoken for (docs/decisions/029).

Rooms say it of their own tables, each in its `privacy.py`; `app` registers them, and a test reads the tables. The
record of processing, what somebody may take along, and what is gone when they leave are all made from this.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, select
from sqlalchemy import Table as Rows
from sqlalchemy.orm import Session

from participation.foundation.database import Base, Transaction
from participation.foundation.messages import N_

AT_A_TIME = 200  # rows read in one go


class Basis(StrEnum):
    """What allows it (GDPR, Article 6)."""

    TASK = "task"
    CONSENT = "consent"
    DUTY = "duty"


BASES: Mapping[Basis, str] = {
    Basis.TASK: N_("A task in the public interest: taking part in public matters (GDPR, Article 6 (1) e)"),
    Basis.CONSENT: N_("Consent, which can be taken back at any time (GDPR, Article 6 (1) a)"),
    Basis.DUTY: N_("A legal duty: reasons, reports and appeals (GDPR, Article 6 (1) c; Digital Services Act)"),
}


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that is done with data about people (*Verarbeitungstätigkeit*), in sentences for the catalogues.

    key: a short word that never changes. whose: about whom; kept: how long, with `%(num)s` where `days` says after how
    many days the house deletes it by itself; recipients: who gets it besides the municipality and its host.
    """

    key: str
    name: str
    purpose: str
    basis: Basis
    whose: str
    kept: str
    days: int = 0
    recipients: str = N_("Nobody besides the municipality and those who run its server.")


@dataclass(frozen=True, slots=True)
class Share:
    """Columns of a table that say something about one person; names with blanks between them.

    of: the way from a row to that person, by names of columns (`author_id`, `contribution_id.author_id`); empty where
    nobody can tell whose a row is, the house neither. spelled: how the last column writes a person, `person:{}`.
    beside: columns of other tables that say what a row is about. files: pictures, given along as files.
    made: what the house made of the rest (fingerprints, folded text, keys). It goes with the person, but there is
    nothing in it that they could read.
    """

    activity: Activity
    columns: str = ""
    of: str = ""
    beside: str = ""
    files: str = ""
    made: str = ""
    spelled: str = ""

    @property
    def tells(self) -> bool:
        """Whether there is anything in it for whoever it is about."""
        return bool(self.columns or self.files or self.beside)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{self.columns} {self.files} {self.made}".split())


@dataclass(frozen=True, slots=True)
class Kept:
    """A table. plain: its columns that say nothing about anybody; name: what its rows are, for those they are about."""

    table: str
    plain: str
    shares: tuple[Share, ...] = ()
    name: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.plain.split(), *(name for share in self.shares for name in share.names))


def nobody(table: str, plain: str) -> Kept:
    """A table that says nothing about anybody."""
    return Kept(table, plain)


ForgetPerson = Callable[[Transaction, int], None]
ForgetWords = Callable[[Transaction, Sequence[int]], None]
ForgetNames = Callable[[Transaction, Sequence[int]], None]
_tables: dict[str, Kept] = {}
_people: list[ForgetPerson] = []
_words: list[ForgetWords] = []
_names: list[ForgetNames] = []


def register(
    tables: Sequence[Kept],
    *,
    person: ForgetPerson | None = None,
    words: ForgetWords | None = None,
    names: ForgetNames | None = None,
) -> None:
    """Called by `app` for each room, in the order in which they forget.

    person: called with (tx, person id), forgets somebody but not what they said; words: called with (tx, contribution
    ids) after their authors took them back, forgets what the room keeps of these words and of words about them.
    names: called with (tx, contribution ids) before nobody can tell any more whose they were, forgets how their authors
    called themselves.
    """
    _tables.update({kept.table: kept for kept in tables})
    if person and person not in _people:
        _people.append(person)
    if words and words not in _words:
        _words.append(words)
    if names and names not in _names:
        _names.append(names)


def tables() -> Mapping[str, Kept]:
    return _tables


def activities() -> Mapping[Activity, list[tuple[Kept, Share]]]:
    """Each thing that is done with data about people, with where its data lies."""
    found: dict[Activity, list[tuple[Kept, Share]]] = {}
    for kept in _tables.values():
        for share in kept.shares:
            found.setdefault(share.activity, []).append((kept, share))
    return found


def forget_person(tx: Transaction, person_id: int) -> None:
    for forget in _people:
        forget(tx, person_id)


def forget_words(tx: Transaction, contribution_ids: Sequence[int]) -> None:
    for forget in _words:
        forget(tx, contribution_ids)


def forget_names(tx: Transaction, contribution_ids: Sequence[int]) -> None:
    for forget in _names:
        forget(tx, contribution_ids)


# --- whose a row is


def follow(rows: Rows, way: str, joined: FromClause, *, outer: bool = False) -> tuple[FromClause, Column[Any]]:
    """Walk along foreign keys, `contribution_id.author_id`: what is to be joined, and the column at the end."""
    *steps, last = way.split(".")
    here: Any = rows
    for step in steps:
        target = next(iter(here.c[step].foreign_keys)).column
        there = target.table.alias()
        joined = joined.join(there, here.c[step] == there.c[target.name], isouter=outer)
        here = there
    return joined, here.c[last]


def rows_about(session: Session, kept: Kept, share: Share, person_id: int) -> Iterator[dict[str, Any]]:
    """What this share holds about somebody, the oldest first: column -> value, with its files as bytes.

    Some rows at a time, so that a long list is never in memory at once.
    """
    if not share.of:
        return
    rows = Base.metadata.tables[kept.table]
    joined, whose = follow(rows, share.of, rows)
    columns: list[ColumnElement[Any]] = [rows.c[name] for name in f"{share.columns} {share.files}".split()]
    for way in share.beside.split():
        joined, column = follow(rows, way, joined, outer=True)
        columns.append(column.label(way.replace("_id.", "_").replace(".", "_")))
    value = share.spelled.format(person_id) if share.spelled else person_id
    keys = list(rows.primary_key.columns)
    found = select(*columns).select_from(joined).where(whose == value).order_by(*keys)
    for row in session.execute(found, execution_options={"yield_per": AT_A_TIME}).mappings():
        yield dict(row)
