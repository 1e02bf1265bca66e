from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, Support
from participation.foundation.messages import NotFound


def by_public_id(session: Session, municipality_id: int, public_id: str) -> Contribution:
    """Raises NotFound, also for a contribution of another municipality."""
    found = session.scalar(
        select(Contribution).where(Contribution.public_id == public_id, Contribution.municipality_id == municipality_id)
    )
    if found is None:
        raise NotFound
    return found


def sent_before(session: Session, format_id: int, key: str) -> Contribution | None:
    """What the same form has brought already."""
    return session.scalar(
        select(Contribution).where(Contribution.format_id == format_id, Contribution.source_key == key)
    )


def supported_among(session: Session, person_id: int | None, contribution_ids: Iterable[int]) -> set[int]:
    """Which of these contributions a person supports."""
    if person_id is None:
        return set()
    return set(
        session.scalars(
            select(Support.contribution_id).where(
                Support.person_id == person_id, Support.contribution_id.in_(list(contribution_ids))
            )
        )
    )


def said_by(session: Session, person_id: int) -> list[Contribution]:
    return list(
        session.scalars(
            select(Contribution).where(Contribution.author_id == person_id).order_by(Contribution.id.desc())
        )
    )
