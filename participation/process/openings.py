"""What is open now and what happened. Rooms above and beside say it; the start page shows it (docs/decisions/005)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.foundation.locales import Words
from participation.process.models import Process


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


OpeningsOf = Callable[[Session, Process, str], list[Opening]]
LiveOf = Callable[[Session, int, str], LiveNow | None]

_openings: list[OpeningsOf] = []
_live: list[LiveOf] = []
_happened: list[OpeningsOf] = []


def register(openings: OpeningsOf) -> None:
    """openings: (session, process, language) -> what is open in it."""
    if openings not in _openings:
        _openings.append(openings)


def register_live(live: LiveOf) -> None:
    if live not in _live:
        _live.append(live)


def register_happened(happened: OpeningsOf) -> None:
    """happened: (session, process, language) -> what it has brought so far."""
    if happened not in _happened:
        _happened.append(happened)


def open_now(session: Session, process: Process, lang: str) -> list[Opening]:
    return [opening for room in _openings for opening in room(session, process, lang)]


def happened(session: Session, process: Process, lang: str) -> list[Opening]:
    return [brought for room in _happened for brought in room(session, process, lang)]


def live_now(session: Session, municipality_id: int, lang: str) -> LiveNow | None:
    return next((live for room in _live if (live := room(session, municipality_id, lang))), None)
