from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.answers.rules import AnswerState
from participation.foundation.database import Base


class StageEntry(Base):
    """What was decided about an idea. Entries are added, never changed; the last one counts.

    stage: a `Decided`; why, place: language -> words, place says which chapter or which measure.
    undoes_id: the entry it takes back; its other facts are then those that counted before that one.
    """

    __tablename__ = "stage_entry"
    __table_args__ = (Index("ix_stage_entry_contribution", "contribution_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    stage: Mapped[str] = mapped_column(String(16))
    why: Mapped[dict[str, str]]
    place: Mapped[dict[str, str]]
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("stage_entry.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class OfficialAnswer(Base):
    """What the town hall answers (*Rückmeldung*), to one idea or to many.

    texts: language -> words, all written by people; original: the language it was written in first.
    office: who answers, in one line. once: the mark of the form it came by.
    changed_at: when a published wording was replaced last; `AnswerVersion` keeps the former ones.
    """

    __tablename__ = "official_answer"
    __table_args__ = (CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=AnswerState.DRAFT)
    original: Mapped[str] = mapped_column(String(10))
    texts: Mapped[dict[str, str]]
    office: Mapped[str] = mapped_column(String(160))
    once: Mapped[str | None] = mapped_column(String(120), unique=True)
    revision: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]


class AnswerTo(Base):
    """An answer reaches an idea."""

    __tablename__ = "answer_to"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    answer_id: Mapped[int] = mapped_column(ForeignKey("official_answer.id"), primary_key=True, index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)


class AnswerVersion(Base):
    """A former wording of a published answer. since, until: while everybody read it; by_id: whose it was."""

    __tablename__ = "answer_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("official_answer.id"), index=True)
    original: Mapped[str] = mapped_column(String(10))
    texts: Mapped[dict[str, str]]
    office: Mapped[str] = mapped_column(String(160))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
