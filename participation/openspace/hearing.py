"""What the space does when somebody decided about what stands in it, wherever that was."""

from participation.contributions.news import (
    ContributionHidden,
    ContributionPublished,
    ContributionWithdrawn,
    WordsChanged,
)
from participation.contributions.rules import Kind
from participation.foundation.database import Transaction
from participation.openspace import queries
from participation.openspace.models import Space, Topic
from participation.openspace.privacy import forget_names
from participation.openspace.rules import is_shown
from participation.openspace.service import hold, looks_different

KINDS = {Kind.TOPIC, Kind.REPORT, Kind.ACTION}
Visible = ContributionPublished | ContributionHidden | ContributionWithdrawn


def hear_of_it(tx: Transaction, news: Visible | WordsChanged) -> None:
    """At once the desk and the screen show it, or show it no more; phones follow within two seconds."""
    found = queries.place_of(tx.session, news.contribution_id) if news.kind in KINDS else None
    if found is None:
        return
    space = tx.session.get_one(Space, found.space_id)
    hold(tx, space)
    if isinstance(news, ContributionWithdrawn):
        forget_names(tx, [news.contribution_id])
    if isinstance(found, Topic) and not is_shown(found.said.status):
        hand_over(tx, space, found)
    looks_different(tx, space, queries.session_of(tx.session, space))


def hand_over(tx: Transaction, space: Space, topic: Topic) -> None:
    """What was put together in a concern that nobody reads any more goes on in its place without it."""
    parts = [one for one in queries.topics_of(tx.session, space) if one.part_of_id == topic.id]
    heir = next((one for one in parts if is_shown(one.said.status)), None)
    if heir is None:
        return
    room, slot = topic.room_id, topic.slot_id
    topic.room_id = topic.slot_id = None
    topic.revision += 1
    tx.session.flush()
    heir.room_id, heir.slot_id = room, slot
    for one in parts:
        one.part_of_id = None if one is heir else heir.id
        one.revision += 1
