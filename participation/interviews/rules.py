"""Sources of a process: what somebody agreed to, what may be stored and quoted, what is counted."""

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from participation.foundation.messages import N_, Refused

LONGEST_TITLE = 120
LONGEST_NAME = 80  # of whoever led it, of somebody who was asked
LONGEST_CONTACT = 160
LONGEST_FACTS = 80
LONGEST_LINK = 300
LONGEST_PAGE = 20
LONGEST_TEXT = 60_000
LONGEST_CODE = 80
LONGEST_MEANING = 400
MOST_PEOPLE = 24  # in one group
MOST_CODES = 80  # of one process
MOST_PASSAGES = 400  # of one source
FEWEST_SOURCES = 5  # fewer are not told apart by their kind
NAMES_KEPT = timedelta(days=183)  # after the interview
HEAVIEST = 256 * 1024  # bytes of a text file
LINK = re.compile(r"https?://[^\s/\\?#@]+\.[^\s/\\?#@]+(?:[/?#]\S*)?", re.IGNORECASE)


class SourceKind(StrEnum):
    INTERVIEW = "interview"
    FOCUS_GROUP = "focus_group"
    DOCUMENT = "document"


KIND_NAMES = {
    SourceKind.INTERVIEW: N_("Interview"),
    SourceKind.FOCUS_GROUP: N_("Focus group"),
    SourceKind.DOCUMENT: N_("Document"),
}


class Agreed(StrEnum):
    """What somebody agreed to."""

    WRITTEN = "written"  # that what they say is written down or recorded, and read by those who work on it
    QUOTED = "quoted"  # that passages are public, without a name
    CONCEPT = "concept"  # that passages may stand in the concept


AGREED_NAMES = {
    Agreed.WRITTEN: N_("What I say is written down or recorded"),
    Agreed.QUOTED: N_("Parts of it may be public, without my name"),
    Agreed.CONCEPT: N_("Parts of it may stand in the concept, without my name"),
}


class How(StrEnum):
    """How a consent was given; for a document, why it may be quoted."""

    PAPER = "paper"
    SPOKEN = "spoken"
    ACCOUNT = "account"
    PUBLISHED = "published"
    PERMISSION = "permission"


HOW_NAMES = {
    How.PAPER: N_("Signed on paper"),
    How.SPOKEN: N_("Said aloud"),
    How.ACCOUNT: N_("From their own account"),
    How.PUBLISHED: N_("It is published"),
    How.PERMISSION: N_("Whoever wrote it allows it"),
}
OF_PEOPLE = (How.PAPER, How.SPOKEN, How.ACCOUNT)
OF_DOCUMENTS = (How.PUBLISHED, How.PERMISSION)


class Gone(StrEnum):
    """Why nothing of a source can be read any more."""

    WITHDRAWN = "withdrawn"
    TIME = "time"  # the text was agreed to be kept until then


# --- what can be refused


class ConsentFirst(Refused):
    message = N_("Please note the consent first: of everybody who was asked, or why a document may be quoted.")
    code = "consent_first"


class NothingAgreed(Refused):
    message = N_("Nothing can be stored unless the person agrees that it is written down.")
    code = "nothing_agreed"
    status = 422


class NotToBeQuoted(Refused):
    message = N_("Not everybody in this source agreed to be quoted. The passage can be counted, but not made public.")
    code = "not_to_be_quoted"


class SourceGone(Refused):
    message = N_("Nothing of this source is kept any more. Nothing can be added to it.")
    code = "source_gone"


class TextThere(Refused):
    message = N_("This source has a text already. Please correct its paragraphs.")
    code = "text_there"


class NoText(Refused):
    message = N_("This file is no plain text. Please save it as .txt, or paste the text.")
    code = "no_text"
    status = 422


class NoPassage(Refused):
    message = N_("Please choose the first and the last word of the passage.")
    code = "no_passage"
    status = 422


class NoCode(Refused):
    message = N_("Please choose at least one code.")
    code = "no_code"
    status = 422


class CodeKnown(Refused):
    message = N_("There is a code with this name already.")
    code = "code_known"
    status = 422


class TooMany(Refused):
    message = N_("There are %(most)s already. No more fit here.")
    code = "too_many"
    status = 422


class NoLink(Refused):
    message = N_("Please give the whole address of the document, beginning with https://")
    code = "no_link"
    status = 422


class NoDay(Refused):
    message = N_("Please give the day as it stands in the calendar, or leave it empty.")
    code = "no_day"
    status = 422


class NamesGone(Refused):
    message = N_("The names of this source were deleted. No new ones can be added.")
    code = "names_gone"


# --- consent


@dataclass(frozen=True, slots=True)
class Consent:
    """person: the number of whoever gave it in their source, None for a document."""

    person: int | None
    agreed: frozenset[Agreed]
    revoked: bool = False
    kept_until: date | None = None


def holds(consents: Iterable[Consent], people: Iterable[int], what: Agreed) -> bool:
    """Whether everybody who was asked agreed to it, and nobody took it back. people: none for a document."""
    now = [one for one in consents if not one.revoked]
    wanted: set[int | None] = set(people) or {None}
    return wanted <= {one.person for one in now if what in one.agreed}


def kept_until(consents: Iterable[Consent]) -> date | None:
    """The first day that somebody named after which the text is gone; None where nobody named one."""
    days = [one.kept_until for one in consents if one.kept_until is not None and not one.revoked]
    return min(days, default=None)


def names_until(held_on: date | None, today: date) -> date:
    """Counted from a day that lies behind: a year typed wrong keeps no name for longer."""
    return min(held_on or today, today) + NAMES_KEPT


# --- counting


@dataclass(frozen=True, slots=True)
class Coded:
    """A passage under a code. source: its id; withdrawn: its words are gone."""

    code: int
    passage: int
    source: int
    kind: SourceKind
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Of one code. passages, sources, kinds (sources of each): without what was withdrawn, which stands beside."""

    passages: int = 0
    sources: int = 0
    kinds: Mapping[SourceKind, int] = field(default_factory=dict)
    withdrawn: int = 0

    @property
    def told_apart(self) -> bool:
        return self.sources >= FEWEST_SOURCES


def counted(coded: Iterable[Coded], into: Mapping[int, int]) -> dict[int, Count]:
    """Code -> what stands under it; a passage counts once. into: merged code -> where it stands now."""
    passages: dict[int, dict[int, Coded]] = {}
    for one in coded:
        passages.setdefault(end_of(one.code, into), {})[one.passage] = one
    found = {}
    for code, those in passages.items():
        here = [one for one in those.values() if not one.withdrawn]
        sources = {one.source: one.kind for one in here}
        kinds = {kind: sum(1 for one in sources.values() if one is kind) for kind in SourceKind}
        found[code] = Count(len(here), len(sources), {k: n for k, n in kinds.items() if n}, len(those) - len(here))
    return found


def end_of(code: int, into: Mapping[int, int]) -> int:
    """Where a code stands after it was merged, however often. It is no circle."""
    while code in into:
        code = into[code]
    return code


# --- what is typed


def link_in(typed: str) -> str:
    """Nothing stays nothing. Raises NoLink for anything but a web address."""
    found = typed.strip()
    if found and (len(found) > LONGEST_LINK or not LINK.fullmatch(found)):
        raise NoLink
    return found


def read_file(content: bytes) -> str:
    """The words of a text file: UTF-8, also with a mark, UTF-16 with its mark, otherwise as Windows writes.

    Raises NoText for anything else.
    """
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            found = content.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in found:
            return found
    raise NoText
