from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class PersonKind(StrEnum):
    GUEST = "guest"
    ACCOUNT = "account"
    COLLECTIVE = "collective"  # an organisation as an author: several people act for it, and nobody signs in as it
    ERASED = "erased"  # forgotten; the row is left because others refer to its number
    MOVED = "moved"  # an invitation that somebody took with the account they had already; the name stays for the log


class Person(Base):
    """Somebody who took part. A guest has no name; `recovery_hash` finds them from the code they wrote down."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default=PersonKind.GUEST)
    name: Mapped[str] = mapped_column(String(120), default="")
    recovery_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]


class Membership(Base):
    """A role of a person in a municipality, or in one of its processes alone.

    A companion of processes holds roles in several municipalities and is one person.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "municipality_id", "process_id", "role"),
        Index(
            "uq_membership_whole",
            "person_id",
            "municipality_id",
            "role",
            unique=True,
            sqlite_where=text("process_id IS NULL"),
            postgresql_where=text("process_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    process_id: Mapped[int | None] = mapped_column(ForeignKey("process.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class DeviceKey(Base):
    """A device that acts for a person, in the municipality where it was signed in and nowhere else.

    Only the hash of its cookie is kept.
    """

    __tablename__ = "device_key"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SignInLink(Base):
    """A link that signs an account in once, by POST, in one municipality. Only its hash is kept."""

    __tablename__ = "sign_in_link"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PersonalCode(Base):
    """Shows another municipality, once, which account of this installation somebody has. Only its hash is kept."""

    __tablename__ = "personal_code"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime]
