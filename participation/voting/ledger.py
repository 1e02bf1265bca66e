"""The ledger: every vote and every step of a ballot, in one order, by one writer (docs/decisions/010).

The writer is a real OS thread with a connection of its own: SQLite and PostgreSQL may make it wait without holding up
the event loop. It collects what has arrived, writes it in one transaction, and only then says "counted".
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, TypeVar

import gevent
from gevent.event import AsyncResult
from gevent.monkey import get_original
from sqlalchemy import Engine, create_engine, event, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from participation.foundation.database import (
    Database,
    Transaction,
    begin_sqlite,
    empty_the_log,
    prepare_sqlite,
    transaction_is_open,
)
from participation.foundation.messages import HouseBusy, Refused
from participation.foundation.permissions import Actor, Role
from participation.voting import queries, service
from participation.voting.keys import BallotKeys
from participation.voting.models import Ballot, Vote
from participation.voting.news import TallyChanged
from participation.voting.rules import (
    GRACE,
    BallotRules,
    Choice,
    Kept,
    Sent,
    Standing,
    State,
    Status,
    Step,
    Tally,
    changed_tally,
    judge,
)

log = logging.getLogger(__name__)

BATCH = 500
TRY_AGAIN = 1.0  # seconds
PATIENCE_MS = 5000  # the writer may wait for another process: it is no greenlet
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The ledger's answer to a vote. choice: what is stored now, whatever was sent. refused: why it was not taken."""

    status: Status
    own_revision: int = 0
    choice: Choice = field(default_factory=dict)
    sequence: int = 0
    refused: Refused | None = None

    @property
    def counted(self) -> bool:
        return self.status in {Status.STORED, Status.DUPLICATE}


@dataclass(slots=True)
class VoteJob:
    ballot_id: int
    voter_key: bytes
    sent: Sent
    answer: "AsyncResult[Receipt]"


@dataclass(slots=True)
class StepJob:
    """Anything else that must stand in the same order as the votes."""

    work: Callable[[Transaction], Any]
    answer: "AsyncResult[Any]"


