from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.municipality import Municipality
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.turns import take_turn
from participation.process.models import Format, FormatKind, Phase, PhaseSetting, Process
from participation.process.news import ProcessPublished, ProcessWithdrawn
from participation.process.rules import (
    Allowed,
    CannotPublish,
    LastPhase,
    PhaseState,
    Precision,
    ProcessState,
    WhyNeeded,
    check_dates,
    slug_of,
)

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PhasePlan:
    """A phase before it exists. state: NOW and DONE are said by hand, unless exact dates say it."""

    title: Texts
    period: Texts
    state: PhaseState = PhaseState.AHEAD
    precision: Precision = Precision.OPEN
    starts_on: date | None = None
    ends_on: date | None = None


def plan_process(
    tx: Transaction,
    municipality: Municipality,
    *,
    title: Texts,
    question: Texts,
    lead: Texts,
    phases: Sequence[PhasePlan],
    state: ProcessState = ProcessState.PUBLISHED,
) -> Process:
    """Begin a process with its phases; texts are language -> words."""
    process = Process(
        municipality_id=municipality.id,
        slug=free_slug(tx, Process, municipality.id, title),
        state=state,
        title=dict(title),
        question=dict(question),
        lead=dict(lead),
        published_at=clock.now() if state is ProcessState.PUBLISHED else None,
    )
    tx.session.add(process)
    tx.session.flush()
    for position, plan in enumerate(phases):
        write_phase(tx, process, plan, position)
    tx.session.flush()
    return process


def free_slug(tx: Transaction, table: type[Process | Format], municipality_id: int, title: Texts) -> str:
    """A name for addresses that nothing of this kind has yet in the municipality."""
    wanted = next(
        (slug for text in (title.get("de"), title.get("en"), *title.values()) if (slug := slug_of(text or ""))), ""
    )
    wanted = wanted or table.__tablename__
    taken = set(tx.session.scalars(select(table.slug).where(table.municipality_id == municipality_id)))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def write_phase(tx: Transaction, process: Process, plan: PhasePlan, position: int) -> Phase:
    check_dates(plan.precision, plan.starts_on, plan.ends_on)
    now = clock.now()
    phase = Phase(
        municipality_id=process.municipality_id,
        process_id=process.id,
        position=position,
        title=dict(plan.title),
        period=dict(plan.period),
        precision=plan.precision,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        begun_at=None if plan.state is PhaseState.AHEAD else now,
        ended_at=now if plan.state is PhaseState.DONE else None,
    )
    tx.session.add(phase)
    tx.session.flush()
    return phase


# a process that is about nothing but taking part now
RUNNING = PhasePlan({"de": "Mitmachen", "en": "Taking part", "tr": "Katılım", "ar": "المشاركة"}, {}, PhaseState.NOW)
OPEN = Allowed(submit=True, support=True, comment=True)


def open_idea_collection(
    tx: Transaction,
    process: Process,
    *,
    title: Texts,
    question: Texts,
    slug: str = "",
    during: Mapping[int, Allowed] | None = None,
) -> Format:
    """Add a collection of ideas (*Ideensammlung*) to a process.

    during: id of a phase -> what it allows; without it all that is allowed is open in the phases that run now.
    """
    collection = Format(
        municipality_id=process.municipality_id,
        process=process,
        kind=FormatKind.IDEA_COLLECTION,
        slug=slug or free_slug(tx, Format, process.municipality_id, title),
        title=dict(title),
        question=dict(question),
    )
    tx.session.add(collection)
    tx.session.flush()
    if during is None:
        phases = tx.session.scalars(select(Phase).where(Phase.process_id == process.id)).all()
        during = {phase.id: OPEN for phase in phases if phase.state is PhaseState.NOW}
    for phase_id, allowed in during.items():
        write_setting(tx, collection, phase_id, allowed)
    tx.session.refresh(collection)
    return collection


def open_for_sessions(tx: Transaction, process: Process, kind: FormatKind, *, title: Texts) -> Format:
    """Add a format whose contributions come from a session; what is open in it the session says."""
    made = Format(
        municipality_id=process.municipality_id,
        process=process,
        kind=kind,
        slug=free_slug(tx, Format, process.municipality_id, title),
        title=dict(title),
        question=dict(title),
    )
    tx.session.add(made)
    tx.session.flush()
    return made


