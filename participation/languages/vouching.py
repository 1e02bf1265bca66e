"""What a version in another language can be, who vouches for it, and what a translator may run into."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from participation.foundation.messages import N_, Refused
from participation.foundation.permissions import Role

PER_PAGE = 30
TITLE_LIMIT = 300
SEEN = re.compile(r"\d{1,10}(?:\.\d{1,10}){3}")


class Origin(StrEnum):
    """Who found the words."""

    HUMAN = "human"
    MACHINE = "machine"
    REVISED = "revised"  # a machine began, a person went over it (*Nachbearbeitung*)


class State(StrEnum):
    APPROVED = "approved"  # somebody vouches for it: readers of the language get it first
    DRAFT = "draft"  # translators alone see it
    OFFERED = "offered"  # a machine's, nobody has checked it: readers may open it, marked as such
    FORMER = "former"  # another one took its place, or nobody vouches for it any more


class TaskState(StrEnum):
    WAITING = "waiting"
    FAILED = "failed"  # until an administrator lets it be tried again


class ChangedAside(Refused):
    message = N_(
        "Somebody else has translated this a moment ago, or its author has changed the words. "
        "What is there now stands below; what you typed is still in the field."
    )
    code = "changed_aside"


class SameLanguage(Refused):
    message = N_("This text is written in that language already.")
    code = "same_language"
    status = 422


class FieldNotEmpty(Refused):
    message = N_("There are words in the field already. Empty it first, so that the machine's words replace nothing.")
    code = "field_not_empty"


class NothingOffered(Refused):
    message = N_("There is no machine translation of these words at the moment.")
    code = "nothing_offered"


class NothingToTakeBack(Refused):
    message = N_("Nobody vouches for a version in this language at the moment.")
    code = "nothing_to_take_back"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a translator had before them.

    number: of the wording of the original; draft: its id, 0 for none, in its revision; approved: id of that version.
    """

    number: int = 0
    draft: int = 0
    revision: int = 0
    approved: int = 0

    def __str__(self) -> str:
        return f"{self.number}.{self.draft}.{self.revision}.{self.approved}"


def seen_from(sent: str) -> Seen:
    """What a form carries back; what it cannot have carried was never seen by anybody."""
    return Seen(*map(int, sent.split("."))) if SEEN.fullmatch(sent) else Seen()


def origin_of(text: str, begun_as: str | None, machine: str) -> Origin:
    """Who found these words. begun_as: the origin of the draft they were typed over, None: there was none.

    machine: what the machine says, "" where it says nothing.
    """
    if begun_as is None or begun_as == Origin.HUMAN:
        return Origin.HUMAN
    return Origin.MACHINE if text == machine else Origin.REVISED


# in which of several roles somebody vouches, to readers: the one that is about languages first
VOUCHING = (Role.INTERPRETER, Role.MODERATOR, Role.ADMINISTRATION, Role.ADMINISTRATOR)


def vouches_as(roles: Iterable[Role]) -> Role:
    """Raises LookupError for whoever may not vouch at all."""
    held = set(roles)
    found = next((role for role in VOUCHING if role in held), None)
    if found is None:
        raise LookupError("nobody who may vouch")
    return found


class Need(StrEnum):
    """What a contribution needs in a language, the most urgent first."""

    OUTDATED = "outdated"
    MISSING = "missing"
    DRAFT = "draft"
    OFFERED = "offered"
    DONE = "done"


NEED_NAMES = {
    Need.OUTDATED: N_("The original has changed"),
    Need.MISSING: N_("No version yet"),
    Need.DRAFT: N_("A draft"),
    Need.OFFERED: N_("A machine's words, not checked"),
    Need.DONE: N_("Approved"),
}


def need_of(*, approved: bool, outdated: bool, drafted: bool, offered: bool) -> Need:
    """approved, outdated: of the version readers have; drafted, offered: what lies beside it."""
    if approved:
        return Need.OUTDATED if outdated else Need.DONE
    if drafted:
        return Need.DRAFT
    return Need.OFFERED if offered else Need.MISSING


def open_pairs(
    said: dict[str, int], done: dict[tuple[str, str], int], targets: Iterable[str]
) -> dict[str, dict[str, int]]:
    """Target language -> source language -> how many contributions need a version.

    said: source -> contributions; done: (target, source) -> those with an approved version that is not outdated.
    """
    return {
        to: {source: count - done.get((to, source), 0) for source, count in said.items() if source != to}
        for to in targets
    }


def pages(count: int) -> int:
    return max(1, -(-count // PER_PAGE))
