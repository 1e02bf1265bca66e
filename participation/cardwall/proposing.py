"""What the machine proposes: cards that seem to say similar things, in whatever languages. It puts nothing together."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.cardwall import queries
from participation.cardwall.models import Wall, WallCard
from participation.cardwall.present import CardView, GroupView, card_views, group_view
from participation.cardwall.rules import belongs_to, bundles, is_shown
from participation.cardwall.service import hold, looks_different
from participation.fields.nearness import closeness_among
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require


@dataclass(frozen=True, slots=True)
class Proposal:
    """Loose cards that seem to belong together; group: to one that is there, None: to each other."""

    cards: tuple[CardView, ...]
    group: GroupView | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """all: the largest first. unread: cards the machine has not read yet; loose: cards in no group."""

    all: tuple[Proposal, ...]
    unread: int
    loose: int


def proposals(session: Session, wall: Wall, lang: str) -> Proposals:
    """For the cards in no group; what a person refused is not proposed again."""
    shown = [one for one in queries.cards_of(session, wall) if is_shown(one.said.status, wall.openness)]
    groups = queries.groups_of(session, wall)
    known = {group.id for group in groups}
    loose = [one for one in shown if one.group_id not in known]
    read, closeness, near = closeness_among(session, [one.contribution_id for one in shown if one.contribution_id])
    place = {about: row for row, about in enumerate(read)}
    alone = [one for one in loose if one.contribution_id in place]
    rows = [place[one.contribution_id or 0] for one in alone]
    full = [group for group in groups if members(shown, group.id, place)]
    columns = [members(shown, group.id, place) for group in full]
    joins = belongs_to(closeness[rows], columns, near) if rows else {}
    left = [row for row in range(len(rows)) if row not in joins]
    between = closeness[[rows[row] for row in left]][:, [rows[row] for row in left]] if left else closeness[:0, :0]
    together = [[alone[left[one]] for one in some] for some in bundles(between, near)]
    joined = [([alone[row] for row, found in joins.items() if found == at], group) for at, group in enumerate(full)]
    views = card_views(session, shown, lang, desk=False)
    found = [
        *(Proposal(tuple(views[card.id] for card in some)) for some in together),
        *(
            Proposal(tuple(views[card.id] for card in some), group_view(group, shown, views, lang, alone=False))
            for some, group in joined
            if some
        ),
    ]
    refused = [set(one) for one in wall.declined]
    fresh = [one for one in found if not any({card.id for card in one.cards} <= known for known in refused)]
    return Proposals(tuple(fresh), len(loose) - len(alone), len(loose))


def members(shown: Sequence[WallCard], group_id: int, place: dict[int, int]) -> list[int]:
    return [place[one.contribution_id] for one in shown if one.group_id == group_id and one.contribution_id in place]


def refuse(tx: Transaction, wall: Wall, cards: Sequence[int], *, by: Actor) -> None:
    """A person says that these cards do not belong together. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, wall)
    live = hold(tx, wall)
    wall.declined = [*wall.declined, sorted(cards)]
    looks_different(tx, wall, live)
