from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.contributions.rules import Status
from participation.foundation.database import Base


class Case(Base):
    """A contribution that needs a person's decision. `revision` counts what changes the view: decisions and causes.

    There is one for each contribution; it is opened again when something new comes in.
    opened_at: since when it waits; assignee_id: who looks after it; decided_at: when it was decided last.
    """

    __tablename__ = "moderation_case"
    __table_args__ = (
        Index("ix_moderation_case_waiting", "municipality_id", "open", "process_id", "id"),
        Index("ix_moderation_case_longest", "municipality_id", "open", "opened_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), unique=True)
    open: Mapped[bool] = mapped_column(default=True, index=True)
    revision: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class CaseCause(Base):
    """One cause why a case needs a person. settled_at: when a person had looked at it; settled_by_id: by deciding what.

    detail: the evidence in words, where there is some (a rule's finding; reports and appeals keep their own).
    """

    __tablename__ = "moderation_cause"
    __table_args__ = (Index("ix_moderation_cause_open", "case_id", "settled_at", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"))
    kind: Mapped[str] = mapped_column(String(12))
    detail: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_decision.id"), index=True)


class Decision(Base):
    """What was decided, by whom and why. Decisions are added, never changed; undo is a decision too.

    before: what the contribution was until then; undo leads back to it.
    automated: whether a machine had any part in it; statements say so.
    version_id: the new wording it took or declined; undo lets that wait again.
    by_id: a person; None only for what a source decided before it came here.
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
    version_id: Mapped[int | None] = mapped_column(ForeignKey("contribution_revision.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Statement(Base):
    """A statement of reasons (*Begründung*): why something is less visible. One for each decision that makes it so.

    kind: what was done; until: the day it ends by itself, None while nobody decides anew; reason: the rule;
    ground: whether that is a law; facts: the moderator's words; occasion: how somebody came to look;
    noticed_by_machine: whether a machine pointed to it; redress: what can be done, and until when.
    ended_at: when it stopped being in force; ended_by_id: by which decision.
    """

    __tablename__ = "statement_of_reasons"
    __table_args__ = (
        CheckConstraint("NOT decided_by_machine", name="person_decides"),
        CheckConstraint("by_id IS NOT NULL OR occasion = 'source'", name="somebody"),
        CheckConstraint(
            "(contribution_id IS NOT NULL AND decision_id IS NOT NULL) OR kind = 'process_withdrawn'", name="about"
        ),
        CheckConstraint("redress <> 'appeal' OR appeal_until IS NOT NULL", name="redress"),
        CheckConstraint("(ground <> 'law' AND kind <> 'process_withdrawn') OR facts <> ''", name="facts"),
        Index(
            "uq_statement_of_reasons_in_force",
            "contribution_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL AND contribution_id IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND contribution_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_decision.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(20))
    ground: Mapped[str] = mapped_column(String(12))
    facts: Mapped[str] = mapped_column(Text, default="")
    occasion: Mapped[str] = mapped_column(String(12))
    noticed_by_machine: Mapped[bool] = mapped_column(default=False)
    decided_by_machine: Mapped[bool] = mapped_column(default=False)
    redress: Mapped[str] = mapped_column(String(10))
    appeal_until: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_decision.id"))


class Notice(Base):
    """Somebody reports a public contribution (*Meldung*). Whoever does so twice changes their report while it is open.

    reporter_id, name, email: never shown to the author; outcome: what became of it, by which decision.
    """

    __tablename__ = "moderation_notice"
    __table_args__ = (
        Index(
            "uq_moderation_notice_open",
            "contribution_id",
            "reporter_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"), index=True)
    cause_id: Mapped[int] = mapped_column(ForeignKey("moderation_cause.id"))
    reporter_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime]
    changed_at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(10))
    decided_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_decision.id"), index=True)


class Appeal(Base):
    """The author asks for another look (*Widerspruch*), once for each statement of reasons.

    against_id: who decided what it is about; somebody else decides the appeal.
    """

    __tablename__ = "moderation_appeal"
    __table_args__ = (CheckConstraint("decided_by_id IS NULL OR decided_by_id <> against_id", name="somebody_else"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement_of_reasons.id"), unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"), index=True)
    cause_id: Mapped[int] = mapped_column(ForeignKey("moderation_cause.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    against_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    outcome: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_decision.id"), index=True)


class Remark(Base):
    """What colleagues write to each other about a case. Remarks are added, never changed; no resident reads them."""

    __tablename__ = "moderation_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
