"""The marketplace: concerns find times and places, swap, come together, part again. Each act is one person's."""

from collections.abc import Sequence
from typing import Any

from participation.contributions.rules import Source
from participation.foundation import clock
from participation.foundation.audit import Act, enter
from participation.foundation.database import Transaction
from participation.foundation.messages import ChangedMeanwhile, NotFound
from participation.foundation.permissions import Actor, Permission, may, require
from participation.openspace import queries
from participation.openspace.models import Space, SpaceAct, Topic
from participation.openspace.rules import ItselfAgain, MovedByAnother, Placed, PlaceTaken, is_shown, is_taken
from participation.openspace.service import Concern, facts_of, hold, looks_different, said_for, words_of
from participation.sessions.rules import NothingToUndo, SessionNotOpen, SessionState
from participation.sessions.service import MOMENT

Seen = tuple[int, int]  # (topic, revision as somebody saw it)


def place(tx: Transaction, space: Space, seen: Seen, room_id: int, slot_id: int, *, by: Actor) -> None:
    """Give a concern its time and place. Its host may, and whoever runs the session.

    Raises NotAllowed, NotFound, PlaceTaken, ChangedMeanwhile or who was faster.
    """
    topic = begin(tx, space, seen, by)
    room, slot = queries.room_in(tx.session, space, room_id), queries.slot_in(tx.session, space, slot_id)
    moved = make_way(tx, room.id, slot.id, topic, by)
    if is_taken(room.id, slot.span, placed(tx, space), by=topic.id):
        raise PlaceTaken
    moved.append(put(topic, by, room=room.id, slot=slot.id))
    note(tx, space, "place", by, topics=moved)


def swap(tx: Transaction, space: Space, seen: Seen, other_seen: Seen, *, by: Actor) -> None:
    """Two concerns change places; one of them may have none yet. Raises as `place` does."""
    require(by, Permission.RUN_SESSION, space)
    topic = begin(tx, space, seen, by)
    other = begin(tx, space, other_seen, by)
    if topic.id == other.id:
        raise ItselfAgain
    here, there = topic.standing, other.standing
    put(topic, by)
    put(other, by)
    tx.session.flush()  # a place has one concern: both leave theirs first
    topic.room_id, topic.slot_id, topic.part_of_id = there["room"], there["slot"], None
    other.room_id, other.slot_id, other.part_of_id = here["room"], here["slot"], None
    moved = [[topic.id, here, topic.standing], [other.id, there, other.standing]]
    note(tx, space, "swap", by, topics=moved)


def free(tx: Transaction, space: Space, seen: Seen, *, by: Actor) -> None:
    """A concern leaves its place, or the one it was put together with. Raises as `place` does."""
    topic = begin(tx, space, seen, by)
    verb = "part" if topic.part_of_id is not None else "free"
    note(tx, space, verb, by, topics=[put(topic, by)])


def join(tx: Transaction, space: Space, seen: Seen, to: int, *, by: Actor) -> None:
    """A concern goes on in another one, with all that was put together in it. Its words stay as they are.

    to: id of the other one. Raises NotAllowed, NotFound, ItselfAgain, ChangedMeanwhile or who was faster.
    """
    topic = begin(tx, space, seen, by)
    other = queries.topics_among(tx.session, space, [to]).get(to)
    if other is None or not is_shown(other.said.status):
        raise NotFound
    head = other.part_of_id or other.id
    if head == topic.id:
        raise ItselfAgain
    parts = [one for one in queries.topics_of(tx.session, space) if one.part_of_id == topic.id]
    note(tx, space, "join", by, topics=[put(one, by, part_of=head) for one in [topic, *parts]])


def split(tx: Transaction, space: Space, seen: Seen, concern: Concern, *, by: Actor) -> Topic:
    """A concern was two: a new one beside it, which says where it came from. The words of the first one stay.

    Taking it back puts the new one into the first one again: nothing that was written goes.
    Raises NotAllowed, NothingSaid, TooLong, ChangedMeanwhile.
    """
    require(by, Permission.RUN_SESSION, space)
    topic = begin(tx, space, seen, by)
    made = facts_of(concern)  # without the name of whoever invited: it is theirs to take back
    made.from_id = topic.id
    live = queries.session_of(tx.session, space)
    new = said_for(tx, space, live, made, words_of(concern), source=Source.MODERATORS, by=by)
    together = {"room": None, "slot": None, "part_of": topic.id}
    note(tx, space, "split", by, topics=[[new.id, together, new.standing]])
    return new


def name_people(tx: Transaction, space: Space, seen: Seen, host: str, interpreter: str, *, by: Actor) -> None:
    """Who invites and who interprets, as the desk knows it; "" for nobody. Raises NotAllowed, ChangedMeanwhile."""
    require(by, Permission.RUN_SESSION, space)
    topic = begin(tx, space, seen, by)
    topic.host, topic.interpreter = host, interpreter
    topic.revision += 1
    enter(tx, Act(by.entry, "space.names", f"space:{space.id}"), town=space.municipality_id)
    looks_different(tx, space, queries.session_of(tx.session, space))


