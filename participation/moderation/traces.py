"""What is kept beside a contribution to notice repeats and many newcomers, and the hints themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class Trace(Base):
    """One contribution somebody sent, as a fingerprint.

    exact: of its own words; fingerprint: of the first text it is alike to, its own where there was none before;
    likeness: to that first one, in percent; newcomer: whether it was the first contribution of a guest.
    """

    __tablename__ = "moderation_trace"
    __table_args__ = (
        Index("ix_moderation_trace_exact", "municipality_id", "exact", "at"),
        Index("ix_moderation_trace_alike", "municipality_id", "fingerprint", "at"),
        Index("ix_moderation_trace_newcomers", "municipality_id", "newcomer", "at"),
    )

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    exact: Mapped[str] = mapped_column(String(16))
    fingerprint: Mapped[str] = mapped_column(String(16))
    likeness: Mapped[int]
    newcomer: Mapped[bool]
    at: Mapped[datetime]


class Mark(Base):
    """A mark of a text that nothing before was alike to; gone once it is too old to be compared."""

    __tablename__ = "moderation_mark"
    __table_args__ = (Index("ix_moderation_mark_found", "municipality_id", "mark", "at"),)

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    at: Mapped[datetime] = mapped_column(index=True)


class KeptHint(Base):
    """A hint as it was when the contribution came. evidence: counts, hosts, words of the list."""

    __tablename__ = "moderation_hint"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    evidence: Mapped[dict[str, Any]]
    at: Mapped[datetime]
