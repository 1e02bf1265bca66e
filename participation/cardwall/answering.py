"""Questions are taken up: which one is being answered now, and what becomes of each."""

from participation.cardwall import queries
from participation.cardwall.models import Wall, WallCard
from participation.cardwall.rules import Answered, is_shown
from participation.cardwall.service import hold, looks_different
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.sessions.models import LiveSession


def take_up(tx: Transaction, wall: Wall, card_id: int, *, by: Actor) -> None:
    """This question is being answered now, large on the screen.

    Raises NotAllowed, NotFound for one that the hall does not read.
    """
    require(by, Permission.RUN_SESSION, wall)
    live = hold(tx, wall)
    card = question_on(tx, wall, card_id)
    card.answered = Answered.OPEN
    if wall.card_id != card.id:
        wall.card_id = card.id
        turned(tx, wall, live, by)


def put_back(tx: Transaction, wall: Wall, card_id: int, *, by: Actor) -> None:
    """It waits again. Where another question is up by now, that one stays. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, wall)
    live = hold(tx, wall)
    if wall.card_id == card_id:
        wall.card_id = None
        turned(tx, wall, live, by)


def turned(tx: Transaction, wall: Wall, live: LiveSession, by: Actor) -> None:
    enter(tx, Act(by.entry, "wall.question", f"wall:{wall.id}"), town=wall.municipality_id)
    looks_different(tx, wall, live, phones=True)


def answer(tx: Transaction, wall: Wall, card_id: int, answered: Answered, *, by: Actor) -> None:
    """A question was answered in the hall, is answered later in writing, or is open again. Raises as `take_up`."""
    require(by, Permission.RUN_SESSION, wall)
    live = hold(tx, wall)
    card = question_on(tx, wall, card_id)
    if wall.card_id == card.id:
        wall.card_id = None
    elif card.answered == answered:
        return
    card.answered = answered
    turned(tx, wall, live, by)


def question_on(tx: Transaction, wall: Wall, card_id: int) -> WallCard:
    """Raises NotFound, also on a wall without questions."""
    card = queries.cards_among(tx.session, wall, [card_id]).get(card_id)
    if card is None or not wall.hearts or not is_shown(card.said.status, wall.openness):
        raise NotFound
    return card
