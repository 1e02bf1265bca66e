from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation import clock
from participation.foundation.database import Base
from participation.process.form_rules import Choice
from participation.process.rules import (
    CLOSED,
    Allowed,
    Moderation,
    PhaseState,
    Precision,
    ProcessState,
    Span,
    allowed_now,
    phase_state,
)


class Process(Base):
    """What is drawn up together (*Verfahren*), for example an integration concept."""

    __tablename__ = "process"
    __table_args__ = (UniqueConstraint("municipality_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10), default=ProcessState.DRAFT)
    title: Mapped[dict[str, str]]
    question: Mapped[dict[str, str]]
    lead: Mapped[dict[str, str]]
    revision: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]

    phases: Mapped[list["Phase"]] = relationship(order_by="Phase.position")
    formats: Mapped[list["Format"]] = relationship(order_by="Format.id", back_populates="process")

    @property
    def process_id(self) -> int:
        """So that a role in this process counts for the process itself."""
        return self.id


class Phase(Base):
    """Only time. `period` says it in words where towns plan in words."""

    __tablename__ = "phase"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    position: Mapped[int]
    title: Mapped[dict[str, str]]
    period: Mapped[dict[str, str]]
    precision: Mapped[str] = mapped_column(String(12), default=Precision.OPEN)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def span(self) -> Span:
        return Span(Precision(self.precision), self.starts_on, self.ends_on, self.begun_at, self.ended_at)

    @property
    def state(self) -> PhaseState:
        """Done, now or to come, by the town hall's calendar."""
        return phase_state(self.span, clock.local(clock.now()).date())


class FormatKind(StrEnum):
    IDEA_COLLECTION = "idea_collection"
    CARD_WALL = "card_wall"
    OPEN_SPACE = "open_space"
    ROUND_TABLE = "round_table"
    WORKSHEET = "worksheet"
    DIALOGUE_FORUM = "dialogue_forum"
    WORLD_CAFE = "world_cafe"
    INTERVIEWS = "interviews"


# those of a session, and what the desk brings in: what is open in them no phase says
OF_A_SESSION = (
    FormatKind.CARD_WALL,
    FormatKind.OPEN_SPACE,
    FormatKind.ROUND_TABLE,
    FormatKind.WORKSHEET,
    FormatKind.DIALOGUE_FORUM,
    FormatKind.WORLD_CAFE,
    FormatKind.INTERVIEWS,
)


class Format(Base):
    """A way to take part (*Beteiligungsformat*) with its one data set of contributions."""

    __tablename__ = "format"
    __table_args__ = (UniqueConstraint("municipality_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30), default=FormatKind.IDEA_COLLECTION)
    slug: Mapped[str] = mapped_column(String(60))
    title: Mapped[dict[str, str]]
    question: Mapped[dict[str, str]]
    takes_photos: Mapped[bool] = mapped_column(default=False)

    # always loaded with it, in the same statement: nobody asks for a format without asking what it allows
    process: Mapped[Process] = relationship(back_populates="formats", lazy="joined", innerjoin=True)
    settings: Mapped[list["PhaseSetting"]] = relationship(lazy="joined", order_by="PhaseSetting.id")

    @property
    def allowed(self) -> Allowed:
        """What is open at this moment; a draft is closed, an ended process can only be read.

        What was said in a session can be read once it is public, whatever phase it is.
        """
        if self.process.state == ProcessState.DRAFT:
            return CLOSED
        if self.kind in OF_A_SESSION:
            return Allowed(read=True)
        now = allowed_now((setting.phase.state, setting.allowed) for setting in self.settings)
        return now if self.process.state == ProcessState.PUBLISHED else Allowed(read=now.read)


class PhaseSetting(Base):
    """What a format allows in a phase. Where there is no row, the phase opens nothing."""

    __tablename__ = "phase_setting"
    __table_args__ = (UniqueConstraint("phase_id", "format_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"))
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id"), index=True)
    may_read: Mapped[bool] = mapped_column(default=True)
    may_submit: Mapped[bool] = mapped_column(default=False)
    may_support: Mapped[bool] = mapped_column(default=False)
    may_comment: Mapped[bool] = mapped_column(default=False)
    moderation: Mapped[str] = mapped_column(String(4), default=Moderation.PRE)
    results_hidden: Mapped[bool] = mapped_column(default=False)

    phase: Mapped[Phase] = relationship(lazy="joined", innerjoin=True)

    @property
    def allowed(self) -> Allowed:
        return Allowed(
            read=self.may_read,
            submit=self.may_submit,
            support=self.may_support,
            comment=self.may_comment,
            moderation=Moderation(self.moderation),
            results_hidden=self.results_hidden,
        )


class FormField(Base):
    """What a collection asks besides the text (*Formularfeld*).

    choices: key -> words per language, in their order, also those taken out. internal: only the desk reads answers.
    removed_at: it is not asked any more; what was answered stays.
    """

    __tablename__ = "form_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    label: Mapped[dict[str, str]]
    hint: Mapped[dict[str, str]]
    choices: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    required: Mapped[bool] = mapped_column(default=False)
    internal: Mapped[bool] = mapped_column(default=False)
    removed_at: Mapped[datetime | None]

    @property
    def every_choice(self) -> list[Choice]:
        """Also those that cannot be chosen any more."""
        return [Choice(one["key"], one["words"], bool(one["gone"])) for one in self.choices]

    @property
    def offered(self) -> list[Choice]:
        return [choice for choice in self.every_choice if not choice.gone]