def write_setting(tx: Transaction, thing: Format, phase_id: int, allowed: Allowed) -> None:
    found = tx.session.scalar(
        select(PhaseSetting).where(PhaseSetting.phase_id == phase_id, PhaseSetting.format_id == thing.id)
    )
    setting = found or PhaseSetting(municipality_id=thing.municipality_id, phase_id=phase_id, format_id=thing.id)
    setting.may_read, setting.may_submit, setting.may_support = allowed.read, allowed.submit, allowed.support
    setting.may_comment, setting.moderation, setting.results_hidden = (
        allowed.comment,
        allowed.moderation,
        allowed.results_hidden,
    )
    tx.session.add(setting)
    tx.session.flush()


# --- changed at the desk; each use case asks who, and whether somebody else was faster


def word_process(
    tx: Transaction, process: Process, *, title: Texts, question: Texts, lead: Texts, by: Actor, seen: int
) -> None:
    """Change what a process says about itself. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.PLAN_PROCESS, process)
    before = state_hash(process.title, process.question, process.lead)
    take_turn(tx, process, seen)
    process.title, process.question, process.lead = dict(title), dict(question), dict(lead)
    log(tx, process, "word", by, before, state_hash(title, question, lead))


def add_phase(tx: Transaction, process: Process, plan: PhasePlan, *, by: Actor) -> Phase:
    """A further phase, after the others. Raises NotAllowed, DatesMissing, EndsBeforeItBegins."""
    require(by, Permission.PLAN_PROCESS, process)
    last = tx.session.scalar(select(func.max(Phase.position)).where(Phase.process_id == process.id))
    phase = write_phase(tx, process, plan, 0 if last is None else last + 1)
    log(tx, process, "add_phase", by, "", phase_hash(phase))
    return phase


def change_phase(tx: Transaction, process: Process, phase: Phase, plan: PhasePlan, *, by: Actor, seen: int) -> None:
    """Other words or dates. Whether it was begun or ended by hand stays. Raises as `add_phase`, ChangedMeanwhile."""
    require(by, Permission.PLAN_PROCESS, process)
    check_dates(plan.precision, plan.starts_on, plan.ends_on)
    before = phase_hash(phase)
    take_turn(tx, process, seen)
    phase.title, phase.period = dict(plan.title), dict(plan.period)
    phase.precision, phase.starts_on, phase.ends_on = plan.precision, plan.starts_on, plan.ends_on
    log(tx, process, "change_phase", by, before, phase_hash(phase))


def move_phase(tx: Transaction, process: Process, phase: Phase, state: PhaseState, *, by: Actor, seen: int) -> None:
    """Begin or end a phase by hand, or take that back (AHEAD: only the dates count again).

    Raises NotAllowed, ChangedMeanwhile.
    """
    require(by, Permission.PLAN_PROCESS, process)
    before = phase_hash(phase)
    take_turn(tx, process, seen)
    now = clock.now()
    phase.begun_at = None if state is PhaseState.AHEAD else phase.begun_at or now
    phase.ended_at = now if state is PhaseState.DONE else None
    log(tx, process, f"phase_{state}", by, before, phase_hash(phase))


def shift_phase(tx: Transaction, process: Process, phase: Phase, *, earlier: bool, by: Actor, seen: int) -> None:
    """Let a phase change places with its neighbour. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.PLAN_PROCESS, process)
    take_turn(tx, process, seen)
    phases = list(
        tx.session.scalars(select(Phase).where(Phase.process_id == process.id).order_by(Phase.position, Phase.id))
    )
    place = phases.index(phase)
    other = place - 1 if earlier else place + 1
    if 0 <= other < len(phases):
        phases[place], phases[other] = phases[other], phases[place]
        for position, one in enumerate(phases):
            one.position = position
        log(tx, process, "shift_phase", by, "", state_hash([one.id for one in phases]))


