from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from flask_babel import format_date, format_time
from sqlalchemy import select
from sqlalchemy.orm import Session

from participation.contributions.photos import Shown, photo_of
from participation.contributions.present import Spoken
from participation.contributions.rules import Status
from participation.fields.models import FieldOfAction, Placement
from participation.foundation import clock
from participation.foundation.locales import Words, pick
from participation.foundation.text import fold
from participation.languages.present import told, told_beside
from participation.languages.queries import versions_for
from participation.moderation.letting import cases_about
from participation.openspace import queries
from participation.openspace.models import Action, InSpace, Report, Space, SpaceRoom, SpaceSlot, Topic
from participation.openspace.rules import Placed, Warned, is_shown, warnings


@dataclass(frozen=True, slots=True)
class SaidView:
    """Something said in a space, in the words of a reader. case, seen: in the queue, None where nobody asks."""

    id: int
    number: int
    said: Spoken
    case: int | None = None
    seen: int | None = None

    @property
    def text(self) -> str:
        """All of it on one line, in the language of `said`."""
        return " ".join(part for part in (self.said.heading, self.said.rest) if part)

    @property
    def words(self) -> Words:
        return Words(self.text, self.said.lang)


@dataclass(frozen=True, slots=True)
class TopicView:
    """A concern. its: the words; parts: what was put together with it, each with its own words.

    hearts: how many want to take part; warned: who is needed elsewhere at the same time; came_from: the number of the
    one it was split off.
    """

    its: SaidView
    host: str
    tongues: tuple[str, ...]
    needs_interpreter: bool
    interpreter: str
    room: int | None
    slot: int | None
    revision: int
    hearts: int = 0
    heard: bool = False
    parts: tuple["TopicView", ...] = ()
    warned: tuple[tuple[Warned, int], ...] = ()
    came_from: int | None = None

    @property
    def id(self) -> int:
        return self.its.id

    @property
    def number(self) -> int:
        return self.its.number

    @property
    def ids(self) -> frozenset[int]:
        """With those that were put together with it."""
        return frozenset(one.id for one in (self, *self.parts))

    @property
    def hosts(self) -> tuple[str, ...]:
        """Of all that came together, each once."""
        return tuple(dict.fromkeys(one.host for one in (self, *self.parts) if one.host))


@dataclass(frozen=True, slots=True)
class SlotView:
    """A time. name: as the clock on the wall says it, with the day where there are several."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SpaceView:
    """A space as the hall reads it, or, with what waits, as the desk does.

    topics: those that stand on their own; loose: without a time and place; queue: not read aloud yet, next one first.
    """

    id: str
    takes_topics: bool
    takes_reports: bool
    public: bool
    rooms: tuple[tuple[int, str], ...]
    slots: tuple[SlotView, ...]
    topics: tuple[TopicView, ...]
    incoming: tuple[TopicView, ...] = ()
    at_mic: TopicView | None = None
    queue: tuple[TopicView, ...] = ()
    cells: Mapping[tuple[int, int], TopicView] = field(default_factory=dict)

    def at(self, slot: int, room: int) -> TopicView | None:
        return self.cells.get((slot, room))

    @property
    def loose(self) -> tuple[TopicView, ...]:
        there = {one.id for one in self.cells.values()}
        return tuple(one for one in self.topics if one.id not in there)

    @property
    def rounds(self) -> tuple[tuple[SlotView, tuple[tuple[TopicView, str], ...]], ...]:
        """Each time at which something stands, with (concern, name of its place) in the order of the places."""
        found = []
        for slot in self.slots:
            there = [(self.cells.get((slot.id, room)), name) for room, name in self.rooms]
            found.append((slot, tuple((topic, name) for topic, name in there if topic)))
        return tuple((slot, there) for slot, there in found if there)

    def room_name(self, room: int | None) -> str:
        return dict(self.rooms).get(room or 0, "")

    def slot_name(self, slot: int | None) -> str:
        return next((one.name for one in self.slots if one.id == slot), "")


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report on the news wall, under its concern."""

    its: SaidView
    topic: TopicView | None
    photo: Shown | None


@dataclass(frozen=True, slots=True)
class ActionView:
    """What somebody will do. field: in which field of action it stands, None while in none."""

    its: SaidView
    who: str
    due: date | None
    topic: TopicView | None
    field: Words | None


