from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_date, format_time
from sqlalchemy.orm import Session

from participation.events import queries
from participation.events.models import Event, EventFeedback, Registration
from participation.events.rules import MOST_STARS, EventKind, Room, seated, takes_feedback
from participation.foundation import clock
from participation.foundation.locales import Words, pick


def when_words(event: Event) -> str:
    """Day and time in one line, in the reader's language and the town's time."""
    starts, ends = clock.local(event.starts_at), clock.local(event.ends_at)
    day = str(format_date(starts, "full"))
    if starts.date() == ends.date():
        return f"{day}, {format_time(starts, 'short')} – {format_time(ends, 'short')}"
    return f"{day}, {format_time(starts, 'short')} – {format_date(ends, 'full')}, {format_time(ends, 'short')}"


@dataclass(frozen=True, slots=True)
class GroupView:
    id: int
    name: Words
    places: int


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as everybody reads it.

    asked, came: how many. free: places left for everybody, None where everybody can come; kept: left for groups.
    """

    id: str
    kind: EventKind
    title: Words
    text: Words | None
    place: Words | None
    way: Words | None
    access: Words | None
    bring: Words | None
    childcare: bool
    interpreters: tuple[str, ...]
    when: str
    places: int | None
    asked: int
    came: int
    free: int | None
    kept: int
    groups: tuple[GroupView, ...]
    takes: bool
    is_public: bool
    is_over: bool
    in_series: bool
    cancelled: Words | None
    asks_feedback: bool

    @property
    def can_register(self) -> bool:
        return self.is_public and self.takes and not self.is_over and self.cancelled is None


def optional(texts: dict[str, str], lang: str) -> Words | None:
    return pick(texts, lang) if texts else None


def event_view(session: Session, event: Event, lang: str) -> EventView:
    asked = queries.asked_now(session, event)
    _, came = queries.counts_of(session, [event.id]).get(event.id, (0, 0))
    groups = queries.groups_of(session, event)
    left = seated(asked, Room(event.places, {one.id: one.places for one in groups}))
    now = clock.now()
    return EventView(
        id=event.public_id,
        kind=EventKind(event.kind),
        title=pick(event.title, lang),
        text=optional(event.text, lang),
        place=optional(event.place, lang),
        way=optional(event.way, lang),
        access=optional(event.access, lang),
        bring=optional(event.bring, lang),
        childcare=event.childcare,
        interpreters=tuple(event.interpreters),
        when=when_words(event),
        places=event.places,
        asked=len(asked) if event.registered is None else event.registered,
        came=came if event.came is None else event.came,
        free=None if event.places is None else left.left,
        kept=sum(left.kept.values()),
        groups=tuple(GroupView(one.id, pick(one.name, lang), one.places) for one in groups),
        takes=event.takes,
        is_public=event.published_at is not None,
        is_over=event.ends_at <= now,
        in_series=bool(event.series),
        cancelled=Words(event.reason, event.reason_lang) if event.cancelled_at else None,
        asks_feedback=event.published_at is not None
        and event.cancelled_at is None
        and takes_feedback(event.ends_at, now),
    )


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list."""

    id: str
    kind: EventKind
    title: Words
    place: Words | None
    when: str
    state: str
    asked: int
    places: int | None


def event_lines(session: Session, events: Sequence[Event], lang: str) -> list[EventLine]:
    """One statement for all of them."""
    counts = queries.counts_of(session, [one.id for one in events])
    return [
        EventLine(
            one.public_id,
            EventKind(one.kind),
            pick(one.title, lang),
            optional(one.place, lang),
            when_words(one),
            state_of(one),
            counts.get(one.id, (one.registered or 0, 0))[0],
            one.places,
        )
        for one in events
    ]


def state_of(event: Event) -> str:
    if event.cancelled_at is not None:
        return "cancelled"
    if event.published_at is None:
        return "draft"
    return "over" if event.ends_at <= clock.now() else "coming"


@dataclass(frozen=True, slots=True)
class PastEvent:
    """An event that is over, in figures. mean: of the stars, None while nobody has said anything."""

    title: Words
    when: str
    asked: int
    came: int
    said: int
    mean: float | None


def past_events(session: Session, process_id: int, lang: str) -> list[PastEvent]:
    """Of a process, the first one first. Three statements, however many there are; one, if there are none."""
    found = queries.over_in(session, process_id, clock.now())
    if not found:
        return []
    counts = queries.counts_of(session, [one.id for one in found])
    said = queries.feedback_of(session, [one.id for one in found])
    return [
        past_event(one, counts.get(one.id, (0, 0)), [row for row in said if row.event_id == one.id], lang)
        for one in found
    ]


def past_event(event: Event, counts: tuple[int, int], said: Sequence[EventFeedback], lang: str) -> PastEvent:
    asked, came = counts
    return PastEvent(
        pick(event.title, lang),
        when_words(event),
        asked if event.registered is None else event.registered,
        came if event.came is None else event.came,
        len(said),
        looks(said).mean,
    )


@dataclass(frozen=True, slots=True)
class GuestView:
    """Somebody on the list of the desk, or on their own page. behind: how many wait before them."""

    number: int
    name: str
    group: Words | None
    address: str
    language: str
    interpreter: str
    children: int
    needs: str
    has_place: bool
    arrived: bool
    behind: int


def guest_views(session: Session, event: Event, lang: str) -> list[GuestView]:
    """In the order in which they asked."""
    registrations = queries.registrations_of(session, event)
    groups = {one.id: pick(one.name, lang) for one in queries.groups_of(session, event)}
    waiting = [one.number for one in registrations if not one.has_place]
    behind = {number: place for place, number in enumerate(waiting)}
    return [guest_view(one, groups.get(one.group_id or 0), behind.get(one.number, 0)) for one in registrations]


def own_view(session: Session, event: Event, own: Registration) -> GuestView:
    """For their own page: nobody else is read."""
    behind = 0 if own.has_place else queries.count_waiting_before(session, event, own.number)
    return guest_view(own, None, behind)


def guest_view(one: Registration, group: Words | None, behind: int) -> GuestView:
    return GuestView(
        one.number,
        one.name or "–",
        group,
        one.address,
        one.language,
        one.interpreter,
        one.children,
        one.needs,
        one.has_place,
        one.arrived_at is not None,
        behind,
    )


@dataclass(frozen=True, slots=True)
class Looks:
    """What people said afterwards. stars: (stars, how many); mean: None while nobody has said anything."""

    count: int
    mean: float | None
    stars: tuple[tuple[int, int], ...]
    good: tuple[Words, ...]
    better: tuple[Words, ...]


def looks(said: Sequence[EventFeedback]) -> Looks:
    counts = Counter(one.stars for one in said)
    return Looks(
        len(said),
        sum(one.stars for one in said) / len(said) if said else None,
        tuple((stars, counts[stars]) for stars in range(MOST_STARS, 0, -1)),
        tuple(Words(one.good, one.language) for one in said if one.good),
        tuple(Words(one.better, one.language) for one in said if one.better),
    )
