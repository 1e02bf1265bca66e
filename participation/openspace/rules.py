"""An open space: which times there are, what cannot be at the same time, what a report says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import combinations

from participation.contributions.rules import Status
from participation.foundation.messages import N_, ChangedMeanwhile, Refused

LONGEST_TOPIC = 120
LONGEST_NAME = 60  # of whoever invites to a group, of an interpreter, of who does something
LONGEST_ROOM = 40
MOST_ROOMS = MOST_SLOTS = 24
LONGEST_MINUTES = 8 * 60
LONGEST_ACTION = 240


class StepKind(StrEnum):
    """The steps that an open space has on a run sheet. They share one space in a session."""

    TOPICS = "topics"  # concerns are collected, and read aloud at the microphone
    MARKET = "market"  # they find a time and a place
    REPORTS = "reports"  # the news wall
    ACTIONS = "actions"  # who does what until when


class Part(StrEnum):
    """What a report is made of. Photo and description come besides."""

    SAID = "said"
    RESULTS = "results"
    NEXT = "next"
    PEOPLE = "people"


PART_NAMES = {
    Part.SAID: N_("What was said?"),
    Part.RESULTS: N_("Results and agreements"),
    Part.NEXT: N_("Next steps"),
    Part.PEOPLE: N_("Who took part?"),
}
# together with their headings less than a contribution may have
LONGEST_PARTS = {Part.SAID: 2000, Part.RESULTS: 1200, Part.NEXT: 900, Part.PEOPLE: 300}


class TopicsClosed(Refused):
    message = N_("No concerns are taken at the moment. Your text stays here.")
    code = "topics_closed"


class ReportsClosed(Refused):
    message = N_("No reports are taken at the moment. What you typed is still here.")
    code = "reports_closed"


class ThingsStay(Refused):
    message = N_("Concerns were brought to this open space. What was said stays; the last of its steps stays with it.")
    code = "things_stay"


class PlaceTaken(Refused):
    message = N_("Something else stands at this time in this place. Please choose another one, or let the two swap.")
    code = "place_taken"


class MovedByAnother(ChangedMeanwhile):
    message = N_("%(name)s moved this %(count)s s ago. Please look where it stands now, then move it again.")


class NothingChosen(Refused):
    message = N_("Please choose a concern first.")
    code = "no_topic_chosen"
    status = 422


class ItselfAgain(Refused):
    message = N_("A concern cannot be put together with itself. Please choose another one.")
    code = "itself_again"
    status = 422


class NoTime(Refused):
    message = N_("Please give the first beginning, how many rounds there are, and how long one is, in whole minutes.")
    code = "no_time"
    status = 422


class TooManyPlaces(Refused):
    message = N_("At most %(limit)s places and %(limit)s times fit on a marketplace.")
    code = "too_many_places"
    status = 422


class NotSoManyTopics(Refused):
    message = N_("A vote can ask about two to %(limit)s concerns. Please put related ones together first.")
    code = "not_so_many_topics"
    status = 422


class NoDay(Refused):
    message = N_("Please give the day as it stands in the calendar, or leave it empty.")
    code = "no_day"
    status = 422


@dataclass(frozen=True, slots=True)
class Span:
    """A time, by the clock of the world: midnight and the change to winter time make no difference to it."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether somebody could not be in both. What begins as the other one ends is after it."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Placed:
    """A topic at its time. people: whoever has to be there, by whatever names them; interpreters likewise."""

    topic: int
    room: int
    span: Span
    people: frozenset[str]
    interpreters: frozenset[str]


class Clash(StrEnum):
    """What cannot be at the same time. A place is refused; of people the desk is told."""

    HOST = "host"
    INTERPRETER = "interpreter"


@dataclass(frozen=True, slots=True)
class Warned:
    """That somebody is needed at another topic at the same time."""

    clash: Clash
    other: int


def rounds(first: datetime, minutes: int, pause: int, count: int) -> list[Span]:
    """So many times, one after the other. first: aware; minutes: of each, pause: between two."""
    begin = first.astimezone(UTC)
    lengths = timedelta(minutes=minutes), timedelta(minutes=minutes + pause)
    return [Span(begin + lengths[1] * place, begin + lengths[1] * place + lengths[0]) for place in range(count)]


def is_taken(room: int, span: Span, placed: Iterable[Placed], *, by: int) -> bool:
    """Whether a place is in use then by another topic than `by`."""
    return any(one.room == room and one.span.overlaps(span) and one.topic != by for one in placed)


def warnings(placed: Sequence[Placed]) -> Mapping[int, list[Warned]]:
    """Topic -> who is needed elsewhere at the same time. Both of two are told."""
    found: dict[int, list[Warned]] = {}
    for one, other in combinations(placed, 2):
        if not one.span.overlaps(other.span):
            continue
        shared = {Clash.HOST: one.people & other.people, Clash.INTERPRETER: one.interpreters & other.interpreters}
        for clash in [clash for clash, people in shared.items() if people]:
            found.setdefault(one.topic, []).append(Warned(clash, other.topic))
            found.setdefault(other.topic, []).append(Warned(clash, one.topic))
    return found


def is_shown(status: str) -> bool:
    """Whether the hall reads it."""
    return status == Status.PUBLISHED


def sentences_apart(text: str, limit: int) -> list[str]:
    """A text in pieces of at most `limit` characters for the rows of a screen, cut between words where it must be."""
    pieces: list[str] = []
    for line in [line.strip() for line in text.split("\n")]:
        rest = line
        while len(rest) > limit:
            cut = max(rest.rfind(sign, 0, limit) for sign in (". ", "! ", "? ", "؟ ", "። "))
            cut = cut + 1 if cut > limit // 3 else rest.rfind(" ", 0, limit)
            cut = cut if cut > 0 else limit
            pieces.append(rest[:cut].strip())
            rest = rest[cut:].strip()
        if rest:
            pieces.append(rest)
    return pieces
