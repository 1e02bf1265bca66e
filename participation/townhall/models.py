from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class TownPage(Base):
    """A page of the administration's own: imprint, privacy notice and the like.

    texts: language -> Markdown; as_of: the day of an accessibility statement; video: an address, only of sign language.
    Which pages are there stands besides in `Municipality.pages`, which every page of the house loads anyway.
    """

    __tablename__ = "town_page"
    __table_args__ = (UniqueConstraint("municipality_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[str] = mapped_column(String(20))
    texts: Mapped[dict[str, str]]
    as_of: Mapped[date | None]
    video: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int]
    changed_at: Mapped[datetime]


class TownPicture(Base):
    """The bytes of a town's logo, apart from the town, so that they are read only where they are sent."""

    __tablename__ = "town_picture"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
