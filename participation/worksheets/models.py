from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.contributions.rehearsed import rehearsed
from participation.foundation.database import Base
from participation.worksheets.rules import KIND_OF, SheetKind


class Worksheet(Base):
    """What groups fill in at one step of a run sheet (*Arbeitsblatt*). Its question is the step's title.

    kind: one of `SheetKind`; format_id: where what is filled in are contributions; None in a rehearsal, which keeps
    nothing. accepts: whether phones can send some. field_ids: the fields of action that were chosen for it, none for
    all of them. numbers: how many were ever filled in.
    """

    __tablename__ = "worksheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"), unique=True)
    format_id: Mapped[int | None] = mapped_column(ForeignKey("format.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    accepts: Mapped[bool] = mapped_column(default=True)
    field_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    numbers: Mapped[int] = mapped_column(default=0)


class FilledSheet(Base):
    """A sheet that a group has filled in: a contribution with a number, and the field of action it was written for.

    trial: in a rehearsal, instead of a contribution, its words {text, language}.
    """

    __tablename__ = "filled_sheet"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    worksheet_id: Mapped[int] = mapped_column(ForeignKey("worksheet.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), unique=True)
    trial: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    number: Mapped[int]
    field_id: Mapped[int | None] = mapped_column(ForeignKey("field_of_action.id"), index=True)

    contribution: Mapped[Contribution | None] = relationship(lazy="raise")
    worksheet: Mapped[Worksheet] = relationship(lazy="joined", innerjoin=True)

    @property
    def said(self) -> Contribution:
        """What stands on it; of a rehearsal something like a contribution, which is never kept."""
        return self.contribution or rehearsed(self.trial or {}, KIND_OF[SheetKind(self.worksheet.kind)])
