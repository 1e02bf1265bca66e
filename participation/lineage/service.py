"""What moderators do with where ideas stand. Each step is a person's, is kept, and can be undone (`undoing.py`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from participation.contributions import service as contributions
from participation.contributions.models import Contribution, LineageLink, LineageStep
from participation.contributions.news import BoardChanged
from participation.contributions.rules import Kind, LanguageBy, Source, Standing, Status, StepKind, short_name
from participation.contributions.service import Said
from participation.fields.models import Placement
from participation.fields.service import place_in_field
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.locales import known_language
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.text import one_line, plain
from participation.lineage.moving import carry
from participation.lineage.news import StepTaken
from participation.lineage.queries import last_to_act, revision_of
from participation.lineage.rules import (
    TITLE_LIMIT,
    Itself,
    NotOnTheBoard,
    OtherCollection,
    SteppedMeanwhile,
    ThereAlready,
    require_parts,
    require_several,
    shared_field,
)
from participation.lineage.support import bring_support
from participation.process.models import Format

Seen = Mapping[int, int]  # contribution id -> the revision of where it stands that somebody looked at


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text of the moderators' own, as it was typed."""

    text: str
    language: str
    title: str = ""


def link_as_duplicate(
    tx: Transaction, one: Contribution, *, of: Contribution, note: str = "", by: Actor, seen: Seen | None = None
) -> LineageStep:
    """The one says the same as the other and stands there from now on; both texts stay as they are.

    note: words to the author. Raises NotAllowed, Itself, OtherCollection, NotOnTheBoard, SteppedMeanwhile.
    """
    if one.id == of.id:
        raise Itself
    hold(tx, [one, of], by=by, seen=seen)
    require_one_collection([one, of])
    step = take_step(tx, StepKind.DUPLICATE, one, [(one.id, of.id)], note=note, by=by)
    join(tx, step, one, [of])
    log(tx, step, [one, of], by)
    return step


def merge(
    tx: Transaction,
    ideas: Sequence[Contribution],
    wording: OwnText,
    *,
    note: str = "",
    by: Actor,
    seen: Seen | None = None,
) -> Contribution:
    """Put ideas together in a new text, in which all of them stand from now on.

    Raises NotAllowed, TwoNeeded, TooMany, OtherCollection, NotOnTheBoard, SteppedMeanwhile, NothingSaid, TooLong,
    NotFound for a language we do not carry.
    """
    require_several([one.id for one in ideas])
    said = clean(wording)
    hold(tx, ideas, by=by, seen=seen)
    require_one_collection(ideas)
    new = publish(tx, said, ideas[0])
    step = take_step(tx, StepKind.MERGE, new, [(one.id, new.id) for one in ideas], note=note, by=by)
    for one in ideas:
        join(tx, step, one, [new])
    place_with(tx, ideas, [new], by=by)
    log(tx, step, [*ideas, new], by)
    return new


def split(
    tx: Transaction,
    idea: Contribution,
    parts: Sequence[OwnText],
    *,
    note: str = "",
    by: Actor,
    seen: Seen | None = None,
) -> list[Contribution]:
    """Divide an idea into parts with texts of their own, in each of which it stands from now on.

    Raises NotAllowed, PartsNeeded, TooManyParts, NotOnTheBoard, SteppedMeanwhile, NothingSaid, TooLong, NotFound.
    """
    require_parts(len(parts))
    said = [clean(one) for one in parts]
    hold(tx, [idea], by=by, seen=seen)
    new = [publish(tx, one, idea) for one in said]
    step = take_step(tx, StepKind.SPLIT, idea, [(idea.id, one.id) for one in new], note=note, by=by)
    join(tx, step, idea, new)
    place_with(tx, [idea], new, by=by)
    log(tx, step, [idea, *new], by)
    return new


def move(
    tx: Transaction, idea: Contribution, *, to: Format, note: str = "", by: Actor, seen: Seen | None = None
) -> LineageStep:
    """Let an idea belong to another collection of its process; what was said under it, answers and photo go along.

    Raises NotAllowed, NotOnTheBoard, ThereAlready, NotReadableThere, KnownThere, SteppedMeanwhile, NotFound.
    """
    hold(tx, [idea], by=by, seen=seen)
    if to.process_id != idea.process_id:
        raise NotFound
    if to.id == idea.format_id:
        raise ThereAlready
    step = take_step(tx, StepKind.MOVE, idea, [(idea.id, idea.id)], note=note, by=by)
    step.from_format_id, step.to_format_id = idea.format_id, to.id
    carry(tx, idea, to)
    log(tx, step, [idea], by)
    return step


