"""The worker's part of mail: what is due is taken, handed to the mail server and marked, or tried again later."""

import logging
import time
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from participation.foundation import clock, smtp
from participation.foundation.database import Database, Transaction
from participation.foundation.letters import Letter
from participation.foundation.mail import MailSettled, Outcome, OutgoingMail
from participation.foundation.messages import HouseBusy
from participation.foundation.smtp import PostOffice, Undelivered

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # longer than handing over takes; after it a mail was left by a worker that died
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))
LONGEST_WAIT = timedelta(hours=8)
GIVE_UP_AFTER = timedelta(days=5)
MOST_TRIES = 25  # more than five days of waiting need: whoever dies of a mail each time must not fill a mailbox with it
MARK_PAUSE = 1.0  # seconds between two tries to write down that a mail has gone out


def next_try(attempts: int, written: datetime, now: datetime) -> datetime | None:
    """When a mail that failed `attempts` times is tried again; None when it is given up.

    From the sixth try on every eight hours; RFC 5321 (4.5.4.1) advises to give up after four to five days.
    """
    wait = WAITS[attempts - 1] if attempts <= len(WAITS) else LONGEST_WAIT
    return None if now + wait > written + GIVE_UP_AFTER else now + wait


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail this worker has for LEASE. attempt: the how-manieth try; another worker's would be a later one."""

    id: int
    attempt: int
    letter: Letter
    to: str
    sender: str
    mark: str
    written_at: datetime


def deliver_next(database: Database, office: PostOffice) -> bool:
    """Hand the next due mail to the mail server; False when none is due. No transaction is open meanwhile."""
    taken = take_next(database)
    if taken is None:
        return False
    settle(database, taken, hand_over(office, taken))
    return True


def hand_over(office: PostOffice, taken: Taken) -> Undelivered | None:
    """What went wrong, or None. A fault of our own counts as one of the server: the mail is kept."""
    try:
        mail = smtp.message(
            office, taken.letter, to=taken.to, sender=taken.sender, mark=taken.mark, at=taken.written_at
        )
        smtp.send(office, mail, taken.to)
    except Undelivered as trouble:
        log.warning("mail %s did not go out: %s", taken.id, trouble.error)
        return trouble
    except Exception as fault:  # noqa: BLE001 - its lines go to the log, its words do not: they may name the address
        where = "".join(traceback.format_tb(fault.__traceback__))
        log.error("mail %s could not be made: %s\n%s", taken.id, type(fault).__name__, where)  # noqa: TRY400 - as above
        return Undelivered(smtp.Trouble.CONTENT, type(fault).__name__)
    return None


def take_next(database: Database) -> Taken | None:
    with database.reading() as session:
        due = session.scalar(due_mails().limit(1).with_only_columns(OutgoingMail.id))
    if due is None:
        return None
    with database.transaction() as tx:
        mail = tx.session.scalar(due_mails().limit(1).with_for_update(skip_locked=True))
        if mail is None:
            return None
        if mail.attempts >= MOST_TRIES or clock.now() > mail.created_at + GIVE_UP_AFTER:
            finish(tx, mail, Outcome.GIVEN_UP)
            return None
        mail.attempts, mail.next_try_at = mail.attempts + 1, clock.now() + LEASE
        letter = Letter(mail.subject, mail.text, mail.language, mail.end, mail.html)
        return Taken(mail.id, mail.attempts, letter, mail.to, mail.sender, mail.mark, mail.created_at)


def due_mails() -> Any:
    due = OutgoingMail.next_try_at <= clock.now()
    return select(OutgoingMail).where(due).order_by(OutgoingMail.next_try_at, OutgoingMail.id)


def settle(database: Database, taken: Taken, trouble: Undelivered | None) -> None:
    """Write down what became of it. While the database is taken or away this waits, within the lease.

    A mail that has gone out and is not marked would go out a second time; so it is marked also when whoever should
    hear of it fails.
    """
    tell = True
    until = time.monotonic() + LEASE.total_seconds() / 2
    while True:
        try:
            with database.transaction() as tx:
                write_down(tx, taken, trouble, tell=tell)
        except (HouseBusy, OperationalError) as away:
            if time.monotonic() > until:
                raise
            log.warning("what became of mail %s waits: %s", taken.id, type(away).__name__)
            time.sleep(MARK_PAUSE)
        except Exception:
            if not tell:
                raise
            log.exception("who should hear of mail %s was deaf", taken.id)
            tell = False
        else:
            return


def write_down(tx: Transaction, taken: Taken, trouble: Undelivered | None, *, tell: bool) -> None:
    mail = tx.session.get(OutgoingMail, taken.id, with_for_update=True)
    if mail is None or mail.next_try_at is None:
        return  # withdrawn meanwhile, or another worker was through with it first
    if trouble is None:
        finish(tx, mail, Outcome.SENT, tell=tell)
        return
    if mail.attempts != taken.attempt:
        return  # the lease had ended, and another worker is trying
    mail.last_error = trouble.error[:60]
    mail.next_try_at = None if trouble.final else next_try(mail.attempts, mail.created_at, clock.now())
    if mail.next_try_at is None:
        finish(tx, mail, Outcome.REFUSED if trouble.final else Outcome.GIVEN_UP, tell=tell)


def finish(tx: Transaction, mail: OutgoingMail, outcome: Outcome, *, tell: bool = True) -> None:
    """Tell who must know, then keep nothing but a count."""
    if tell:
        tx.record(MailSettled(mail.municipality_id, mail.person_id, mail.kind, mail.created_at, outcome))
    mail.sent_at = clock.now() if outcome is Outcome.SENT else None
    mail.given_up_at = None if outcome is Outcome.SENT else clock.now()
    mail.to = mail.subject = mail.text = mail.html = mail.end = ""
    mail.person_id = mail.next_try_at = None


def overdue() -> Any:
    """What nobody tries any more, because the mail server was taken out of the settings."""
    written = OutgoingMail.created_at < clock.now() - GIVE_UP_AFTER - LEASE
    return select(OutgoingMail).where(OutgoingMail.next_try_at.is_not(None), written).order_by(OutgoingMail.id)
