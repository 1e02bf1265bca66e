"""A step taken back: what was said stands where it stood before. What people did meanwhile stays."""

from collections.abc import Iterable

from participation.contributions.models import Contribution
from participation.contributions.news import BoardChanged
from participation.contributions.rules import Standing, Status, StepKind
from participation.fields.models import Placement
from participation.fields.service import place_in_field
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.lineage.moving import carry
from participation.lineage.queries import Linked, as_step, steps_since
from participation.lineage.rules import UndoneAlready, require_last
from participation.lineage.service import lock, log
from participation.lineage.support import lose_support
from participation.process.models import Format


def undo(tx: Transaction, taken: Linked, *, by: Actor) -> None:
    """Take a step back, once. Doing the same again is another step.

    Raises NotAllowed, UndoneAlready, LaterStep, NotReadableThere, KnownThere.
    """
    step = taken.step
    require(by, Permission.MODERATE, step)
    concerned = {one.id: one for one in lock(tx, {*taken.said, *taken.leads_to})}
    for one in concerned.values():
        require(by, Permission.MODERATE, tx.session.get_one(Format, one.format_id))
    tx.session.refresh(step, with_for_update=True)
    if step.undone_at is not None:
        raise UndoneAlready
    require_last(as_step(taken), steps_since(tx.session, taken))
    if taken.kind is StepKind.MOVE:
        [idea] = concerned.values()
        carry(tx, idea, tx.session.get_one(Format, step.from_format_id))
    elif taken.kind is not StepKind.DUPLICATE:
        take_back(tx, [concerned[one] for one in taken.leads_to], by=by)
    step.undone_at, step.undone_by_id = clock.now(), by.person_id
    tx.session.flush()
    if taken.kind is not StepKind.MOVE:
        lose_support(tx, step, taken.leads_to)
        for said in taken.said:
            concerned[said].standing = Standing.OWN
    for one in concerned.values():
        tx.announce(BoardChanged(one.format_id))
    log(tx, step, list(concerned.values()), by, "undo")


def take_back(tx: Transaction, made: Iterable[Contribution], *, by: Actor) -> None:
    """What moderators had put together leaves its field and the board; at its address it can be read on."""
    for one in made:
        placed = tx.session.get(Placement, one.id)
        if placed is not None and not placed.locked and one.status == Status.PUBLISHED:
            place_in_field(tx, one, None, by=by)
        one.standing = Standing.UNDONE
