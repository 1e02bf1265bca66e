"""What people do with fields: begin, place, lock, undo. The machine only proposes (`suggesting.py`)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, insert, select

from participation.contributions.lineage import require_own
from participation.contributions.models import Contribution
from participation.contributions.news import (
    ContributionPublished,
    ContributionReceived,
    ContributionWithdrawn,
    WordsChanged,
)
from participation.contributions.rules import ON_THEIR_OWN, Status
from participation.fields import library, queries
from participation.fields.library import Phrasing, Template
from participation.fields.models import FieldExample, FieldMove, FieldOfAction, FieldSuggestion, IdeaVector, Placement
from participation.fields.rules import (
    FieldGone,
    FieldNotEmpty,
    FieldsThere,
    MoveKind,
    NameNeeded,
    NoMoveToUndo,
    NothingPlaced,
    NotPublished,
    PlaceLocked,
    Standing,
    key_from,
)
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.jobs import enqueue
from participation.foundation.messages import ChangedMeanwhile
from participation.foundation.permissions import Actor, Permission, require
from participation.process.models import Format, Process

SUGGEST = "suggest_field"  # the kinds of job the child process works off
READ = "read_ideas"


def start_from_template(tx: Transaction, process: Process, template: Template | None = None) -> list[FieldOfAction]:
    """Give a process its fields (*Handlungsfelder*) to begin with, each with what the machine learns it from."""
    chosen = template or library.shipped_template()
    taken = keys_taken(tx, process)
    fields = [
        FieldOfAction(
            municipality_id=process.municipality_id,
            process_id=process.id,
            key=key_from(plan.key, taken),
            position=position,
            name=plan.name,
            sentence=plan.sentence,
        )
        for position, plan in enumerate(chosen.fields)
    ]
    tx.session.add_all(fields)
    tx.session.flush()
    for field, plan in zip(fields, chosen.fields, strict=True):
        teach(tx, process, field.id, plan.phrasings)
    teach(tx, process, None, chosen.nowhere)
    ask_for_suggestions(tx, process.id)
    return fields


def begin_with_usual_fields(tx: Transaction, process: Process, *, by: Actor) -> list[FieldOfAction]:
    """The same, asked for at the desk. Raises NotAllowed, FieldsThere."""
    require(by, Permission.EDIT_FIELDS, process)
    if queries.fields_of(tx.session, process.id):
        raise FieldsThere
    fields = start_from_template(tx, process)
    act = Act(by.entry, "field.begin", f"process:{process.id}", "", state_hash([field.key for field in fields]))
    enter(tx, act, town=process.municipality_id)
    return fields


def keys_taken(tx: Transaction, process: Process) -> set[str]:
    """Also of removed fields: a key never means two things."""
    return set(tx.session.scalars(select(FieldOfAction.key).where(FieldOfAction.process_id == process.id)))


def teach(tx: Transaction, process: Process, field_id: int | None, said: Iterable[Phrasing]) -> None:
    """Add phrases and examples to a field; field_id None: they belong to no field."""
    rows = [
        {
            "municipality_id": process.municipality_id,
            "process_id": process.id,
            "field_id": field_id,
            "kind": one.kind,
            "language": one.language,
            "text": one.text,
        }
        for one in said
    ]
    if rows:
        tx.session.execute(insert(FieldExample), rows)


def ask_for_suggestions(tx: Transaction, process_id: int, *, again: bool = False) -> None:
    """Let the child process read what it has not read yet; again: also what it has."""
    enqueue(tx, SUGGEST, process_id=process_id, again=again)


def hear_of_publication(tx: Transaction, news: ContributionPublished) -> None:
    """A new public idea gets its suggestions, where its process has fields."""
    if news.kind not in ON_THEIR_OWN:
        return
    process_id = tx.session.scalar(
        select(FieldOfAction.process_id)
        .join(Format, Format.process_id == FieldOfAction.process_id)
        .join(Contribution, Contribution.format_id == Format.id)
        .where(Contribution.id == news.contribution_id, FieldOfAction.removed_at.is_(None))
        .limit(1)
    )
    if process_id is not None:
        ask_for_suggestions(tx, process_id)


def hear_of_publications(tx: Transaction, news: Sequence[ContributionPublished]) -> None:
    """The same for many ideas of one act, which all go into one collection: one job reads them all."""
    first = next((one for one in news if one.kind in ON_THEIR_OWN), None)
    if first:
        hear_of_publication(tx, first)


def hear_of_reception(tx: Transaction, news: ContributionReceived) -> None:
    """A new idea is read, also while it waits: whoever decides about it sees what says the same already."""
    if news.kind in ON_THEIR_OWN:
        enqueue(tx, READ, process_id=news.process_id)


def hear_of_receptions(tx: Transaction, news: Sequence[ContributionReceived]) -> None:
    """The same for many of one act: one job for each process."""
    for process_id in sorted({one.process_id for one in news if one.kind in ON_THEIR_OWN}):
        enqueue(tx, READ, process_id=process_id)


def read_anew(tx: Transaction, idea: Contribution) -> None:
    """Its words have changed: what was read of them is forgotten, and they are read again."""
    tx.session.execute(delete(IdeaVector).where(IdeaVector.contribution_id == idea.id))
    enqueue(tx, READ, process_id=idea.process_id)


def hear_of_new_words(tx: Transaction, news: WordsChanged) -> None:
    """An idea says something else now: it is read anew, and its proposals with it."""
    if news.kind not in ON_THEIR_OWN:
        return
    idea = tx.session.get_one(Contribution, news.contribution_id)
    read_anew(tx, idea)
    if idea.status == Status.PUBLISHED:
        hear_of_publication(tx, ContributionPublished(idea.id, idea.municipality_id))


def hear_of_withdrawal(tx: Transaction, news: ContributionWithdrawn) -> None:
    """Nothing that was read of the words stays, and the idea stands in no field; the log of moves stays."""
    for table in (IdeaVector, FieldSuggestion, Placement):
        tx.session.execute(delete(table).where(table.contribution_id == news.contribution_id))


def suggest_again(tx: Transaction, process: Process, *, by: Actor) -> None:
    """Read every idea anew. It changes proposals only; nothing that a person placed moves. Raises NotAllowed."""
    require(by, Permission.PLACE_IN_FIELD, process)
    ask_for_suggestions(tx, process.id, again=True)


def place_in_field(
    tx: Transaction,
    contribution: Contribution,
    field_id: int | None,
    *,
    by: Actor,
    seen_revision: int | None = None,
) -> FieldMove:
    """Put an idea into a field, or take it out again (None).

    seen_revision: number of the idea's last move the person saw (0: none); None: whatever stands now.
    Raises NotAllowed, NotPublished, StandsElsewhere, TakenBack, PlaceLocked, FieldGone, ChangedMeanwhile.
    """
    require(by, Permission.PLACE_IN_FIELD, contribution)
    before = hold(tx, contribution, seen_revision)
    if contribution.status != Status.PUBLISHED or contribution.kind not in ON_THEIR_OWN:
        raise NotPublished
    require_own(tx.session, contribution)
    if before.locked:
        raise PlaceLocked
    if field_id is not None:
        require_open_field(tx, field_id, process_of(tx, contribution))
    return move(tx, contribution, MoveKind.PLACE, before, Standing(field_id), by=by)


def lock(
    tx: Transaction, contribution: Contribution, *, by: Actor, locked: bool = True, seen_revision: int | None = None
) -> FieldMove:
    """Fix an idea in its field, or release it (locked=False).

    Raises NotAllowed, NothingPlaced, ChangedMeanwhile.
    """
    require(by, Permission.PLACE_IN_FIELD, contribution)
    before = hold(tx, contribution, seen_revision)
    if before.field_id is None:
        raise NothingPlaced
    return move(tx, contribution, MoveKind.LOCK, before, Standing(before.field_id, locked), by=by)


def undo_move(tx: Transaction, moved: FieldMove, *, by: Actor) -> FieldMove:
    """Take a move or a lock back: the idea stands where it stood before. The log keeps both.

    Raises NotAllowed, NoMoveToUndo, ChangedMeanwhile when the idea was moved again since, FieldGone.
    """
    require(by, Permission.PLACE_IN_FIELD, moved)
    contribution = tx.session.get_one(Contribution, moved.contribution_id)
    before = hold(tx, contribution, None)
    last = queries.last_move(tx.session, contribution.id)
    if last is None or moved.kind == MoveKind.UNDO:
        raise NoMoveToUndo
    if last.id != moved.id:
        raise ChangedMeanwhile
    if moved.from_field_id is not None:
        require_open_field(tx, moved.from_field_id, moved.process_id)
    after = Standing(moved.from_field_id, moved.locked_before)
    return move(tx, contribution, MoveKind.UNDO, before, after, by=by, undoes_id=moved.id)


def hold(tx: Transaction, contribution: Contribution, seen_revision: int | None) -> Standing:
    """Where the idea stands, held for this transaction: of two moderators with the same view, only one moves it."""
    tx.session.flush()  # a refresh would throw away what the caller has changed
    tx.session.refresh(contribution, with_for_update=True)
    if seen_revision is not None:
        revision = queries.revisions_of(tx.session, [contribution.id]).get(contribution.id, 0)
        if revision != seen_revision:
            raise ChangedMeanwhile
    placed = tx.session.get(Placement, contribution.id, populate_existing=True)
    return Standing(placed.field_id, placed.locked) if placed else Standing()


def process_of(tx: Transaction, contribution: Contribution) -> int:
    return tx.session.get_one(Format, contribution.format_id).process_id


def require_open_field(tx: Transaction, field_id: int, process_id: int) -> None:
    """The field is held as well, so nobody removes it meanwhile. Raises FieldGone."""
    field = tx.session.get(FieldOfAction, field_id, with_for_update={"read": True}, populate_existing=True)
    if field is None or field.process_id != process_id or field.removed_at is not None:
        raise FieldGone


def move(
    tx: Transaction,
    contribution: Contribution,
    kind: MoveKind,
    before: Standing,
    after: Standing,
    *,
    by: Actor,
    undoes_id: int | None = None,
) -> FieldMove:
    """Write the new standing, the log and the audit."""
    stand(tx, contribution, after, by)
    entry = FieldMove(
        municipality_id=contribution.municipality_id,
        process_id=process_of(tx, contribution),
        contribution_id=contribution.id,
        kind=kind,
        from_field_id=before.field_id,
        to_field_id=after.field_id,
        locked_before=before.locked,
        locked_after=after.locked,
        undoes_id=undoes_id,
        by_id=by.person_id,
        at=clock.now(),
    )
    tx.session.add(entry)
    tx.session.flush()
    states = (state_hash(before.field_id, before.locked), state_hash(after.field_id, after.locked))
    enter(tx, Act(by.entry, f"field.{kind}", f"contribution:{contribution.id}", *states), town=by.municipality_id)
    return entry


def stand(tx: Transaction, contribution: Contribution, standing: Standing, by: Actor) -> None:
    placed = tx.session.get(Placement, contribution.id)
    if standing.field_id is None:
        if placed is not None:
            tx.session.delete(placed)
        return
    if placed is None:
        placed = Placement(contribution_id=contribution.id, municipality_id=contribution.municipality_id)
        tx.session.add(placed)
    placed.field_id, placed.locked = standing.field_id, standing.locked
    placed.by_id, placed.at = by.person_id, clock.now()


# --- the fields themselves


def add_field(
    tx: Transaction, process: Process, *, name: dict[str, str], sentence: dict[str, str], by: Actor
) -> FieldOfAction:
    """A municipality's own field, at the end. Raises NotAllowed, NameNeeded."""
    require(by, Permission.EDIT_FIELDS, process)
    require_words(name, sentence)
    last = tx.session.scalar(select(func.max(FieldOfAction.position)).where(FieldOfAction.process_id == process.id))
    field = FieldOfAction(
        municipality_id=process.municipality_id,
        process_id=process.id,
        key=key_from(name["de"], keys_taken(tx, process)),
        position=0 if last is None else last + 1,
        name=name,
        sentence=sentence,
    )
    tx.session.add(field)
    tx.session.flush()
    edited(tx, field, "add", by)
    return field


