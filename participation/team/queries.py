from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.audit import AuditEntry
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Role
from participation.foundation.text import fold
from participation.people.models import DeviceKey, Membership, Person, PersonKind, SignInLink
from participation.people.rules import Grant
from participation.team.rules import works_in


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds a role here.

    seen: when they last signed in, None: never; link_until: how long an unused link of theirs is open, None: there is
    none.
    """

    id: int
    name: str
    grants: frozenset[Grant]
    seen: datetime | None
    link_until: datetime | None


def colleagues(
    session: Session, municipality_id: int, *, process_id: int | None = None, role: Role | None = None
) -> list[Colleague]:
    """Everybody who holds a role here, by name; only those who work in a process, or in a role. Three statements.

    process_id 0: only roles in the whole municipality.
    """
    held: dict[int, tuple[str, set[Grant]]] = {}
    rows = session.execute(
        select(Person.id, Person.name, Membership.role, Membership.process_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(*working_in(municipality_id))
    )
    for person_id, name, word, process in rows:
        held.setdefault(person_id, (name, set()))[1].add(Grant(Role(word), process))
    wanted = [one for one, (_, grants) in held.items() if works_in(grants, process_id, role)]
    since, links = signed_in_since(session, municipality_id, wanted), links_of(session, municipality_id, wanted)
    found = [
        Colleague(
            one,
            held[one][0],
            frozenset(held[one][1]),
            max((at for at in (since.get(one), links.get(one, NO_LINK)[0]) if at), default=None),
            links.get(one, NO_LINK)[1],
        )
        for one in wanted
    ]
    return sorted(found, key=lambda one: (fold(one.name), one.name, one.id))


def working_in(municipality_id: int) -> list[ColumnElement[bool]]:
    """Of accounts joined with their roles: those that hold one here which not everybody has."""
    return [
        Membership.municipality_id == municipality_id,
        Membership.role != Role.RESIDENT,
        or_(Membership.role != Role.ORGANISATION, Person.name != ""),  # a resident who speaks for one is no colleague
        Person.kind == PersonKind.ACCOUNT,
    ]


Links = tuple[datetime | None, datetime | None]
NO_LINK: Links = (None, None)


def signed_in_since(session: Session, municipality_id: int, people: Iterable[int]) -> dict[int, datetime]:
    """Person -> when the newest of their devices was signed in here; somebody without a device is left out."""
    rows = session.execute(
        select(DeviceKey.person_id, func.max(DeviceKey.created_at))
        .where(DeviceKey.municipality_id == municipality_id, DeviceKey.person_id.in_(list(people)))
        .group_by(DeviceKey.person_id)
    )
    return {person_id: at for person_id, at in rows}  # noqa: C416 - rows are not pairs to the checker


def links_of(session: Session, municipality_id: int, people: Iterable[int]) -> dict[int, Links]:
    """Person -> (when they last used a link here, until when an unused one is open)."""
    still_open = case(
        ((SignInLink.used_at.is_(None)) & (SignInLink.expires_at > clock.now()), SignInLink.expires_at), else_=None
    )
    rows = session.execute(
        select(SignInLink.person_id, func.max(SignInLink.used_at), func.max(still_open))
        .where(SignInLink.municipality_id == municipality_id, SignInLink.person_id.in_(list(people)))
        .group_by(SignInLink.person_id)
    )
    return {person_id: (used, until) for person_id, used, until in rows}


def colleague(session: Session, municipality_id: int, person_id: int) -> Person:
    """Raises NotFound for whoever holds no role here, also for a colleague of another municipality."""
    found = session.scalar(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Person.id == person_id, *working_in(municipality_id))
        .limit(1)
    )
    if found is None:
        raise NotFound
    return found


def namesakes(session: Session, municipality_id: int, name: str) -> list[tuple[Person, bool]]:
    """Accounts of this name that work or worked here, and whether they do so now. Spelling counts as in the search."""
    working = set(
        session.scalars(select(Membership.person_id).where(Membership.municipality_id == municipality_id).distinct())
    )
    removed = session.scalars(
        select(AuditEntry.object)
        .where(AuditEntry.municipality_id == municipality_id, AuditEntry.action == "team.remove")
        .distinct()
    )
    known = working | {int(thing.partition(":")[2]) for thing in removed}
    accounts = session.scalars(
        select(Person).where(Person.kind == PersonKind.ACCOUNT, Person.name != "").order_by(Person.id)
    )
    return [
        (one, one.id in working)
        for one in accounts
        if fold(one.name) == fold(name) and (one.id in known or one.municipality_id == municipality_id)
    ]
