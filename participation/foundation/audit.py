"""The audit: an append-only chain of who did what. It holds hashes of states, never a text, a choice or an address."""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from participation.foundation import clock
from participation.foundation.database import Base, Transaction

FIRST = "0" * 64
AT_A_TIME = 500  # entries read in one go: about ten milliseconds
AUDIT_LOCK = 7_041_967  # any fixed number: PostgreSQL's advisory lock that keeps the chain a chain


class AuditEntry(Base):
    """One act. `seq` has no gaps; `hash` covers the entry and the hash before it."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_town_actor", "municipality_id", "actor"),)  # the log asks who acted in a town

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(80))
    object: Mapped[str] = mapped_column(String(120))
    before: Mapped[str] = mapped_column(String(64))
    after: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(1000))
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Act:
    """What is entered: actor (`person:7`, `system`), action (`ballot.open`), object (`ballot:3`), states as hashes."""

    actor: str
    action: str
    object: str
    before: str = ""
    after: str = ""
    reason: str = ""


_key = b""


def use_key(secret: bytes) -> None:
    """Called by `app`: fingerprints are made with a key of the installation, so that nobody guesses what they hold."""
    global _key  # noqa: PLW0603 - one for the process, as its settings are
    _key = hashlib.sha256(b"audit states\x1f" + secret).digest()


def state_hash(*facts: object) -> str:
    """A keyed fingerprint of a state, so that the audit can show that it changed without holding it."""
    return hmac.new(_key, repr(facts).encode(), hashlib.sha256).hexdigest()


def link_hash(act: Act, *, seq: int, at: datetime, previous: str, town: int | None) -> str:
    """The hash that chains `act` to the entry before it. The first entries of old houses know no municipality."""
    parts = [previous, str(seq), at.isoformat(), act.actor, act.action, act.object, act.before, act.after, act.reason]
    if town is not None:
        parts.append(str(town))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def enter(tx: Transaction, act: Act, *, town: int) -> None:
    """Add `act` to the chain, in the transaction of the use case that did it. town: id of the municipality."""
    session = tx.session
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": AUDIT_LOCK})
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    ).one_or_none()
    seq, previous = (last.seq + 1, last.hash) if last else (1, FIRST)
    at = clock.now()
    session.add(
        AuditEntry(
            seq=seq,
            at=at,
            municipality_id=town,
            actor=act.actor,
            action=act.action,
            object=act.object,
            before=act.before,
            after=act.after,
            reason=act.reason,
            prev_hash=previous,
            hash=link_hash(act, seq=seq, at=at, previous=previous, town=town),
        )
    )
    session.flush()


def first_broken(session: Session, pause: Callable[[], None] | None = None) -> int | None:
    """The number of the first entry that was altered, removed or slipped in; None when the chain is whole.

    pause: called after every AT_A_TIME entries, so that others have a turn while a long chain is read.
    """
    previous = FIRST
    for expected, entry in enumerate(entries(session), start=1):
        if pause and expected % AT_A_TIME == 0:
            pause()
        act = Act(entry.actor, entry.action, entry.object, entry.before, entry.after, entry.reason)
        whole = entry.seq == expected and entry.prev_hash == previous
        linked = link_hash(act, seq=entry.seq, at=entry.at, previous=previous, town=entry.municipality_id)
        if not whole or entry.hash != linked:
            return entry.seq
        previous = entry.hash
    return None


def entries(session: Session) -> Iterator[AuditEntry]:
    """The whole chain from its first entry on, some at a time: no cursor stays open where a reader stops early."""
    some = list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq).limit(AT_A_TIME)))
    while some:
        yield from some
        behind = select(AuditEntry).where(AuditEntry.seq > some[-1].seq)
        some = list(session.scalars(behind.order_by(AuditEntry.seq).limit(AT_A_TIME)))
