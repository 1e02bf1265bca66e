from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation.database import Base
from participation.voting.rules import BallotKind, Method, State


class Ballot(Base):
    """A question to the room (*Abstimmung*).

    audience: who is asked, for example `session:3`; voting itself knows no sessions.
    round: the revision at which it was opened; a vote for another round does not count.
    base: of how many people, frozen at the end: tickets in the room, or phones that joined.
    result: option id -> count, once it is counted; hands: of how many people it was counted by hand.
    before_id: the ballot that asked the same an earlier time.
    """

    __tablename__ = "ballot"
    # the log names a ballot by this number: that of a rehearsal is never given again
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int | None] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    audience: Mapped[str] = mapped_column(String(60), index=True)
    question: Mapped[dict[str, str]]
    method: Mapped[str] = mapped_column(String(10), default=Method.SINGLE)
    kind: Mapped[str] = mapped_column(String(12), default=BallotKind.MOOD)
    dots: Mapped[int] = mapped_column(default=1)
    per_option: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default=State.READY)
    revision: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=0)
    rehearsal: Mapped[bool] = mapped_column(default=False)
    frozen: Mapped[str] = mapped_column(String(64), default="")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    base: Mapped[int | None]
    voted: Mapped[int | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text, default="")
    hands: Mapped[int] = mapped_column(default=0)
    before_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"))

    options: Mapped[list["BallotOption"]] = relationship(order_by="BallotOption.position", lazy="selectin")


class BallotOption(Base):
    """One answer. source: what it stands for, `field:3` or `idea:17`; empty for an option of its own."""

    __tablename__ = "ballot_option"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    position: Mapped[int]
    title: Mapped[dict[str, str]]
    source: Mapped[str] = mapped_column(String(60), default="")


class Vote(Base):
    """One row per voter and ballot while it runs, with the whole choice. No time and no serial: order would betray.

    voter_key: a keyed hash of ticket or device; the key lies outside the database and dies at the count.
    """

    __tablename__ = "vote"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    voter_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    choice: Mapped[str] = mapped_column(Text)
    nonce: Mapped[bytes] = mapped_column(LargeBinary(16))
    sequence: Mapped[int] = mapped_column(BigInteger)
    own_revision: Mapped[int]


class CountedBallot(Base):
    """A vote after the count: the choice alone, at a random place. Nothing leads back to a person."""

    __tablename__ = "counted_ballot"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    choice: Mapped[str] = mapped_column(Text)


class HandCount(Base):
    """Hands or paper ballots that two people counted in the room (*Handzählung*), entered as one batch.

    counts: option id -> hands or points; people: how many they belong to; second: who counted with whoever entered it,
    whom the log names. Personal: `second`, so that a count can be checked; kept as long as the result.
    """

    __tablename__ = "hand_count"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    people: Mapped[int]
    second: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


class RoomTicket(Base):
    """A printed card: one person, one vote. Only the hash of its code is kept. number: printed large, no secret."""

    __tablename__ = "room_ticket"
    __table_args__ = (UniqueConstraint("audience", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    audience: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    returned_at: Mapped[datetime | None]


class Seat(Base):
    """A phone that joined. moved: its ticket is in use on another phone since.

    token_hash: of the cookie; ticket_id: the ticket it holds, at most one phone each.
    """

    __tablename__ = "seat"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    audience: Mapped[str] = mapped_column(String(60), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("room_ticket.id"), unique=True)
    moved: Mapped[bool] = mapped_column(default=False)
