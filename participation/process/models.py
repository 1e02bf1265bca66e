from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation.database import Base


class Process(Base):
    """What is drawn up together (*Verfahren*), for example an integration concept."""

    __tablename__ = "process"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    title: Mapped[dict[str, str]]
    question: Mapped[dict[str, str]]
    lead: Mapped[dict[str, str]]

    phases: Mapped[list["Phase"]] = relationship(order_by="Phase.position")
    formats: Mapped[list["Format"]] = relationship(order_by="Format.id")


class PhaseState(StrEnum):
    DONE = "done"
    NOW = "now"
    TODO = "todo"


class Phase(Base):
    """Only time. `period` says it in words, because towns plan in words."""

    __tablename__ = "phase"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    position: Mapped[int]
    title: Mapped[dict[str, str]]
    period: Mapped[dict[str, str]]
    state: Mapped[str] = mapped_column(String(10), default=PhaseState.TODO)


class FormatKind(StrEnum):
    IDEA_COLLECTION = "idea_collection"


class Format(Base):
    """A way to take part (*Beteiligungsformat*) with its one data set of contributions and what it allows now."""

    __tablename__ = "format"
    __table_args__ = (UniqueConstraint("municipality_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30), default=FormatKind.IDEA_COLLECTION)
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[dict[str, str]]
    question: Mapped[dict[str, str]]
    may_submit: Mapped[bool] = mapped_column(default=True)
    may_support: Mapped[bool] = mapped_column(default=True)
    closes_at: Mapped[datetime | None]
