from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from participation.contributions.models import Contribution
from participation.foundation.database import Base
from participation.organisations.models import Organisation
from participation.roundtable.rules import USUAL_QUORUM, BallotState, Invited
from participation.sessions.models import LiveSession


class RoundTable(Base):
    """A constant circle that meets several times (*Runder Tisch*).

    purpose, scope: by language; scope: what it may decide, what it only recommends, what stands firm. seats_each: of
    every interest group. quorum: percent of the seats that must vote. parent_id: the large table to which a small
    preparing one reports. format_id: where what is said there is kept. ended_at: it meets no more; what it did stays.
    """

    __tablename__ = "round_table"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("format.id"), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("round_table.id"), index=True)
    title: Mapped[dict[str, str]]
    purpose: Mapped[dict[str, str]] = mapped_column(default=dict)
    scope: Mapped[dict[str, str]] = mapped_column(default=dict)
    seats_each: Mapped[int] = mapped_column(default=1)
    quorum: Mapped[int] = mapped_column(default=USUAL_QUORUM)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class TableRules(Base):
    """One version of the rules that all seats accept. Earlier ones stay readable."""

    __tablename__ = "table_rules"
    __table_args__ = (UniqueConstraint("table_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("round_table.id"))
    version: Mapped[int]
    text: Mapped[dict[str, str]]
    at: Mapped[datetime]


class TableGroup(Base):
    """An interest group (*Interessengruppe*): each has the same number of seats."""

    __tablename__ = "table_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("round_table.id"), index=True)
    position: Mapped[int]
    name: Mapped[dict[str, str]]


class TableSeat(Base):
    """A seat (*Sitz*): of an organisation, or of a group alone.

    mandate: what whoever sits there may decide, as their organisation said it, in mandate_lang. ended_at: nobody sits
    there any more.
    """

    __tablename__ = "table_seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("round_table.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("table_group.id"), index=True)
    number: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    mandate: Mapped[str] = mapped_column(Text, default="")
    mandate_lang: Mapped[str] = mapped_column(String(10), default="")
    ended_at: Mapped[datetime | None]

    group: Mapped[TableGroup] = relationship(lazy="raise")
    organisation: Mapped[Organisation | None] = relationship(lazy="raise")


class SeatHolder(Base):
    """The delegate or the substitute of a seat. Only the hash of their code is kept.

    Personal: `name`, for the desk and the table, and `person_id`, whose phone it is, to vote for the seat (their
    mandate, GDPR art. 6 (1) e). agreed: the version of the rules they accepted, 0 for none, and when. The row
    goes when somebody else takes over, or with the table.
    """

    __tablename__ = "seat_holder"
    __table_args__ = (UniqueConstraint("seat_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    seat_id: Mapped[int] = mapped_column(ForeignKey("table_seat.id"), index=True)
    part: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(60), default="")
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    agreed: Mapped[int] = mapped_column(default=0)
    agreed_at: Mapped[datetime | None]

    seat: Mapped[TableSeat] = relationship(lazy="raise")


class TableInvitation(Base):
    """How far it is with an organisation that should sit at the table. note: of the preliminary talk, for the desk."""

    __tablename__ = "table_invitation"
    __table_args__ = (UniqueConstraint("table_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("round_table.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    standing: Mapped[str] = mapped_column(String(10), default=Invited.NOTED)
    talk_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class TableSession(Base):
    """A session of a table. number: 1 for the first. approved_in_id: the later one that approved its minutes.

    remark: what was said about the minutes then, in remark_lang.
    """

    __tablename__ = "table_session"
    __table_args__ = (UniqueConstraint("table_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("round_table.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("live_session.id"), unique=True)
    number: Mapped[int]
    approved_at: Mapped[datetime | None]
    approved_in_id: Mapped[int | None] = mapped_column(ForeignKey("table_session.id"))
    remark: Mapped[str] = mapped_column(Text, default="")
    remark_lang: Mapped[str] = mapped_column(String(10), default="")

    live: Mapped[LiveSession] = relationship(lazy="joined", innerjoin=True)
    table: Mapped[RoundTable] = relationship(lazy="raise")


class SeatSitting(Base):
    """Who sits on a seat in one session: the delegate or the substitute, since when, until when."""

    __tablename__ = "seat_sitting"
    __table_args__ = (UniqueConstraint("table_session_id", "seat_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    table_session_id: Mapped[int] = mapped_column(ForeignKey("table_session.id"), index=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("table_seat.id"), index=True)
    part: Mapped[str] = mapped_column(String(10))
    came_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class AgendaItem(Base):
    """An item of the agenda (*Tagesordnungspunkt*): a step of the run sheet with its minutes.

    minutes: by language, written while the table talks. revision: grows with each change of them.
    """

    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    table_session_id: Mapped[int] = mapped_column(ForeignKey("table_session.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("run_step.id"), unique=True)
    minutes: Mapped[dict[str, str]] = mapped_column(default=dict)
    revision: Mapped[int] = mapped_column(default=0)


class TablePaper(Base):
    """A proposal or a statement at an item: a contribution with a place there.

    number: of the table, as the minutes call it. seat_id: who put it forward; None where the desk wrote it down, and at
    a confidential item. from_id: the paper of a preparing table that it came from.
    """

    __tablename__ = "table_paper"
    __table_args__ = (UniqueConstraint("table_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("round_table.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), unique=True)
    number: Mapped[int]
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("table_seat.id"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("table_paper.id"))

    contribution: Mapped[Contribution] = relationship(lazy="joined", innerjoin=True)


class SeatBallot(Base):
    """The seats vote on a proposal, one vote each (level C), and what came of it: the decision record (*Beschluss*).

    text, language, version: the wording they vote on, kept as it was. secret: at a confidential item which seat voted
    how is known while it is open, and to nobody afterwards. seats: how many the table had. counts: answer -> seats;
    None where so few voted that they would show who. silent: seats that were here and did not vote; left: that went
    before they voted. number: of the decision, once it is recorded; reasons: why, in reasons_lang.
    """

    __tablename__ = "seat_ballot"
    __table_args__ = (UniqueConstraint("table_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("round_table.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("table_paper.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    version: Mapped[int]
    method: Mapped[str] = mapped_column(String(10))
    need: Mapped[int]
    quorum: Mapped[int]
    secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10), default=BallotState.OPEN)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    seats: Mapped[int]
    cast: Mapped[int] = mapped_column(default=0)
    silent: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    number: Mapped[int | None]
    reasons: Mapped[str] = mapped_column(Text, default="")
    reasons_lang: Mapped[str] = mapped_column(String(10), default="")


class SeatVote(Base):
    """The vote of one seat. answer: None until it has voted; part: who voted for it; reason: in reason_lang.

    entered: by the desk, for a seat that said it aloud. sealed: at a confidential item the answer, with a key that dies
    at the count (`secrecy`); there is no reason then.
    """

    __tablename__ = "seat_vote"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("seat_ballot.id"), primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("table_seat.id"), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    answer: Mapped[int | None]
    part: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_lang: Mapped[str] = mapped_column(String(10), default="")
    entered: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def voted(self) -> bool:
        return self.answer is not None or self.sealed is not None


class Dissent(Base):
    """What a seat that sees it differently has put on record (*Sondervotum*).

    seat_id: None where it is secret; then once, the mark of its form, keeps a form that is sent twice from being two.
    """

    __tablename__ = "table_dissent"
    __table_args__ = (UniqueConstraint("ballot_id", "seat_id"), UniqueConstraint("ballot_id", "once"))

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    ballot_id: Mapped[int] = mapped_column(ForeignKey("seat_ballot.id"), index=True)
    once: Mapped[str | None] = mapped_column(String(60))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("table_seat.id"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]


class TableTask(Base):
    """Something to do until a day. seat_id: whose it is, None for the administration. It is carried over until done."""

    __tablename__ = "table_task"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("round_table.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("table_seat.id"))
    due: Mapped[date | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
