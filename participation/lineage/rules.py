"""What may be put together, and which step has to be undone before another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from participation.contributions.rules import StepKind
from participation.foundation.messages import N_, ChangedMeanwhile, Refused

MOST_TOGETHER = 20  # ideas in one step
FEWEST_PARTS, MOST_PARTS = 2, 6
FOUND = 20  # ideas a search offers
NOTE_LIMIT = 1000
TITLE_LIMIT = 90


class NotOnTheBoard(Refused):
    message = N_("“%(name)s” does not stand on the board in its own right any more. Please look at the new state.")
    code = "not_on_the_board"


class SteppedMeanwhile(ChangedMeanwhile):
    message = N_("%(name)s was faster and changed where this idea stands. Please look at the new state.")


class Itself(Refused):
    message = N_("An idea cannot be joined to itself. Please choose another one.")
    code = "itself"
    status = 422


class OtherCollection(Refused):
    message = N_("These ideas belong to different collections. Please move one of them first.")
    code = "other_collection"


class TwoNeeded(Refused):
    message = N_("Please tick at least one other idea to put together with this one.")
    code = "two_needed"
    status = 422


class TooMany(Refused):
    message = N_("At most %(limit)s ideas can be put together in one step.")
    code = "too_many"
    status = 422


class PartsNeeded(Refused):
    message = N_("Please write at least two parts, each with a text of its own.")
    code = "parts_needed"
    status = 422


class TooManyParts(Refused):
    message = N_("An idea can be divided into at most %(limit)s parts in one step.")
    code = "too_many_parts"
    status = 422


class ThereAlready(Refused):
    message = N_("The idea belongs to this collection already. Please choose another one.")
    code = "there_already"
    status = 422


class NotReadableThere(Refused):
    message = N_("Not everybody can read that collection now, so the idea would disappear. Please choose another one.")
    code = "not_readable_there"


class KnownThere(Refused):
    message = N_("That collection has this already from the same source, so it cannot be moved there.")
    code = "known_there"


class UndoneAlready(Refused):
    message = N_("This step is undone already.")
    code = "undone_already"


class LaterStep(Refused):
    message = N_("A later step goes on from this one. Please undo that one first.")
    code = "later_step"


class NothingToObject(Refused):
    message = N_("Your idea stands on its own, where you sent it. There is nothing to object to.")
    code = "nothing_to_object"


class ObjectedAlready(Refused):
    message = N_("You have said this already, and a person will look at it. You find the answer here.")
    code = "objected_already"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is not undone. said: the ids it took up; leads_to: where they stand by it."""

    number: int
    kind: StepKind
    said: frozenset[int]
    leads_to: frozenset[int]

    @property
    def touches(self) -> frozenset[int]:
        return self.said | self.leads_to


def goes_on_from(later: Step, step: Step) -> bool:
    """Whether `later` needs what `step` led to.

    What others were joined to was there before: it is needed only where it went on with what had come.
    """
    if later.number <= step.number:
        return False
    if step.kind is StepKind.DUPLICATE:
        return later.kind is not StepKind.MOVE and bool(later.said & step.leads_to)
    return bool(later.touches & step.leads_to)


def require_last(step: Step, others: Iterable[Step]) -> None:
    """Raises LaterStep."""
    if any(goes_on_from(later, step) for later in others):
        raise LaterStep


def require_several(ids: Sequence[int]) -> None:
    """Raises TwoNeeded, TooMany."""
    if len(set(ids)) < 2:
        raise TwoNeeded
    if len(set(ids)) > MOST_TOGETHER:
        raise TooMany(limit=MOST_TOGETHER)


def require_parts(count: int) -> None:
    """Raises PartsNeeded, TooManyParts."""
    if count < FEWEST_PARTS:
        raise PartsNeeded
    if count > MOST_PARTS:
        raise TooManyParts(limit=MOST_PARTS)


def shared_field(placed: Sequence[int | None]) -> int | None:
    """The one field in which all of them stand. placed: the field of each, None where it stands in none."""
    first = placed[0] if placed else None
    return first if all(one == first for one in placed) else None
