"""Whether anybody has reacted to a contribution: the rooms that know of reactions say so, `app` lets them register."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution, Support

# (session, contribution) -> whether this room knows of a reaction by somebody else than its author
HasReaction = Callable[[Session, Contribution], bool]
_known: list[HasReaction] = []


def register(has_reaction: HasReaction) -> None:
    if has_reaction not in _known:
        _known.append(has_reaction)


def somebody_reacted(session: Session, contribution: Contribution) -> bool:
    """Support, a comment, a decision, a report, a placement: from the first one on, later words are versions."""
    return any(has_reaction(session, contribution) for has_reaction in (is_supported, *_known))


def is_supported(session: Session, contribution: Contribution) -> bool:
    somebody_else = Support.contribution_id == contribution.id, Support.person_id != contribution.author_id
    return session.scalar(select(Support.person_id).where(*somebody_else).limit(1)) is not None
