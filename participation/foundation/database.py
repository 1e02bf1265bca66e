"""The database and its one way to write: `transaction()`.

SQLite waits for a lock in C, which would stop every greenlet. So nothing here ever waits inside SQLite: the busy
timeout is 0 and only `BEGIN IMMEDIATE` is tried again, with a sleep that lets everybody else go on
(docs/decisions/002).
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import gevent
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from participation.foundation.messages import HouseBusy

log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds a door waits for the one writer before it says so
RETRY_AFTER = 0.005

_open: ContextVar["Transaction | None"] = ContextVar("open_transaction", default=None)


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite keeps no time zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")  # a bug, never a person's input
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment(), dict[str, str]: JSON(), dict[str, Any]: JSON(), list[str]: JSON()}  # noqa: RUF012


@dataclass(frozen=True, slots=True)
class Listener:
    """Who writes with a use case: after one piece of news, and after many at once."""

    one: Callable[["Transaction", Any], None]
    many: Callable[["Transaction", Any], None] | None = None


@dataclass
class Wires:
    """Who listens to which news. `app` connects them; nobody else knows."""

    recorded: dict[type, list["Listener"]] = field(default_factory=dict)
    announced: dict[type, list[Callable[[Any], None]]] = field(default_factory=dict)

    def on_record(
        self,
        news: type,
        listener: Callable[["Transaction", Any], None],
        *,
        many: Callable[["Transaction", Any], None] | None = None,
    ) -> None:
        """`listener` writes together with the use case; if it fails, nothing has happened.

        many: the same for a list of such news, from one act in one municipality, in few statements.
        """
        self.recorded.setdefault(news, []).append(Listener(listener, many))

    def on_announce(self, news: type, listener: Callable[[Any], None]) -> None:
        """`listener` hears it once it is true; if it fails, that is logged and undoes nothing."""
        self.announced.setdefault(news, []).append(listener)


class Transaction:
    """The one open transaction of a door. Use cases write through it and never commit."""

    def __init__(self, session: Session, wires: Wires) -> None:
        self.session = session
        self._wires = wires
        self._announcements: list[object] = []
        self._last: list[Callable[[], None]] = []

    def record(self, news: object) -> None:
        for listener in self._wires.recorded.get(type(news), ()):
            listener.one(self, news)

    def record_all(self, news: Sequence[object]) -> None:
        """The same kind of news many times: whoever can hears all of it at once."""
        for listener in self._wires.recorded.get(type(news[0]), ()) if news else ():
            if listener.many:
                listener.many(self, news)
            else:
                for one in news:
                    listener.one(self, one)

    def at_last(self, act: Callable[[], None]) -> None:
        """Let `act` write right before the commit, when this transaction waits for nothing else any more.

        For rows that others write as well: whoever held them earlier and then waited would make the others wait.
        """
        self._last.append(act)

    def come_to_an_end(self) -> None:
        for act in self._last:
            act()
        self.session.flush()

    def announce(self, news: object) -> None:
        if news not in self._announcements:
            self._announcements.append(news)

    def deliver(self) -> None:
        """Tell the listeners what has become true. Called by the door's `transaction()` after the commit."""
        for news in self._announcements:
            for listener in self._wires.announced.get(type(news), ()):
                try:
                    listener(news)
                except Exception:
                    log.exception("a listener to %s was deaf", type(news).__name__)


class Database:
    """One database of the house, with its wires."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.wires = Wires()
        self.engine = open_engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        if _open.get() is not None:
            raise RuntimeError("a transaction is open already: use cases take `tx`, only doors open one")
        with (
            begin_patiently(self.engine) as connection,
            Session(bind=connection, expire_on_commit=False, autoflush=True) as session,
        ):
            tx = Transaction(session, self.wires)
            mark = _open.set(tx)
            try:
                yield tx
                tx.come_to_an_end()
                connection.commit()
            finally:
                _open.reset(mark)
        tx.deliver()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(bind=self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()


def open_engine(url: str) -> Engine:
    """An engine whose SQLite connections keep every acknowledged write (`synchronous=FULL`) and never wait in C."""
    engine = create_engine(url, hide_parameters=True)  # an error in the log must not say what somebody wrote
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", prepare_sqlite)
        event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event decides, not the driver
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


SQLITE_PRAGMAS = (
    "PRAGMA busy_timeout=0",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)


def empty_the_log(engine: Engine) -> bool:
    """Leave nothing in SQLite's write-ahead log that the tables do not have any more.

    False where somebody reads or writes at this moment, and something may be left.
    """
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] if raw is not None else 0
    return not busy


def keep_emptying_the_log(engine: Engine, tries: int = 60) -> None:
    """The same, again and again until nobody is in the way; for a moment after which nothing may be left."""
    for _ in range(tries):
        if empty_the_log(engine):
            return
        gevent.sleep(1)


def begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("participation_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def begin_patiently(engine: Engine) -> Connection:
    """A connection that has begun its write, tried again while another writer holds the lock.

    Whoever waits holds no connection meanwhile: the pool has few, and readers need them.
    Raises HouseBusy after PATIENCE seconds.
    """
    until = monotonic() + PATIENCE
    while True:
        try:
            return begin_at_once(engine)
        except OperationalError as locked:
            if not isinstance(locked.orig, sqlite3.OperationalError) or "locked" not in str(locked.orig):
                raise
            if monotonic() > until:
                raise HouseBusy from locked
        gevent.sleep(RETRY_AFTER)


def begin_at_once(engine: Engine) -> Connection:
    connection = engine.connect().execution_options(participation_write=True)
    try:
        connection.begin()
    except BaseException:
        connection.close()
        raise
    return connection


_current: Database | None = None


def use(database: Database | None) -> None:
    """Make `database` the one this process works with."""
    global _current  # noqa: PLW0603 - one process, one database
    _current = database


def current() -> Database:
    if _current is None:
        raise RuntimeError("no database is in use: create_app() or a command opens one")
    return _current


@contextmanager
def transaction() -> Iterator[Transaction]:
    """The door's one transaction. News is delivered after the commit.

    Raises HouseBusy when the one writer is taken for longer than PATIENCE.
    """
    with current().transaction() as tx:
        yield tx


@contextmanager
def reading() -> Iterator[Session]:
    """A scope to read in; it takes no lock and writes nothing."""
    with current().reading() as session:
        yield session


def transaction_is_open() -> bool:
    """Whether this greenlet has a transaction open (the ledger must not be called then)."""
    return _open.get() is not None
