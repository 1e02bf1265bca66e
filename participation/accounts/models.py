from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class MailAddress(Base):
    """The mail address by which somebody signs in, in one municipality; its owner has confirmed it.

    Personal: `address`, to let its owner sign in (consent, GDPR art. 6 (1) a). It is deleted at once when they replace
    it or leave. folded: what is compared (`rules.comparable`).
    """

    __tablename__ = "account_address"
    __table_args__ = (
        UniqueConstraint("municipality_id", "folded"),
        UniqueConstraint("person_id", "municipality_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    address: Mapped[str] = mapped_column(String(254))
    folded: Mapped[str] = mapped_column(String(254))
    confirmed_at: Mapped[datetime]


class Password(Base):
    """The password of an account, in the municipality where it was set.

    Whoever can sign somebody in here (an administrator holds their links) must not get in elsewhere by setting one.

    Personal: `hash` (argon2id), to let its owner sign in. Deleted when they take it away or leave.
    """

    __tablename__ = "account_password"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class OutsideIdentity(Base):
    """Who an account is at an outside sign-in service (OpenID Connect), for one municipality.

    Personal: `subject`, the number the provider gives somebody, to know them again. Deleted when they disconnect it or
    leave.
    """

    __tablename__ = "account_identity"
    __table_args__ = (
        UniqueConstraint("municipality_id", "issuer", "subject"),
        UniqueConstraint("person_id", "municipality_id", "issuer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issuer: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(255))
    since: Mapped[datetime]


class MailLink(Base):
    """Somebody asked for a link to an address. Nothing is an account before its owner has pressed the button behind it.

    Personal: `address`, to send the link. Deleted when it expires, an hour after it was asked for.

    person_id: the account that wants this address; None: to sign in, or up. device_hash: of the cookie of the browser
    that asked, for its pace; used_at: when it was used.
    """

    __tablename__ = "account_link"
    __table_args__ = (
        Index("ix_account_link_address", "municipality_id", "folded"),
        Index("ix_account_link_asked", "municipality_id", "asked_at"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    folded: Mapped[str] = mapped_column(String(254))
    device_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class PasswordTries(Base):
    """How many passwords were tried in vain for an address, known or not, or from a device its owner has used before.

    key_hash: of either; nobody can tell the address from it without the installation's secret. Deleted after a day
    without a try, and when the right password comes.
    """

    __tablename__ = "account_tries"

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
