"""The order of a wall: cards are put together, groups named, everything taken back. Each act is one person's."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from participation.cardwall import queries
from participation.cardwall.models import Wall, WallAct, WallCard, WallGroup
from participation.cardwall.rules import MovedByAnother, NothingChosen
from participation.cardwall.service import hold, looks_different
from participation.foundation import clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.sessions.rules import NothingToUndo
from participation.sessions.service import MOMENT

Picked = Sequence[tuple[int, int]]  # (card, revision of its place as somebody saw it)


def move_cards(tx: Transaction, wall: Wall, picked: Picked, to: int | None, *, by: Actor) -> None:
    """Put cards into a group, or out of any (None). All of them move, or none.

    Raises NotAllowed, NothingChosen, NotFound, ChangedMeanwhile or who was faster.
    """
    cards = begin(tx, wall, picked, by)
    if to is not None:
        group_on(tx, wall, to)
    note(tx, wall, "move", by, cards=put(cards, to, by))


def put_together(tx: Transaction, wall: Wall, picked: Picked, name: Mapping[str, str], *, by: Actor) -> WallGroup:
    """Make a new group of cards. name: by language, empty where nobody knows it yet. Raises as `move_cards`."""
    cards = begin(tx, wall, picked, by)
    last = tx.session.scalar(select(func.max(WallGroup.number)).where(WallGroup.wall_id == wall.id)) or 0
    group = WallGroup(
        municipality_id=wall.municipality_id, wall_id=wall.id, number=last + 1, name=dict(name), gone=False
    )
    tx.session.add(group)
    tx.session.flush()
    made = [group.id, {"name": dict(name), "gone": True}, standing(group)]
    note(tx, wall, "group", by, cards=put(cards, group.id, by), groups=[made])
    return group


def name_group(tx: Transaction, wall: Wall, group_id: int, lang: str, name: str, *, by: Actor) -> None:
    """Give a group its name in one language; "" takes it away there. Raises NotAllowed, NotFound.

    A name that it has in another language, sent back as the form showed it, is no name in this one.
    """
    require(by, Permission.RUN_SESSION, wall)
    hold(tx, wall)
    group = group_on(tx, wall, group_id)
    before = standing(group)
    if lang not in group.name and name in group.name.values():
        return
    words = {**group.name, lang: name}
    group.name = {tongue: said for tongue, said in words.items() if said}
    if standing(group) != before:
        note(tx, wall, "name", by, groups=[[group.id, before, standing(group)]])


def dissolve(tx: Transaction, wall: Wall, group_id: int, *, by: Actor) -> None:
    """The group is no more; its cards stand alone again. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, wall)
    hold(tx, wall)
    group = group_on(tx, wall, group_id)
    before = standing(group)
    group.gone = True
    cards = [one for one in queries.cards_of(tx.session, wall) if one.group_id == group.id]
    if wall.group_id == group.id:
        wall.group_id = None
    note(tx, wall, "dissolve", by, cards=put(cards, None, by), groups=[[group.id, before, standing(group)]])


def look_at(tx: Transaction, wall: Wall, group_id: int | None, *, by: Actor) -> None:
    """Let the screen show one group alone, or everything (None). Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, wall)
    live = hold(tx, wall)
    wall.group_id = group_on(tx, wall, group_id).id if group_id is not None else None
    looks_different(tx, wall, live)


def undo(tx: Transaction, wall: Wall, *, by: Actor) -> None:
    """Take back one's own last act, as long as nobody has touched since what it changed.

    Raises NotAllowed, NothingToUndo, ChangedMeanwhile.
    """
    require(by, Permission.RUN_SESSION, wall)
    live = hold(tx, wall)
    act = queries.last_act(tx.session, wall, by.person_id)
    if act is None:
        raise NothingToUndo
    moves, changes = act.what["cards"], act.what["groups"]
    cards = queries.cards_among(tx.session, wall, [card for card, _, _ in moves])
    groups = queries.groups_among(tx.session, wall, [group for group, _, _ in changes])
    stands = all(cards[card].group_id == after for card, _, after in moves)
    if not stands or any(standing(groups[group]) != after for group, _, after in changes):
        raise ChangedMeanwhile
    for group, before, _ in changes:
        groups[group].name, groups[group].gone = before["name"], before["gone"]
    open_groups = {group.id for group in queries.groups_of(tx.session, wall)}
    for card, before, _ in moves:
        put([cards[card]], before if before in open_groups else None, by)
    act.undone_at = clock.now()
    enter(tx, Act(by.entry, "wall.undo", f"wall:{wall.id}"), town=wall.municipality_id)
    looks_different(tx, wall, live)


def begin(tx: Transaction, wall: Wall, picked: Picked, by: Actor) -> list[WallCard]:
    """The cards somebody wants to move, where they stand as that person saw them."""
    require(by, Permission.RUN_SESSION, wall)
    hold(tx, wall)
    if not picked:
        raise NothingChosen
    found = queries.cards_among(tx.session, wall, [card for card, _ in picked])
    for card, seen in picked:
        if card not in found:
            raise NotFound
        if found[card].revision != seen:
            raise too_slow(found[card])
    return list(found.values())


def too_slow(card: WallCard) -> ChangedMeanwhile:
    """With the name of whoever moved it a moment ago."""
    who = card.moved_by.name if card.moved_by else ""
    ago = round((clock.now() - card.moved_at).total_seconds()) if card.moved_at else MOMENT
    return MovedByAnother(name=who, count=max(1, ago)) if who and ago < MOMENT else ChangedMeanwhile()


def put(cards: Sequence[WallCard], to: int | None, by: Actor) -> list[list[Any]]:
    """Returns where each of them stood and stands now."""
    moved = [[card.id, card.group_id, to] for card in cards]
    for card in cards:
        card.group_id, card.revision = to, card.revision + 1
        card.moved_by_id, card.moved_at = by.person_id, clock.now()
    return moved


def group_on(tx: Transaction, wall: Wall, group_id: int) -> WallGroup:
    """Raises NotFound, also for a group that is gone."""
    group = queries.groups_among(tx.session, wall, [group_id]).get(group_id)
    if group is None or group.gone:
        raise NotFound
    return group


def standing(group: WallGroup) -> dict[str, Any]:
    return {"name": dict(group.name), "gone": group.gone}


def note(
    tx: Transaction,
    wall: Wall,
    verb: str,
    by: Actor,
    *,
    cards: Sequence[list[Any]] = (),
    groups: Sequence[list[Any]] = (),
) -> None:
    """So that it can be taken back, and that the log knows who did it."""
    what = {"cards": list(cards), "groups": list(groups)}
    tx.session.add(
        WallAct(municipality_id=wall.municipality_id, wall_id=wall.id, by_id=by.person_id, at=clock.now(), what=what)
    )
    enter(tx, Act(by.entry, f"wall.{verb}", f"wall:{wall.id}"), town=wall.municipality_id)
    looks_different(tx, wall, queries.session_of(tx.session, wall))
