"""The one place where people are told something: one row for each, many in one statement (docs/decisions/027)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Subquery, delete, literal, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from participation.foundation import clock
from participation.foundation.database import Moment, Transaction
from participation.notifications import service
from participation.notifications.models import DigestChoice, Notification
from participation.notifications.rules import About, Kind


@dataclass(frozen=True, slots=True)
class News:
    """What is told. detail: small facts, never somebody's words; but: id of who did it and needs not to be told."""

    kind: Kind
    municipality_id: int
    at: datetime
    detail: dict[str, Any] = field(default_factory=dict)
    but: int | None = None


def tell(tx: Transaction, people: Subquery, news: News) -> None:
    """Tell everybody in `people`, in one statement however many they are.

    people: columns contribution_id, person_id, tie; each pair of the first two once. What somebody has not seen yet
    takes up more of the same kind about the same contribution: both of two that come at the same moment are counted.
    It is written at the end of the transaction and in one order, so that two who tell the same people never wait for
    each other.
    """
    tx.at_last(lambda: write(tx, people, news))


def write(tx: Transaction, people: Subquery, news: News) -> None:
    dialect = tx.session.get_bind().dialect.name
    insert = postgresql.insert(Notification) if dialect == "postgresql" else sqlite.insert(Notification)
    facts: dict[str, ColumnElement[Any]] = {
        "municipality_id": literal(news.municipality_id),
        "kind": literal(str(news.kind)),
        "detail": literal(news.detail, JSON()),
        "count": literal(1),
        "first_at": literal(news.at, Moment()),
        "at": literal(news.at, Moment()),
    }
    told = [people.c.contribution_id, people.c.person_id, people.c.tie]
    rows = (
        select(*told, *(value.label(name) for name, value in facts.items()))
        .where(people.c.person_id != (news.but or 0))
        .order_by(people.c.contribution_id, people.c.person_id)
    )
    fresh = insert.from_select([*(one.name for one in told), *facts], rows, include_defaults=False)
    merged = fresh.on_conflict_do_update(
        index_elements=["person_id", "contribution_id", "kind"],
        index_where=Notification.seen_at.is_(None),
        set_={
            "count": Notification.count + 1,
            "at": fresh.excluded.at,
            "detail": fresh.excluded.detail,
            "tie": fresh.excluded.tie,
        },
    )
    tx.session.flush()
    tx.session.execute(merged, execution_options={"synchronize_session": False})


Shown = tuple[int, int]  # id of a notification, and how many it told of when somebody saw it


def mark_seen(tx: Transaction, person_id: int | None, shown: Collection[Shown]) -> None:
    """Somebody says that they have read these, as they were shown. What came meanwhile stays new; twice is once."""
    if shown:
        saw(tx, person_id, tuple_(Notification.id, Notification.count).in_(list(shown)))


def mark_seen_about(
    tx: Transaction, person_id: int | None, contribution_ids: Collection[int], kinds: Collection[Kind]
) -> None:
    """The same for everything of some kinds about some contributions."""
    saw(tx, person_id, Notification.contribution_id.in_(list(contribution_ids)) & Notification.kind.in_(list(kinds)))


def saw(tx: Transaction, person_id: int | None, which: Any) -> None:
    mine = Notification.person_id == person_id, Notification.seen_at.is_(None)
    tx.session.execute(
        update(Notification)
        .where(*mine, which)
        .values(seen_at=clock.now())
        .execution_options(synchronize_session=False)
    )


# --- people who move or go


def move(tx: Transaction, from_id: int, to_id: int) -> None:
    """One person becomes another: what was told to the first is told to the second, and what both were told once.

    Their wish for mail goes along where the second has none of their own; otherwise it is forgotten.
    """
    session = tx.session
    session.flush()
    unseen = Notification.seen_at.is_(None)
    theirs = {
        (one.contribution_id, one.kind): one
        for one in session.scalars(select(Notification).where(Notification.person_id == to_id, unseen))
    }
    for mine in session.scalars(select(Notification).where(Notification.person_id == from_id, unseen)).all():
        other = theirs.get((mine.contribution_id, mine.kind))
        if other is None:
            continue
        other.count += mine.count
        other.first_at, other.at = min(mine.first_at, other.first_at), max(mine.at, other.at)
        session.delete(mine)
    session.flush()
    session.execute(
        update(Notification)
        .where(Notification.person_id == from_id)
        .values(person_id=to_id)
        .execution_options(synchronize_session="fetch")
    )
    of_both = select(DigestChoice).where(
        or_(DigestChoice.person_id == from_id, DigestChoice.person_id == to_id), DigestChoice.about == About.OWN
    )
    choices = session.scalars(of_both.with_for_update()).all()
    held = {one.municipality_id for one in choices if one.person_id == to_id}
    for choice in [one for one in choices if one.person_id == from_id]:
        if choice.municipality_id in held:
            service.withdraw_mails(tx, choice)
            session.delete(choice)
        else:
            service.belong_to(tx, choice, to_id)
    session.flush()


def forget_person(tx: Transaction, person_id: int) -> None:
    """Nothing is kept of what somebody was told or how they were reached."""
    for choice in tx.session.scalars(select(DigestChoice).where(DigestChoice.person_id == person_id)).all():
        service.withdraw_mails(tx, choice)
        tx.session.delete(choice)
    tx.session.execute(delete(Notification).where(Notification.person_id == person_id))
