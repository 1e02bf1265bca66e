"""Colleagues come, change and go. Only administrators of the whole municipality do this."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, NotAllowed
from participation.foundation.permissions import Actor, Permission, Role, require
from participation.people import queries as people
from participation.people import service as accounts
from participation.people.models import Membership, Person, SignInLink
from participation.people.news import PersonParted
from participation.people.rules import Grant, in_words, key_hash
from participation.people.service import LINK_HOURS
from participation.process.queries import processes_among
from participation.team import queries
from participation.team.rules import (
    AlreadySent,
    NameKnown,
    RoleNeeded,
    UnknownGrant,
    check_administrator,
    given_elsewhere,
    without_repeats,
)

SAME_FORM = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Same:
    """What an administrator said about somebody of the same name: that person, or (None) somebody else."""

    person_id: int | None = None


def fingerprint(grants: Iterable[Grant]) -> str:
    """What a form shows of somebody's roles, so that nobody overwrites what they have not seen."""
    return state_hash(in_words(grants, limit=10**6))


def invite(
    tx: Transaction, name: str, grants: Iterable[Grant], *, token: str, by: Actor, same: Same | None = None
) -> Person:
    """An account with these roles and the link `token`; somebody who was here before gets theirs back.

    The same form sent twice carries the same token (`rules.invitation_token`), and a token has one link: within a
    minute the second time answers with the person of the first, later it is refused.
    Raises NotAllowed, RoleNeeded, UnknownGrant, NameKnown, AlreadySent.
    """
    hold_administrators(tx, by)
    sent = tx.session.get(SignInLink, key_hash(token))
    if sent is not None:
        return sent_before(tx, sent)
    given = checked(tx, by.municipality_id, grants)
    person = who_is_meant(tx, name, by.municipality_id, same)
    accounts.set_grants(tx, person, by.municipality_id, given)
    accounts.void_links(tx, person, by.municipality_id)
    accounts.write_link(tx, person, municipality_id=by.municipality_id, token=token)
    log(tx, "invite", person, by, ((), given))
    return person


def hold_administrators(tx: Transaction, by: Actor) -> set[int]:
    """Those of the whole municipality, held for this transaction: two of them cannot remove each other at once.

    Raises NotAllowed, also for one who was removed while their page was open.
    """
    require(by, Permission.INVITE)
    held = select(Membership.person_id).where(
        Membership.municipality_id == by.municipality_id,
        Membership.process_id.is_(None),
        Membership.role == Role.ADMINISTRATOR,
    )
    found = set(tx.session.scalars(held.order_by(Membership.id).with_for_update()))
    if by.person_id is not None and by.person_id not in found:
        raise NotAllowed
    return found


def sent_before(tx: Transaction, link: SignInLink) -> Person:
    made = link.expires_at - timedelta(hours=LINK_HOURS)
    if link.used_at is not None or clock.now() - made > SAME_FORM:
        raise AlreadySent
    return tx.session.get_one(Person, link.person_id)


def checked(tx: Transaction, municipality_id: int, grants: Iterable[Grant]) -> frozenset[Grant]:
    """Raises RoleNeeded, UnknownGrant (a process of another municipality is none here)."""
    given = without_repeats(grants)
    if not given:
        raise RoleNeeded
    here = {process.id for process in processes_among(tx.session, municipality_id, None)}
    if any(grant.process_id is not None and grant.process_id not in here for grant in given):
        raise UnknownGrant
    return given


def who_is_meant(tx: Transaction, name: str, municipality_id: int, same: Same | None) -> Person:
    """Somebody of this name who was here before, if that was said, or a new account. Raises NameKnown."""
    known = queries.namesakes(tx.session, municipality_id, name)
    before = next((one for one, works in known if same and one.id == same.person_id and not works), None)
    if before is not None:
        return before
    if known and same != Same():
        raise NameKnown
    return accounts.new_account(tx, municipality_id, name)


def change_roles(tx: Transaction, person: Person, grants: Iterable[Grant], *, by: Actor, seen: str) -> None:
    """Give a colleague other roles. seen: fingerprint of the roles that were looked at.

    Raises NotAllowed, ChangedMeanwhile, RoleNeeded, UnknownGrant, LastAdministrator, OwnAdministrator.
    """
    administrators = hold_administrators(tx, by)
    before = held_as_seen(tx, person, by, seen)
    after = checked(tx, by.municipality_id, grants) | given_elsewhere(before)
    keep_an_administrator(before, after, person, administrators, by)
    accounts.set_grants(tx, person, by.municipality_id, after)
    log(tx, "roles", person, by, (before, after))


def remove(tx: Transaction, person: Person, *, by: Actor, seen: str) -> None:
    """Let a colleague go: they hold no role here any more and no device or link leads in.

    What they decided keeps their name; in other municipalities nothing changes. Inviting them again undoes it.
    Raises NotAllowed, ChangedMeanwhile, LastAdministrator, OwnAdministrator.
    """
    administrators = hold_administrators(tx, by)
    before = held_as_seen(tx, person, by, seen)
    keep_an_administrator(before, (), person, administrators, by)
    accounts.set_grants(tx, person, by.municipality_id, ())
    accounts.shut_out(tx, person, by.municipality_id)
    tx.record(PersonParted(person.id, by.municipality_id, by.entry))
    log(tx, "remove", person, by, (before, ()))


def held_as_seen(tx: Transaction, person: Person, by: Actor, seen: str) -> frozenset[Grant]:
    held = people.grants_of(tx.session, person, by.municipality_id)
    if fingerprint(held) != seen:
        raise ChangedMeanwhile
    return held


def keep_an_administrator(
    before: Iterable[Grant], after: Iterable[Grant], person: Person, administrators: set[int], by: Actor
) -> None:
    own = person.id == by.person_id
    check_administrator(before, after, own=own, others=len(administrators - {person.id}))


def new_link(tx: Transaction, person: Person, *, by: Actor) -> str:
    """Another one-time link for a colleague; older ones that nobody used are void. Raises NotAllowed."""
    hold_administrators(tx, by)
    accounts.void_links(tx, person, by.municipality_id)
    token = accounts.write_link(tx, person, municipality_id=by.municipality_id)
    enter(tx, Act(by.entry, "team.link", f"person:{person.id}"), town=by.municipality_id)
    return token


def log(tx: Transaction, verb: str, person: Person, by: Actor, roles: tuple[Iterable[Grant], Iterable[Grant]]) -> None:
    """roles: before and after. The reason says them: those given, and of a removed colleague those they had."""
    before, after = map(frozenset, roles)
    states = fingerprint(before), fingerprint(after)
    told = in_words(after or before)
    enter(tx, Act(by.entry, f"team.{verb}", f"person:{person.id}", *states, told), town=by.municipality_id)
