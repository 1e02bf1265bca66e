"""Work that must not hold up a page: rows in our own table, written with the use case, done by a child process."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, Text, delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base, Database, Transaction
from participation.foundation.messages import HouseBusy

log = logging.getLogger(__name__)

TRIES = 5
LEASE = timedelta(hours=1)  # longer than any job; after it a running job was left by a worker that died
Handler = Callable[[Database, dict[str, Any]], None]


class Job(Base):
    """kind: which handler; state: waiting, running, failed (a finished job is deleted).

    not_before: when a waiting job is due; of a running one, until when its worker may take.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    tries: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    last_error: Mapped[str] = mapped_column(Text, default="")


def enqueue(tx: Transaction, kind: str, **payload: Any) -> None:
    """Add a job to this transaction; the same job waiting already is enough."""
    waiting = tx.session.scalars(select(Job).where(Job.kind == kind, Job.state == "waiting"))
    if all(job.payload != payload for job in waiting):
        tx.session.add(Job(kind=kind, payload=payload, not_before=clock.now()))
        tx.session.flush()


def take_over(database: Database) -> None:
    """A worker starts: what a dead one left half done is due at once.

    SQLite has one worker, so whatever runs was left; on PostgreSQL others may be at work, and only their lease tells.
    """
    if not database.is_sqlite:
        return
    with database.transaction() as tx:
        for job in tx.session.scalars(select(Job).where(Job.state == "running")):
            job.not_before = clock.now()


def work_or_wait(database: Database, handlers: dict[str, Handler]) -> bool:
    """As `work_one`; a database that is taken or away is waited for, not died of."""
    try:
        return work_one(database, handlers)
    except (HouseBusy, OperationalError) as trouble:
        log.warning("the jobs wait: %s", type(trouble).__name__)
        return False


def work_one(database: Database, handlers: dict[str, Handler]) -> bool:
    """Do the next due job; False when there is none. A failing job is tried again later, five times."""
    with database.reading() as session:
        due = session.scalar(due_jobs().limit(1).with_only_columns(Job.id))
    if due is None:
        return False
    with database.transaction() as tx:
        job = tx.session.scalar(due_jobs().limit(1).with_for_update(skip_locked=True))
        if job is None:
            return False
        if job.tries >= TRIES:  # each of its workers died of it
            job.state = "failed"
            return True
        job.state, job.tries, job.not_before = "running", job.tries + 1, clock.now() + LEASE
        job_id, kind, payload = job.id, job.kind, dict(job.payload)
    try:
        handlers[kind](database, payload)
    except Exception as error:
        log.exception("job %s failed", kind)
        postpone(database, job_id, type(error).__name__)
    else:
        with database.transaction() as tx:
            tx.session.execute(delete(Job).where(Job.id == job_id))
    return True


def due_jobs() -> Any:
    return select(Job).where(Job.state.in_(["waiting", "running"]), Job.not_before <= clock.now()).order_by(Job.id)


def postpone(database: Database, job_id: int, error: str) -> None:
    with database.transaction() as tx:
        job = tx.session.get(Job, job_id)
        if job is None:
            return  # its lease had ended, and another worker has done it
        job.last_error = error
        job.state = "failed" if job.tries >= TRIES else "waiting"
        job.not_before = clock.now() + timedelta(seconds=2**job.tries)
