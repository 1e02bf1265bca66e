from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.cardwall.rules import Answered, Openness, Question
from participation.contributions.models import Contribution
from participation.contributions.rehearsed import rehearsed
from participation.contributions.rules import Kind
from participation.foundation.database import Base
from participation.people.models import Person


class Wall(Base):
    """The cards of one step of a run sheet. Its question is the step's title.

    format_id: where its cards are contributions; None in a rehearsal, of which nothing is kept.
    accepts: whether cards are taken; hidden: nobody but the desk reads them before `revealed_at`. hearts: phones read
    them as well and say which are important to them; those that many want come first.
    group_id: what the screen shows alone, None: everything. numbers: how many cards there ever were. card_id: the
    question that is being answered now, None for none.
    declined: proposals of the machine that a person refused, each the ids of its cards.
    """

    __tablename__ = "wall"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"), unique=True)
    format_id: Mapped[int | None] = mapped_column(ForeignKey("format.id"), unique=True)
    accepts: Mapped[bool] = mapped_column(default=True)
    hidden: Mapped[bool] = mapped_column(default=False)
    hearts: Mapped[bool] = mapped_column(default=False)
    revealed_at: Mapped[datetime | None]
    group_id: Mapped[int | None]
    card_id: Mapped[int | None]
    numbers: Mapped[int] = mapped_column(default=0)
    declined: Mapped[list[Any]] = mapped_column(JSON, default=list)

    @property
    def openness(self) -> Openness:
        return Openness(self.accepts, self.hidden and self.revealed_at is None)


class WallGroup(Base):
    """Cards that belong together. name: by language, empty while nobody has named it; gone: nothing stands in it."""

    __tablename__ = "wall_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    wall_id: Mapped[int] = mapped_column(ForeignKey("wall.id"), index=True)
    number: Mapped[int]
    name: Mapped[dict[str, str]]
    gone: Mapped[bool] = mapped_column(default=False)


class WallCard(Base):
    """A contribution's place on a wall (*Karte*). number: as it is called in the hall.

    trial: in a rehearsal, instead of a contribution, its words {text, language}. ready: the desk has said that the hall
    may read it once the wall is revealed. revision: grows when somebody moves it; moved_by, moved_at: the last time.
    answered: of a question, what became of it in the hall.
    """

    __tablename__ = "wall_card"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    wall_id: Mapped[int] = mapped_column(ForeignKey("wall.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), unique=True)
    trial: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    number: Mapped[int]
    ready: Mapped[bool] = mapped_column(default=False)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("wall_group.id"), index=True)
    revision: Mapped[int] = mapped_column(default=0)
    answered: Mapped[str] = mapped_column(String(8), default=Answered.OPEN)
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    moved_at: Mapped[datetime | None]

    contribution: Mapped[Contribution | None] = relationship(lazy="raise")
    moved_by: Mapped[Person | None] = relationship(lazy="raise")

    @property
    def said(self) -> Contribution:
        """What stands on it; of a rehearsal's card something like a contribution, which is never kept."""
        if self.contribution is not None:
            return self.contribution
        return rehearsed(self.trial or {}, Kind.CARD)

    @property
    def question(self) -> Question:
        said = self.said
        return Question(said.status, said.standing, self.answered)


class WallAct(Base):
    """What somebody did with the order of a wall, so that it can be taken back: added to, never changed but undone.

    what: {cards: [[card, group before, group after]], groups: [[group, before, after]]}, of groups {name, gone}.
    """

    __tablename__ = "wall_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    wall_id: Mapped[int] = mapped_column(ForeignKey("wall.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    what: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
