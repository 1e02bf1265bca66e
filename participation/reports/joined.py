"""What stands in other ideas now and so has no row of its own: it was said, so it is in the file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.contributions.lineage import standing_in
from participation.contributions.models import Contribution
from participation.contributions.present import Spoken, spoken
from participation.contributions.rules import Standing
from participation.reports.queries import PlacedIdea


@dataclass(frozen=True, slots=True)
class JoinedIdea:
    """title, text: as it was said; collection: by its address; stands_in: the short names of where it stands now."""

    spoken: Spoken
    title: str
    text: str
    collection: str
    stands_in: tuple[str, ...]


def joined_ideas(
    session: Session, said: Iterable[PlacedIdea], spoken_of: Callable[[Contribution], Spoken]
) -> tuple[JoinedIdea, ...]:
    """In two statements, in none where nothing was joined."""
    joined = [one for one in said if one.idea.standing == Standing.JOINED]
    places = standing_in(session, [one.idea for one in joined])
    return tuple(
        JoinedIdea(
            spoken=spoken_of(one.idea),
            title=one.idea.title,
            text=one.idea.text,
            collection=one.collection,
            stands_in=tuple(spoken(place.idea).name for place in places[one.idea.id] if place.idea),
        )
        for one in joined
    )
