from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, Support
from participation.contributions.rules import ON_THEIR_OWN, Standing, Status
from participation.foundation.messages import NotFound
from participation.foundation.text import fold


def on_the_board() -> list[ColumnElement[bool]]:
    """What lists of ideas show: public ideas that stand in their own right, none of which stands in another one.

    Cards of a hall count among them: what is said there stands beside what was written at home.
    """
    return [*public_ideas(), Contribution.standing == Standing.OWN]


def public_ideas() -> list[ColumnElement[bool]]:
    """Every idea that everybody may read, wherever it stands."""
    return [Contribution.status == Status.PUBLISHED, Contribution.kind.in_(ON_THEIR_OWN)]


def saying(search: str) -> list[ColumnElement[bool]]:
    """Every word of the search stands somewhere in the text, also inside a compound."""
    return [Contribution.folded.contains(word, autoescape=True) for word in fold(search).split()[:8]]


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


def said_by(session: Session, authors: Collection[int]) -> list[Contribution]:
    """authors: a person, and the organisations they are a member of (`Actor.authors`)."""
    return list(
        session.scalars(
            select(Contribution).where(Contribution.author_id.in_(authors)).order_by(Contribution.id.desc())
        )
    )
