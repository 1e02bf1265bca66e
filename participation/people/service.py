from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select

from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import NotAllowed
from participation.foundation.permissions import Actor, Role
from participation.people import queries
from participation.people.models import DeviceKey, Membership, Person, PersonalCode, PersonKind, SignInLink
from participation.people.rules import (
    GROUP,
    GROUPS,
    CodeMoved,
    CodesAtHome,
    Grant,
    LinkUsed,
    NotAnInvitation,
    SignedOutMeanwhile,
    UnknownCode,
    UnknownPersonalCode,
    grouped,
    in_words,
    key_hash,
    recovery_code,
    typed_code,
)

GUEST_DAYS = 400
ACCOUNT_DAYS = 14  # of a colleague
RESIDENT_DAYS = 90  # of an account without a role
LINK_HOURS = 48
CODE_MINUTES = 30


def welcome_guest(tx: Transaction, municipality_id: int, secret: bytes) -> tuple[Person, str]:
    """A person's first act without an account: they become a guest; returns the token for their cookie."""
    person = Person(municipality_id=municipality_id, kind=PersonKind.GUEST, created_at=clock.now())
    tx.session.add(person)
    tx.session.flush()
    person.recovery_hash = key_hash(recovery_code(secret, person.id))
    return person, hand_key(tx, person.id, GUEST_DAYS)


