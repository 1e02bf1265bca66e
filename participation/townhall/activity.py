"""The log in the words of the reader. Needs the language of a request."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO

from flask_babel import gettext
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.audit import AuditEntry
from participation.foundation.database import reading
from participation.foundation.text import defused, without_controls
from participation.townhall import queries, wording
from participation.townhall.present import LogLine
from participation.townhall.queries import Wanted
from participation.townhall.rules import TITLES, PageKind

AT_A_TIME = 500  # entries of a file, between which everybody else has a turn
SEPARATOR = ";"  # as a German spreadsheet expects it on a double click, with a mark in front
BYTE_ORDER_MARK = "\ufeff"


def lines_of(entries: Sequence[AuditEntry], names: Mapping[int, str]) -> list[LogLine]:
    """names: person id -> name, of everybody in `entries` who has one."""
    return [line(entry, names) for entry in entries]


def names_among(session: Session, actors: Iterable[str]) -> Mapping[int, str]:
    people = {wording.person_in(actor) for actor in actors} - {None}
    return queries.names_of(session, [person for person in people if person is not None])


def line(entry: AuditEntry, names: Mapping[int, str]) -> LogLine:
    note = told(entry.reason)
    return LogLine(
        number=entry.seq,
        at=entry.at,
        who=who(entry.actor, names),
        what=gettext(wording.sentence_for(entry.action)),
        action=entry.action,
        about=about(entry.object),
        note=note,
        said="" if note else entry.reason,
    )


def told(reason: str) -> str:
    """A reason in our words; "" where somebody wrote it in theirs."""
    roles = wording.roles_in(reason)
    if roles:
        return ", ".join(role_name(name, number) for name, number in roles)
    ours = wording.note_for(reason)
    return str(gettext(ours[0], **ours[1])) if ours else ""


def role_name(name: str, number: str) -> str:
    role = str(gettext(name))
    return str(gettext(wording.IN_PROCESS, role=role, number=number)) if number else role


def who(actor: str, names: Mapping[int, str]) -> str:
    """A name; for somebody without one, or gone, their number."""
    if actor == "system":
        return str(gettext("The system"))
    if actor == "guest":
        return str(gettext("A guest"))
    person = wording.person_in(actor)
    if person is None:
        return actor
    return names.get(person) or str(gettext(wording.THINGS["person"], number=person))


def about(thing: str) -> str:
    """`ballot:3` in words."""
    kind, _, which = thing.partition(":")
    if kind == "page" and which in set(PageKind):
        return str(gettext(TITLES[PageKind(which)]))
    if kind in wording.THINGS and which:
        return str(gettext(wording.THINGS[kind], number=which))
    return thing


def by_name(actors: Iterable[str], names: Mapping[int, str]) -> list[tuple[str, str]]:
    """Whoever acted, to choose from: the audit's word for them, and ours."""
    return sorted(((actor, who(actor, names)) for actor in actors), key=lambda one: one[1].casefold())


def as_csv(municipality_id: int, wanted: Wanted, rest: Callable[[], None]) -> Iterator[str]:
    """The whole log that is wanted, in pieces. rest: between two of them everybody else has a turn."""
    yield BYTE_ORDER_MARK + written([headings()])
    while True:
        with reading() as session:
            entries = queries.log_entries(session, municipality_id, wanted, AT_A_TIME)
            names = names_among(session, (entry.actor for entry in entries))
        if not entries:
            return
        yield written(cells(one) for one in lines_of(entries, names))
        wanted = replace(wanted, before=entries[-1].seq)
        rest()


def headings() -> list[str | int]:
    return [
        str(one)
        for one in (
            gettext("Number"),
            gettext("When"),
            gettext("Who"),
            gettext("What"),
            gettext("About"),
            gettext("Note"),
            gettext("Action"),
        )
    ]


def cells(one: LogLine) -> list[str | int]:
    at = clock.local(one.at).isoformat(sep=" ", timespec="seconds")
    return [one.number, at, one.who, one.what, one.about, one.note or one.said, one.action]


def written(rows: Iterable[list[str | int]]) -> str:
    """No cell can become a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell if isinstance(cell, int) else defused(without_controls(cell)) for cell in row])
    return out.getvalue()
