"""Time and what it opens: when a phase runs, and what a format allows while it does.

Only exact dates begin and end a phase by themselves. Approximate and open ones begin when the administration says so.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from participation.foundation.messages import N_, Refused

SLUG_SIGNS = 40


class ProcessState(StrEnum):
    DRAFT = "draft"  # only its people see it
    PUBLISHED = "published"
    ENDED = "ended"  # everybody reads, nobody writes


class Precision(StrEnum):
    EXACT = "exact"
    APPROXIMATE = "approximate"
    OPEN = "open"


class PhaseState(StrEnum):
    DONE = "done"
    NOW = "now"
    AHEAD = "todo"


class Moderation(StrEnum):
    """Whether a person reads before everybody does, or afterwards."""

    PRE = "pre"
    POST = "post"


class EndsBeforeItBegins(Refused):
    message = N_("The phase would end before it begins. Please compare the two dates.")
    code = "ends_before"
    status = 422


class DatesMissing(Refused):
    message = N_("Exact dates need at least the first day. Choose “approximate” when you do not know it yet.")
    code = "dates_missing"
    status = 422


class NotADate(Refused):
    message = N_("“%(typed)s” is not a date we can read. Write it like 2027-03-31 or 31.3.2027.")
    code = "not_a_date"
    status = 422


class LastPhase(Refused):
    message = N_("A process needs at least one phase. Add another one before you take this one out.")
    code = "last_phase"


class CannotPublish(Refused):
    message = N_("Before everybody sees it, the process needs a name and its question in at least one language.")
    code = "cannot_publish"
    status = 422


class WhyNeeded(Refused):
    message = N_("Please write why: whoever wrote something in this process reads it with their contributions.")
    code = "why_needed"
    status = 422


@dataclass(frozen=True, slots=True)
class Span:
    """When a phase is. begun_at, ended_at: when somebody of the administration said so."""

    precision: Precision
    starts_on: date | None = None
    ends_on: date | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None


def phase_state(span: Span, today: date) -> PhaseState:
    """Whether a phase is over, runs, or is still to come; both of its days belong to it."""
    exact = span.precision is Precision.EXACT
    if span.ended_at or (exact and span.ends_on and span.ends_on < today):
        return PhaseState.DONE
    if span.begun_at or (exact and span.starts_on and span.starts_on <= today):
        return PhaseState.NOW
    return PhaseState.AHEAD


def check_dates(precision: Precision, starts_on: date | None, ends_on: date | None) -> None:
    """Raises DatesMissing, EndsBeforeItBegins."""
    if precision is Precision.EXACT and starts_on is None:
        raise DatesMissing
    if starts_on and ends_on and ends_on < starts_on:
        raise EndsBeforeItBegins


def typed_date(typed: str) -> date | None:
    """A day as people type it: 2027-03-31, 31.3.2027 or 31/3/2027; None for nothing. Raises NotADate."""
    words = typed.strip()
    if not words:
        return None
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words, re.ASCII)
    spoken = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", words, re.ASCII)
    parts = iso.groups() if iso else spoken.groups()[::-1] if spoken else None
    try:
        return date(*map(int, parts)) if parts else refuse_date(words)
    except ValueError:
        return refuse_date(words)


def refuse_date(typed: str) -> date:
    raise NotADate(typed=typed[:30])


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one phase allows in a format (*PhaseSetting*), or what all that run allow together."""

    read: bool = True
    submit: bool = False
    support: bool = False
    comment: bool = False
    moderation: Moderation = Moderation.PRE
    results_hidden: bool = False


CLOSED = Allowed(read=False)


def allowed_now(settings: Iterable[tuple[PhaseState, Allowed]]) -> Allowed:
    """What is open at this moment.

    Of phases that overlap each opens what it opens; the more careful word counts for moderation and hidden results.
    What one phase made readable stays readable when it is over.
    """
    begun = [(state, allowed) for state, allowed in settings if state is not PhaseState.AHEAD]
    running = [allowed for state, allowed in begun if state is PhaseState.NOW]
    careful = any(one.moderation is Moderation.PRE for one in running)
    return Allowed(
        read=any(allowed.read for _, allowed in begun),
        submit=any(one.submit for one in running),
        support=any(one.support for one in running),
        comment=any(one.comment for one in running),
        moderation=Moderation.PRE if careful or not running else Moderation.POST,
        results_hidden=any(one.results_hidden for one in running),
    )


LATIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i"})


def slug_of(name: str) -> str:
    """A name as a part of an address: small Latin letters, digits and hyphens; "" where nothing is left."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(LATIN))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:SLUG_SIGNS].strip("-")
