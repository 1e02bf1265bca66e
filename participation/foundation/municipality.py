"""The municipality (*Mandant*): a city or county. It stands on the lowest floor, because every row belongs to one."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from participation.foundation.database import Base, Transaction


class Municipality(Base):
    __tablename__ = "municipality"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    hue: Mapped[int] = mapped_column(default=205)


def the_municipality(session: Session) -> Municipality | None:
    """The municipality this installation serves; None before the first one is made."""
    return session.scalar(select(Municipality).order_by(Municipality.id).limit(1))


def found_municipality(tx: Transaction, *, slug: str, name: str, hue: int = 205) -> Municipality:
    """Begin with a municipality. hue: its colour, 0 to 359."""
    municipality = Municipality(slug=slug, name=name, hue=hue)
    tx.session.add(municipality)
    tx.session.flush()
    return municipality
