"""Who wants to hear what becomes of contributions: authors, supporters, followers, of those that stand in them too."""

from collections.abc import Collection

from sqlalchemy import CTE, Case, CompoundSelect, Select, Subquery, case, delete, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from participation.contributions.lineage import joined_now
from participation.contributions.models import Contribution, Follow, LineageLink, LineageStep, Support
from participation.contributions.rules import Status
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.notifications.rules import Tie
from participation.organisations.models import OrganisationMember
from participation.process.models import Format

EVERYBODY = frozenset({Tie.AUTHOR, Tie.WITHIN, Tie.SUPPORT, Tie.FOLLOW})


def follow(tx: Transaction, chosen: Contribution, collection: Format, *, by: Actor) -> None:
    """`by` wants to hear what becomes of it; asking twice changes nothing.

    Raises NotFound (not public, or one's own: its author hears anyway), NotOpenYet.
    """
    require(by, Permission.READ, collection)
    if chosen.status != Status.PUBLISHED or by.is_author(chosen.author_id) or by.person_id is None:
        raise NotFound
    dialect = tx.session.get_bind().dialect.name
    insert = postgresql.insert(Follow) if dialect == "postgresql" else sqlite.insert(Follow)
    tx.session.execute(
        insert.values(
            contribution_id=chosen.id,
            person_id=by.person_id,
            municipality_id=chosen.municipality_id,
            created_at=clock.now(),
        ).on_conflict_do_nothing()
    )


def stop_following(tx: Transaction, chosen: Contribution, *, by: Actor) -> None:
    """The same for the way back, which is open at any time."""
    tx.session.execute(delete(Follow).where(Follow.contribution_id == chosen.id, Follow.person_id == by.person_id))


def follows(session: Session, person_id: int | None, contribution_id: int) -> bool:
    if person_id is None:
        return False
    return session.get(Follow, (contribution_id, person_id)) is not None


def move(tx: Transaction, from_id: int, to_id: int) -> None:
    """One person becomes another: what both followed is followed once, and nobody follows their own."""
    theirs = select(Follow.contribution_id).where(Follow.person_id == to_id)
    own = select(Contribution.id).where(Contribution.author_id.in_([from_id, to_id]))
    once = {"synchronize_session": False}
    mine = Follow.person_id == from_id
    known = or_(Follow.contribution_id.in_(theirs), Follow.contribution_id.in_(own))
    tx.session.execute(delete(Follow).where(mine, known), execution_options=once)
    tx.session.execute(update(Follow).where(mine).values(person_id=to_id), execution_options=once)


def forget_follows(tx: Transaction, person_id: int) -> None:
    tx.session.execute(delete(Follow).where(Follow.person_id == person_id))


# --- who hears of it


def circle(contribution_ids: Collection[int], ties: Collection[Tie] = EVERYBODY) -> Subquery:
    """Everybody whom news about these contributions concern: columns contribution_id, person_id, tie.

    Each person once for each contribution, by the first tie that fits. It is one part of one statement, however many
    people there are and however long the way is that others have come into these contributions.
    """
    whole = standing_within(contribution_ids)
    parts: list[Select[int, int | None, int]] = []
    if Tie.AUTHOR in ties:
        parts.append(authors(whole, Tie.AUTHOR).where(whole.c.inner_id == whole.c.outer_id))
    if Tie.WITHIN in ties:
        parts.append(authors(whole, Tie.WITHIN).where(whole.c.inner_id != whole.c.outer_id))
    for tie, table in ((Tie.SUPPORT, Support), (Tie.FOLLOW, Follow)):
        if tie in ties:
            ids = select(whole.c.outer_id, table.person_id, literal(int(tie)).label("tie"))
            parts.append(ids.join(table, table.contribution_id == whole.c.inner_id))
    everybody = united(parts).subquery()
    outer, person, first = everybody.c
    return (
        select(outer.label("contribution_id"), person.label("person_id"), func.min(first).label("tie"))
        .where(person.is_not(None))
        .group_by(outer, person)
        .subquery()
    )


def united(parts: list[Select[int, int | None, int]]) -> CompoundSelect[int, int | None, int]:
    first, *others = parts
    return first.union_all(*others)


def authors(whole: CTE, tie: Tie) -> Select[int, int | None, int]:
    """Of what was said for an organisation these are its members now, all of them."""
    said = select(whole.c.outer_id, who_hears().label("person_id"), literal(int(tie)).label("tie"))
    return said.join(Contribution, Contribution.id == whole.c.inner_id).outerjoin(
        OrganisationMember, OrganisationMember.organisation_id == Contribution.organisation_id
    )


def who_hears() -> Case[int | None]:
    """Of contributions joined with the members of their organisations: the author, or each of the members."""
    return case((Contribution.organisation_id.is_(None), Contribution.author_id), else_=OrganisationMember.person_id)


def standing_within(contribution_ids: Collection[int]) -> CTE:
    """Pairs (outer_id, inner_id): each of these with itself and with everything that stands in it now."""
    whole = (
        select(Contribution.id.label("outer_id"), Contribution.id.label("inner_id"))
        .where(Contribution.id.in_(list(contribution_ids)))
        .cte("whole", recursive=True)
    )
    link, step = aliased(LineageLink), aliased(LineageStep)
    further = (
        select(whole.c.outer_id, link.from_id)
        .join(link, link.to_id == whole.c.inner_id)
        .join(step, step.id == link.step_id)
        .where(*joined_now(step))
    )
    return whole.union(further)


def reach(session: Session, contribution_ids: Collection[int]) -> int:
    """How many people hear of news about these contributions, each counted once."""
    found = circle(contribution_ids)
    return session.scalar(select(func.count(func.distinct(found.c.person_id)))) or 0
