"""How somebody comes in by a mail address: asking for a link, using it, and what an account holds."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from participation.accounts import queries
from participation.accounts.models import MailAddress, MailLink, OutsideIdentity, Password, PasswordTries
from participation.accounts.rules import (
    LINK_MINUTES,
    MAILS_OF_TOWN,
    AddressTaken,
    AskedByAnother,
    ColleagueStays,
    LinkVoid,
    NoAccount,
    StillNeeded,
    TooManyMails,
    may_write,
)
from participation.foundation import clock, mail
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.letters import Letter
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor
from participation.people import service as people
from participation.people.models import DeviceKey, Person, PersonKind
from participation.people.news import PersonParted
from participation.people.rules import key_hash, recovery_code

LINK = "account_link"  # kind of our mails


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody asks for a link. address, folded: of `rules.comparable`; token: the link's secret; letter: carries it.

    other: the letter to an address that another account has, where one asks who has an account; device: cookie of the
    browser that asks.
    """

    address: str
    folded: str
    token: str
    letter: Letter
    device: str
    other: Letter | None = None


def ask_for_link(tx: Transaction, ask: Ask, *, by: Actor, wants_address: bool = False) -> None:
    """Write a link to an address. Nobody learns here whether it is known: what is done does not depend on it.

    wants_address: `by` wants to have the address. Without it whoever uses the link comes in; who that is, is looked up
    only then. At most one mail a minute goes to an address, and a few in an hour; asking more often changes nothing.
    Raises TooManyMails, NoAccount.
    """
    if wants_address:
        require_account(by)
    town = tx.session.get_one(Municipality, by.municipality_id)
    device_hash = key_hash(ask.device)
    found = queries.asked(tx.session, town.id, ask.folded, device_hash)
    if found.in_town >= MAILS_OF_TOWN:
        raise TooManyMails
    now = clock.now()
    if not may_write(found.to_address, found.from_device, now):
        return
    letter = ask.letter
    if ask.other is not None:
        taken = queries.address_named(tx.session, town.id, ask.folded)
        letter = ask.other if taken is not None and taken.person_id != by.person_id else ask.letter
    tx.session.add(
        MailLink(
            token_hash=key_hash(ask.token),
            municipality_id=town.id,
            person_id=by.person_id if wants_address else None,
            address=ask.address,
            folded=ask.folded,
            device_hash=device_hash,
            asked_at=now,
            expires_at=now + timedelta(minutes=LINK_MINUTES),
        )
    )
    mail.write(tx, letter, to=ask.address, kind=LINK, municipality_id=town.id, person_id=None, sender=town.name)


def require_account(by: Actor) -> int:
    """The id of whoever is signed in. Raises NoAccount."""
    if by.person_id is None or not by.has_account:
        raise NoAccount
    return by.person_id


def hold_link(tx: Transaction, token: str, municipality_id: int) -> MailLink:
    """An open link; of two that are used at once one comes after the other. Raises LinkVoid."""
    one_after_the_other(tx, municipality_id)
    found = queries.open_link(tx.session, token, municipality_id)
    if found is None:
        raise LinkVoid
    return found


def one_after_the_other(tx: Transaction, municipality_id: int) -> None:
    """Accounts of a town are made one by one, so that nobody gets two. Rows that name the town need not wait."""
    tx.session.execute(
        select(Municipality.id).where(Municipality.id == municipality_id).with_for_update(key_share=True)
    )


def sign_in_by_link(tx: Transaction, token: str, municipality_id: int) -> tuple[Actor, str]:
    """Whoever holds the link has the mailbox: they come in, and their first time makes the account.

    Raises LinkVoid, NotAllowed.
    """
    link = hold_link(tx, token, municipality_id)
    if link.person_id is not None:
        raise LinkVoid  # it was asked for to add an address, not to come in
    link.used_at = clock.now()
    known = queries.address_named(tx.session, municipality_id, link.folded)
    person = tx.session.get_one(Person, known.person_id) if known else sign_up(tx, municipality_id)
    if known is None:
        keep_address(tx, person.id, municipality_id, link.address, link.folded)
    return people.welcome(tx, person, municipality_id)


