from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import format_date, format_time
from sqlalchemy.orm import Session

from participation.contributions.present import Spoken
from participation.contributions.rules import Status
from participation.forum import queries
from participation.forum.models import Forum, ForumPart, ForumResult
from participation.forum.rules import AtHand, PartKind, at_hand
from participation.foundation import clock
from participation.foundation.locales import Words, pick
from participation.languages.present import told, told_beside
from participation.languages.queries import versions_for
from participation.moderation.letting import cases_about
from participation.sessions.models import LiveSession


@dataclass(frozen=True, slots=True)
class PartView:
    """A line of the programme. starts, ends: in milliseconds, for scripts; over: whether it has ended.

    session: public id of its own session, "" for none; code: to join it, "" unless it is open.
    """

    id: str
    row: int
    kind: PartKind
    title: Words
    text: Words | None
    day: str
    when: str
    begins: str
    starts: int
    ends: int
    room: str
    room_id: int | None
    interpreters: tuple[str, ...]
    lead: str
    cancelled: bool
    now: bool
    next: bool
    over: bool
    session: str
    code: str
    has_link: bool
    revision: int


@dataclass(frozen=True, slots=True)
class ForumView:
    """A forum as everybody reads it. days: what is on each day, in the order of time; code: to join the plenary."""

    id: str
    title: Words
    text: Words | None
    place: Words | None
    day: date
    day_words: str
    is_public: bool
    parts: tuple[PartView, ...]
    rooms: tuple[tuple[int, str], ...]
    session: str
    code: str
    revision: int

    @property
    def days(self) -> list[tuple[str, list[PartView]]]:
        found: dict[str, list[PartView]] = {}
        for one in self.parts:
            found.setdefault(one.day, []).append(one)
        return list(found.items())

    @property
    def at_hand(self) -> tuple[PartView, ...]:
        """What is on and what comes next."""
        return tuple(one for one in self.parts if (one.now or one.next) and not one.cancelled)

    @property
    def soon(self) -> tuple[PartView, ...]:
        """What is not over and takes place: a phone shows of it what is at hand by its clock."""
        return tuple(one for one in self.parts if not one.over and not one.cancelled)

    @property
    def ahead(self) -> tuple[PartView, ...]:
        """What is not over; everything, once all of it is."""
        return tuple(one for one in self.parts if not one.over) or self.parts


@dataclass(frozen=True, slots=True)
class ResultView:
    """What a part found out. case, seen: of the case in the queue, None where nobody asks."""

    id: int
    number: int
    part: int
    said: Spoken
    case: int | None = None
    seen: int | None = None

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.said.heading, self.said.rest) if part)


def hours(starts: datetime, ends: datetime) -> str:
    """In the reader's language and the town's time."""
    return f"{format_time(clock.local(starts), 'short')} – {format_time(clock.local(ends), 'short')}"


def day_name(day: date) -> str:
    return str(format_date(day, "full"))


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def optional(texts: Mapping[str, str], lang: str) -> Words | None:
    return pick(texts, lang) if texts else None


def forum_view(session: Session, forum: Forum, lang: str) -> ForumView:
    """Three statements, however many parts there are."""
    parts = queries.parts_of(session, forum)
    takes_place = [one.placed for one in parts if one.cancelled_at is None]
    found = at_hand(takes_place, clock.now())
    live = session.get_one(LiveSession, forum.session_id)
    return ForumView(
        id=forum.public_id,
        title=pick(forum.title, lang),
        text=optional(forum.text, lang),
        place=optional(forum.place, lang),
        day=forum.day,
        day_words=day_name(forum.day),
        is_public=forum.published_at is not None,
        parts=tuple(part_view(one, found, lang) for one in parts),
        rooms=tuple((one.id, one.name) for one in queries.rooms_of(session, forum)),
        session=live.public_id,
        code=live.code or "",
        revision=forum.revision,
    )


def without_codes(view: ForumView) -> ForumView:
    """For whoever is not in the hall: a code counts there alone."""
    return replace(view, code="", parts=tuple(replace(one, code="") for one in view.parts))


def part_view(part: ForumPart, found: AtHand, lang: str) -> PartView:
    return PartView(
        id=part.public_id,
        row=part.id,
        kind=PartKind(part.kind),
        title=pick(part.title, lang),
        text=optional(part.text, lang),
        day=day_name(clock.local(part.starts_at).date()),
        when=hours(part.starts_at, part.ends_at),
        begins=str(format_time(clock.local(part.starts_at), "short")),
        starts=milliseconds(part.starts_at),
        ends=milliseconds(part.ends_at),
        room=part.room.name if part.room else "",
        room_id=part.room_id,
        interpreters=tuple(part.interpreters),
        lead=part.lead,
        cancelled=part.cancelled_at is not None,
        now=part.id in found.now,
        next=part.id in found.next,
        over=part.ends_at <= clock.now(),
        session=part.live.public_id if part.live else "",
        code=(part.live.code or "") if part.live else "",
        has_link=part.key_hash is not None,
        revision=part.revision,
    )


def result_views(session: Session, forum: Forum, lang: str, *, desk: bool = False) -> list[ResultView]:
    """What everybody reads; for the desk also what waits, as it was said. A few statements for any number."""
    kept = [one for one in queries.results_of(session, forum) if is_read(one, desk=desk)]
    about = [one.contribution_id for one in kept]
    versions = versions_for(session, about, lang)
    cases = cases_about(session, about) if desk else {}
    found = []
    for one in kept:
        tell = told_beside if one.contribution.status == Status.WAITING else told
        case = cases.get(one.contribution_id)
        said = tell(one.contribution, versions.get(one.contribution_id), figures=False)
        ids = (case.id, case.revision) if case else (None, None)
        found.append(ResultView(one.id, one.number, one.part_id, said, *ids))
    return found


def is_read(result: ForumResult, *, desk: bool) -> bool:
    status = result.contribution.status
    return status == Status.PUBLISHED or (desk and status == Status.WAITING)


def by_part(parts: Sequence[PartView], results: Sequence[ResultView]) -> list[tuple[PartView, list[ResultView]]]:
    """Parts with what they found out, in the order of the programme; parts without anything are left out."""
    found = [(part, [one for one in results if one.part == part.row]) for part in parts]
    return [(part, some) for part, some in found if some]
