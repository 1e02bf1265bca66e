from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.contributions.rehearsed import rehearsed
from participation.contributions.rules import Kind
from participation.foundation.database import Base
from participation.openspace.rules import Span
from participation.people.models import Person


class Space(Base):
    """The open space of a session. Its steps on the run sheet share it.

    format_id: where what is said in it are contributions; None in a rehearsal, of which nothing is kept.
    takes_topics, takes_reports: whether phones can send some. at_mic_id: the topic that is read aloud now.
    topics, reports, actions: how many there ever were, for their numbers.
    """

    __tablename__ = "space"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), unique=True)
    format_id: Mapped[int | None] = mapped_column(ForeignKey("format.id"), unique=True)
    takes_topics: Mapped[bool] = mapped_column(default=True)
    takes_reports: Mapped[bool] = mapped_column(default=True)
    at_mic_id: Mapped[int | None]
    topics: Mapped[int] = mapped_column(default=0)
    reports: Mapped[int] = mapped_column(default=0)
    actions: Mapped[int] = mapped_column(default=0)


class SpaceRoom(Base):
    """Where a group can meet. gone: it cannot be used any more."""

    __tablename__ = "space_room"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    gone: Mapped[bool] = mapped_column(default=False)


class SpaceSlot(Base):
    """When groups meet."""

    __tablename__ = "space_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    gone: Mapped[bool] = mapped_column(default=False)

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)


class InSpace(Base):
    """A contribution's place in an open space. number: as it is called in the hall.

    trial: in a rehearsal, instead of a contribution, its words {text, language, released, hearts}.
    """

    __abstract__ = True
    KIND: ClassVar[Kind]
    COUNTER: ClassVar[str]

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), unique=True)
    trial: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    number: Mapped[int]

    @declared_attr
    def contribution(self) -> Mapped[Contribution | None]:
        return relationship(Contribution, lazy="raise")

    @property
    def said(self) -> Contribution:
        """Its words; of a rehearsal something like a contribution, which is never kept."""
        return self.contribution or rehearsed(self.trial or {}, self.KIND)


class Topic(InSpace):
    """A concern (*Anliegen*): somebody wants to talk about it.

    host: how whoever invites is called, "" where they said no name; tongues: languages the group can talk in;
    needs_interpreter, interpreter: whether somebody has to interpret, and who does. heard_at: it was read aloud.
    room_id, slot_id: where it stands on the marketplace, both or neither. part_of_id: it was put together with another
    one and goes on there; from_id: it was split off. revision: grows when somebody moves it.
    """

    __tablename__ = "space_topic"
    __table_args__ = (UniqueConstraint("room_id", "slot_id"),)
    KIND = Kind.TOPIC
    COUNTER = "topics"

    host: Mapped[str] = mapped_column(String(60), default="")
    tongues: Mapped[list[str]] = mapped_column(JSON, default=list)
    needs_interpreter: Mapped[bool] = mapped_column(default=False)
    interpreter: Mapped[str] = mapped_column(String(60), default="")
    heard_at: Mapped[datetime | None]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("space_room.id"), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("space_slot.id"), index=True)
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("space_topic.id"), index=True)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("space_topic.id"))
    revision: Mapped[int] = mapped_column(default=0)
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    moved_at: Mapped[datetime | None]

    moved_by: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def is_unheard(self) -> bool:
        """Whether it was not read aloud yet; what goes on in another one is read with that."""
        return self.heard_at is None and self.part_of_id is None

    @property
    def standing(self) -> dict[str, int | None]:
        """Where it stands, as acts remember it."""
        return {"room": self.room_id, "slot": self.slot_id, "part_of": self.part_of_id}


class Report(InSpace):
    """What a group found out (*Gruppenprotokoll*), about the topic it met for."""

    __tablename__ = "space_report"
    KIND = Kind.REPORT
    COUNTER = "reports"

    topic_id: Mapped[int] = mapped_column(ForeignKey("space_topic.id"), index=True)


class Action(InSpace):
    """What somebody will do (*Maßnahmenplanung*). who: whoever can be asked about it; due: until when."""

    __tablename__ = "space_action"
    KIND = Kind.ACTION
    COUNTER = "actions"

    topic_id: Mapped[int | None] = mapped_column(ForeignKey("space_topic.id"), index=True)
    who: Mapped[str] = mapped_column(String(60), default="")
    due: Mapped[date | None]


class SpaceAct(Base):
    """What somebody did with the marketplace, so that it can be taken back: added to, never changed but undone.

    what: {topics: [[topic, standing before, after]], rooms: [[room, gone before, after]], slots: likewise}.
    """

    __tablename__ = "space_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
