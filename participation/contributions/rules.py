"""What a contribution can be, and how its words are read."""

import re
from enum import StrEnum
from hashlib import sha256

from participation.foundation.messages import N_, Refused

LONGEST_HEADING = 90
# a sentence end in the scripts our residents write: Latin, Arabic, Persian, Urdu, Ethiopic
ONCE = re.compile(r"[A-Za-z0-9_-]{16,60}")
SENTENCE_END = re.compile(r"(?<=[.!?؟۔።])\s+|\n+")


class Status(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    REJECTED = "rejected"  # it was never public
    TAKEN_DOWN = "taken_down"  # it was public
    WITHDRAWN = "withdrawn"  # its author took the words back; the empty place stays


# how much the public sees of it: nothing, nothing yet, everything
VISIBILITY = {Status.REJECTED: 0, Status.TAKEN_DOWN: 0, Status.WITHDRAWN: 0, Status.WAITING: 1, Status.PUBLISHED: 2}


def is_less_visible(now: str, before: str) -> bool:
    return VISIBILITY[Status(now)] < VISIBILITY[Status(before)]


class Standing(StrEnum):
    """Whether lists show it in its own right. It says nothing about who may read it: that is the status alone."""

    OWN = "own"
    JOINED = "joined"  # it stands in another one now
    UNDONE = "undone"  # moderators had put it together, and the step that made it was taken back


class StepKind(StrEnum):
    """What moderators do with where ideas stand."""

    MERGE = "merge"  # several stand in one new text
    SPLIT = "split"  # one stands in several new texts
    DUPLICATE = "duplicate"  # one stands in another that says the same
    MOVE = "move"  # to another collection


JOINING = (StepKind.MERGE, StepKind.SPLIT, StepKind.DUPLICATE)


class StandsElsewhere(Refused):
    message = N_("This idea stands in another one now: “%(name)s”. Please go on there; what was said here stays.")
    code = "stands_elsewhere"


class TakenBack(Refused):
    message = N_("The moderators took this text back. The ideas it was made from stand on their own again.")
    code = "taken_back"


class Kind(StrEnum):
    IDEA = "idea"
    COMMENT = "comment"
    CARD = "card"  # one thought, written in a hall
    TOPIC = "topic"  # a concern that somebody brings to an open space
    REPORT = "report"  # what a group found out
    ACTION = "action"  # who does what until when, as people agreed it
    PROPOSAL = "proposal"  # what a round table decides about
    STATEMENT = "statement"  # what a seat of a round table wants to have heard
    PROJECT = "project"  # what there is already, as a workshop gathers it
    GOAL = "goal"  # a draft of a lead goal
    PLAN = "plan"  # an idea for a project, with what it needs
    STRUCTURE = "structure"  # who has to meet, decide and take care
    RESULT = "result"  # what a part of a forum brought
    NOTE = "note"  # what was said at a table of a world café
    PASSAGE = "passage"  # what somebody said in an interview or a group, or what a document says


# what is sorted into fields, answered and carried on: it stands under nothing else
ON_THEIR_OWN = (
    Kind.IDEA,
    Kind.CARD,
    Kind.TOPIC,
    Kind.REPORT,
    Kind.ACTION,
    Kind.PROPOSAL,
    Kind.STATEMENT,
    Kind.PROJECT,
    Kind.GOAL,
    Kind.PLAN,
    Kind.STRUCTURE,
    Kind.RESULT,
    Kind.NOTE,
    Kind.PASSAGE,
)


class Source(StrEnum):
    WEB = "web"
    SESSION = "session"
    PAPER = "paper"
    IMPORT = "import"
    MODERATORS = "moderators"  # put together from what others said
    INTERVIEW = "interview"  # marked in the text of an interview, a group or a document


class LanguageBy(StrEnum):
    """Who said which language a text is in."""

    AUTHOR = "author"
    RECOGNISED = "recognised"
    MODERATOR = "moderator"
    SOURCE = "source"


class RevisionState(StrEnum):
    """What became of one wording of a contribution."""

    CURRENT = "current"
    FORMER = "former"  # it was current until another one took its place
    WAITING = "waiting"  # a person looks at it first; the current one stays meanwhile
    DECLINED = "declined"
    PASSED_OVER = "passed_over"  # its author wrote another one before anybody decided


def waits_for_a_look(status: str, *, read_first: bool) -> bool:
    """Whether new words of an author wait beside the present ones instead of taking their place at once.

    What was never read is read as it is now; what is hidden stays hidden until a person has seen the new words.
    read_first: whether the phase, or a burst of newcomers, lets nothing be public before a person has read it.
    """
    return status in {Status.REJECTED, Status.TAKEN_DOWN} or (status == Status.PUBLISHED and read_first)


def stays_readable(status: str, *, reacted: bool) -> bool:
    """Whether a wording that another one replaces can be compared by everybody.

    Until the first reaction an author simply corrects what they wrote; what somebody reacted to stays readable. What
    is hidden was hidden for a reason and does not come back by a side door.
    """
    return reacted and status == Status.PUBLISHED


def has_empty_place(status: str, *, was_public: bool) -> bool:
    """Whether everybody reads that its author withdrew it. What never was public leaves no place."""
    return status == Status.WITHDRAWN and was_public


def heading_and_rest(title: str, text: str) -> tuple[str, str]:
    """How a card shows a contribution: a short line and the rest. No word is lost or doubled.

    The title where there is one, otherwise the first sentence if it is short; a longer text has no heading.
    """
    if title:
        return title, text
    first, *rest = SENTENCE_END.split(text, maxsplit=1)
    if len(first) <= LONGEST_HEADING:
        return first, rest[0] if rest else ""
    return "", text


def short_name(title: str, text: str, limit: int = LONGEST_HEADING) -> str:
    """A contribution in one line, cut between words, for lists, buttons and labels."""
    heading, rest = heading_and_rest(title, text)
    line = " ".join((heading or rest).split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def sent_once(mark: str, words: str) -> str | None:
    """What a form that is sent twice has in common: its mark and the words; None where there is no mark to trust.

    Whoever goes back, writes something else and sends again says something else: that is not the same.
    """
    return f"form:{mark}:{sha256(words.encode()).hexdigest()[:16]}" if ONCE.fullmatch(mark) else None
