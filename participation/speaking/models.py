from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.foundation.database import Base
from participation.organisations.models import Organisation
from participation.speaking.rules import Wish
from participation.speaking.sealing import Who, unseal


class SpeakersList(Base):
    """Who wants to speak at a step of a run sheet, and who has spoken.

    minutes: that one contribution may take, None where it is open. closed: only points of order are taken.
    moves: how often somebody was moved by hand. confidential: the Chatham House Rule holds: who speaks is shown at the
    desk alone, and nothing of it is kept.
    """

    __tablename__ = "speakers_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"), unique=True)
    minutes: Mapped[int | None]
    closed: Mapped[bool] = mapped_column(default=False)
    moves: Mapped[int] = mapped_column(default=0)
    confidential: Mapped[bool] = mapped_column(default=False)


class Speech(Base):
    """Somebody waits to speak, speaks or has spoken (*Wortmeldung*).

    Personal: `person_id`, who asked from a phone; `name`, as they want to be called up: to call them up, to let them
    take it back and to know who has spoken already. Both are emptied when the session ends; what stays is for which
    organisation how long somebody spoke, so that the time at the table can be told.
    lot: their place where lots were drawn. ahead: the ids of those who were to speak before, after a move by hand;
    moved: the number of that move; reason: why, in the language of the desk. interpreted: seconds in which somebody
    interpreted; interpreting_at: since when somebody does; clock_held: the time stands for that.
    sealed: at a confidential item, who it is: `name`, `person_id`, `organisation_id` and `reason` are empty then, and
    the row goes with the item (`sealing`).
    """

    __tablename__ = "speech"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    list_id: Mapped[int] = mapped_column(ForeignKey("speakers_list.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    wish: Mapped[str] = mapped_column(String(8), default=Wish.SPEECH)
    asked_at: Mapped[datetime]
    granted: Mapped[bool] = mapped_column(default=False)
    lot: Mapped[int | None]
    ahead: Mapped[list[Any] | None] = mapped_column(JSON)
    moved: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(120), default="")
    reason_lang: Mapped[str] = mapped_column(String(10), default="")
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    interpreting_at: Mapped[datetime | None]
    interpreted: Mapped[int] = mapped_column(default=0)
    clock_held: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    organisation: Mapped[Organisation | None] = relationship(lazy="raise")
    speakers: Mapped[SpeakersList] = relationship(lazy="raise")

    @property
    def who(self) -> Who:
        """Who waits or speaks, also at a confidential item."""
        if self.sealed is not None:
            return unseal(self.speakers.public_id, self.sealed)
        name = self.organisation.name if self.organisation else ""
        return Who(self.name, self.person_id, self.organisation_id, name, self.reason, self.reason_lang)

    @property
    def waits(self) -> bool:
        return self.began_at is None

    @property
    def speaks(self) -> bool:
        return self.began_at is not None and self.ended_at is None

    def seconds(self, now: datetime) -> int:
        """How long they spoke so far, without the time in which somebody interpreted."""
        if self.began_at is None:
            return 0
        until = self.ended_at or now
        pause = (until - self.interpreting_at).total_seconds() if self.interpreting_at else 0.0
        return max(0, round((until - self.began_at).total_seconds() - pause) - self.interpreted)
