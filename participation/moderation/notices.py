"""Reports (*Meldungen*, Digital Services Act article 16): anybody may say that something should not be public."""

from dataclasses import dataclass

from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.contributions.rules import Status
from participation.foundation import clock
from participation.foundation.audit import Act, enter, state_hash
from participation.foundation.database import Transaction
from participation.foundation.messages import NotFound
from participation.foundation.permissions import Actor
from participation.foundation.text import plain
from participation.moderation.cases import add_cause, person_of
from participation.moderation.models import Notice
from participation.moderation.rules import BY_HAND, Cause, GoodFaithNeeded, Reason, RuleNeeded
from participation.process.models import Format
from participation.process.permissions import require_readable

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody writes: which rule or law, why, and, if they like, who they are."""

    reason: Reason | None
    words: str
    name: str = ""
    email: str = ""
    in_good_faith: bool = False


def readable(tx: Transaction, contribution: Contribution, by: Actor) -> None:
    """Only what somebody can read can they report. Raises NotFound, NotOpenYet."""
    if contribution.status != Status.PUBLISHED:
        raise NotFound
    require_readable(by, tx.session.get_one(Format, contribution.format_id))


def report(tx: Transaction, contribution: Contribution, reported: Reported, *, by: Actor) -> Notice:
    """Take a report; a second one of the same person changes the first while nobody has decided it.

    Raises NotFound, RuleNeeded, NothingSaid, TooLong, GoodFaithNeeded.
    """
    readable(tx, contribution, by)
    if reported.reason not in BY_HAND:
        raise RuleNeeded
    words = plain(reported.words, LONGEST)
    if not reported.in_good_faith:
        raise GoodFaithNeeded
    reporter = person_of(by)
    now = clock.now()
    notice = tx.session.scalar(
        select(Notice).where(
            Notice.contribution_id == contribution.id, Notice.reporter_id == reporter, Notice.decided_at.is_(None)
        )
    )
    about = f"contribution:{contribution.id}"
    changes = notice is not None
    if notice is None:
        cause = add_cause(tx, contribution, Cause.REPORTED)
        notice = Notice(
            municipality_id=contribution.municipality_id,
            contribution_id=contribution.id,
            case_id=cause.case_id,
            cause_id=cause.id,
            reporter_id=reporter,
            at=now,
        )
        tx.session.add(notice)
    notice.reason, notice.words, notice.changed_at = reported.reason, words, now
    notice.name, notice.email = reported.name, reported.email
    tx.session.flush()
    state = state_hash(notice.reason, words)
    # who reported stays out of the log: it is read by more people than moderators
    act = Act("guest", "notice.change" if changes else "notice.receive", about, after=state, reason=reported.reason)
    enter(tx, act, town=contribution.municipality_id)
    return notice
