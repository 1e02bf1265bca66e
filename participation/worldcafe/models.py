from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.contributions.rehearsed import rehearsed
from participation.contributions.rules import Kind
from participation.foundation.database import Base
from participation.worldcafe.rules import PEOPLE_PROPOSED


class Cafe(Base):
    """The world café of a session. Its steps on the run sheet share it.

    format_id: where its notes are contributions; None in a rehearsal, of which nothing is kept. people: at a table, as
    it was planned. asks_hosts: phones can say that they stay at a table. guests, notes: how many there ever were, for
    their numbers. moves: grows when phones have to look where they sit.
    """

    __tablename__ = "cafe"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), unique=True)
    format_id: Mapped[int | None] = mapped_column(ForeignKey("format.id"), unique=True)
    people: Mapped[int] = mapped_column(default=PEOPLE_PROPOSED)
    asks_hosts: Mapped[bool] = mapped_column(default=False)
    guests: Mapped[int] = mapped_column(default=0)
    notes: Mapped[int] = mapped_column(default=0)
    moves: Mapped[int] = mapped_column(default=0)


class CafeTable(Base):
    """A table. place: where it stands, "" where nobody said; closed: nobody is planned there any more."""

    __tablename__ = "cafe_table"
    __table_args__ = (UniqueConstraint("cafe_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    cafe_id: Mapped[int] = mapped_column(ForeignKey("cafe.id"), index=True)
    number: Mapped[int]
    place: Mapped[str] = mapped_column(String(60), default="")
    closed: Mapped[bool] = mapped_column(default=False)


class CafeRound(Base):
    """A round: a step of the run sheet, with whoever sits where.

    seed: from which its plan was drawn, None while nobody planned it. called_at: when its places were told; before that
    they are a proposal. people, tables, again, gaps: figures of the plan, which stay when the places go; `again` and
    `gaps` as `mixing.Figures` has them.
    """

    __tablename__ = "cafe_round"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    cafe_id: Mapped[int] = mapped_column(ForeignKey("cafe.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"), unique=True)
    seed: Mapped[int | None] = mapped_column(BigInteger)
    called_at: Mapped[datetime | None]
    people: Mapped[int] = mapped_column(default=0)
    tables: Mapped[int] = mapped_column(default=0)
    again: Mapped[int] = mapped_column(default=0)
    gaps: Mapped[int] = mapped_column(default=0)


class CafeGuest(Base):
    """Somebody who takes part, until the session ends. number: on their slip, and how the desk calls them.

    Personal: `person_id`, whose phone it is, None for a guest without one; `languages`, which they may say so that
    everybody is understood at their table. No page shows these, the desk's neither. left: gone, or not back yet.
    host_of_id: the table at which they stay.
    """

    __tablename__ = "cafe_guest"
    __table_args__ = (UniqueConstraint("cafe_id", "number"), UniqueConstraint("cafe_id", "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    cafe_id: Mapped[int] = mapped_column(ForeignKey("cafe.id"), index=True)
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    left: Mapped[bool] = mapped_column(default=False)
    host_of_id: Mapped[int | None] = mapped_column(ForeignKey("cafe_table.id"), unique=True)


class CafePlace(Base):
    """Who sits where in a round. It goes when the session ends."""

    __tablename__ = "cafe_place"
    __table_args__ = (UniqueConstraint("round_id", "guest_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("cafe_round.id"), index=True)
    guest_id: Mapped[int] = mapped_column(ForeignKey("cafe_guest.id"), index=True)
    table_id: Mapped[int] = mapped_column(ForeignKey("cafe_table.id"), index=True)


class CafeNote(Base):
    """What was said at a table in a round, as its host wrote it down. number: as it is called in the hall.

    trial: in a rehearsal, instead of a contribution, its words {text, language, released}.
    """

    __tablename__ = "cafe_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    cafe_id: Mapped[int] = mapped_column(ForeignKey("cafe.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), unique=True)
    trial: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    number: Mapped[int]
    table_id: Mapped[int] = mapped_column(ForeignKey("cafe_table.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("cafe_round.id"), index=True)

    contribution: Mapped[Contribution | None] = relationship(Contribution, lazy="raise")

    @property
    def said(self) -> Contribution:
        """Its words; of a rehearsal something like a contribution, which is never kept."""
        return self.contribution or rehearsed(self.trial or {}, Kind.NOTE)
