"""The form of a collection, changed at the desk. Each use case asks who, and whether somebody else was faster."""

from participation.foundation import clock
from participation.foundation.audit import state_hash
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.turns import take_turn
from participation.process.form_rules import (
    MOST_FIELDS,
    FieldKind,
    FieldPlan,
    TooManyFields,
    check_plan,
    choices_kept,
)
from participation.process.models import Format, FormField, Process
from participation.process.queries import asked_fields, every_field
from participation.process.service import log


def add_field(
    tx: Transaction, process: Process, home: Format, kind: FieldKind, plan: FieldPlan, *, by: Actor
) -> FormField:
    """A further question, after the others. Raises NotAllowed, TooManyFields, ChoicesMissing, TooManyChoices."""
    require(by, Permission.PLAN_PROCESS, home)
    check_plan(kind, plan)
    require_room(tx, home)
    field = FormField(
        municipality_id=home.municipality_id,
        format_id=home.id,
        kind=kind,
        position=behind_all(tx, home.id),
        choices=[],
    )
    write(field, plan)
    tx.session.add(field)
    tx.session.flush()
    log(tx, process, "add_field", by, "", field_hash(field))
    return field


def behind_all(tx: Transaction, format_id: int) -> int:
    return max((field.position for field in every_field(tx.session, format_id)), default=-1) + 1


def require_room(tx: Transaction, home: Format) -> None:
    if len(asked_fields(tx.session, home.id)) >= MOST_FIELDS:
        raise TooManyFields(limit=MOST_FIELDS)


def word_field(tx: Transaction, process: Process, field: FormField, plan: FieldPlan, *, by: Actor, seen: int) -> None:
    """Other words, another order of choices. What somebody chose stays readable.

    Answers that were given keep what was promised then: an internal one never becomes public.
    Raises NotAllowed, ChangedMeanwhile, ChoicesMissing, TooManyChoices.
    """
    require(by, Permission.PLAN_PROCESS, process)
    check_plan(FieldKind(field.kind), plan)
    before = field_hash(field)
    take_turn(tx, process, seen)
    write(field, plan)
    log(tx, process, "word_field", by, before, field_hash(field))


def write(field: FormField, plan: FieldPlan) -> None:
    field.label, field.hint = dict(plan.label), dict(plan.hint)
    field.required, field.internal = plan.required, plan.internal
    kept = choices_kept(field.every_choice, plan.choices)
    field.choices = [{"key": one.key, "words": dict(one.words), "gone": one.gone} for one in kept]


def shift_field(tx: Transaction, process: Process, field: FormField, *, earlier: bool, by: Actor, seen: int) -> None:
    """Let a question change places with its neighbour. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.PLAN_PROCESS, process)
    take_turn(tx, process, seen)
    fields = asked_fields(tx.session, field.format_id)
    place = fields.index(field) if field in fields else -1
    other = place - 1 if earlier else place + 1
    if place < 0 or not 0 <= other < len(fields):
        return
    fields[place], fields[other] = fields[other], fields[place]
    for position, one in enumerate(fields):
        one.position = position
    log(tx, process, "shift_field", by, "", state_hash([one.id for one in fields]))


def remove_field(tx: Transaction, process: Process, field: FormField, *, by: Actor, seen: int) -> None:
    """Ask it no more; what was answered stays for the desk. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.PLAN_PROCESS, process)
    take_turn(tx, process, seen)
    if field.removed_at is None:
        field.removed_at = clock.now()
        log(tx, process, "remove_field", by, field_hash(field), "")


def restore_field(tx: Transaction, process: Process, field: FormField, *, by: Actor, seen: int) -> None:
    """Ask it again, after the others. Raises NotAllowed, ChangedMeanwhile, TooManyFields."""
    require(by, Permission.PLAN_PROCESS, process)
    take_turn(tx, process, seen)
    if field.removed_at is None:
        return
    require_room(tx, tx.session.get_one(Format, field.format_id))
    field.removed_at = None
    field.position = behind_all(tx, field.format_id)
    log(tx, process, "restore_field", by, "", field_hash(field))


def allow_photos(tx: Transaction, process: Process, home: Format, *, allowed: bool, by: Actor, seen: int) -> None:
    """Whether a photo may come with an idea. Those that came stay. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.PLAN_PROCESS, home)
    before = home.takes_photos
    take_turn(tx, process, seen)
    home.takes_photos = allowed
    log(tx, process, "photos", by, state_hash(before), state_hash(allowed))


def field_hash(field: FormField) -> str:
    return state_hash(field.label, field.hint, field.choices, field.required, field.internal)
