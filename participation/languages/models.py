from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base
from participation.languages.vouching import State, TaskState


def only_one(state: State) -> Index:
    """Of a contribution in a language there is one in this state at most."""
    condition = text(f"state = '{state}'")
    name = f"uq_translation_{state}"
    return Index(name, "contribution_id", "language", unique=True, sqlite_where=condition, postgresql_where=condition)


class Translation(Base):
    """What a contribution says, in another language (*Übersetzung*). Former ones are kept.

    of_version: the number of the wording it renders; outdated: the contribution says something else now.
    approved_as: the role in which somebody vouches for it, which readers see instead of a name.
    provider: the machine it comes from. folded: what the search compares, of approved ones.

    Personal: made_by_id and approved_by_id, colleagues alone, so that the desk can ask back and the log says who
    vouched (GDPR art. 6 (1) e); they go with `service.forget_translator` when the account is erased, the words stay.
    The words are those of the contribution's author and go with it.
    """

    __tablename__ = "translation"
    __table_args__ = (
        only_one(State.APPROVED),
        only_one(State.DRAFT),
        only_one(State.OFFERED),
        Index("ix_translation_contribution", "contribution_id", "language", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    language: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    provider: Mapped[str] = mapped_column(String(40), default="")
    of_version: Mapped[int]
    outdated: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_as: Mapped[str] = mapped_column(String(20), default="")
    approved_at: Mapped[datetime | None]


class GlossaryTerm(Base):
    """A term of a process as it is always to be translated. texts: language -> the term; note: for translators."""

    __tablename__ = "glossary_term"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    texts: Mapped[dict[str, str]]
    note: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)


class MachineChoice(Base):
    """Whether a municipality lets a machine translate; without a row it does not."""

    __tablename__ = "machine_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), unique=True)
    on: Mapped[bool] = mapped_column("is_on", default=False)
    revision: Mapped[int] = mapped_column(default=0)


class MachineTask(Base):
    """A machine is to translate a contribution into a language. A task that is done is deleted.

    due_at: of one that waits, when it is tried; while a worker has it, until when. trouble: a code, never words.
    """

    __tablename__ = "machine_task"
    __table_args__ = (
        UniqueConstraint("contribution_id", "language"),
        Index("ix_machine_task_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    language: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default=TaskState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    trouble: Mapped[str] = mapped_column(String(20), default="")