def space_view(session: Session, space: Space, lang: str, *, desk: bool = False) -> SpaceView:
    """A space in the words of a reader. desk: also what waits, as it was said. A few statements for any number."""
    everything = queries.topics_of(session, space)
    shown = [one for one in everything if is_shown(one.said.status)]
    incoming = [one for one in everything if desk and one.said.status == Status.WAITING]
    views = said_views(session, [*shown, *incoming], lang, desk=desk)
    rooms, slots = queries.rooms_of(session, space), queries.slots_of(session, space)
    hearts = queries.hearts_of(session, space) if space.format_id is not None else trial_hearts(shown)
    warned = warnings(placed_people(shown, slots)) if desk else {}
    topics = heads(shown, views, hearts, warned)
    cells = cells_of(topics, rooms, slots)
    waiting = {one.id for one in shown if one.is_unheard and one.id != space.at_mic_id}
    return SpaceView(
        id=space.public_id,
        takes_topics=space.takes_topics,
        takes_reports=space.takes_reports,
        public=space.format_id is not None,
        rooms=tuple((room.id, room.name) for room in rooms),
        slots=slot_views(slots),
        topics=topics,
        incoming=tuple(topic_view(one, views[one.id], 0, (), {}) for one in incoming),
        at_mic=next((one for one in topics if space.at_mic_id in one.ids), None),
        queue=tuple(one for one in topics if one.id in waiting),
        cells=cells,
    )


def said_views(session: Session, places: Sequence[InSpace], lang: str, *, desk: bool) -> dict[int, SaidView]:
    """Id of a place -> as a reader gets it; what waits as it was said, with a version in the desk's language beside."""
    known = [one.contribution_id for one in places if one.contribution_id is not None]
    versions = versions_for(session, known, lang)
    cases = cases_about(session, known) if desk else {}
    found = {}
    for one in places:
        said, about = one.said, one.contribution_id or 0
        tell = told_beside if said.status == Status.WAITING else told
        case = cases.get(about)
        found[one.id] = SaidView(
            one.id,
            one.number,
            tell(said, versions.get(about), figures=False),
            case.id if case else None,
            case.revision if case else None,
        )
    return found


def heads(
    shown: Sequence[Topic],
    views: Mapping[int, SaidView],
    hearts: Mapping[int, int],
    warned: Mapping[int, Sequence[Warned]],
) -> tuple[TopicView, ...]:
    """Those that stand on their own, each with what was put together in it."""
    numbers = {one.id: one.number for one in shown}
    seen = {
        one.id: topic_view(one, views[one.id], hearts.get(one.id, 0), warned.get(one.id, ()), numbers) for one in shown
    }
    found = []
    for one in shown:
        if one.part_of_id in seen:
            continue
        parts = tuple(seen[part.id] for part in shown if part.part_of_id == one.id)
        found.append(replace(seen[one.id], parts=parts))
    return tuple(found)


def topic_view(
    topic: Topic, its: SaidView, hearts: int, warned: Sequence[Warned], numbers: Mapping[int, int]
) -> TopicView:
    return TopicView(
        its=its,
        host=topic.host,
        tongues=tuple(topic.tongues),
        needs_interpreter=topic.needs_interpreter,
        interpreter=topic.interpreter,
        room=topic.room_id,
        slot=topic.slot_id,
        revision=topic.revision,
        hearts=hearts,
        heard=topic.heard_at is not None,
        warned=tuple((one, numbers[one.other]) for one in warned),
        came_from=numbers.get(topic.from_id) if topic.from_id else None,
    )


def trial_hearts(shown: Sequence[Topic]) -> dict[int, int]:
    """In a rehearsal: who wants to take part stands on the topics themselves."""
    found: dict[int, set[int]] = {}
    for one in shown:
        found.setdefault(one.part_of_id or one.id, set()).update((one.trial or {}).get("hearts", ()))
    return {topic: len(people) for topic, people in found.items()}


def cells_of(
    topics: Sequence[TopicView], rooms: Sequence[SpaceRoom], slots: Sequence[SpaceSlot]
) -> dict[tuple[int, int], TopicView]:
    """(slot, room) -> what stands there, of the places and times that there still are."""
    there = {room.id for room in rooms}
    then = {slot.id for slot in slots}
    return {(one.slot, one.room): one for one in topics if one.slot in then and one.room in there}


