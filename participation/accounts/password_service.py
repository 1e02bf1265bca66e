"""Coming in by a password, in three steps: a try is counted, the password compared outside, then somebody comes in."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from participation.accounts import queries
from participation.accounts.models import Password, PasswordTries
from participation.accounts.queries import Known
from participation.accounts.rules import TRIES_REMEMBERED, TooManyTries, WrongPair, wait_to_try
from participation.accounts.service import require_account
from participation.foundation import clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.people import service as people
from participation.people.models import DeviceKey, Person
from participation.people.rules import key_hash


def begin_try(tx: Transaction, municipality_id: int, folded: str, key: bytes) -> Known:
    """Count a try before the password is compared, so that a hundred at once are a hundred.

    The same is done for an address nobody has. Raises TooManyTries.
    """
    now = clock.now()
    dialect = tx.session.get_bind().dialect.name
    insert = postgresql.insert(PasswordTries) if dialect == "postgresql" else sqlite.insert(PasswordTries)
    tx.session.execute(insert.values(key_hash=key, failures=0, last_at=now).on_conflict_do_nothing())
    tries = tx.session.scalars(select(PasswordTries).where(PasswordTries.key_hash == key).with_for_update()).one()
    waiting = wait_to_try(tries.failures, tries.last_at, now)
    if waiting:
        raise TooManyTries(minutes=-(-int(waiting.total_seconds()) // 60) or 1)
    tries.failures = 1 if now - tries.last_at >= TRIES_REMEMBERED else tries.failures + 1
    tries.last_at = now
    return queries.password_for(tx.session, municipality_id, folded)


@dataclass(frozen=True, slots=True)
class Proof:
    """The password was the right one for this hash. fresh: a hash with today's numbers, where it was outdated."""

    known: Known
    key: bytes
    fresh: str | None = None


def sign_in_by_password(tx: Transaction, proof: Proof, municipality_id: int) -> tuple[Actor, str]:
    """Raises WrongPair when the password was changed since it was compared, NotAllowed."""
    person_id = proof.known.person_id
    password = tx.session.get(Password, (person_id, municipality_id), with_for_update=True) if person_id else None
    if password is None or password.hash != proof.known.hash:
        raise WrongPair
    if proof.fresh:
        password.hash = proof.fresh
    tx.session.execute(delete(PasswordTries).where(PasswordTries.key_hash == proof.key))
    return people.welcome(tx, tx.session.get_one(Person, password.person_id), municipality_id)


def set_password(tx: Transaction, hashed: str, *, by: Actor, device: str) -> None:
    """From now on; devices other than `device` (its token) are signed out here: somebody may know the old one.

    Raises NoAccount.
    """
    person_id = require_account(by)
    tx.session.get_one(Person, person_id, with_for_update=True)  # two first passwords make one row
    found = queries.password_of(tx.session, person_id, by.municipality_id)
    if found is None:
        found = Password(person_id=person_id, municipality_id=by.municipality_id)
        tx.session.add(found)
    found.hash, found.changed_at = hashed, clock.now()
    tx.session.execute(
        delete(DeviceKey).where(
            DeviceKey.person_id == person_id,
            DeviceKey.municipality_id == by.municipality_id,
            DeviceKey.token_hash != key_hash(device),
        )
    )
    enter(tx, Act(by.entry, "account.password", by.entry), town=by.municipality_id)


def remove_password(tx: Transaction, *, by: Actor) -> None:
    """Raises NoAccount."""
    person_id = require_account(by)
    found = queries.password_of(tx.session, person_id, by.municipality_id)
    if found is not None:
        tx.session.delete(found)
        enter(tx, Act(by.entry, "account.remove_password", by.entry), town=by.municipality_id)
