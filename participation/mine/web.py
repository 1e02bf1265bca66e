"""One's own contributions as their page shows them, each with what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from participation.answers.present import NOTHING, Fate, Shown, fates
from participation.contributions import answers, homes, photos, versions
from participation.contributions.answers import Answered
from participation.contributions.difference import Run, difference
from participation.contributions.models import Contribution, Revision
from participation.contributions.present import Spoken
from participation.contributions.rules import RevisionState, Status
from participation.foundation.locales import Words
from participation.languages.present import told_beside
from participation.languages.queries import versions_for
from participation.lineage.present import Elsewhere, elsewhere
from participation.moderation.own import Objection, OwnAffairs, Reasons
from participation.process.models import Format
from participation.threads import queries as threads
from participation.threads.web import comment_address


@dataclass(frozen=True, slots=True)
class Redraft:
    """A new version that is not the present one: it waits, or it was declined. runs: what is different in it."""

    words: Words
    waits: bool
    runs: Sequence[Run]


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One of my contributions. comments: how many stand under it; reasons: why it is not public.

    elsewhere: where moderators put it; objection: what I last said about that.
    redraft: a new version that is not public; versions: whether there is more than one wording to read.
    fate: what became of it, where it is no comment; new_since: since when something is new in its official answers.
    """

    idea: Spoken
    address: str
    is_comment: bool
    comments: int
    reasons: Reasons | None
    answers: Sequence[Answered]
    photo: photos.Shown | None
    elsewhere: Elsewhere | None
    objection: Objection | None
    redraft: Redraft | None
    versions: bool
    fate: Fate
    new_since: datetime | None = None

    def is_new(self, answer: Shown) -> bool:
        """Whether an answer came, or was changed, since its author last said that they had read."""
        came = answer.changed_at or answer.at
        return self.new_since is not None and came is not None and came >= self.new_since

    @property
    def is_withdrawn(self) -> bool:
        return self.idea.status == Status.WITHDRAWN


def own_lines(
    session: Session,
    collections: Sequence[Format],
    said: Sequence[Contribution],
    affairs: OwnAffairs,
    lang: str,
    *,
    fresh: Mapping[int, datetime],
) -> list[OwnLine]:
    """All of a person's contributions, in a fixed number of statements.

    collections: all of the municipality; fresh: contribution id -> since when there is something new in its official
    answers, for this person.
    """
    ids = [one.id for one in said]
    places = {one.id: one for one in collections}
    roots = threads.roots_of(session, ids)
    comments = threads.comments_under(session, ids)
    answered = answers.answers_for(session, ids, internal=False)
    pictures = photos.photo_of(session, ids)
    moved = elsewhere(session, said, places)
    newest = versions.newest_among(session, [one.id for one in said if one.status != Status.WITHDRAWN])
    told = versions_for(session, ids, lang)
    became = fates(session, [one for one in said if homes.stands_alone(one)], lang)

    def line(one: Contribution) -> OwnLine:
        home, root = places[one.format_id], roots.get(one.id)
        fate = became.get(one.id, NOTHING)
        return OwnLine(
            idea=told_beside(one, told.get(one.id), figures=not home.allowed.results_hidden),
            address=comment_address(root.public_id, one.public_id) if root else homes.address_of(session, one, home),
            is_comment=root is not None,
            comments=comments.get(one.id, 0),
            reasons=affairs.reasons.get(one.id),
            answers=answered.get(one.id, ()),
            photo=pictures.get(one.id),
            elsewhere=moved.get(one.id),
            objection=affairs.objections.get(one.id),
            redraft=redraft_of(one, newest.get(one.id)),
            versions=one.id in newest,
            fate=fate,
            new_since=min((fresh[place] for place in (one.id, *fate.stands_in) if place in fresh), default=None),
        )

    return [line(one) for one in said]


def redraft_of(said: Contribution, newest: Revision | None) -> Redraft | None:
    if newest is None or newest.state not in {RevisionState.WAITING, RevisionState.DECLINED}:
        return None
    runs = difference(versions.whole(said), versions.whole(newest))
    return Redraft(Words(versions.whole(newest), newest.language), newest.state == RevisionState.WAITING, runs)