def hand_key(tx: Transaction, person_id: int, days: int, municipality_id: int | None = None) -> str:
    """Let a device act for a person for so many days; returns the token for its cookie.

    municipality_id: where it acts; None: at home. A key of one municipality opens nothing in another one, so nobody
    who can sign a companion in here (an administrator holds their link) can act for them elsewhere.
    """
    token = chance.token()
    now = clock.now()
    home = municipality_id or tx.session.get_one(Person, person_id).municipality_id
    key = DeviceKey(
        token_hash=key_hash(token),
        person_id=person_id,
        municipality_id=home,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    tx.session.add(key)
    return token


def recover_guest(tx: Transaction, municipality_id: int, code: str) -> tuple[Person, str]:
    """Lead somebody back by the code they wrote down; their other devices stay. Raises UnknownCode, CodeMoved.

    The code of what went over to an account opens nothing: paper must not sign anybody in to an account.
    """
    person = queries.person_by_recovery(tx.session, municipality_id, code)
    if person is None or person.kind == PersonKind.ACCOUNT:
        raise UnknownCode
    if person.kind == PersonKind.MOVED:
        raise CodeMoved
    return person, hand_key(tx, person.id, GUEST_DAYS)


# --- accounts and what they may


def open_account(tx: Transaction, municipality_id: int, name: str, roles: Iterable[Role]) -> Person:
    """An account for a colleague; they sign in by a link."""
    person = new_account(tx, municipality_id, name)
    set_grants(tx, person, municipality_id, {Grant(role) for role in roles})
    enter(tx, Act("system", "account.open", f"person:{person.id}"), town=municipality_id)
    return person


def new_account(tx: Transaction, municipality_id: int, name: str) -> Person:
    person = Person(municipality_id=municipality_id, kind=PersonKind.ACCOUNT, name=name, created_at=clock.now())
    tx.session.add(person)
    tx.session.flush()
    return person


def set_grants(tx: Transaction, person: Person, municipality_id: int, grants: Iterable[Grant]) -> None:
    """What a person may in a municipality from now on; what they hold already stays the same row."""
    wanted = set(grants)
    for held in queries.memberships(tx.session, person, municipality_id):
        grant = Grant(Role(held.role), held.process_id)
        if grant in wanted:
            wanted.remove(grant)
        else:
            tx.session.delete(held)
    tx.session.add_all(
        Membership(municipality_id=municipality_id, person_id=person.id, role=grant.role, process_id=grant.process_id)
        for grant in wanted
    )
    tx.session.flush()


# --- links


def write_link(
    tx: Transaction,
    person: Person,
    hours: int = LINK_HOURS,
    *,
    municipality_id: int | None = None,
    token: str | None = None,
) -> str:
    """A one-time link for `person`; returns its token, which is kept nowhere.

    municipality_id: where it signs in; None: at home. token: a secret the caller has made; None: a new one.
    """
    token = token or chance.token()
    expires = clock.now() + timedelta(hours=hours)
    tx.session.add(
        SignInLink(
            token_hash=key_hash(token),
            person_id=person.id,
            municipality_id=municipality_id or person.municipality_id,
            expires_at=expires,
        )
    )
    tx.session.flush()
    return token


def void_links(tx: Transaction, person: Person, municipality_id: int) -> None:
    """The person's links here that nobody used sign nobody in any more; used ones stay: they say when that was."""
    tx.session.execute(
        delete(SignInLink).where(
            SignInLink.person_id == person.id,
            SignInLink.municipality_id == municipality_id,
            SignInLink.used_at.is_(None),
        )
    )


def shut_out(tx: Transaction, person: Person, municipality_id: int) -> None:
    """Nothing leads in here any more: links, devices and, at home, personal codes end. Elsewhere nothing changes."""
    void_links(tx, person, municipality_id)
    tx.session.execute(
        delete(DeviceKey).where(DeviceKey.person_id == person.id, DeviceKey.municipality_id == municipality_id)
    )
    if person.municipality_id == municipality_id:
        tx.session.execute(delete(PersonalCode).where(PersonalCode.person_id == person.id))


def sign_in(tx: Transaction, link_token: str, municipality_id: int) -> tuple[Actor, str]:
    """Use a one-time link in its municipality.

    Raises LinkUsed when it was used, is too old, belongs elsewhere or never existed, NotAllowed where the person is
    nobody here.
    """
    link = hold_link(tx, link_token, municipality_id)
    link.used_at = clock.now()
    return welcome(tx, tx.session.get_one(Person, link.person_id), municipality_id)


def hold_link(tx: Transaction, token: str, municipality_id: int) -> SignInLink:
    """An open link, held for this transaction: of two with the same link only one comes in. Raises LinkUsed."""
    found = queries.open_link(tx.session, token, municipality_id)
    if found is not None:
        tx.session.refresh(found, with_for_update=True)
    if found is None or found.used_at is not None:
        raise LinkUsed
    return found


def welcome(tx: Transaction, person: Person, municipality_id: int) -> tuple[Actor, str]:
    """Raises NotAllowed where the person is nobody here."""
    actor = queries.actor(tx.session, person, municipality_id)
    if actor is None:
        raise NotAllowed
    enter(tx, Act(actor.entry, "account.sign_in", actor.entry), town=municipality_id)
    return actor, hand_key(tx, person.id, days_of(actor), municipality_id)


def days_of(actor: Actor) -> int:
    """How long a device stays signed in."""
    return ACCOUNT_DAYS if actor.is_colleague else RESIDENT_DAYS


def still_acts(tx: Transaction, person_id: int) -> None:
    """Hold somebody who acts, so that nothing is written for them while their things go over to an account.

    Not `FOR UPDATE`: rows of others that name this person need not wait. Raises SignedOutMeanwhile.
    """
    kind = tx.session.scalar(select(Person.kind).where(Person.id == person_id).with_for_update(key_share=True))
    if kind not in {PersonKind.GUEST, PersonKind.ACCOUNT}:
        raise SignedOutMeanwhile


def sign_out(tx: Transaction, token: str) -> None:
    """This device no longer acts for anybody."""
    key = tx.session.get(DeviceKey, key_hash(token))
    if key is not None:
        tx.session.delete(key)


def sign_out_elsewhere(tx: Transaction, token: str, *, by: Actor) -> int:
    """Only this device acts for the person from now on; returns how many others ended.

    Their other municipalities too: whoever lost a laptop wants it out everywhere. Raises NotAllowed.
    """
    require_account(by)
    ended = tx.session.scalars(
        delete(DeviceKey)
        .where(DeviceKey.person_id == by.person_id, DeviceKey.token_hash != key_hash(token))
        .returning(DeviceKey.token_hash)
    ).all()
    tx.session.execute(delete(PersonalCode).where(PersonalCode.person_id == by.person_id))
    enter(tx, Act(by.entry, "account.sign_out_elsewhere", by.entry), town=by.municipality_id)
    return len(ended)


def require_account(by: Actor) -> None:
    """Raises NotAllowed for whoever is not signed in with an account."""
    if not by.has_account:
        raise NotAllowed


def require_colleague(by: Actor) -> None:
    """Raises NotAllowed for whoever holds no role here."""
    if not by.is_colleague:
        raise NotAllowed


# --- one account in several municipalities (docs/decisions/014)


def make_personal_code(tx: Transaction, *, by: Actor) -> str:
    """A code that shows another municipality, once and within CODE_MINUTES, that this is the same person.

    An older code of theirs ends. It signs nobody in. Raises NotAllowed, CodesAtHome.
    """
    require_colleague(by)
    person = tx.session.get_one(Person, by.person_id)
    if person.municipality_id != by.municipality_id:
        raise CodesAtHome
    tx.session.execute(delete(PersonalCode).where(PersonalCode.person_id == person.id))
    code = grouped(chance.readable_code(GROUPS * GROUP))
    expires = clock.now() + timedelta(minutes=CODE_MINUTES)
    tx.session.add(PersonalCode(code_hash=key_hash(code), person_id=person.id, expires_at=expires))
    enter(tx, Act(by.entry, "account.personal_code", by.entry), town=by.municipality_id)
    return code


def join_with_account(tx: Transaction, link_token: str, typed: str, municipality_id: int) -> tuple[Actor, str]:
    """Take an invitation with the account one has elsewhere: its roles go over, and the device is signed in here.

    typed: the personal code. The name of the invitation stays for the log, but nobody can sign in with it.
    Raises LinkUsed, NotAnInvitation, UnknownPersonalCode, NotAllowed.
    """
    link = hold_link(tx, link_token, municipality_id)
    invited = tx.session.get_one(Person, link.person_id)
    if not queries.is_new(tx.session, invited.id):
        raise NotAnInvitation
    person = person_of_code(tx, typed)
    link.used_at, link.person_id = clock.now(), person.id
    if person.id != invited.id:
        hand_over(tx, invited, person, municipality_id)
    return welcome(tx, person, municipality_id)


def person_of_code(tx: Transaction, typed: str) -> Person:
    """Whose code it is; it is used up. Raises UnknownPersonalCode."""
    code = tx.session.get(PersonalCode, key_hash(typed_code(typed)))
    if code is None or code.expires_at <= clock.now():
        raise UnknownPersonalCode
    tx.session.delete(code)
    return tx.session.get_one(Person, code.person_id)


def hand_over(tx: Transaction, invited: Person, person: Person, municipality_id: int) -> None:
    given = queries.grants_of(tx.session, invited, municipality_id)
    held = queries.grants_of(tx.session, person, municipality_id)
    set_grants(tx, invited, municipality_id, ())
    set_grants(tx, person, municipality_id, given | held)
    void_links(tx, invited, municipality_id)
    invited.kind = PersonKind.MOVED
    act = Act(
        f"person:{person.id}",
        "team.join",
        f"person:{person.id}",
        state_hash(in_words(held)),
        state_hash(in_words(given | held)),
        in_words(given),
    )
    enter(tx, act, town=municipality_id)
