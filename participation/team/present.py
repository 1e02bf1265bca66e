from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from participation.foundation.locales import Words, pick
from participation.foundation.permissions import Role
from participation.people.rules import ROLE_NAMES, Grant
from participation.process.models import Process
from participation.team.queries import Colleague
from participation.team.rules import GIVEN_ELSEWHERE, ROLE_SENTENCES, grant_word, offered


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role somebody holds. name: in English, for the catalogue; process: None in the whole municipality."""

    name: str
    process: Words | None


@dataclass(frozen=True, slots=True)
class Line:
    """A colleague in the table."""

    id: int
    name: str
    roles: list[RoleLine]
    seen: datetime | None
    link_until: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """One process in which a role can be given."""

    value: str
    title: Words
    chosen: bool


@dataclass(frozen=True, slots=True)
class RoleOffer:
    """A role as a form offers it: its sentence, and where it can be given."""

    value: str
    name: str
    sentence: str
    chosen: bool
    places: list[Place]

    @property
    def open(self) -> bool:
        """Whether the processes are in sight: a few, or some are ticked."""
        return len(self.places) <= 3 or any(place.chosen for place in self.places)


def titles_of(processes: Iterable[Process], lang: str) -> dict[int, Words]:
    return {process.id: pick(process.title, lang) for process in processes}


def role_lines(grants: Iterable[Grant], titles: Mapping[int, Words]) -> list[RoleLine]:
    return [
        RoleLine(ROLE_NAMES[grant.role], titles[grant.process_id] if grant.process_id else None)
        for grant in offered(grants)
    ]


def line(one: Colleague, titles: Mapping[int, Words]) -> Line:
    return Line(one.id, one.name, role_lines(one.grants, titles), one.seen, one.link_until)


def offers(chosen: Iterable[str], titles: Mapping[int, Words]) -> list[RoleOffer]:
    """chosen: what is ticked, as the form carries it."""
    ticked = set(chosen)
    return [
        RoleOffer(str(role), ROLE_NAMES[role], ROLE_SENTENCES[role], str(role) in ticked, places(role, titles, ticked))
        for role in ROLE_NAMES
        if role not in GIVEN_ELSEWHERE
    ]


def places(role: Role, titles: Mapping[int, Words], ticked: set[str]) -> list[Place]:
    words = {process_id: grant_word(Grant(role, process_id)) for process_id in titles}
    return [Place(words[one], title, words[one] in ticked) for one, title in titles.items()]


def own_processes(grants: Iterable[Grant], processes: Iterable[Process], lang: str) -> list[tuple[str, Words]]:
    """Where somebody works, as (slug, title): everywhere with a role in the whole municipality."""
    held = {grant.process_id for grant in grants}
    return [(one.slug, pick(one.title, lang)) for one in processes if None in held or one.id in held]
