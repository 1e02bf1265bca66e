from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Role
from participation.people import voices
from participation.people.models import DeviceKey, Membership, Person, PersonKind, SignInLink
from participation.people.rules import Grant, key_hash


def actor_of_device(session: Session, token: str, municipality_id: int) -> Actor | None:
    """Who this device acts for here; None when its key is unknown, has expired or belongs elsewhere."""
    person = session.scalar(
        select(Person)
        .join(DeviceKey, DeviceKey.person_id == Person.id)
        .where(
            DeviceKey.token_hash == key_hash(token),
            DeviceKey.municipality_id == municipality_id,
            DeviceKey.expires_at > clock.now(),
        )
    )
    return actor(session, person, municipality_id) if person else None


def actor(session: Session, person: Person, municipality_id: int) -> Actor | None:
    """What a person is in a municipality; None where they are nobody: a guest or a colleague of another one."""
    held = memberships(session, person, municipality_id) if person.kind == PersonKind.ACCOUNT else []
    if (person.municipality_id != municipality_id and not held) or person.kind not in {
        PersonKind.GUEST,
        PersonKind.ACCOUNT,
    }:
        return None
    whole = {Role(one.role) for one in held if one.process_id is None}
    in_process = {(one.process_id, Role(one.role)) for one in held if one.process_id is not None}
    return Actor(
        municipality_id,
        person.id,
        frozenset({Role.RESIDENT, *whole}),
        person.name,
        frozenset(in_process),
        has_account=person.kind == PersonKind.ACCOUNT,
        speaks_for=voices.speaks_for(session, person.id, municipality_id)
        if Role.ORGANISATION in whole
        else frozenset(),
    )


def memberships(session: Session, person: Person, municipality_id: int) -> list[Membership]:
    return list(
        session.scalars(
            select(Membership)
            .where(Membership.person_id == person.id, Membership.municipality_id == municipality_id)
            .order_by(Membership.id)
        )
    )


def grants_of(session: Session, person: Person, municipality_id: int) -> frozenset[Grant]:
    held = memberships(session, person, municipality_id)
    return frozenset(Grant(Role(one.role), one.process_id) for one in held if one.role != Role.RESIDENT)


def person_by_recovery(session: Session, municipality_id: int, code: str) -> Person | None:
    return session.scalar(
        select(Person).where(Person.municipality_id == municipality_id, Person.recovery_hash == key_hash(code))
    )


def open_link(session: Session, token: str, municipality_id: int) -> SignInLink | None:
    """A link that still signs in here; None when it was used, is too old, belongs elsewhere or never existed."""
    link = session.get(SignInLink, key_hash(token))
    if link is None or link.municipality_id != municipality_id:
        return None
    return link if link.used_at is None and link.expires_at > clock.now() else None


def is_new(session: Session, person_id: int) -> bool:
    """Whether an account was never signed in: no link of theirs was used, no device acts for them."""
    used = select(SignInLink.person_id).where(SignInLink.person_id == person_id, SignInLink.used_at.is_not(None))
    keys = select(DeviceKey.person_id).where(DeviceKey.person_id == person_id)
    return session.scalar(used.union_all(keys).limit(1)) is None


def may_have_account(session: Session, link: SignInLink) -> bool:
    """Whether a link is an invitation to somebody who may have an account in another municipality of this house."""
    return serves_several(session) and is_new(session, link.person_id)


def serves_several(session: Session) -> bool:
    """Whether this installation has more than one municipality."""
    return (session.scalar(select(func.count()).select_from(Municipality)) or 0) > 1


@dataclass(frozen=True, slots=True)
class Device:
    """A signed-in device. town: the municipality where it acts; here: whether it is the one that asks."""

    since: datetime
    town: str
    here: bool


def devices(session: Session, person_id: int | None, token: str) -> list[Device]:
    """Where somebody is signed in, the newest first. token: the cookie of the device that asks."""
    rows = session.execute(
        select(DeviceKey, Municipality.name)
        .join(Municipality, Municipality.id == DeviceKey.municipality_id)
        .where(DeviceKey.person_id == person_id, DeviceKey.expires_at > clock.now())
        .order_by(DeviceKey.created_at.desc(), DeviceKey.token_hash)
    )
    return [Device(key.created_at, town, key.token_hash == key_hash(token)) for key, town in rows]


def guest_of_device(session: Session, token: str, municipality_id: int) -> Person | None:
    """The guest for whom this device acted until somebody signed in on it."""
    return session.scalar(
        select(Person)
        .join(DeviceKey, DeviceKey.person_id == Person.id)
        .where(
            DeviceKey.token_hash == key_hash(token),
            DeviceKey.municipality_id == municipality_id,
            DeviceKey.expires_at > clock.now(),
            Person.kind == PersonKind.GUEST,
        )
    )


def account_named(session: Session, name: str) -> Person | None:
    return session.scalar(select(Person).where(Person.kind == PersonKind.ACCOUNT, Person.name == name))
