from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from participation.contributions.rules import Status
from participation.foundation.database import Base


class Case(Base):
    """A contribution that needs a person's decision. `revision` counts the decisions, so two never overlap."""

    __tablename__ = "moderation_case"
    __table_args__ = (Index("ix_moderation_case_waiting", "municipality_id", "open", "process_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), unique=True)
    open: Mapped[bool] = mapped_column(default=True, index=True)
    revision: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]


class Decision(Base):
    """What was decided, by whom and why. Decisions are added, never changed; undo is a decision too.

    before: what the contribution was until then; undo leads back to it.
    automated: whether a machine had any part in it; statements say so.
    """

    __tablename__ = "moderation_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(String(12), default=Status.WAITING)
    automated: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
