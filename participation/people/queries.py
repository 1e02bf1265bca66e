from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.permissions import Actor, Role
from participation.people.models import DeviceKey, Membership, Person, PersonKind, SignInLink
from participation.people.rules import key_hash


def actor_of_device(session: Session, token: str, municipality_id: int) -> Actor | None:
    """Who this device acts for here; None when its key is unknown, has expired or belongs elsewhere."""
    person = session.scalar(
        select(Person)
        .join(DeviceKey, DeviceKey.person_id == Person.id)
        .where(DeviceKey.token_hash == key_hash(token), DeviceKey.expires_at > clock.now())
    )
    return actor(session, person, municipality_id) if person else None


def actor(session: Session, person: Person, municipality_id: int) -> Actor | None:
    """What a person is in a municipality; None where they are nobody: a guest or a colleague of another one."""
    held = memberships(session, person, municipality_id) if person.kind == PersonKind.ACCOUNT else []
    if person.municipality_id != municipality_id and not held:
        return None
    whole = {Role(one.role) for one in held if one.process_id is None}
    in_process = {(one.process_id, Role(one.role)) for one in held if one.process_id is not None}
    return Actor(municipality_id, person.id, frozenset({Role.RESIDENT, *whole}), person.name, frozenset(in_process))


def memberships(session: Session, person: Person, municipality_id: int) -> list[Membership]:
    return list(
        session.scalars(
            select(Membership)
            .where(Membership.person_id == person.id, Membership.municipality_id == municipality_id)
            .order_by(Membership.id)
        )
    )


def person_by_recovery(session: Session, municipality_id: int, code: str) -> Person | None:
    return session.scalar(
        select(Person).where(Person.municipality_id == municipality_id, Person.recovery_hash == key_hash(code))
    )


def link_is_good(session: Session, token: str) -> bool:
    link = session.get(SignInLink, key_hash(token))
    return link is not None and link.used_at is None and link.expires_at > clock.now()


def account_named(session: Session, name: str) -> Person | None:
    return session.scalar(select(Person).where(Person.kind == PersonKind.ACCOUNT, Person.name == name))
