"""A wall of cards: who sees what when, and which cards seem to belong together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from participation.contributions.rules import Standing, Status
from participation.foundation.messages import N_, ChangedMeanwhile, Refused

KIND = "cards"  # of a step of the run sheet
LONGEST_CARD = 160  # one thought; three lines on the screen of a hall
LONGEST_GROUP = 60

Closeness = NDArray[np.float32]


class WallClosed(Refused):
    message = N_("No cards are taken at the moment. Your text stays here.")
    code = "wall_closed"


class CardsStay(Refused):
    message = N_("Cards stand on this wall. What was said stays; the step stays with it.")
    code = "cards_stay"


class MovedByAnother(ChangedMeanwhile):
    message = N_("%(name)s moved this card %(count)s s ago. Please look where it stands now, then move it again.")


class NothingChosen(Refused):
    message = N_("Please choose at least one card first.")
    code = "nothing_chosen"
    status = 422


class TooFewGroups(Refused):
    message = N_("A vote needs at least two groups with cards, and can ask about %(limit)s at most.")
    code = "too_few_groups"
    status = 422


class Answered(StrEnum):
    """What became of a question in the hall."""

    OPEN = "open"
    HERE = "here"
    LATER = "later"  # in writing


ANSWERED_NAMES = {
    Answered.OPEN: N_("Still open"),
    Answered.HERE: N_("Answered in the hall"),
    Answered.LATER: N_("Answered later in writing"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What counting needs to know of one. joined: it stands in another one that says the same."""

    status: str
    standing: str
    answered: str

    @property
    def joined(self) -> bool:
        return self.standing == Standing.JOINED


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of all questions of a wall, so that nobody has to guess. reasons: rule -> how often it was named.

    Every question is counted once: received = waiting + refused + withdrawn + merged + open + here + later.
    """

    received: int = 0
    waiting: int = 0
    refused: int = 0
    withdrawn: int = 0
    merged: int = 0
    open: int = 0
    here: int = 0
    later: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def shown(self) -> int:
        return self.merged + self.open + self.here + self.later


def fate_of(one: Question) -> str:
    """Which of `Counts` a question belongs to."""
    if one.status == Status.PUBLISHED:
        return "merged" if one.joined else one.answered
    return {Status.WAITING: "waiting", Status.WITHDRAWN: "withdrawn"}.get(Status(one.status), "refused")


def counted(questions: Iterable[Question], reasons: Mapping[str, int]) -> Counts:
    fates = [fate_of(one) for one in questions]
    return Counts(
        received=len(fates),
        waiting=fates.count("waiting"),
        refused=fates.count("refused"),
        withdrawn=fates.count("withdrawn"),
        merged=fates.count("merged"),
        open=fates.count(Answered.OPEN),
        here=fates.count(Answered.HERE),
        later=fates.count(Answered.LATER),
        reasons=reasons,
    )


@dataclass(frozen=True, slots=True)
class Openness:
    """accepts: whether cards are taken; hidden: nobody but the desk reads them until they are revealed."""

    accepts: bool
    hidden: bool


def is_shown(status: str, openness: Openness) -> bool:
    """Whether the hall reads a card now."""
    return status == Status.PUBLISHED and not openness.hidden


def is_incoming(status: str, *, ready: bool) -> bool:
    """Whether somebody of the desk still has to say that the hall may read it."""
    return status == Status.WAITING and not ready


def bundles(closeness: Closeness, near: float) -> list[list[int]]:
    """Which of n cards seem to say similar things: groups of at least two places, the largest first.

    closeness: n × n, 1 for the same words. Two groups become one as long as their cards are at least `near` to each
    other on average (average linkage: a chain of neighbours is no group). The closest two always go first, so the
    order of the cards does not matter.
    """
    between = closeness.astype(np.float64)
    np.fill_diagonal(between, -np.inf)
    members = [[place] for place in range(len(closeness))]
    alive = len(members)
    while alive > 1:
        one, other = sorted(divmod(int(np.argmax(between)), len(members)))
        if between[one, other] < near:
            break
        sizes = len(members[one]), len(members[other])
        between[one] = np.average(between[[one, other]], axis=0, weights=sizes)
        between[:, one] = between[one]
        between[one, one] = between[other] = between[:, other] = -np.inf
        members[one] += members[other]
        members[other] = []
        alive -= 1
    return sorted((sorted(some) for some in members if len(some) > 1), key=lambda some: (-len(some), some))


def belongs_to(closeness: Closeness, groups: Sequence[Sequence[int]], near: float) -> Mapping[int, int]:
    """Row of `closeness` -> place of the group whose cards it is closest to, where that is at least `near`.

    closeness: of each loose card (rows) to each card that stands in a group (columns); groups: columns of each.
    """
    if not groups or not len(closeness):
        return {}
    means = np.stack([closeness[:, list(columns)].mean(axis=1) for columns in groups], axis=1)
    best = means.argmax(axis=1)
    return {row: int(place) for row, place in enumerate(best) if means[row, place] >= near}
