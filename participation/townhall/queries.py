from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from participation.foundation.audit import AuditEntry
from participation.people.models import Person
from participation.townhall.models import TownPage, TownPicture
from participation.townhall.rules import PageKind

PER_PAGE = 50


def page_of(session: Session, municipality_id: int, kind: PageKind) -> TownPage | None:
    return session.scalar(select(TownPage).where(TownPage.municipality_id == municipality_id, TownPage.kind == kind))


def written_pages(session: Session, municipality_id: int) -> dict[str, list[str]]:
    """Kind of page -> the languages it is written in; what is not there at all is left out."""
    pages = session.scalars(select(TownPage).where(TownPage.municipality_id == municipality_id).order_by(TownPage.id))
    return {page.kind: sorted(page.texts) for page in pages if page.texts or page.video}


def logo_of(session: Session, municipality_id: int) -> bytes | None:
    return session.scalar(select(TownPicture.content).where(TownPicture.municipality_id == municipality_id))


# --- the log


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of the log. area: the part of an action before the dot; since, until: half open.

    before: only entries with a smaller number, for the next page.
    """

    actor: str = ""
    area: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


def log_entries(session: Session, municipality_id: int, wanted: Wanted, limit: int = PER_PAGE) -> list[AuditEntry]:
    """What was done in a municipality, the newest first."""
    of_town = select(AuditEntry).where(AuditEntry.municipality_id == municipality_id, *conditions(wanted))
    return list(session.scalars(of_town.order_by(AuditEntry.seq.desc()).limit(limit)))


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.actor:
        found.append(AuditEntry.actor == wanted.actor)
    if wanted.area:
        found.append(AuditEntry.action.startswith(f"{wanted.area}.", autoescape=True))
    if wanted.since:
        found.append(AuditEntry.at >= wanted.since)
    if wanted.until:
        found.append(AuditEntry.at < wanted.until)
    if wanted.before is not None:
        found.append(AuditEntry.seq < wanted.before)
    return found


def actors_of(session: Session, municipality_id: int) -> list[str]:
    """Everybody who ever acted in a municipality, as the audit names them."""
    return list(
        session.scalars(
            select(AuditEntry.actor)
            .where(AuditEntry.municipality_id == municipality_id)
            .distinct()
            .order_by(AuditEntry.actor)
        )
    )


def length_of_chain(session: Session) -> int:
    """Of the whole installation: there is one chain for all municipalities."""
    return session.scalar(select(func.max(AuditEntry.seq))) or 0


def names_of(session: Session, people: Iterable[int]) -> Mapping[int, str]:
    """Person id -> name; whoever is gone or has none is left out. One statement, none for nobody."""
    wanted = list(people)
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted), Person.name != ""))
    return {person_id: name for person_id, name in rows}  # noqa: C416 - a row is no pair to the type checker
