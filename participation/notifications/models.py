from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base
from participation.notifications.rules import About, Often, Rhythm


class Notification(Base):
    """Something one person is told about one contribution. While it is unseen, more of the same kind goes into it.

    Personal: that a person is told, so that they hear what became of their words and of what they support or follow
    (GDPR art. 6 (1) e, public participation). It never holds anybody's words. Deleted 180 days after it was seen,
    two years after it came where nobody looked; `telling.forget_person` deletes it on request.

    person_id and contribution_id are no foreign keys: on PostgreSQL each row told would lock the row of its person, who
    may be writing at this moment and wait for what the teller holds.
    tie: what the person has to do with the contribution, a `Tie`; detail: small facts of the newest one, as the room
    that tells it writes them; count: how many came while it was unseen; first_at, at: when the first and the newest
    came.
    """

    __tablename__ = "notification"
    __table_args__ = (
        Index(
            "uq_notification_unseen",
            "person_id",
            "contribution_id",
            "kind",
            unique=True,
            sqlite_where=text("seen_at IS NULL"),
            postgresql_where=text("seen_at IS NULL"),
        ),
        Index("ix_notification_person", "person_id", "at"),
        Index("ix_notification_seen_at", "seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    person_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    contribution_id: Mapped[int] = mapped_column(index=True)
    tie: Mapped[int]
    detail: Mapped[dict[str, Any]]
    count: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class DigestChoice(Base):
    """How somebody wants to hear by mail, in one municipality: a colleague what waits there, a resident what is new.

    Personal: `address`, to send the digest its owner asked for and confirmed (consent, GDPR art. 6 (1) a). It is
    emptied at once when they choose "never" or use the link that ends it; at `address_until` where nobody confirmed it
    (48 hours) or the mail server refused it (30 days, so that its owner reads why). `read_at`: when they last pressed
    "count from now on". A colleague's row is deleted when they hold no role in the municipality any more.
    `asked_for`: a keyed fingerprint of the address to which links to confirm went, so that nobody's mailbox is filled
    from here by many guests; emptied a day after `asked_at`.

    about: a colleague's desk, or one's own contributions; site: the address under which they opened the house, for
    links; confirm_hash, end_hash: of links, which are kept nowhere; asked_at: when the last link to confirm was
    written; asked_times: how many went to `asked_for`; chosen_at: since when this rhythm counts; digest_at: when the
    last period was settled, compared and set so that no period is told twice; told_at: when the last digest that was
    delivered had been written; trouble: why the last mail did not arrive.
    """

    __tablename__ = "digest_choice"
    __table_args__ = (UniqueConstraint("person_id", "municipality_id", "about"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(String(8), default=About.DESK)
    often: Mapped[str] = mapped_column(String(10), default=Often.NEVER)
    hour: Mapped[int] = mapped_column(default=8)
    language: Mapped[str] = mapped_column(String(10), default="")
    address: Mapped[str] = mapped_column(String(254), default="")
    site: Mapped[str] = mapped_column(String(254), default="")
    confirm_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    address_until: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    asked_for: Mapped[bytes | None] = mapped_column(LargeBinary(32), index=True)
    asked_times: Mapped[int] = mapped_column(default=0)
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
