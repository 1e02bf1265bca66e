"""Forgetting somebody: at once as far as anybody could notice, in portions where there is a lot."""

from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from participation.contributions import service as contributions
from participation.contributions.models import Contribution
from participation.contributions.privacy import let_go
from participation.contributions.rules import Status
from participation.foundation import clock, privacy
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Database, Transaction
from participation.foundation.jobs import enqueue
from participation.foundation.permissions import Actor
from participation.moderation import cases
from participation.moderation.withdrawal import look_at_joined_texts
from participation.people.models import DeviceKey, Membership, Person, PersonKind
from participation.people.news import PersonParted
from participation.privacy.rules import FORGOTTEN_AFTER, HoldsARole, HomeElsewhere, Leaving, require_somebody

FORGET = "privacy.forget"  # a job: what is left of somebody
AT_ONCE = 50  # contributions in the transaction of the door; about a second on SQLite
A_PORTION = 20  # in each of the worker's transactions, between which everybody else has a turn


def erase(tx: Transaction, chosen: Leaving, *, by: Actor) -> None:
    """Somebody has themselves forgotten. Raises NothingKept, HoldsARole, HomeElsewhere.

    From this moment nothing is written for them: whoever acts for somebody holds their row first. With more than
    AT_ONCE contributions the worker does the rest.
    """
    person = tx.session.get_one(Person, require_somebody(by), with_for_update=True, populate_existing=True)
    if by.is_colleague:
        raise HoldsARole
    if person.municipality_id != by.municipality_id:
        raise HomeElsewhere
    forget(tx, person, words=chosen is Leaving.EVERYTHING)


def forget(tx: Transaction, person: Person, *, words: bool) -> None:
    """words: whether what they said goes as well."""
    person.kind = PersonKind.ERASED
    tx.session.flush()
    forget_some(tx, person.id, words=words, most=AT_ONCE)
    tx.record(PersonParted(person.id, person.municipality_id, "system"))
    privacy.forget_person(tx, person.id)
    if said_by(tx.session, person.id, 1):
        enqueue(tx, FORGET, person=person.id, words=words)
    enter(tx, Act("system", "account.erase", f"person:{person.id}"), town=person.municipality_id)


def forget_some(tx: Transaction, person_id: int, *, words: bool, most: int) -> int:
    """A portion of what somebody said; returns how much it was."""
    some = said_by(tx.session, person_id, most)
    if words:
        for one in some:
            take_back(tx, one, person_id)
        privacy.forget_words(tx, [one.id for one in some])
        look_at_joined_texts(tx, [one.id for one in some])
    privacy.forget_names(tx, [one.id for one in some])
    let_go(tx, [one.id for one in some])
    return len(some)


def said_by(session: Session, person_id: int, most: int) -> list[Contribution]:
    mine = select(Contribution).where(Contribution.author_id == person_id)
    return list(session.scalars(mine.order_by(Contribution.id).limit(most)))


def take_back(tx: Transaction, said: Contribution, person_id: int) -> None:
    """Like withdrawing it: the words go, and whoever keeps something made of them forgets it."""
    cases.hold(tx, said)
    if said.status == Status.WITHDRAWN:
        return
    before = state_hash(said.status)
    contributions.withdraw(tx, said, author_id=person_id)
    about = f"contribution:{said.id}"
    act = Act(f"person:{person_id}", "contribution.withdraw", about, before, state_hash(said.status))
    enter(tx, act, town=said.municipality_id)


def forget_the_rest(house: Database, payload: dict[str, Any]) -> None:
    """A job. It may stop between two portions and go on later: what is left is found by whose it is."""
    person_id, words = int(payload["person"]), bool(payload["words"])
    some = A_PORTION
    while some == A_PORTION:
        with house.transaction() as tx:
            some = forget_some(tx, person_id, words=words, most=A_PORTION)


# --- who was not here for a long time


def long_gone() -> tuple[ColumnElement[bool], ...]:
    """People without a role who came before FORGOTTEN_AFTER and have no device that was signed in since then."""
    since = clock.now() - FORGOTTEN_AFTER
    was_here = exists().where(DeviceKey.person_id == Person.id, DeviceKey.created_at >= since)
    works = exists().where(Membership.person_id == Person.id)
    return (
        Person.kind.in_([PersonKind.GUEST, PersonKind.ACCOUNT]),
        Person.created_at < since,
        ~was_here,
        ~works,
        Person.name == "",
    )


def is_untidy(session: Session) -> bool:
    return session.scalar(select(Person.id).where(*long_gone()).limit(1)) is not None


def tidy_up(tx: Transaction) -> None:
    """Their words stay, as nobody's. One person in a round: a round comes every minute, and others wait meanwhile."""
    person = tx.session.scalar(
        select(Person).where(*long_gone()).order_by(Person.id).limit(1).with_for_update(skip_locked=True)
    )
    if person is not None:
        forget(tx, person, words=False)
