"""A step taken back: what was said stands where it stood before. What people did meanwhile stays."""

from collections.abc import Iterable, Mapping

from participation.contributions.models import Contribution
from participation.contributions.news import BoardChanged, ContributionHidden, ContributionWithdrawn
from participation.contributions.rules import Kind, Standing, Status, StepKind
from participation.fields.models import Placement
from participation.fields.service import place_in_field
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.lineage.moving import carry
from participation.lineage.news import StepTaken
from participation.lineage.queries import Linked, as_step, steps_of, steps_since
from participation.lineage.rules import UndoneAlready, require_last
from participation.lineage.service import lock, log
from participation.lineage.support import lose_support
from participation.process.models import Format

HOUSE = Actor(0)  # nobody in person


def undo(tx: Transaction, taken: Linked, *, by: Actor) -> None:
    """Take a step back, once. Doing the same again is another step.

    Raises NotAllowed, UndoneAlready, LaterStep, NotReadableThere, KnownThere.
    """
    step = taken.step
    require(by, Permission.MODERATE, step)
    concerned = hold_all(tx, taken)
    for one in concerned.values():
        require(by, Permission.MODERATE, tx.session.get_one(Format, one.format_id))
    tx.session.refresh(step, with_for_update=True)
    if step.undone_at is not None:
        raise UndoneAlready
    require_last(as_step(taken), steps_since(tx.session, taken))
    go_back(tx, taken, concerned, by=by)


def hold_all(tx: Transaction, taken: Linked) -> dict[int, Contribution]:
    return {one.id: one for one in lock(tx, {*taken.said, *taken.leads_to})}


def go_back(tx: Transaction, taken: Linked, concerned: Mapping[int, Contribution], *, by: Actor) -> None:
    """What was said stands where it stood before the step. concerned: id -> everything the step touched, held."""
    step = taken.step
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
    tx.record(StepTaken(step.municipality_id, taken.kind, tuple(taken.said), by.person_id, undone=True))
    for said in taken.said:  # it was hidden while it stood elsewhere: what stands in it must not be hidden with it
        if concerned[said].status != Status.PUBLISHED:
            let_go(tx, concerned[said])


def hear_of_hiding(tx: Transaction, news: ContributionHidden | ContributionWithdrawn) -> None:
    """Nobody reads a text any more in which others stand: they stand on their own again, or they would be lost with it.

    The house does this itself. What stands in further parts that everybody reads stays there.
    """
    if news.kind is Kind.IDEA:
        let_go(tx, tx.session.get_one(Contribution, news.contribution_id))


def let_go(tx: Transaction, hidden: Contribution) -> None:
    if hidden.standing != Standing.OWN:
        return
    for taken in steps_of(tx.session, [hidden.id]):
        leads_here = hidden.id in taken.leads_to and taken.kind is not StepKind.MOVE
        if not leads_here or taken.is_undone:
            continue
        concerned = hold_all(tx, taken)
        if all(concerned[one].status != Status.PUBLISHED for one in taken.leads_to):
            go_back(tx, taken, concerned, by=HOUSE)


def take_back(tx: Transaction, made: Iterable[Contribution], *, by: Actor) -> None:
    """What moderators had put together leaves its field and the board; at its address it can be read on."""
    for one in made:
        placed = tx.session.get(Placement, one.id)
        if placed is not None and not placed.locked and one.status == Status.PUBLISHED:
            place_in_field(tx, one, None, by=by)
        one.standing = Standing.UNDONE
