"""What a digest is made of. Rooms above register a source in `app`; this room knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from participation.foundation.locales import Words
from participation.foundation.permissions import Actor


@dataclass(frozen=True, slots=True)
class Figure:
    """name: in English, for the catalogues. Never the words or the name of a resident."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Section:
    """What there is to tell about one process.

    waiting: by kind; oldest: since when the longest waits; urgent: such as reported or appealed, where a source knows;
    decided: what colleagues did since the moment that was asked about.
    """

    process: Words
    waiting: tuple[Figure, ...] = ()
    oldest: datetime | None = None
    urgent: tuple[Figure, ...] = ()
    decided: tuple[Figure, ...] = ()


FiguresOf = Callable[[Session, Actor, datetime, str], list[Section]]


@dataclass(frozen=True, slots=True)
class Source:
    """figures: (session, for whom, since when, language) -> one section a process; queue: endpoint of its page."""

    figures: FiguresOf
    queue: str


@dataclass(frozen=True, slots=True)
class Line:
    """Something new for a resident, as a whole sentence in their language, and where it leads."""

    sentence: str
    address: str


# (session, person id, municipality id, since when) -> what is new, in the language and with the addresses of the
# request in which it is asked
LinesOf = Callable[[Session, int, int, datetime], list[Line]]
_lines_of: list[LinesOf] = []
_sources: list[Source] = []


def register_lines(lines_of: LinesOf) -> None:
    if lines_of not in _lines_of:
        _lines_of.append(lines_of)


def lines_for(session: Session, person_id: int, municipality_id: int, since: datetime) -> list[Line]:
    return [line for lines_of in _lines_of for line in lines_of(session, person_id, municipality_id, since)]


def register_source(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def sources() -> tuple[Source, ...]:
    return tuple(_sources)