def describe_field(
    tx: Transaction,
    field: FieldOfAction,
    *,
    name: dict[str, str],
    sentence: dict[str, str],
    by: Actor,
    seen_revision: int,
) -> None:
    """Rename a field or say differently what belongs in it. Raises NotAllowed, NameNeeded, ChangedMeanwhile."""
    require(by, Permission.EDIT_FIELDS, field)
    require_words(name, sentence)
    hold_field(tx, field)
    if field.revision != seen_revision:
        raise ChangedMeanwhile
    field.name, field.sentence = name, sentence
    edited(tx, field, "describe", by)


def add_phrasings(tx: Transaction, field: FieldOfAction, said: Sequence[Phrasing], *, by: Actor) -> int:
    """Teach a field more phrases or examples; what it knows already is left out. Returns how many are new.

    Raises NotAllowed.
    """
    require(by, Permission.EDIT_FIELDS, field)
    known = set(tx.session.scalars(select(FieldExample.text).where(FieldExample.field_id == field.id)))
    fresh = [one for one in dict.fromkeys(said) if one.text not in known]
    teach(tx, tx.session.get_one(Process, field.process_id), field.id, fresh)
    if fresh:
        edited(tx, field, "teach", by)
    return len(fresh)


def remove_phrasings(tx: Transaction, field: FieldOfAction, example_ids: Iterable[int], *, by: Actor) -> int:
    """Take phrases and examples out of a field; returns how many. Raises NotAllowed."""
    require(by, Permission.EDIT_FIELDS, field)
    chosen = tx.session.scalars(
        select(FieldExample).where(FieldExample.field_id == field.id, FieldExample.id.in_(list(example_ids)))
    ).all()
    for example in chosen:
        tx.session.delete(example)
    if chosen:
        edited(tx, field, "unteach", by)
    return len(chosen)


