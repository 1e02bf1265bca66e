"""A space stands in a session: its steps on the run sheet, its places and times."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from participation.foundation import chance
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.permissions import Actor, Permission, require
from participation.foundation.wording import in_every_language
from participation.openspace import queries
from participation.openspace.arranging import note, put
from participation.openspace.models import Action, Report, Space, SpaceAct, SpaceRoom, SpaceSlot, Topic
from participation.openspace.rules import MOST_ROOMS, MOST_SLOTS, Span, StepKind, ThingsStay, TooManyPlaces
from participation.openspace.service import hold, looks_different
from participation.process.models import Format, FormatKind, Process
from participation.process.service import open_for_sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession, RunStep
from participation.sessions.sheet import Notes, Worded

# title, paragraph for the hall, minutes: where nobody began with a pattern
STEPS = {
    StepKind.TOPICS: (N_("Your concerns"), N_("What matters to you? Write it down, then come to the microphone."), 30),
    StepKind.MARKET: (N_("Marketplace"), N_("Where do you want to take part? Hosts choose a time and a place."), 20),
    StepKind.REPORTS: (N_("News wall"), N_("What did your group find out? Write it down on any phone."), 20),
    StepKind.ACTIONS: (N_("Who does what until when?"), N_("One step each: what, who, until when."), 40),
}


def plan_space(tx: Transaction, live: LiveSession, *, by: Actor) -> Space:
    """Its four steps, behind the one that is on; those that stand on the run sheet already are left out.

    Raises NotAllowed.
    """
    require(by, Permission.RUN_SESSION, live)
    sheet.hold(tx, live)
    known = set(tx.session.scalars(select(RunStep.kind).where(RunStep.session_id == live.id)))
    after = live.step_id
    for kind, (title, text, minutes) in STEPS.items():
        if kind in known:
            continue
        words = Worded(kind, in_every_language(title), in_every_language(text), Notes(minutes=minutes))
        after = sheet.add_words(tx, live, words, by=by, after=after).id
    return stand(tx, live)


def stand(tx: Transaction, live: LiveSession) -> Space:
    """The space of a session, empty where it had none. In a rehearsal it has no format: nothing of it is kept."""
    known = queries.space_in(tx.session, live.id)
    if known is not None:
        return known
    process = tx.session.get_one(Process, live.process_id)
    kept_in = None
    if not live.rehearsal:
        made = open_for_sessions(tx, process, FormatKind.OPEN_SPACE, title=live.title)
        made.takes_photos, kept_in = True, made.id
    space = Space(
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        public_id=chance.token(),
        session_id=live.id,
        format_id=kept_in,
    )
    tx.session.add(space)
    tx.session.flush()
    return space


def begin(tx: Transaction, step: RunStep) -> None:
    """A pattern brought a step of an open space."""
    stand(tx, tx.session.get_one(LiveSession, step.session_id))


def copy(tx: Transaction, step: RunStep, tried: RunStep) -> None:
    """For a rehearsal: an empty space with the same places and times, which keeps nothing."""
    if queries.space_in(tx.session, tried.session_id) is not None:
        return
    space = stand(tx, tx.session.get_one(LiveSession, tried.session_id))
    before = queries.space_at(tx.session, step.session_id)
    keep_rooms(tx, space, [room.name for room in queries.rooms_of(tx.session, before)])
    keep_slots(tx, space, [slot.span for slot in queries.slots_of(tx.session, before)])


def reword(_tx: Transaction, _step: RunStep) -> None:
    """What is said in a space stands under the title of its session."""


def take_down(tx: Transaction, step: RunStep) -> None:
    """A step leaves the run sheet; with the last one the space goes, unless something was said. Raises ThingsStay."""
    kinds = RunStep.session_id == step.session_id, RunStep.kind.in_(list(StepKind)), RunStep.id != step.id
    space = queries.space_in(tx.session, step.session_id)
    if space is None or tx.session.scalar(select(RunStep.id).where(*kinds).limit(1)) is not None:
        return
    if space.format_id is not None and space.topics + space.actions:
        raise ThingsStay
    tx.session.execute(
        Topic.__table__.update()  # type: ignore[attr-defined] # a Table
        .where(Topic.space_id == space.id)
        .values(part_of_id=None, from_id=None)
    )
    for table in (SpaceAct, Action, Report, Topic, SpaceRoom, SpaceSlot):
        tx.session.execute(delete(table).where(table.space_id == space.id))
    tx.session.execute(delete(Space).where(Space.id == space.id))
    if space.format_id is not None:
        tx.session.execute(delete(Format).where(Format.id == space.format_id))


# --- places and times


def add_rooms(tx: Transaction, space: Space, names: Sequence[str], *, by: Actor) -> None:
    """names: clean; one that is there already is not added a second time. Raises NotAllowed, TooManyPlaces."""
    require(by, Permission.RUN_SESSION, space)
    live = hold(tx, space)
    known = {one.name for one in queries.rooms_of(tx.session, space)}
    new = [name for name in names if name not in known]
    if len(known) + len(new) > MOST_ROOMS:
        raise TooManyPlaces(limit=MOST_ROOMS)
    keep_rooms(tx, space, new)
    planned(tx, space, live, by)


def add_slots(tx: Transaction, space: Space, spans: Sequence[Span], *, by: Actor) -> None:
    """A time that is there already is not added a second time. Raises NotAllowed, TooManyPlaces."""
    require(by, Permission.RUN_SESSION, space)
    live = hold(tx, space)
    known = {one.span for one in queries.slots_of(tx.session, space)}
    new = [span for span in spans if span not in known]
    if len(known) + len(new) > MOST_SLOTS:
        raise TooManyPlaces(limit=MOST_SLOTS)
    keep_slots(tx, space, new)
    planned(tx, space, live, by)


def keep_rooms(tx: Transaction, space: Space, names: Sequence[str]) -> None:
    town = space.municipality_id
    tx.session.add_all([SpaceRoom(municipality_id=town, space_id=space.id, name=name) for name in names])


def keep_slots(tx: Transaction, space: Space, spans: Sequence[Span]) -> None:
    town = space.municipality_id
    tx.session.add_all(
        [
            SpaceSlot(municipality_id=town, space_id=space.id, starts_at=span.starts_at, ends_at=span.ends_at)
            for span in spans
        ]
    )


def planned(tx: Transaction, space: Space, live: LiveSession, by: Actor) -> None:
    enter(tx, Act(by.entry, "space.plan", f"space:{space.id}"), town=space.municipality_id)
    looks_different(tx, space, live)


def name_room(tx: Transaction, space: Space, room_id: int, name: str, *, by: Actor) -> None:
    """The groups of a place meet somewhere else. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, space)
    live = hold(tx, space)
    queries.room_in(tx.session, space, room_id).name = name
    planned(tx, space, live, by)


def close_room(tx: Transaction, space: Space, room_id: int, *, by: Actor) -> None:
    """A place cannot be used any more; what stood there looks for another one. It can be taken back.

    Raises NotAllowed, NotFound.
    """
    require(by, Permission.RUN_SESSION, space)
    hold(tx, space)
    room = queries.room_in(tx.session, space, room_id)
    there = [one for one in queries.topics_of(tx.session, space) if one.room_id == room.id]
    room.gone = True
    note(tx, space, "room", by, topics=[put(one, by) for one in there], rooms=[[room.id, False, True]])


def close_slot(tx: Transaction, space: Space, slot_id: int, *, by: Actor) -> None:
    """The same for a time. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, space)
    hold(tx, space)
    slot = queries.slot_in(tx.session, space, slot_id)
    then = [one for one in queries.topics_of(tx.session, space) if one.slot_id == slot.id]
    slot.gone = True
    note(tx, space, "slot", by, topics=[put(one, by) for one in then], slots=[[slot.id, False, True]])