class Ledger:
    """One per process. It belongs to the loop in which it was started."""

    def __init__(self, house: Database, keys: BallotKeys, *, grace: float = GRACE.total_seconds()) -> None:
        self.keys = keys
        self._house = house
        self._grace = grace
        self._inbox: SimpleQueue[VoteJob | StepJob | None] = get_original("queue", "SimpleQueue")()
        self._done: deque[Callable[[], None]] = deque()
        self._tallies: dict[int, tuple[Tally, int]] = {}
        self._counted_nonces: dict[int, set[bytes]] = {}
        self._rules: dict[tuple[int, int], BallotRules] = {}
        self._running = False
        self._over = False

    # --- the doors, in the event loop

    def start(self) -> None:
        """Start the writer and take up what was open when the house stopped. The first vote would do it too."""
        if self._running:
            return
        hub = gevent.get_hub()
        self._wake = hub.loop.async_()
        self._wake.start(self._settle)
        self._ended = AsyncResult()
        self._farewell = get_original("_thread", "allocate_lock")()
        self._running, self._stopped = True, False
        get_original("_thread", "start_new_thread")(self._write_until_stopped, ())
        self._resume()

    def stop(self) -> None:
        """Write what has arrived, then end the writer for good: whoever comes later is asked to send again."""
        self._over = True
        if self._running:
            self._running = False
            self._inbox.put(None)
            self._ended.get()
            with self._farewell:  # the writer still holds its bell
                self._wake.stop()
                self._wake.close()

    def cast(self, ballot_id: int, voter_key: bytes, sent: Sent) -> Receipt:
        """Store a vote; returns once it is committed or refused.

        Raises RuntimeError inside a transaction (it would wait for the lock it holds itself).
        """
        answer: AsyncResult[Receipt] = AsyncResult()
        self._put(VoteJob(ballot_id, voter_key, sent, answer))
        receipt: Receipt = answer.get()
        return receipt

    def step(
        self, ballot: Ballot, step: Step, *, seen: int, by: Actor, reason: str = "", rehearsal: bool = False
    ) -> Ballot:
        """Move a ballot one step, in one order with its votes.

        Raises NotAllowed, ChangedMeanwhile, NotThisStep, ReasonMissing.
        """

        def move(tx: Transaction) -> Ballot:
            moved = service.move_ballot(tx, ballot.id, step, seen=seen, by=by, reason=reason, rehearsal=rehearsal)
            if step is Step.OPEN:  # only now is it certain that no running ballot loses its key
                self._forget(ballot.id)
                self.keys.make(ballot.public_id)
            return moved

        moved: Ballot = self.work(move)
        if step is Step.CLOSE:
            gevent.spawn_later(self._grace, self.finish, ballot.id)
        elif step is Step.CANCEL:
            self.keys.forget(ballot.public_id)
        return moved

    def finish(self, ballot_id: int) -> None:
        """Count a closing ballot. Called when the grace is over; a second call changes nothing."""
        if not self._running:
            return
        house_itself = Actor(0, None, frozenset({Role.MODERATOR}), "system")

        def count(tx: Transaction) -> Ballot | None:
            self._remember_nonces(tx.session, ballot_id)
            shown, _ = self._tallies.get(ballot_id, (None, 0))
            return service.count_votes(tx, ballot_id, shown_so_far=shown, by=house_itself)

        try:
            ballot: Ballot | None = self.work(count)
        except (HouseBusy, DBAPIError):
            log.exception("a ballot could not be counted yet; it is tried again")
            gevent.spawn_later(TRY_AGAIN, self.finish, ballot_id)
            return
        if ballot is not None:
            self.keys.forget(ballot.public_id)
            self.work(None)

    def wipe_rehearsal(self, audience: str, *, by: Actor) -> None:
        """Raises NotAllowed, NotThisStep."""
        for ballot in self.work(lambda tx: service.wipe_rehearsal(tx, audience, by=by)):
            self._forget(ballot.id)
            self.keys.forget(ballot.public_id)

    def work(self, work: Callable[[Transaction], Any] | None) -> Any:
        """Let the writer do `work` in a transaction of its own; None empties the write-ahead log instead."""
        answer: AsyncResult[Any] = AsyncResult()
        self._put(StepJob(work or tidy_up, answer))
        return answer.get()

    def running_tally(self, ballot: Ballot) -> tuple[Tally, int]:
        """The figures of a running ballot and their revision: how many changes they hold.

        It only grows, and a restart goes on where it was: screens drop figures older than those they show.
        """

        def load(tx: Transaction) -> None:  # by the writer: between two batches no vote can be counted twice
            if ballot.id not in self._tallies:
                tally = queries.recount(tx.session, tx.session.get_one(Ballot, ballot.id))
                self._tallies[ballot.id] = tally, queries.count_changes(tx.session, ballot.id)

        if ballot.id not in self._tallies:
            self.work(load)
        return self._tallies[ballot.id]

    def _put(self, job: VoteJob | StepJob) -> None:
        if transaction_is_open():
            raise RuntimeError("a transaction is open: the ledger would wait for the lock this greenlet holds")
        if self._over:  # a late vote must not start another writer
            raise HouseBusy
        if not self._running:
            self.start()
        self._inbox.put(job)

    def _settle(self) -> None:
        """In the loop: hand out what the writer has finished."""
        while self._done:
            self._done.popleft()()

    def _forget(self, ballot_id: int) -> None:
        for held in (self._tallies, self._counted_nonces):
            held.pop(ballot_id, None)

    def _resume(self) -> None:
        """A restart: a ballot whose end was announced is counted; an open one goes on as it was.

        A key that outlived its ballot (the house fell between the count and its deletion) goes now.
        """
        with self._house.reading() as session:
            closing = session.scalars(select(Ballot.id).where(Ballot.state == State.CLOSING)).all()
            outlived = queries.ended_among(session, self.keys.all())
        for public_id in outlived:
            self.keys.forget(public_id)
        if outlived:
            gevent.spawn(self.work, None)
        for ballot_id in closing:
            gevent.spawn_later(self._grace, self.finish, ballot_id)

    # --- the writer, a thread of the operating system

    def _write_until_stopped(self) -> None:
        engine = writers_engine(self._house.url)
        ending = False
        while not ending:
            jobs, ending = self._waiting()
            for group in in_order(jobs):
                self._settle_group(engine, group)
            self._wake.send()
        engine.dispose()
        with self._farewell:
            self._done.append(lambda: self._ended.set(None))
            self._wake.send()

    def _waiting(self) -> tuple[list[VoteJob | StepJob], bool]:
        """What has arrived, at least one job and at most BATCH; and whether it is time to end."""
        jobs: list[VoteJob | StepJob] = []
        job = self._inbox.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) >= BATCH or self._inbox.empty():
                return jobs, False
            job = self._inbox.get()
        return jobs, True

    def _settle_group(self, engine: Engine, group: "list[VoteJob] | StepJob") -> None:
        if isinstance(group, StepJob):
            self._do_step(engine, group)
            return
        try:
            self._store(engine, group)
        except OperationalError as busy:  # locked, full or gone: the next vote would fare no better
            for job in group:
                self._fail(job.answer, busy_answer(busy))
        except Exception as error:  # noqa: BLE001 - whatever it is, each voter hears it and the log keeps it
            if len(group) == 1:
                self._fail(group[0].answer, error)
            else:
                for job in group:
                    self._settle_group(engine, [job])

    def _store(self, engine: Engine, jobs: list[VoteJob]) -> None:
        """One batch of votes: judge each against the rows, write what is left, commit, then answer."""
        with written(engine, self._house) as tx:
            standings = self._standings_of(tx.session, {job.ballot_id for job in jobs})
            before = kept_rows(tx.session, jobs)
            after = dict(before)
            receipts = [self._judge(job, standings, after) for job in jobs]
            changed = {key: row for key, row in after.items() if row is not None and row is not before.get(key)}
            upsert_votes(tx.session, changed, standings)
        news = self._note_tallies(changed, before, standings)
        for job, receipt in zip(jobs, receipts, strict=True):
            self._answer(job.answer, receipt)
        self._done.append(lambda: announce(self._house, news))

    def _standings_of(self, session: Session, ballot_ids: set[int]) -> dict[int, tuple[Standing, str, int]]:
        """Each ballot as it stands in this very transaction: (standing, audience, municipality).

        On PostgreSQL the share lock keeps another process from closing it before our commit.
        """
        rows = session.execute(
            select(Ballot.id, Ballot.state, Ballot.round, Ballot.closed_at, Ballot.audience, Ballot.municipality_id)
            .where(Ballot.id.in_(ballot_ids))
            .with_for_update(read=True)
        )
        return {
            number: (
                Standing(State(state), round_, closed_at, self._rules_of(session, number, round_)),
                audience,
                municipality,
            )
            for number, state, round_, closed_at, audience, municipality in rows
        }

    def _rules_of(self, session: Session, ballot_id: int, round_: int) -> BallotRules:
        """What the opening froze; read once for each round."""
        if (ballot_id, round_) not in self._rules:
            self._rules[ballot_id, round_] = queries.rules_of(session.get_one(Ballot, ballot_id))
        return self._rules[ballot_id, round_]

    def _judge(
        self,
        job: VoteJob,
        standings: "dict[int, tuple[Standing, str, int]]",
        rows: "dict[tuple[int, bytes], Kept | None]",
    ) -> Receipt:
        key = (job.ballot_id, job.voter_key)
        if job.ballot_id not in standings:
            return Receipt(Status.CLOSED)
        if job.sent.nonce in self._counted_nonces.get(job.ballot_id, ()):
            return Receipt(Status.DUPLICATE)
        try:
            status, kept = judge(standings[job.ballot_id][0], rows.get(key), job.sent)
        except Refused as refused:
            kept = rows.get(key)
            return receipt_of(Status.REJECTED, kept, refused)
        rows[key] = kept
        return receipt_of(status, kept)

    def _note_tallies(
        self,
        changed: "dict[tuple[int, bytes], Kept]",
        before: "dict[tuple[int, bytes], Kept | None]",
        standings: "dict[int, tuple[Standing, str, int]]",
    ) -> list[TallyChanged]:
        for (ballot_id, voter), row in changed.items():
            old = before.get((ballot_id, voter))
            if ballot_id in self._tallies:
                tally, revision = self._tallies[ballot_id]
                tally = changed_tally(tally, old.choice if old else {}, row.choice)
                self._tallies[ballot_id] = tally, revision + row.own_revision - (old.own_revision if old else 0)
        moved = sorted({ballot_id for ballot_id, _ in changed})
        return [TallyChanged(ballot_id, standings[ballot_id][1]) for ballot_id in moved]

    def _remember_nonces(self, session: Session, ballot_id: int) -> None:
        """A phone whose answer got lost may ask again after the count: it hears "counted", and nothing about whom."""
        nonces = session.scalars(select(Vote.nonce).where(Vote.ballot_id == ballot_id))
        self._counted_nonces[ballot_id] = set(nonces)

    def _do_step(self, engine: Engine, job: StepJob) -> None:
        if job.work is tidy_up:
            empty_the_log(engine)
            self._answer(job.answer, None)
            return
        try:
            with written(engine, self._house) as tx:
                outcome = job.work(tx)
        except Exception as error:  # noqa: BLE001 - the door that asked raises it again
            self._fail(job.answer, error)
        else:
            self._answer(job.answer, outcome)
            self._done.append(tx.deliver)

    def _answer(self, answer: "AsyncResult[T]", value: T) -> None:
        self._done.append(lambda: answer.set(value))

    def _fail(self, answer: "AsyncResult[Any]", error: Exception) -> None:
        self._done.append(lambda: answer.set_exception(error))


