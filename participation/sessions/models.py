from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base
from participation.sessions.rules import SessionState, Shows, StepKind, View
from participation.sessions.timing import Clock


class LiveSession(Base):
    """A gathering (*Sitzung*) with its screens. code: six digits, only while it is open.

    seq: grows with every change that a screen shows. step_id: the step that is on now.
    clock_ends_at, clock_left: the time of that step, while it runs and while it stands; see `clock`.
    moves: grows when somebody calls up a step or touches the clock; what another one saw before counts no more.
    message: an announcement by language, over everything else while it is there. earlier: how the hall stood before the
    last press, for whoever takes it back. brake_at: the interpreters ask for less speed; brake_stopped: the time stands
    since. rehearsal: nothing of it is kept.
    """

    __tablename__ = "live_session"
    # the log names a session and its audience by this number: that of a rehearsal is never given again
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[dict[str, str]]
    place: Mapped[dict[str, str]]
    state: Mapped[str] = mapped_column(String(10), default=SessionState.PLANNED)
    view: Mapped[str] = mapped_column(String(10), default=View.JOIN)
    code: Mapped[str | None] = mapped_column(String(6), unique=True)
    step_id: Mapped[int | None]
    seq: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    clock_ends_at: Mapped[datetime | None]
    clock_left: Mapped[int | None]
    moves: Mapped[int] = mapped_column(default=0)
    message: Mapped[dict[str, str]] = mapped_column(default=dict)
    earlier: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    brake_at: Mapped[datetime | None]
    brake_stopped: Mapped[bool] = mapped_column(default=False)
    rehearsal: Mapped[bool] = mapped_column(default=False)

    @property
    def clock(self) -> Clock:
        return Clock(self.clock_ends_at, self.clock_left)

    @clock.setter
    def clock(self, clock: Clock) -> None:
        self.clock_ends_at, self.clock_left = clock.ends_at, clock.left

    @property
    def audience(self) -> str:
        """How voting calls those who take part."""
        return f"session:{self.id}"


class RunStep(Base):
    """A line of the run sheet (*Ablauf*): a vote, or words for the hall.

    kind: one of `StepKind`, or of a dialogue format (`plugs`). title, text: by language, empty for a vote; script,
    material: for the moderators alone; minutes: None where nobody planned any. revision: grows when somebody changes
    the words.
    """

    __tablename__ = "run_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10), default=StepKind.VOTE)
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"), unique=True)
    title: Mapped[dict[str, str]] = mapped_column(default=dict)
    text: Mapped[dict[str, str]] = mapped_column(default=dict)
    script: Mapped[str] = mapped_column(Text, default="")
    material: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=0)


class ScreenKey(Base):
    """A projector that may show a session: read-only, revocable. Only the hash of its token is kept.

    number: how the desk calls it, 1 is the first of a session; shows: what stands on it.
    """

    __tablename__ = "screen_key"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), index=True)
    expires_at: Mapped[datetime]
    number: Mapped[int] = mapped_column(default=1)
    shows: Mapped[str] = mapped_column(String(10), default=Shows.FOLLOW)
