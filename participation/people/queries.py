from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.permissions import Actor, Role
from participation.people.models import DeviceKey, Membership, Person, PersonKind, SignInLink
from participation.people.rules import key_hash


def actor_of_device(session: Session, token: str) -> Actor | None:
    """Who this device acts for; None when its key is unknown or has expired."""
    person = session.scalar(
        select(Person)
        .join(DeviceKey, DeviceKey.person_id == Person.id)
        .where(DeviceKey.token_hash == key_hash(token), DeviceKey.expires_at > clock.now())
    )
    return actor(session, person) if person else None


def actor(session: Session, person: Person) -> Actor:
    roles = {Role.RESIDENT}
    if person.kind == PersonKind.ACCOUNT:
        held = session.scalars(select(Membership.role).where(Membership.person_id == person.id))
        roles |= {Role(role) for role in held}
    return Actor(person.municipality_id, person.id, frozenset(roles), person.name)


def person_by_recovery(session: Session, municipality_id: int, code: str) -> Person | None:
    return session.scalar(
        select(Person).where(Person.municipality_id == municipality_id, Person.recovery_hash == key_hash(code))
    )


def link_is_good(session: Session, token: str) -> bool:
    link = session.get(SignInLink, key_hash(token))
    return link is not None and link.used_at is None and link.expires_at > clock.now()


def account_named(session: Session, name: str) -> Person | None:
    return session.scalar(select(Person).where(Person.kind == PersonKind.ACCOUNT, Person.name == name))
