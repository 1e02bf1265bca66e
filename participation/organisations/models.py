from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base


class Organisation(Base):
    """An association, a community, a school: it says things here, and several people speak for it.

    author_id: the row of `person` under which it is an author; nobody signs in as it.
    key: in its address; folded: its name as it is compared. texts: language -> what it says about itself; those of the
    town and at most one more. languages: what is spoken there. website, email, phone: public, "" for none.
    ended_at: since when it is no longer active; what it said stays.
    """

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("municipality_id", "folded"), UniqueConstraint("municipality_id", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    key: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    folded: Mapped[str] = mapped_column(String(240))
    kind: Mapped[str] = mapped_column(String(12))
    texts: Mapped[dict[str, str]]
    languages: Mapped[list[str]]
    website: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


class OrganisationMember(Base):
    """Somebody who writes for an organisation, or keeps its page and members besides.

    Personal: that a person is a member, as what, since when, and `name`, under which the other members know them; to
    let them act for it and to tell members apart (the organisation's own wish, GDPR art. 6 (1) a and e). Only members
    and the administration see it. Deleted when they leave, are removed or forgotten; the log keeps that it was so.
    """

    __tablename__ = "organisation_member"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    part: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    since: Mapped[datetime]


class OrganisationInvitation(Base):
    """Somebody may join. Only the hash of its link is kept; it counts once, for seven days.

    Personal: `name` and `address` of whoever is invited, to write to them and to say who was invited; `invited_by_id`.
    address: "" where the link was handed over, which proves no mailbox. The row is deleted when it is used, taken back
    or too old.
    """

    __tablename__ = "organisation_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    part: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    address: Mapped[str] = mapped_column(String(254), default="")
    folded: Mapped[str] = mapped_column(String(254), default="")
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
