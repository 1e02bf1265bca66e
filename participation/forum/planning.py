"""A forum is planned: its frame, its rooms, its parts; parts are moved, cancelled, and get sessions of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import update

from participation.forum import queries
from participation.forum.models import Forum, ForumPart, ForumRoom
from participation.forum.news import ForumChanged
from participation.forum.rules import (
    MOST_PARTS,
    MOST_ROOMS,
    CancelledPart,
    MovedByAnother,
    PartKind,
    Placed,
    RoomTaken,
    Span,
    TooMuch,
    clash,
)
from participation.foundation import chance, clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.locales import UNDETERMINED
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, require
from participation.people.rules import key_hash
from participation.process.models import Format, FormatKind, Process
from participation.process.service import open_for_sessions
from participation.sessions import service as sessions
from participation.sessions import sheet
from participation.sessions.models import LiveSession
from participation.sessions.sheet import Worded

MOMENT = 60  # seconds after which nobody needs to know how many there were


@dataclass(frozen=True, slots=True)
class Frame:
    """What people read about a forum, by language."""

    title: dict[str, str]
    day: date
    text: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A line of the programme, as `ForumPart` has it. room: its number, None for none."""

    title: dict[str, str]
    span: Span
    kind: PartKind = PartKind.WORKSHOP
    text: dict[str, str] = field(default_factory=dict)
    room: int | None = None
    interpreters: tuple[str, ...] = ()
    lead: str = ""


def found_forum(tx: Transaction, process: Process, frame: Frame, steps: Sequence[Worded], *, by: Actor) -> Forum:
    """A forum, with the session of its plenary. steps: the run sheet to start from. Raises NotAllowed."""
    live = sessions.plan_session(tx, process, title=dict(frame.title), place=dict(frame.place), by=by)
    forum = stand(tx, live)
    forum.text, forum.day = frame.text, frame.day
    note(tx, forum, "forum.found", by)
    sheet.add_pattern(tx, live, steps, by=by)
    return forum


def stand(tx: Transaction, live: LiveSession) -> Forum:
    """The forum to which a session belongs; where it belonged to none, one of which it is the plenary."""
    known = queries.forum_of_session(tx.session, live.id)
    if known is not None:
        return known
    process = tx.session.get_one(Process, live.process_id)
    forum = Forum(
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        public_id=chance.token(),
        format_id=open_for_sessions(tx, process, FormatKind.DIALOGUE_FORUM, title=live.title).id,
        session_id=live.id,
        title=dict(live.title),
        place=dict(live.place),
        day=clock.local(clock.now()).date(),
    )
    tx.session.add(forum)
    tx.session.flush()
    return forum


def reframe(tx: Transaction, forum: Forum, frame: Frame, *, by: Actor, seen: int) -> None:
    """seen: the revision somebody saw. The plenary and the collection are called so too.

    Raises NotAllowed, ChangedMeanwhile.
    """
    require(by, Permission.RUN_SESSION, forum)
    hold(tx, forum)
    if forum.revision != seen:
        raise ChangedMeanwhile
    forum.title, forum.text, forum.place, forum.day = frame.title, frame.text, frame.place, frame.day
    forum.revision += 1
    live = tx.session.get_one(LiveSession, forum.session_id)
    live.title, live.place = dict(frame.title), dict(frame.place)
    collection = tx.session.get_one(Format, forum.format_id)
    collection.title = collection.question = dict(frame.title)
    changed(tx, forum, "forum.programme", by)


