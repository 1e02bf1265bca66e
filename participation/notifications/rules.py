"""When a digest is due. Times are those of the town hall's clock; each moment knows its time zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum

from participation.foundation.messages import N_, Refused

WORK_BEGINS, WORK_ENDS = 8, 18  # Monday to Friday; the last hourly digest comes at 17:00
MONDAY, FRIDAY = 0, 4
DAY = timedelta(days=1)


class Kind(StrEnum):
    """What a notification is about."""

    REPLY = "reply"
    STAGE = "stage"  # what becomes of an idea
    ANSWER = "answer"  # an official one
    DECISION = "decision"  # of a moderator about one's own
    REDRAFT = "redraft"  # the same about new words of one's own
    APPEAL = "appeal"
    OBJECTION = "objection"
    REPORT = "report"  # the outcome of one's own
    LINEAGE = "lineage"


class Tie(IntEnum):
    """What somebody has to do with a contribution; the first that fits counts."""

    AUTHOR = 1
    WITHIN = 2  # the author of something that stands in it
    SUPPORT = 3
    FOLLOW = 4
    REPORTER = 5


class About(StrEnum):
    """What digests by mail are about."""

    DESK = "desk"
    OWN = "own"


QUARTER = 15  # minutes: what is new comes together for so long at most


class Often(StrEnum):
    NEVER = "never"
    SOON = "soon"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


OFTEN_NAMES: Mapping[Often, str] = {
    Often.HOURLY: N_("Every hour in working hours, Monday to Friday from 8 to 17"),
    Often.DAILY: N_("Every day"),
    Often.WEEKLY: N_("Every Monday"),
    Often.NEVER: N_("Never: no mail"),
}
OWN_OFTEN_NAMES: Mapping[Often, str] = {
    Often.SOON: N_("Within a quarter of an hour"),
    Often.DAILY: N_("Every day in the evening"),
    Often.WEEKLY: N_("Every Monday"),
    Often.NEVER: N_("Never: no mail"),
}
EVENING = 18  # o'clock: when residents get the mail of a day or a week


class Trouble(StrEnum):
    """Why mails to somebody ended, or what became of the last one."""

    REFUSED = "refused"
    GIVEN_UP = "given_up"


class NoPost(Refused):
    message = N_("This installation cannot send mail yet. The summary is on its own page meanwhile.")
    code = "no_post"


class UnknownChoice(Refused):
    message = N_("Please choose from what the form offers: how often, at which hour, in which language.")
    code = "unknown_choice"
    status = 422


class AskedJustNow(Refused):
    message = N_("A link was sent a moment ago. Please wait %(minutes)s minutes before you write another address.")
    code = "asked_just_now"
    status = 429


class AskedOften(Refused):
    message = N_("Links were sent to this address several times today. Please look into that mailbox, or try tomorrow.")
    code = "asked_often"
    status = 429


class NobodyToTell(Refused):
    message = N_("There is nothing of yours here yet that we could tell you about. Take part first, then ask for mail.")
    code = "nobody_to_tell"


class LinkVoid(Refused):
    message = N_("This link was used already or is too old. You can ask for a new one where you chose these mails.")
    code = "link_void"
    status = 410


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often somebody wants a digest. hour: of the town's clock, for every day and Mondays; since: chosen when."""

    often: Often
    hour: int
    since: datetime


def due(rhythm: Rhythm, last: datetime | None, now: datetime) -> bool:
    """Whether a digest is to be written now. last: when the one before was; now: by the town's clock.

    One that was missed, because the worker stood still, comes as soon as it runs again; hourly ones only in working
    hours. The first one comes at the first time after the choice.
    """
    begun = period(rhythm, now)
    if begun is None:
        return False
    return begun > in_order(rhythm.since) and (last is None or begun > in_order(last))


def due_with(rhythm: Rhythm, last: datetime | None, came: datetime, now: datetime) -> bool:
    """The same for mails that are written only where something came: it must have come before the period that runs.

    came: when the first of it did.
    """
    begun = period(rhythm, now)
    return begun is not None and due(rhythm, last, now) and in_order(came) <= begun


def period(rhythm: Rhythm, now: datetime) -> datetime | None:
    """When the period that runs now began, in UTC; None where none runs."""
    match rhythm.often:
        case Often.SOON:
            return in_order(now.replace(minute=now.minute // QUARTER * QUARTER, second=0, microsecond=0))
        case Often.HOURLY:
            working = now.weekday() <= FRIDAY and WORK_BEGINS <= now.hour < WORK_ENDS
            return in_order(now.replace(minute=0, second=0, microsecond=0)) if working else None
        case Often.DAILY:
            return latest(now.date(), rhythm.hour, DAY, now)
        case Often.WEEKLY:
            return latest(now.date() - now.weekday() * DAY, rhythm.hour, 7 * DAY, now)
    return None


def latest(day: date, hour: int, step: timedelta, now: datetime) -> datetime:
    """The hour on `day`, or a step earlier where that is still to come.

    An hour that the clocks skip in spring comes with the next one; of one that they repeat in autumn the first counts.
    """
    moment = in_order(datetime.combine(day, time(hour), now.tzinfo))
    if moment <= in_order(now):
        return moment
    return in_order(datetime.combine(day - step, time(hour), now.tzinfo))


def in_order(moment: datetime) -> datetime:
    """In UTC: Python compares two moments of one time zone by what the clock shows, and that runs twice in autumn."""
    return moment.astimezone(UTC)


def yesterday(now: datetime) -> datetime:
    """Midnight at which yesterday began, by the town's clock."""
    return datetime.combine(now.date() - DAY, time(), now.tzinfo)
