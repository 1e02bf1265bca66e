"""The limits of a person, asked of what they sent so far. In the database, so every worker and a restart know the same.

Who is trusted, in words: whoever has a contribution that stood in public for a day, and of whom nothing that was
public had to be taken down (an upheld report does that), keeps the rule of the phase. A new guest does too, unless more
than thirty new guests write within a minute and no session runs: then what new ones send waits for a person, also
where the phase reads afterwards. Nobody is refused for being new, and nothing is rejected by a machine.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, Revision, SpokenFor
from participation.contributions.rules import Status
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, may
from participation.moderation.pace import (
    EDIT_STRETCHES,
    NEWCOMERS,
    NEWCOMERS_WITHIN,
    REMEMBERED,
    SETTLED,
    Standing,
    must_wait,
    require_pace_of,
)
from participation.moderation.traces import Trace
from participation.people.models import Person

HallIsOpen = Callable[[Session, int], bool]
_halls: list[HallIsOpen] = []


def register_hall(hall: HallIsOpen) -> None:
    """Called by `app` for a room above that knows whether people are together now: (session, municipality id)."""
    if hall not in _halls:
        _halls.append(hall)


def hall_is_open(session: Session, municipality_id: int) -> bool:
    return any(hall(session, municipality_id) for hall in _halls)


def require_pace(tx: Transaction, by: Actor, thing: object = None) -> None:
    """Let a person send at their own pace; whoever moderates `thing` is not limited. Raises TooFast.

    Comments and ideas share it. The lock on the person lets two requests of one person come one after the other.
    """
    one_after_the_other(tx, by)
    look_at_pace(tx.session, by, thing)


def one_after_the_other(tx: Transaction, by: Actor) -> None:
    if by.person_id is not None:
        tx.session.execute(select(Person.id).where(Person.id == by.person_id).with_for_update())


def require_edit_pace(tx: Transaction, by: Actor, thing: object = None) -> None:
    """The same for other words in the place of one's own; edits and contributions are counted apart. Raises TooFast."""
    one_after_the_other(tx, by)
    if by.person_id is not None and not may(by, Permission.MODERATE, thing):
        require_pace_of(edited_by(tx.session, by.person_id), clock.now(), EDIT_STRETCHES)


def look_at_pace(session: Session, by: Actor, thing: object = None) -> None:
    """The same as a first look, before a door opens its transaction: a flood must not hold the one writer's lock."""
    if by.person_id is not None and not may(by, Permission.MODERATE, thing):
        require_pace_of(sent_by(session, by.person_id, for_others=bool(by.speaks_for)), clock.now())


def sent_by(session: Session, person_id: int, *, for_others: bool = False) -> list[datetime]:
    """When a person's last contributions came, the oldest first. for_others: also what they wrote for organisations."""
    own: ColumnElement[bool] = Contribution.author_id == person_id
    if for_others:
        written = select(SpokenFor.contribution_id).where(SpokenFor.written_by_id == person_id)
        own = or_(own, Contribution.id.in_(written))
    newest_first = session.scalars(
        select(Contribution.created_at).where(own).order_by(Contribution.id.desc()).limit(REMEMBERED)
    )
    return sorted(newest_first)


def edited_by(session: Session, person_id: int) -> list[datetime]:
    """When a person wrote other words last, the oldest first. The first wording of each is no edit."""
    newest_first = session.scalars(
        select(Revision.at)
        .where(Revision.by_id == person_id, Revision.number > 1)
        .order_by(Revision.id.desc())
        .limit(REMEMBERED)
    )
    return sorted(newest_first)


def waits_for_a_person(tx: Transaction, by: Actor, thing: object = None) -> bool:
    """Whether what `by` sends now is read first, whatever the phase says: a new identity under a burst of new ones."""
    if may(by, Permission.MODERATE, thing):
        return False
    newcomers = newcomers_now(tx.session, by.municipality_id)
    if newcomers < NEWCOMERS:  # nearly always, so the rest is not asked
        return False
    standing = standing_of(tx.session, by.person_id)
    return must_wait(newcomers, standing, hall_is_open=hall_is_open(tx.session, by.municipality_id))


def newcomers_now(session: Session, municipality_id: int) -> int:
    """First contributions of guests in the last minute, up to as many as make a burst."""
    some = (
        select(Trace.contribution_id)
        .where(
            Trace.municipality_id == municipality_id,
            Trace.newcomer.is_(other=True),
            Trace.at > clock.now() - NEWCOMERS_WITHIN,
        )
        .limit(NEWCOMERS)
    )
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def standing_of(session: Session, person_id: int | None) -> Standing:
    stands = and_(Contribution.status == Status.PUBLISHED, Contribution.published_at <= clock.now() - SETTLED)
    taken_down = Contribution.status == Status.TAKEN_DOWN
    settled, gone = session.execute(
        select(func.count().filter(stands), func.count().filter(taken_down)).where(Contribution.author_id == person_id)
    ).one()
    return Standing(settled, gone)