def placed_people(shown: Sequence[Topic], slots: Sequence[SpaceSlot]) -> list[Placed]:
    """What stands on the marketplace, with whoever has to be there: all that came together in it."""
    spans = {slot.id: slot.span for slot in slots}
    found = []
    for one in shown:
        if one.slot_id not in spans:
            continue
        group = [one, *(part for part in shown if part.part_of_id == one.id)]
        people = {name for topic in group for name in names_of_host(topic)}
        interpreters = {fold(topic.interpreter) for topic in group if topic.interpreter}
        span = spans[one.slot_id or 0]
        found.append(Placed(one.id, one.room_id or 0, span, frozenset(people), frozenset(interpreters)))
    return found


def names_of_host(topic: Topic) -> set[str]:
    """Whoever invites is known by their phone and by the name they said; either may be missing."""
    author = topic.said.author_id
    return ({f"person:{author}"} if author else set()) | ({f"name:{fold(topic.host)}"} if topic.host else set())


def slot_views(slots: Sequence[SpaceSlot]) -> tuple[SlotView, ...]:
    days = {clock.local(slot.starts_at).date() for slot in slots}
    return tuple(
        SlotView(slot.id, slot_name(slot, with_day=len(days) > 1), slot.starts_at, slot.ends_at) for slot in slots
    )


def slot_name(slot: SpaceSlot, *, with_day: bool) -> str:
    hours = f"{format_time(slot.starts_at, 'short')}–{format_time(slot.ends_at, 'short')}"
    return f"{format_date(slot.starts_at, 'EEE')} {hours}" if with_day else hours


def report_views(
    session: Session, space: Space, lang: str, topics: Sequence[TopicView], *, desk: bool = False
) -> tuple[tuple[ReportView, ...], tuple[ReportView, ...]]:
    """(what stands on the news wall, what waits for the desk)."""
    rows = queries.reports_of(session, space)
    shown = [one for one in rows if is_shown(one.said.status)]
    incoming = [one for one in rows if desk and one.said.status == Status.WAITING]
    views = said_views(session, [*shown, *incoming], lang, desk=desk)
    known = [one.contribution_id for one in (*shown, *incoming) if one.contribution_id is not None]
    photos = photo_of(session, known) if known else {}
    about = by_topic(topics)

    def view(one: Report) -> ReportView:
        return ReportView(views[one.id], about.get(one.topic_id), photos.get(one.contribution_id or 0))

    return tuple(view(one) for one in shown), tuple(view(one) for one in incoming)


def action_views(
    session: Session, space: Space, lang: str, topics: Sequence[TopicView], *, desk: bool = False
) -> tuple[tuple[ActionView, ...], tuple[ActionView, ...]]:
    """(what was agreed, what waits for the desk)."""
    rows = queries.actions_of(session, space)
    shown = [one for one in rows if is_shown(one.said.status)]
    incoming = [one for one in rows if desk and one.said.status == Status.WAITING]
    views = said_views(session, [*shown, *incoming], lang, desk=desk)
    known = [one.contribution_id for one in shown if one.contribution_id is not None]
    fields = fields_of(session, known, lang) if known else {}
    about = by_topic(topics)

    def view(one: Action) -> ActionView:
        topic = about.get(one.topic_id) if one.topic_id is not None else None
        return ActionView(views[one.id], one.who, one.due, topic, fields.get(one.contribution_id or 0))

    return tuple(view(one) for one in shown), tuple(view(one) for one in incoming)


def by_topic(topics: Sequence[TopicView]) -> dict[int, TopicView]:
    """Id -> the concern, or the one in which it goes on."""
    return {one.id: head for head in topics for one in (head, *head.parts)}


def fields_of(session: Session, contribution_ids: Sequence[int], lang: str) -> dict[int, Words]:
    rows = session.execute(
        select(Placement.contribution_id, FieldOfAction.name)
        .join(FieldOfAction, FieldOfAction.id == Placement.field_id)
        .where(Placement.contribution_id.in_(contribution_ids), FieldOfAction.removed_at.is_(None))
    )
    return {about: pick(name, lang) for about, name in rows}