def reorder_field(tx: Transaction, field: FieldOfAction, *, up: bool, by: Actor) -> None:
    """Let a field change places with its neighbour; at the end of the row nothing happens. Raises NotAllowed."""
    require(by, Permission.EDIT_FIELDS, field)
    row = queries.fields_of(tx.session, field.process_id)
    here = next(place for place, one in enumerate(row) if one.id == field.id)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(row):
        return
    row[here], row[there] = row[there], row[here]
    for position, one in enumerate(row):
        one.position = position
    edited(tx, field, "reorder", by)


def remove_field(tx: Transaction, field: FieldOfAction, *, by: Actor) -> None:
    """Take a field away. Its row stays for the log of moves. Raises NotAllowed, FieldNotEmpty."""
    require(by, Permission.EDIT_FIELDS, field)
    hold_field(tx, field)
    if tx.session.scalar(select(Placement.contribution_id).where(Placement.field_id == field.id).limit(1)) is not None:
        raise FieldNotEmpty
    field.removed_at = clock.now()
    edited(tx, field, "remove", by)


def hold_field(tx: Transaction, field: FieldOfAction) -> None:
    tx.session.flush()
    tx.session.refresh(field, with_for_update=True)


def require_words(name: dict[str, str], sentence: dict[str, str]) -> None:
    if not name.get("de") or not sentence.get("de"):
        raise NameNeeded


def edited(tx: Transaction, field: FieldOfAction, verb: str, by: Actor) -> None:
    """Count the edit, enter it in the audit, and let the machine read with the new fields."""
    before, field.revision = field.revision, field.revision + 1
    act = Act(by.entry, f"field.{verb}", f"field:{field.id}", state_hash(before), state_hash(field.revision))
    enter(tx, act, town=field.municipality_id)
    ask_for_suggestions(tx, field.process_id)
