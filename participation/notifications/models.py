from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base
from participation.notifications.rules import Often, Rhythm


class DigestChoice(Base):
    """How a colleague wants to hear, in one municipality, what waits there.

    Personal: `address`, to send the digest the colleague asked for and confirmed (consent, GDPR art. 6 (1) a). It is
    emptied at once when they choose "never" or use the link that ends it; at `address_until` where nobody confirmed it
    (48 hours) or the mail server refused it (30 days, so that its owner reads why). `read_at`: when they last pressed
    "count from now on". The row is deleted when the person holds no role in the municipality any more.

    site: the address under which they opened the house, for links; confirm_hash, end_hash: of links, which are kept
    nowhere; asked_at: when the last link to confirm was written; chosen_at: since when this rhythm counts; digest_at:
    when the last period was settled, compared and set so that no period is told twice; told_at: when the last digest
    that was delivered had been written; trouble: why the last mail did not arrive.
    """

    __tablename__ = "digest_choice"
    __table_args__ = (UniqueConstraint("person_id", "municipality_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    often: Mapped[str] = mapped_column(String(10), default=Often.NEVER)
    hour: Mapped[int] = mapped_column(default=8)
    language: Mapped[str] = mapped_column(String(10), default="")
    address: Mapped[str] = mapped_column(String(254), default="")
    site: Mapped[str] = mapped_column(String(254), default="")
    confirm_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    address_until: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    end_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    chosen_at: Mapped[datetime | None]
    digest_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(String(10), default="")
    trouble_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]

    @property
    def rhythm(self) -> Rhythm | None:
        """None where no mail is wanted, or the address is not confirmed."""
        if self.often == Often.NEVER or self.confirmed_at is None or self.chosen_at is None:
            return None
        return Rhythm(Often(self.often), self.hour, self.chosen_at)
