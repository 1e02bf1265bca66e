"""What becomes of somebody an outside service vouches for."""

from sqlalchemy import delete

from participation.accounts import queries
from participation.accounts.models import OutsideIdentity
from participation.accounts.oidc import Vouched
from participation.accounts.rules import IdentityTaken, ProveByLink, StillNeeded, comparable
from participation.accounts.service import keep_address, one_after_the_other, require_account, sign_up
from participation.foundation import clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.letters import NoMailAddress
from participation.foundation.permissions import Actor
from participation.people import service as people
from participation.people.models import Person


def sign_in_outside(tx: Transaction, vouched: Vouched, municipality_id: int, *, name: str) -> tuple[Actor, str]:
    """Somebody known from there comes in; somebody new gets an account, with the address the service has verified.

    Where an account has that address already, nothing is joined: its owner proves by a link that they are the same.
    name: of the service. Raises ProveByLink, NotAllowed.
    """
    one_after_the_other(tx, municipality_id)
    known = queries.identity(tx.session, municipality_id, vouched.issuer, vouched.subject)
    if known is not None:
        return people.welcome(tx, tx.session.get_one(Person, known.person_id), municipality_id)
    address, folded = address_from(vouched)
    if folded and queries.address_named(tx.session, municipality_id, folded):
        raise ProveByLink(name=name)
    person = sign_up(tx, municipality_id)
    if folded:
        keep_address(tx, person.id, municipality_id, address, folded)
    keep_identity(tx, person.id, municipality_id, vouched)
    return people.welcome(tx, person, municipality_id)


def address_from(vouched: Vouched) -> tuple[str, str]:
    """The verified address and how it is compared; twice "" where there is none, or none we could write to."""
    try:
        return comparable(vouched.email)
    except NoMailAddress:
        return "", ""


def keep_identity(tx: Transaction, person_id: int, municipality_id: int, vouched: Vouched) -> None:
    tx.session.add(
        OutsideIdentity(
            municipality_id=municipality_id,
            person_id=person_id,
            issuer=vouched.issuer,
            subject=vouched.subject,
            since=clock.now(),
        )
    )
    tx.session.flush()


def connect(tx: Transaction, vouched: Vouched, *, by: Actor, name: str) -> None:
    """Come in by this service as well from now on; connecting twice changes nothing.

    Raises NoAccount, IdentityTaken.
    """
    person_id = require_account(by)
    one_after_the_other(tx, by.municipality_id)
    known = queries.identity(tx.session, by.municipality_id, vouched.issuer, vouched.subject)
    if known is not None and known.person_id != person_id:
        raise IdentityTaken(name=name)
    if known is not None:
        return
    former = queries.identity_of(tx.session, person_id, by.municipality_id, vouched.issuer)
    if former is not None:
        tx.session.delete(former)
        tx.session.flush()
    keep_identity(tx, person_id, by.municipality_id, vouched)
    enter(tx, Act(by.entry, "account.connect", by.entry), town=by.municipality_id)


def disconnect(tx: Transaction, issuer: str, *, by: Actor) -> None:
    """Raises NoAccount, StillNeeded."""
    person_id = require_account(by)
    held = queries.ways(tx.session, person_id, by.municipality_id, issuer)
    if held.outside_since is None:
        return
    if held.count < 2 and not by.is_colleague:
        raise StillNeeded
    tx.session.execute(
        delete(OutsideIdentity).where(
            OutsideIdentity.person_id == person_id,
            OutsideIdentity.municipality_id == by.municipality_id,
            OutsideIdentity.issuer == issuer,
        )
    )
    enter(tx, Act(by.entry, "account.disconnect", by.entry), town=by.municipality_id)
