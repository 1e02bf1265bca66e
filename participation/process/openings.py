"""What is open now. Rooms above and beside say it; the start page shows it (docs/decisions/005)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.foundation.locales import Words


@dataclass(frozen=True, slots=True)
class Opening:
    """A way to take part now: where it leads, what it is, one line about it."""

    address: str
    title: Words
    note: str


@dataclass(frozen=True, slots=True)
class LiveNow:
    """What runs this very moment in a hall."""

    address: str
    title: Words
    place: Words
    button: str


OpeningsOf = Callable[[Session, int, str], list[Opening]]
LiveOf = Callable[[Session, int, str], LiveNow | None]

_openings: list[OpeningsOf] = []
_live: list[LiveOf] = []


def register(openings: OpeningsOf) -> None:
    """openings: (session, municipality_id, language) -> what is open there."""
    if openings not in _openings:
        _openings.append(openings)


def register_live(live: LiveOf) -> None:
    if live not in _live:
        _live.append(live)


def open_now(session: Session, municipality_id: int, lang: str) -> list[Opening]:
    return [opening for room in _openings for opening in room(session, municipality_id, lang)]


def live_now(session: Session, municipality_id: int, lang: str) -> LiveNow | None:
    return next((live for room in _live if (live := room(session, municipality_id, lang))), None)
