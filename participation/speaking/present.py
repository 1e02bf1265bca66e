from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from participation.foundation import clock
from participation.speaking import queries
from participation.speaking.models import SpeakersList, Speech
from participation.speaking.rules import Place, Why, Wish, ordered


@dataclass(frozen=True, slots=True)
class LineView:
    """Somebody who waits. turn: 1 for the first contribution of their organisation on this item, and so on.

    asks_reply: they ask for a direct reply, which was not granted. reason, reason_lang: why they were moved by hand.
    """

    id: int
    name: str
    organisation: str
    wish: Wish
    why: Why
    turn: int
    asks_reply: bool
    reason: str
    reason_lang: str


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """Who speaks now. interpreting: somebody interprets at this moment."""

    id: int
    name: str
    organisation: str
    wish: Wish
    interpreting: bool


@dataclass(frozen=True, slots=True)
class ShareView:
    """How often somebody had the floor on this item, and how long today. name: "" for all who spoke for nobody."""

    name: str
    turns: int
    seconds: int

    @property
    def minutes(self) -> str:
        return f"{self.seconds // 60}:{self.seconds % 60:02}"


@dataclass(frozen=True, slots=True)
class ListView:
    """A speakers' list as everybody sees it. states: (id, how it stands) of who waits or speaks, for their phones."""

    id: str
    step_id: int
    minutes: int | None
    closed: bool
    confidential: bool
    drawn: bool
    speaker: SpeakerView | None
    waiting: tuple[LineView, ...]
    shares: tuple[ShareView, ...]
    states: tuple[tuple[int, str], ...]


def list_view(session: Session, speakers: SpeakersList) -> ListView:
    """Three statements, however many there are."""
    now = clock.now()
    speeches = {one.id: one for one in queries.speeches_of(session, speakers)}
    today = queries.spoken_today(session, speakers)
    waiting = [one for one in speeches.values() if one.waits]
    places = ordered([queries.ask_of(one) for one in waiting], queries.spoken(today, speakers, now))
    speaking = next((one for one in speeches.values() if one.speaks), None)
    return ListView(
        id=speakers.public_id,
        step_id=speakers.step_id,
        minutes=speakers.minutes,
        closed=speakers.closed,
        confidential=speakers.confidential,
        drawn=any(one.lot is not None for one in waiting),
        speaker=speaker_view(speaking) if speaking else None,
        waiting=tuple(line_view(speeches[place.ask.id], place) for place in places),
        shares=share_views(today, speakers, now),
        states=tuple((one.id, "waits" if one.waits else "speaks") for one in speeches.values() if one.ended_at is None),
    )


def speaker_view(speech: Speech) -> SpeakerView:
    who = speech.who
    return SpeakerView(speech.id, who.name, who.organisation, Wish(speech.wish), speech.interpreting_at is not None)


def line_view(speech: Speech, place: Place) -> LineView:
    who = speech.who
    return LineView(
        id=speech.id,
        name=who.name,
        organisation=who.organisation,
        wish=place.ask.wish,
        why=place.why,
        turn=place.turns + 1,
        asks_reply=speech.wish == Wish.REPLY and not speech.granted,
        reason=who.reason,
        reason_lang=who.reason_lang,
    )


def share_views(today: Iterable[Speech], speakers: SpeakersList, now: datetime) -> tuple[ShareView, ...]:
    """By name; those who spoke for nobody together at the end, unless that is one person: nobody is measured alone."""
    said: Sequence[Speech] = [one for one in today if one.wish != Wish.ORDER]
    by = {one.id: one.who for one in said}
    nobodys = [one for one in said if by[one.id].organisation_id is None]
    alone = {queries.person_of(one) for one in nobodys if by[one.id].person_id or by[one.id].name}
    ended = [one for one in said if by[one.id].organisation_id is not None or len(alone) > 1]
    found: dict[str, ShareView] = {}
    for one in ended:
        name = by[one.id].organisation
        before = found.get(name, ShareView(name, 0, 0))
        here = one.list_id == speakers.id
        found[name] = ShareView(name, before.turns + here, before.seconds + (one.seconds(now) if one.ended_at else 0))
    return tuple(sorted(found.values(), key=lambda one: (not one.name, one.name.casefold())))
