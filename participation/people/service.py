from collections.abc import Iterable
from datetime import timedelta

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import NotAllowed
from participation.foundation.permissions import Actor, Role
from participation.people import queries
from participation.people.models import DeviceKey, Membership, Person, PersonKind, SignInLink
from participation.people.rules import LinkUsed, UnknownCode, key_hash, recovery_code

GUEST_DAYS = 400
ACCOUNT_DAYS = 14
LINK_HOURS = 48


def welcome_guest(tx: Transaction, municipality_id: int, secret: bytes) -> tuple[Person, str]:
    """A person's first act without an account: they become a guest; returns the token for their cookie."""
    person = Person(municipality_id=municipality_id, kind=PersonKind.GUEST, created_at=clock.now())
    tx.session.add(person)
    tx.session.flush()
    person.recovery_hash = key_hash(recovery_code(secret, person.id))
    return person, hand_key(tx, person.id, GUEST_DAYS)


def hand_key(tx: Transaction, person_id: int, days: int) -> str:
    """Let a device act for a person for so many days; returns the token for its cookie."""
    token = chance.token()
    now = clock.now()
    key = DeviceKey(
        token_hash=key_hash(token), person_id=person_id, created_at=now, expires_at=now + timedelta(days=days)
    )
    tx.session.add(key)
    return token


def recover_guest(tx: Transaction, municipality_id: int, code: str) -> tuple[Person, str]:
    """Lead somebody back by the code they wrote down; their other devices stay. Raises UnknownCode."""
    person = queries.person_by_recovery(tx.session, municipality_id, code)
    if person is None:
        raise UnknownCode
    return person, hand_key(tx, person.id, GUEST_DAYS)


def open_account(tx: Transaction, municipality_id: int, name: str, roles: Iterable[Role]) -> Person:
    """An account for a colleague; they sign in by a link."""
    person = Person(municipality_id=municipality_id, kind=PersonKind.ACCOUNT, name=name, created_at=clock.now())
    tx.session.add(person)
    tx.session.flush()
    for role in roles:
        tx.session.add(Membership(municipality_id=municipality_id, person_id=person.id, role=role))
    enter(tx, Act("system", "account.open", f"person:{person.id}"), town=municipality_id)
    return person


def write_link(tx: Transaction, person: Person, hours: int = LINK_HOURS) -> str:
    """A one-time link for `person`; returns its token, which is kept nowhere."""
    token = chance.token()
    expires = clock.now() + timedelta(hours=hours)
    tx.session.add(SignInLink(token_hash=key_hash(token), person_id=person.id, expires_at=expires))
    return token


def sign_in(tx: Transaction, link_token: str, municipality_id: int) -> tuple[Actor, str]:
    """Use a one-time link in a municipality.

    Raises LinkUsed when it was used, is too old or never existed, NotAllowed where the person is nobody here.
    """
    link = tx.session.get(SignInLink, key_hash(link_token))
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise LinkUsed
    link.used_at = clock.now()
    person = tx.session.get_one(Person, link.person_id)
    actor = queries.actor(tx.session, person, municipality_id)
    if actor is None:
        raise NotAllowed
    enter(tx, Act(actor.entry, "account.sign_in", actor.entry), town=municipality_id)
    return actor, hand_key(tx, person.id, ACCOUNT_DAYS)


def sign_out(tx: Transaction, token: str) -> None:
    """This device no longer acts for anybody."""
    key = tx.session.get(DeviceKey, key_hash(token))
    if key is not None:
        tx.session.delete(key)