def tidy_up(_tx: Transaction) -> None:
    """A mark: the writer empties the write-ahead log, so that no vote of an ended ballot is left in it."""


def busy_answer(error: OperationalError) -> Exception:
    """A person reads that nothing is lost; the log keeps what the database said."""
    refused = HouseBusy()
    refused.__cause__ = error
    return refused


def writers_engine(url: str) -> Engine:
    """An engine for one thread that may wait; its one connection stays open."""
    engine = create_engine(url, poolclass=StaticPool)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "connect", wait_for_the_lock)
        event.listen(engine, "begin", begin_sqlite)
    return engine


def wait_for_the_lock(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")


@contextmanager
def written(engine: Engine, house: Database) -> Iterator[Transaction]:
    """A transaction of the writer: committed at the end, or not at all."""
    with (
        engine.connect().execution_options(participation_write=True) as connection,
        connection.begin(),
        Session(bind=connection, expire_on_commit=False, autoflush=True) as session,
    ):
        tx = Transaction(session, house.wires)
        yield tx
        session.flush()


def in_order(jobs: Iterable["VoteJob | StepJob"]) -> Iterable["list[VoteJob] | StepJob"]:
    """Neighbouring votes as one batch; a step stands alone, exactly where it arrived."""
    votes: list[VoteJob] = []
    for job in jobs:
        if isinstance(job, VoteJob):
            votes.append(job)
            continue
        if votes:
            yield votes
            votes = []
        yield job
    if votes:
        yield votes


def kept_rows(session: Session, jobs: list[VoteJob]) -> dict[tuple[int, bytes], Kept | None]:
    found: dict[tuple[int, bytes], Kept | None] = {}
    for ballot_id in {job.ballot_id for job in jobs}:
        voters = {job.voter_key for job in jobs if job.ballot_id == ballot_id}
        rows = session.execute(
            select(Vote.voter_key, Vote.choice, Vote.nonce, Vote.sequence, Vote.own_revision).where(
                Vote.ballot_id == ballot_id, Vote.voter_key.in_(voters)
            )
        )
        for voter, choice, nonce, sequence, own_revision in rows:
            found[ballot_id, voter] = Kept(queries.read_choice(choice), nonce, sequence, own_revision)
    return found


def upsert_votes(
    session: Session, changed: dict[tuple[int, bytes], Kept], standings: dict[int, tuple[Standing, str, int]]
) -> None:
    """One row per voter: a change replaces the whole choice. `changed` holds each key once (last wins)."""
    if not changed:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Vote)
    replaced = {name: statement.excluded[name] for name in ("choice", "nonce", "sequence", "own_revision")}
    rows = [
        {
            "ballot_id": ballot_id,
            "voter_key": voter,
            "municipality_id": standings[ballot_id][2],
            "choice": queries.write_choice(kept.choice),
            "nonce": kept.nonce,
            "sequence": kept.sequence,
            "own_revision": kept.own_revision,
        }
        for (ballot_id, voter), kept in changed.items()
    ]
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["ballot_id", "voter_key"], set_=replaced), rows
    )


def receipt_of(status: Status, kept: Kept | None, refused: Refused | None = None) -> Receipt:
    if kept is None:
        return Receipt(status, refused=refused)
    return Receipt(status, kept.own_revision, kept.choice, kept.sequence, refused)


def announce(house: Database, news: list[TallyChanged]) -> None:
    for one in news:
        for listener in house.wires.announced.get(TallyChanged, ()):
            try:
                listener(one)
            except Exception:
                log.exception("a listener to the tally was deaf")


_current: Ledger | None = None


def use(ledger: Ledger | None) -> None:
    """Make `ledger` the one this process votes with."""
    global _current  # noqa: PLW0603 - one process, one ledger
    _current = ledger


def current() -> Ledger:
    if _current is None:
        raise RuntimeError("no ledger is in use: serve or a test starts one")
    return _current
