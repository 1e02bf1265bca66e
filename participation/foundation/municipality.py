"""The municipality (*Mandant*): a city or county. It stands on the lowest floor, because every row belongs to one."""

from typing import Any

from sqlalchemy import String, case, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from participation.foundation.database import Base, Transaction


class Municipality(Base):
    """host: the name under which residents open it, where an installation serves several; None: any name.

    hue: its colour, 0 to 359; logo: the version of its picture, None for the seal everybody begins with.
    lists_organisations: whether there is a list of them to read.
    pages: kind of a page of its own -> the languages it is written in. Every page of the house loads this row, so what
    the frame of a page shows stands here, and what is long stands elsewhere.
    """

    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    host: Mapped[str | None] = mapped_column(String(200), unique=True)
    hue: Mapped[int] = mapped_column(default=205)
    contact_email: Mapped[str] = mapped_column(String(120), default="", server_default="")
    contact_phone: Mapped[str] = mapped_column(String(120), default="", server_default="")
    logo: Mapped[str | None] = mapped_column(String(16))
    logo_width: Mapped[int | None]
    logo_height: Mapped[int | None]
    pages: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    lists_organisations: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    revision: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def municipality_id(self) -> int:
        """So that a right in this municipality counts for the municipality itself, and for no other."""
        return self.id


def the_municipality(session: Session, host: str = "") -> Municipality | None:
    """The municipality that is opened under `host`, otherwise the first; None before the first one is made."""
    named = case((Municipality.host == host, 0), else_=1)
    return session.scalar(select(Municipality).order_by(named, Municipality.id).limit(1))


def municipality_by_slug(session: Session, slug: str) -> Municipality | None:
    return session.scalar(select(Municipality).where(Municipality.slug == slug))


def found_municipality(
    tx: Transaction, *, slug: str, name: str, hue: int = 205, host: str | None = None
) -> Municipality:
    """Begin with a municipality. hue: its colour, 0 to 359."""
    municipality = Municipality(slug=slug, name=name, hue=hue, host=host)
    tx.session.add(municipality)
    tx.session.flush()
    return municipality