def remove_phase(tx: Transaction, process: Process, phase: Phase, *, by: Actor, seen: int) -> None:
    """Take a phase out of the plan. Raises NotAllowed, LastPhase, ChangedMeanwhile."""
    require(by, Permission.PLAN_PROCESS, process)
    take_turn(tx, process, seen)
    if tx.session.scalar(select(func.count()).where(Phase.process_id == process.id)) == 1:
        raise LastPhase
    before = phase_hash(phase)
    for setting in tx.session.scalars(select(PhaseSetting).where(PhaseSetting.phase_id == phase.id)):
        tx.session.delete(setting)
    tx.session.flush()
    tx.session.delete(phase)
    log(tx, process, "remove_phase", by, before, "")


def set_what_is_open(
    tx: Transaction, process: Process, wanted: Mapping[tuple[int, int], Allowed], *, by: Actor, seen: int
) -> None:
    """The whole plan of what is open when: (phase id, format id) -> what it allows.

    Phases and formats of other processes are passed over. Raises NotAllowed, ChangedMeanwhile.
    """
    require(by, Permission.PLAN_PROCESS, process)
    take_turn(tx, process, seen)
    phases = set(tx.session.scalars(select(Phase.id).where(Phase.process_id == process.id)))
    formats = {
        one.id: one for one in tx.session.scalars(select(Format).where(Format.process_id == process.id)).unique()
    }
    for (phase_id, format_id), allowed in wanted.items():
        if phase_id in phases and format_id in formats:
            write_setting(tx, formats[format_id], phase_id, allowed)
    log(tx, process, "open_when", by, "", state_hash(sorted(wanted.items(), key=str)))


def word_format(
    tx: Transaction, process: Process, thing: Format, *, title: Texts, question: Texts, by: Actor, seen: int
) -> None:
    """Other words for a format. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.PLAN_PROCESS, thing)
    before = state_hash(thing.title, thing.question)
    take_turn(tx, process, seen)
    thing.title, thing.question = dict(title), dict(question)
    log(tx, process, "word_format", by, before, state_hash(title, question))


def add_idea_collection(tx: Transaction, process: Process, *, title: Texts, question: Texts, by: Actor) -> Format:
    """A further collection, closed in every phase until somebody opens it. Raises NotAllowed."""
    require(by, Permission.PLAN_PROCESS, process)
    collection = open_idea_collection(tx, process, title=title, question=question, during={})
    log(tx, process, "add_format", by, "", state_hash(title, question))
    return collection


def publish_process(tx: Transaction, process: Process, *, by: Actor, seen: int) -> None:
    """From now on everybody sees it. Raises NotAllowed, CannotPublish, ChangedMeanwhile."""
    require(by, Permission.PLAN_PROCESS, process)
    if not process.title or not process.question:
        raise CannotPublish
    change_state(tx, process, ProcessState.PUBLISHED, by, seen)
    process.published_at = process.published_at or clock.now()
    tx.record(ProcessPublished(process.id, process.municipality_id))


def end_process(tx: Transaction, process: Process, *, by: Actor, seen: int) -> None:
    """It is over: everybody goes on reading, nobody writes. It can be taken up again. Raises as above."""
    require(by, Permission.PLAN_PROCESS, process)
    change_state(tx, process, ProcessState.ENDED, by, seen)


def withdraw_process(tx: Transaction, process: Process, *, why: str, by: Actor, seen: int) -> None:
    """Back to a draft: only its people see it, and with it everything that was said in it.

    why: words that everybody reads who wrote something there. Raises WhyNeeded, and as above.
    """
    require(by, Permission.PLAN_PROCESS, process)
    if not why:
        raise WhyNeeded
    was_public = process.state != ProcessState.DRAFT
    change_state(tx, process, ProcessState.DRAFT, by, seen)
    if was_public:
        tx.record(ProcessWithdrawn(process.id, process.municipality_id, why, by.person_id))


def change_state(tx: Transaction, process: Process, state: ProcessState, by: Actor, seen: int) -> None:
    before = process.state
    take_turn(tx, process, seen)
    process.state = state
    log(tx, process, state, by, state_hash(before), state_hash(state))


def phase_hash(phase: Phase) -> str:
    return state_hash(phase.title, phase.period, phase.span)


def log(tx: Transaction, process: Process, verb: str, by: Actor, *states: str) -> None:
    """states: fingerprints before and after."""
    before, after = states
    enter(tx, Act(by.entry, f"process.{verb}", f"process:{process.id}", before, after), town=process.municipality_id)