def sign_up(tx: Transaction, municipality_id: int, name: str = "") -> Person:
    """A new account of a resident, without a role, and without a name unless colleagues have to know it."""
    person = people.new_account(tx, municipality_id, name)
    whom = f"person:{person.id}"
    enter(tx, Act(whom, "account.sign_up", whom), town=municipality_id)
    return person


def keep_address(tx: Transaction, person_id: int, municipality_id: int, address: str, folded: str) -> None:
    """It replaces the one before."""
    tx.session.execute(
        delete(MailAddress).where(MailAddress.person_id == person_id, MailAddress.municipality_id == municipality_id)
    )
    tx.session.add(
        MailAddress(
            municipality_id=municipality_id,
            person_id=person_id,
            address=address,
            folded=folded,
            confirmed_at=clock.now(),
        )
    )
    tx.session.flush()


def confirm_address(tx: Transaction, token: str, *, by: Actor) -> None:
    """The owner of the mailbox, signed in, lets their account have the address; a former one is deleted.

    Raises NoAccount, LinkVoid, AskedByAnother, AddressTaken.
    """
    person_id = require_account(by)
    link = hold_link(tx, token, by.municipality_id)
    if link.person_id is None:
        raise LinkVoid
    if link.person_id != person_id:
        raise AskedByAnother
    known = queries.address_named(tx.session, by.municipality_id, link.folded)
    if known is not None and known.person_id != person_id:
        raise AddressTaken
    link.used_at = clock.now()
    keep_address(tx, person_id, by.municipality_id, link.address, link.folded)
    enter(tx, Act(by.entry, "account.address", by.entry), town=by.municipality_id)


# --- leaving


def remove_address(tx: Transaction, *, by: Actor, issuer: str) -> None:
    """The address and with it the password go; the outside service stays. Raises NoAccount, StillNeeded."""
    person_id = require_account(by)
    held = queries.ways(tx.session, person_id, by.municipality_id, issuer)
    if not held.address:
        return
    if held.count < 2 and not by.is_colleague:  # a colleague is sent a link by an administrator
        raise StillNeeded
    for table in (MailAddress, Password):
        tx.session.execute(
            delete(table).where(table.person_id == person_id, table.municipality_id == by.municipality_id)
        )
    enter(tx, Act(by.entry, "account.remove_address", by.entry), town=by.municipality_id)


def leave(tx: Transaction, *, by: Actor, secret: bytes) -> tuple[str, str]:
    """The account ends; what was said stays, with somebody who has no name, as before there was an account.

    Returns the recovery code and the key of this device. All other devices end. Raises NoAccount, ColleagueStays.
    """
    person = tx.session.get_one(Person, require_account(by), with_for_update=True)
    if by.is_colleague or person.municipality_id != by.municipality_id or person.name:
        raise ColleagueStays
    tx.record(PersonParted(person.id, by.municipality_id, by.entry))
    forget_account(tx, person.id)
    tx.session.execute(delete(DeviceKey).where(DeviceKey.person_id == person.id))
    code = recovery_code(secret, person.id)
    person.kind, person.recovery_hash = PersonKind.GUEST, key_hash(code)
    enter(tx, Act(by.entry, "account.leave", by.entry), town=by.municipality_id)
    return code, people.hand_key(tx, person.id, people.GUEST_DAYS)


def forget_account(tx: Transaction, person_id: int) -> None:
    """Nothing is kept by which somebody could be reached or known again."""
    for table in (MailAddress, Password, OutsideIdentity, MailLink):
        tx.session.execute(delete(table).where(table.person_id == person_id))


def tidy_up(tx: Transaction) -> None:
    """Links that are too old with their addresses, and tries nobody needs to remember."""
    tx.session.execute(delete(MailLink).where(queries.old_links()))
    tx.session.execute(delete(PasswordTries).where(queries.old_tries()))