def undo(tx: Transaction, space: Space, *, by: Actor) -> None:
    """Take back one's own last act, as long as nobody has touched since what it changed, and the place is free.

    Raises NotAllowed, NothingToUndo, ChangedMeanwhile, PlaceTaken.
    """
    require(by, Permission.RUN_SESSION, space)
    live = hold(tx, space)
    act = queries.last_act(tx.session, space, by.person_id)
    if act is None:
        raise NothingToUndo
    moves = act.what["topics"]
    found = queries.topics_among(tx.session, space, [topic for topic, _, _ in moves])
    if any(found[topic].standing != after for topic, _, after in moves):
        raise ChangedMeanwhile
    for place_gone, before in queries.rooms_before(tx.session, act.what["rooms"]):
        place_gone.gone = before
    for time_gone, before in queries.slots_before(tx.session, act.what["slots"]):
        time_gone.gone = before
    for topic, _, _ in moves:
        put(found[topic], by)
    tx.session.flush()
    spans = {one.id: one.span for one in queries.slots_of(tx.session, space)}
    rooms = {one.id for one in queries.rooms_of(tx.session, space)}
    together = [(found[topic], stood["part_of"]) for topic, stood, _ in moves if stood["part_of"] is not None]
    require_heads(tx, space, together)
    for topic, stood, _ in moves:
        room, slot = stood["room"], stood["slot"]
        if room not in rooms or slot not in spans:
            room = slot = None
        else:
            make_way(tx, room, slot, found[topic], by)
            if is_taken(room, spans[slot], placed(tx, space), by=topic):
                raise PlaceTaken
        put(found[topic], by, room=room, slot=slot, part_of=stood["part_of"])
        tx.session.flush()
    act.undone_at = clock.now()
    enter(tx, Act(by.entry, "space.undo", f"space:{space.id}"), town=space.municipality_id)
    looks_different(tx, space, live)


# --- what these share


def begin(tx: Transaction, space: Space, seen: Seen, by: Actor) -> Topic:
    """The concern somebody wants to move, where they saw it. Hosts may while the session is open."""
    live = hold(tx, space)
    runs = may(by, Permission.RUN_SESSION, space)
    topic = queries.topics_among(tx.session, space, [seen[0]]).get(seen[0])
    if topic is None or not (runs or by.is_author(topic.said.author_id)):
        raise NotFound
    if not runs and live.state != SessionState.OPEN:
        raise SessionNotOpen
    if topic.revision != seen[1]:
        raise too_slow(topic) if runs else ChangedMeanwhile  # phones read no names of colleagues
    return topic


def make_way(tx: Transaction, room_id: int, slot_id: int, topic: Topic, by: Actor) -> list[list[Any]]:
    """A concern that nobody reads any more keeps no place from others. Returns where it stood and stands now."""
    there = queries.topic_at(tx.session, room_id, slot_id)
    if there is None or there.id == topic.id or is_shown(there.said.status):
        return []
    moved = put(there, by)
    tx.session.flush()
    return [moved]


def require_heads(tx: Transaction, space: Space, together: Sequence[tuple[Topic, int]]) -> None:
    """Whether concerns can go on in others again: those stand on their own, and nothing goes on in these meanwhile.

    Raises ChangedMeanwhile.
    """
    rows = queries.topics_of(tx.session, space)
    elsewhere = {one.id for one in rows if one.part_of_id is not None}
    goes_on = {one.part_of_id for one in rows}
    if any(head in elsewhere or topic.id in goes_on or topic.id == head for topic, head in together):
        raise ChangedMeanwhile


def too_slow(topic: Topic) -> ChangedMeanwhile:
    """With the name of whoever moved it a moment ago."""
    who = topic.moved_by.name if topic.moved_by else ""
    ago = round((clock.now() - topic.moved_at).total_seconds()) if topic.moved_at else MOMENT
    return MovedByAnother(name=who, count=max(1, ago)) if who and ago < MOMENT else ChangedMeanwhile()


def put(
    topic: Topic, by: Actor, *, room: int | None = None, slot: int | None = None, part_of: int | None = None
) -> list[Any]:
    """Returns where it stood and stands now."""
    before = topic.standing
    topic.room_id, topic.slot_id, topic.part_of_id = room, slot, part_of
    topic.revision += 1
    topic.moved_by_id, topic.moved_at = by.person_id, clock.now()
    return [topic.id, before, topic.standing]


def placed(tx: Transaction, space: Space) -> list[Placed]:
    """What stands on the marketplace and is read by the hall."""
    spans = {slot.id: slot.span for slot in queries.slots_of(tx.session, space)}
    found = [one for one in queries.topics_of(tx.session, space) if one.slot_id in spans and is_shown(one.said.status)]
    return [Placed(one.id, one.room_id or 0, spans[one.slot_id or 0], frozenset(), frozenset()) for one in found]


def note(
    tx: Transaction,
    space: Space,
    verb: str,
    by: Actor,
    *,
    topics: Sequence[list[Any]] = (),
    rooms: Sequence[list[Any]] = (),
    slots: Sequence[list[Any]] = (),
) -> None:
    """So that it can be taken back, and that the log knows who did it."""
    what = {"topics": list(topics), "rooms": list(rooms), "slots": list(slots)}
    town, now = space.municipality_id, clock.now()
    tx.session.add(SpaceAct(municipality_id=town, space_id=space.id, by_id=by.person_id, at=now, what=what))
    enter(tx, Act(by.entry, f"space.{verb}", f"space:{space.id}"), town=space.municipality_id)
    looks_different(tx, space, queries.session_of(tx.session, space))
