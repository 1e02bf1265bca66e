"""One's own contributions as their page shows them, each with what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.answers.present import NOTHING, Fate, fates
from participation.contributions import answers, homes, photos
from participation.contributions.answers import Answered
from participation.contributions.models import Contribution
from participation.contributions.present import Spoken, spoken
from participation.moderation.own import OwnAffairs, Reasons
from participation.process import queries as processes
from participation.threads import queries as threads
from participation.threads.web import comment_address


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One of my contributions. comments: how many stand under it; reasons: why it is not public.

    fate: what became of it, where it is no comment.
    """

    idea: Spoken
    address: str
    is_comment: bool
    comments: int
    reasons: Reasons | None
    answers: Sequence[Answered]
    photo: photos.Shown | None
    fate: Fate


def own_lines(
    session: Session, municipality_id: int, said: Sequence[Contribution], affairs: OwnAffairs, lang: str
) -> list[OwnLine]:
    """All of a person's contributions, in a fixed number of statements."""
    ids = [one.id for one in said]
    places = {one.id: one for one in processes.idea_collections(session, municipality_id)}
    roots = threads.roots_of(session, ids)
    comments = threads.comments_under(session, ids)
    answered = answers.answers_for(session, ids, internal=False)
    pictures = photos.photo_of(session, ids)
    became = fates(session, [one for one in said if homes.stands_alone(one)], lang)

    def line(one: Contribution) -> OwnLine:
        home, root = places[one.format_id], roots.get(one.id)
        return OwnLine(
            idea=spoken(one, figures=not home.allowed.results_hidden),
            address=comment_address(root.public_id, one.public_id) if root else homes.address_of(session, one, home),
            is_comment=root is not None,
            comments=comments.get(one.id, 0),
            reasons=affairs.reasons.get(one.id),
            answers=answered.get(one.id, ()),
            photo=pictures.get(one.id),
            fate=became.get(one.id, NOTHING),
        )

    return [line(one) for one in said]
