from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.events.rules import EventKind
from participation.foundation.database import Base


class Event(Base):
    """When and where people meet, and what they need to come (*Veranstaltung*).

    title, text, place, way, access, bring: by language. childcare: whether there is any; interpreters: the languages.
    places: None where everybody can come. takes: registration is open. published_at: None for a draft. series: what the
    dates of one series have in common. reason: why it was cancelled, in reason_lang. changes: grows with each change,
    for calendars. registered, came: how many, kept once nobody is named any more.
    """

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(12), default=EventKind.EVENT)
    title: Mapped[dict[str, str]]
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    place: Mapped[dict[str, str]] = mapped_column(default=dict)
    way: Mapped[dict[str, str]] = mapped_column(default=dict)
    access: Mapped[dict[str, str]] = mapped_column(default=dict)
    bring: Mapped[dict[str, str]] = mapped_column(default=dict)
    childcare: Mapped[bool] = mapped_column(default=False)
    interpreters: Mapped[list[str]] = mapped_column(default=list)
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    places: Mapped[int | None]
    takes: Mapped[bool] = mapped_column(default=True)
    series: Mapped[str] = mapped_column(String(32), default="", index=True)
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_lang: Mapped[str] = mapped_column(String(10), default="")
    reminded_at: Mapped[datetime | None]
    changes: Mapped[int] = mapped_column(default=0)
    numbers: Mapped[int] = mapped_column(default=0)
    registered: Mapped[int | None]
    came: Mapped[int | None]


class EventGroup(Base):
    """A group for which places are kept (*Kontingent*)."""

    __tablename__ = "event_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    name: Mapped[dict[str, str]]
    places: Mapped[int]


class Registration(Base):
    """Somebody wants to come. It has nothing to do with votes: no ticket and no seat of a session knows it.

    number: in the order in which they asked; has_place: whether they were told that they can come.
    Personal: all of it, to give them a place, to tell them when that changes, to have interpreters, childcare and help
    ready (their consent, GDPR art. 6 (1) a and, for needs, art. 9 (2) a). Their code is made of the number and the
    secret of the house (`codes`). The row goes thirty days after the event; how many had registered and came stays.
    """

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("event_group.id"))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(10))
    site: Mapped[str] = mapped_column(String(200), default="")
    interpreter: Mapped[str] = mapped_column(String(10), default="")
    children: Mapped[int] = mapped_column(default=0)
    needs: Mapped[str] = mapped_column(String(400), default="")
    has_place: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]


class EventFeedback(Base):
    """How it was, from whoever was there. Nobody is named. once: the mark of the form, so that twice is once."""

    __tablename__ = "event_feedback"
    __table_args__ = (UniqueConstraint("event_id", "once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    once: Mapped[str] = mapped_column(String(60))
    stars: Mapped[int]
    good: Mapped[str] = mapped_column(Text, default="")
    better: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(10), default="")
