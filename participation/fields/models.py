from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.fields.rules import ExampleKind
from participation.foundation.database import Base


class FieldOfAction(Base):
    """What a concept is ordered by (*Handlungsfeld*). A removed field stays, because the log of moves names it.

    key: a short word that never changes; texts are language -> words; revision counts the edits.
    """

    __tablename__ = "field_of_action"
    __table_args__ = (UniqueConstraint("process_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    name: Mapped[dict[str, str]]
    sentence: Mapped[dict[str, str]]
    revision: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None]


class FieldExample(Base):
    """What the machine learns a field from: a phrase or a sentence as people say it.

    field_id is None for what belongs to no field at all.
    vector: float16 after the language subspace was taken out, valid for `embedder` and `calibration`.
    """

    __tablename__ = "field_example"
    __table_args__ = (Index("ix_field_example_process", "process_id", "field_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    field_id: Mapped[int | None] = mapped_column(ForeignKey("field_of_action.id"))
    kind: Mapped[str] = mapped_column(String(10), default=ExampleKind.EXAMPLE)
    language: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    embedder: Mapped[str] = mapped_column(String(80), default="")
    calibration: Mapped[str] = mapped_column(String(64), default="")
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)


class Placement(Base):
    """Where a person put an idea. Only a person writes here; locked: nobody moves it before it is unlocked."""

    __tablename__ = "placement"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("field_of_action.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    locked: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]


class FieldMove(Base):
    """The log of moves and locks: added to, never changed. An undo is an entry too and names what it undoes."""

    __tablename__ = "field_move"
    __table_args__ = (Index("ix_field_move_process", "process_id", "by_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    from_field_id: Mapped[int | None] = mapped_column(ForeignKey("field_of_action.id"))
    to_field_id: Mapped[int | None] = mapped_column(ForeignKey("field_of_action.id"))
    locked_before: Mapped[bool] = mapped_column(default=False)
    locked_after: Mapped[bool] = mapped_column(default=False)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("field_move.id"), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class FieldSuggestion(Base):
    """What the machine proposes: rank 1 and 2. margin: score of the first minus score of the second."""

    __tablename__ = "field_suggestion"
    __table_args__ = (Index("ix_field_suggestion_field", "field_id", "rank"),)

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    rank: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("field_of_action.id"))
    score: Mapped[float]
    margin: Mapped[float]
    sure: Mapped[bool]
    mode: Mapped[str] = mapped_column(String(10))


class SuggestionRun(Base):
    """The state of the machine's reading of one process.

    library: fingerprint of the fields and their examples; when it or the embedder changes, everything is read again.
    mode is empty until the first run has ended.
    """

    __tablename__ = "suggestion_run"

    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), primary_key=True, autoincrement=False)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    mode: Mapped[str] = mapped_column(String(10), default="")
    embedder: Mapped[str] = mapped_column(String(80), default="")
    calibration: Mapped[str] = mapped_column(String(64), default="")
    library: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime]


class IdeaVector(Base):
    """An idea as a point: float16 after the language subspace was taken out. It goes with the text it was made from.

    words: fingerprint of that text.
    """

    __tablename__ = "idea_vector"

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True, autoincrement=False)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    embedder: Mapped[str] = mapped_column(String(80))
    calibration: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(String(64))
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class Calibration(Base):
    """The language subspace of one embedder, fitted on the shipped parallel sentences (no content of anybody)."""

    __tablename__ = "field_calibration"

    embedder: Mapped[str] = mapped_column(String(80), primary_key=True)
    calibration: Mapped[str] = mapped_column(String(64), primary_key=True)
    subspace: Mapped[bytes] = mapped_column(LargeBinary)
