"""Where a comment stands, how comments are ordered, and whose words a quote may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from participation.foundation.messages import N_, Refused

DEEPEST = 3
PER_PAGE = 20  # conversations on a page
ANSWERS_SHOWN = 3  # of each conversation on that page
BRANCH_PAGE = 50  # comments on the page of one conversation
NEW_AT_ONCE = 30  # how many new ones a reader is handed in one go
QUOTE_LIMIT = 500
ID_SIGNS = 10


class Stance(StrEnum):
    """What somebody takes to what they comment on."""

    FOR = "for"
    AGAINST = "against"
    QUESTION = "question"
    NEUTRAL = "neutral"


STANCE_NAMES: Mapping[Stance, str] = {
    Stance.FOR: N_("In favour"),
    Stance.AGAINST: N_("Against"),
    Stance.QUESTION: N_("A question"),
    Stance.NEUTRAL: N_("A remark"),
}


class Order(StrEnum):
    HELPFUL = "helpful"
    NEWEST = "newest"
    OLDEST = "oldest"


class AnsweredGone(Refused):
    message = N_("The comment you answer can no longer be read by everybody. You can write beside it instead.")
    code = "answered_gone"


class NotTheirWords(Refused):
    message = N_("What you quote does not stand in that comment. Please copy its words as they are.")
    code = "not_their_words"
    status = 422


class TalkIsOver(Refused):
    message = N_("What this is about was withdrawn by its author, so nothing new can be said about it here.")
    code = "talk_is_over"


class OwnComment(Refused):
    message = N_("This is your own comment: others say whether it helps them.")
    code = "own_comment"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a thread. ids: from the conversation's first comment down to the one that stands here."""

    ids: tuple[int, ...]

    @property
    def depth(self) -> int:
        return len(self.ids)

    @property
    def path(self) -> str:
        return path_of(self.ids)

    @property
    def parent(self) -> int | None:
        return self.ids[-2] if self.depth > 1 else None


def path_of(ids: tuple[int, ...]) -> str:
    return "/".join(f"{one:0{ID_SIGNS}}" for one in ids)


def spot_at(path: str) -> Spot:
    return Spot(tuple(int(part) for part in path.split("/")))


def spot_under(answered: Spot | None, new: int) -> Spot:
    """Where comment `new` stands: under what it answers; beside it where that stands as deep as one may."""
    if answered is None:
        return Spot((new,))
    above = answered.ids if answered.depth < DEEPEST else answered.ids[:-1]
    return Spot((*above, new))


def quoted_words(typed: str, source: str) -> str:
    """The words of a quote, blanks apart, if they stand in `source`. Raises NotTheirWords.

    A quote longer than QUOTE_LIMIT is cut between words: one reads on where it came from.
    """
    words = " ".join(typed.split())
    if words not in " ".join(source.split()):
        raise NotTheirWords
    return words if len(words) <= QUOTE_LIMIT else words[:QUOTE_LIMIT].rsplit(" ", 1)[0] + "…"


def pages(total: int, per_page: int) -> int:
    """How many pages `total` fill; nothing fills one."""
    return max(1, -(-total // per_page))