# --- the parts of a step


def hold(tx: Transaction, ideas: Sequence[Contribution], *, by: Actor, seen: Seen | None) -> None:
    """Hold ideas for this transaction, always in the same order, and look at them again: of two moderators one acts."""
    lock(tx, [one.id for one in ideas])
    for one in ideas:
        require(by, Permission.MODERATE, tx.session.get_one(Format, one.format_id))
    for contribution_id, revision in (seen or {}).items():
        if revision_of(tx.session, contribution_id) != revision:
            who = last_to_act(tx.session, contribution_id)
            raise SteppedMeanwhile(name=who) if who else ChangedMeanwhile
    for one in ideas:
        if (one.status, one.kind, one.standing) != (Status.PUBLISHED, Kind.IDEA, Standing.OWN):
            raise NotOnTheBoard(name=short_name(one.title, one.text))


def lock(tx: Transaction, contribution_ids: Iterable[int]) -> list[Contribution]:
    tx.session.flush()  # reading anew would throw away what the caller has changed
    wanted = select(Contribution).where(Contribution.id.in_(list(contribution_ids))).order_by(Contribution.id)
    anew = {"populate_existing": True}
    return list(tx.session.scalars(wanted.with_for_update(), execution_options=anew))


def require_one_collection(ideas: Sequence[Contribution]) -> None:
    if len({one.format_id for one in ideas}) > 1:
        raise OtherCollection


def clean(wording: OwnText) -> Said:
    """Raises NothingSaid, TooLong, NotFound."""
    language = known_language(wording.language)
    if language is None:
        raise NotFound
    return Said(
        text=plain(wording.text),
        title=one_line(wording.title, TITLE_LIMIT) if wording.title.strip() else "",
        language=language,
        language_by=LanguageBy.MODERATOR,
        source=Source.MODERATORS,
    )


def publish(tx: Transaction, said: Said, beside: Contribution) -> Contribution:
    """A moderator wrote it, so it is public at once and nobody needs to look at it."""
    home = tx.session.get_one(Format, beside.format_id)
    return contributions.receive(tx, said, into=home, author_id=None, status=Status.PUBLISHED, needs_look=False)


def take_step(
    tx: Transaction, kind: StepKind, at: Contribution, links: Sequence[tuple[int, int]], *, note: str, by: Actor
) -> LineageStep:
    step = LineageStep(
        municipality_id=at.municipality_id,
        process_id=at.process_id,
        kind=kind,
        note=note,
        by_id=by.person_id,
        at=clock.now(),
    )
    tx.session.add(step)
    tx.session.flush()
    tx.session.add_all(LineageLink(step_id=step.id, from_id=from_id, to_id=to_id) for from_id, to_id in links)
    tx.session.flush()
    said = tuple(dict.fromkeys(from_id for from_id, _ in links))
    tx.record(StepTaken(step.municipality_id, kind, said, by.person_id))
    return step


def join(tx: Transaction, step: LineageStep, one: Contribution, to: Sequence[Contribution]) -> None:
    one.standing = Standing.JOINED
    for other in to:
        bring_support(tx, step, one.id, other)
    tx.announce(BoardChanged(one.format_id))


def place_with(tx: Transaction, ideas: Sequence[Contribution], new: Sequence[Contribution], *, by: Actor) -> None:
    """Where people put all of them into one field, the new texts stand there as well; otherwise they wait for one."""
    placed = select(Placement.contribution_id, Placement.field_id).where(
        Placement.contribution_id.in_([one.id for one in ideas])
    )
    fields: dict[int, int] = {one: field for one, field in tx.session.execute(placed)}  # noqa: C416 - rows are not pairs to the checker
    shared = shared_field([fields.get(one.id) for one in ideas])
    if shared is not None:
        for one in new:
            place_in_field(tx, one, shared, by=by)


def log(tx: Transaction, step: LineageStep, concerned: Sequence[Contribution], by: Actor, action: str = "") -> None:
    for one in concerned:
        state = state_hash(step.id, one.standing, one.format_id)
        act = Act(by.entry, f"lineage.{action or step.kind}", f"contribution:{one.id}", after=state)
        enter(tx, act, town=step.municipality_id)
