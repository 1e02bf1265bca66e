from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class Slide(Base):
    """What a step of a run sheet shows besides its words: figures, and where all of it comes from.

    source: typed, in whatever language it has; link: an address, "" for none; figures: as `rules.Figure` has them.
    """

    __tablename__ = "slide"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"), unique=True)
    source: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    figures: Mapped[list[Any]] = mapped_column(JSON, default=list)