def publish(tx: Transaction, forum: Forum, *, public: bool, by: Actor) -> None:
    """Everybody reads the programme, or the desk alone. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, forum)
    hold(tx, forum)
    if (forum.published_at is not None) != public:
        forum.published_at = clock.now() if public else None
        changed(tx, forum, "forum.publish" if public else "forum.hide", by)


def add_rooms(tx: Transaction, forum: Forum, names: Sequence[str], *, by: Actor) -> None:
    """names: clean; one that is there already is not added a second time. Raises NotAllowed, TooMuch."""
    require(by, Permission.RUN_SESSION, forum)
    hold(tx, forum)
    known = [one.name for one in queries.rooms_of(tx.session, forum)]
    new = [name for name in dict.fromkeys(names) if name not in known]
    if len(known) + len(new) > MOST_ROOMS:
        raise TooMuch(parts=MOST_PARTS, rooms=MOST_ROOMS)
    for name in new:
        tx.session.add(ForumRoom(municipality_id=forum.municipality_id, forum_id=forum.id, name=name))
    changed(tx, forum, "forum.programme", by)


def name_room(tx: Transaction, forum: Forum, room_id: int, name: str, *, by: Actor) -> None:
    """Its parts take place somewhere else. Raises NotAllowed, NotFound."""
    require(by, Permission.RUN_SESSION, forum)
    hold(tx, forum)
    room = queries.room_in(tx.session, forum, room_id)
    room.name = name
    for part in queries.parts_of(tx.session, forum):
        if part.room_id == room.id:
            tell_session(part, room)
    changed(tx, forum, "forum.programme", by)


# --- parts


def add_part(tx: Transaction, forum: Forum, plan: Plan, *, by: Actor) -> ForumPart:
    """Raises NotAllowed, NotFound for a room of another forum, RoomTaken, TooMuch."""
    require(by, Permission.RUN_SESSION, forum)
    hold(tx, forum)
    parts = queries.parts_of(tx.session, forum)
    if len(parts) >= MOST_PARTS:
        raise TooMuch(parts=MOST_PARTS, rooms=MOST_ROOMS)
    part = ForumPart(municipality_id=forum.municipality_id, forum_id=forum.id, public_id=chance.token(), revision=0)
    require_free(parts, Placed(0, plan.room, plan.span))
    write(tx, forum, part, plan)
    tx.session.add(part)
    changed(tx, forum, "forum.programme", by)
    return part


def write(tx: Transaction, forum: Forum, part: ForumPart, plan: Plan) -> None:
    room = queries.room_in(tx.session, forum, plan.room) if plan.room is not None else None
    part.kind, part.title, part.text, part.lead = plan.kind, plan.title, plan.text, plan.lead
    part.starts_at, part.ends_at = plan.span.starts_at, plan.span.ends_at
    part.room_id, part.interpreters = room.id if room else None, list(plan.interpreters)
    if part.session_id is not None and part.live is not None:
        part.live.title = dict(plan.title)
        tell_session(part, room)


def tell_session(part: ForumPart, room: ForumRoom | None) -> None:
    """Whoever sits in the session of a part reads where it takes place now."""
    if part.live is not None:
        part.live.place = {UNDETERMINED: room.name} if room else {}


def require_free(parts: Sequence[ForumPart], placed: Placed) -> None:
    """What does not take place needs no room. Raises RoomTaken."""
    if clash(placed, [one.placed for one in parts if one.cancelled_at is None]) is not None:
        raise RoomTaken


def change_part(tx: Transaction, forum: Forum, part: ForumPart, plan: Plan, *, by: Actor, seen: int) -> None:
    """Other words, another time, another room. seen: the revision somebody saw.

    Raises NotAllowed, NotFound, RoomTaken, ChangedMeanwhile or who was faster.
    """
    begin(tx, forum, part, by, seen)
    if part.cancelled_at is None:
        require_free(queries.parts_of(tx.session, forum), Placed(part.id, plan.room, plan.span))
    write(tx, forum, part, plan)
    touch(part, by)
    changed(tx, forum, "forum.programme", by)


def cancel_part(tx: Transaction, forum: Forum, part: ForumPart, *, cancelled: bool, by: Actor, seen: int) -> None:
    """It does not take place, or does after all; the programme says so. Raises as `change_part`."""
    begin(tx, forum, part, by, seen)
    if not cancelled:
        require_free(queries.parts_of(tx.session, forum), part.placed)
    part.cancelled_at = clock.now() if cancelled else None
    touch(part, by)
    changed(tx, forum, "forum.cancel" if cancelled else "forum.programme", by)


def swap_rooms(
    tx: Transaction, forum: Forum, part: ForumPart, other: ForumPart, *, by: Actor, seen: tuple[int, int]
) -> None:
    """Two parts change rooms; seen: the revision of each. Raises as `change_part`, NotFound where one has none."""
    begin(tx, forum, part, by, seen[0])
    begin(tx, forum, other, by, seen[1])
    if part.room_id is None or other.room_id is None:
        raise NotFound
    rest = [one for one in queries.parts_of(tx.session, forum) if one.id not in {part.id, other.id}]
    moved = Placed(part.id, other.room_id, part.placed.span), Placed(other.id, part.room_id, other.placed.span)
    for one, placed in zip((part, other), moved, strict=True):
        if one.cancelled_at is None:
            require_free(rest, placed)
    part.room_id, other.room_id = other.room_id, part.room_id
    for one in (part, other):
        touch(one, by)
    tx.session.flush()
    for one in (part, other):
        tell_session(one, tx.session.get(ForumRoom, one.room_id))
    changed(tx, forum, "forum.programme", by)


def begin(tx: Transaction, forum: Forum, part: ForumPart, by: Actor, seen: int) -> None:
    require(by, Permission.RUN_SESSION, forum)
    hold(tx, forum)
    queries.read_again(tx.session, part)
    if part.revision != seen:
        raise too_slow(part)


def too_slow(part: ForumPart) -> ChangedMeanwhile:
    """With the name of whoever was faster a moment ago."""
    who = part.moved_by.name if part.moved_by else ""
    ago = round((clock.now() - part.moved_at).total_seconds()) if part.moved_at else MOMENT
    return MovedByAnother(name=who, count=max(1, ago)) if who and ago < MOMENT else ChangedMeanwhile()


def touch(part: ForumPart, by: Actor) -> None:
    part.revision += 1
    part.moved_by_id, part.moved_at = by.person_id, clock.now()


def give_session(tx: Transaction, forum: Forum, part: ForumPart, steps: Sequence[Worded], *, by: Actor) -> LiveSession:
    """A session of its own, with title and room of the part; one that is there already stays as it is.

    steps: the run sheet to start from. Raises NotAllowed, CancelledPart.
    """
    require(by, Permission.RUN_SESSION, forum)
    hold(tx, forum)
    queries.read_again(tx.session, part)
    if part.live is not None:
        return part.live
    if part.cancelled_at is not None:
        raise CancelledPart
    process = tx.session.get_one(Process, forum.process_id)
    room = tx.session.get(ForumRoom, part.room_id) if part.room_id is not None else None
    place = {UNDETERMINED: room.name} if room else {}
    live = sessions.plan_session(tx, process, title=dict(part.title), place=place, by=by)
    part.session_id = live.id
    tx.session.flush()
    sheet.add_pattern(tx, live, steps, by=by)
    changed(tx, forum, "forum.programme", by)
    return live


def make_link(tx: Transaction, forum: Forum, part: ForumPart, *, by: Actor) -> str:
    """The token with which somebody writes the results of a part; an earlier one counts no more. Raises NotAllowed."""
    require(by, Permission.RUN_SESSION, forum)
    hold(tx, forum)
    token = chance.token()
    part.key_hash = key_hash(token)
    note(tx, forum, "forum.link", by)
    return token


# --- the screens follow


def hold(tx: Transaction, forum: Forum) -> None:
    """Of two who change a forum at the same moment the second waits, and then sees what the first did."""
    tx.session.flush()
    tx.session.refresh(forum, with_for_update=True)
    queries.sessions_showing(tx.session, forum, hold=True)


def changed(tx: Transaction, forum: Forum, action: str, by: Actor) -> None:
    note(tx, forum, action, by)
    looks_different(tx, forum)


def note(tx: Transaction, forum: Forum, action: str, by: Actor) -> None:
    tx.session.flush()
    enter(tx, Act(by.entry, action, f"forum:{forum.id}"), town=forum.municipality_id)


def looks_different(tx: Transaction, forum: Forum, *, desk: bool = False) -> None:
    """Every session that shows the programme or leads to it shows something else now. desk: its consoles alone do."""
    tx.session.flush()
    showing = queries.sessions_showing(tx.session, forum, hold=True)
    tx.session.execute(
        update(LiveSession)
        .where(LiveSession.id.in_([live.id for live in showing]))
        .values(seq=LiveSession.seq + 1)
        .execution_options(synchronize_session="fetch")
    )
    tx.announce(ForumChanged(tuple(live.public_id for live in showing), desk))
