from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.forum.rules import PartKind, Placed, Span
from participation.foundation import clock
from participation.foundation.database import Base
from participation.people.models import Person
from participation.sessions.models import LiveSession


class Forum(Base):
    """A day with a plenary and parts side by side (*Dialogforum*).

    title, text, place: by language. session_id: the plenary's, where everybody is. format_id: where what its parts
    found out is kept. results: how many there ever were. published_at: None for a draft.
    """

    __tablename__ = "forum"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id"), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), unique=True)
    title: Mapped[dict[str, str]]
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    place: Mapped[dict[str, str]] = mapped_column(default=dict)
    day: Mapped[date]
    results: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)


class ForumRoom(Base):
    """Where parts take place, as it stands at the door."""

    __tablename__ = "forum_room"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))


class ForumPart(Base):
    """A line of the programme. title, text: by language; interpreters: the languages.

    lead: how whoever leads it is called, as the desk typed it, until thirty days after the forum. session_id: its own
    session, None for none. key_hash: of the link with which somebody writes its results. cancelled_at: it does not
    take place, and stands there all the same. revision: grows with each change; moved_by, moved_at: the last time.
    """

    __tablename__ = "forum_part"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(10), default=PartKind.WORKSHOP)
    title: Mapped[dict[str, str]]
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("forum_room.id"), index=True)
    interpreters: Mapped[list[str]] = mapped_column(JSON, default=list)
    lead: Mapped[str] = mapped_column(String(80), default="")
    session_id: Mapped[int | None] = mapped_column(ForeignKey("live_session.id"), unique=True)
    key_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    cancelled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    moved_at: Mapped[datetime | None]

    room: Mapped[ForumRoom | None] = relationship(lazy="raise")
    live: Mapped[LiveSession | None] = relationship(lazy="raise")
    moved_by: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def placed(self) -> Placed:
        return Placed(self.id, self.room_id, Span(self.starts_at, self.ends_at))


class ForumStep(Base):
    """A step of a run sheet that shows a forum, also in a rehearsal."""

    __tablename__ = "forum_step"

    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)


class PodiumGuest(Base):
    """Who sits on a podium, as the desk typed it, until thirty days after the session. named_at: when that was."""

    __tablename__ = "podium_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(80), default="")
    organisation: Mapped[str] = mapped_column(String(80), default="")
    named_at: Mapped[datetime] = mapped_column(default=clock.now)


class ForumResult(Base):
    """What a part brought: a contribution with its place. number: as it is called in the hall."""

    __tablename__ = "forum_result"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    forum_id: Mapped[int] = mapped_column(ForeignKey("forum.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("forum_part.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), unique=True)
    number: Mapped[int]

    contribution: Mapped[Contribution] = relationship(lazy="raise")
