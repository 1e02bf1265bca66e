from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from participation.foundation.database import Base
from participation.process.form_rules import Choice
from participation.reach.blurring import Sheets
from participation.reach.figures import Figures, Unit
from participation.reach.rules import Offer, Question, question_named


class ReachSurvey(Base):
    """The voluntary questions of one process. asks: whether they are asked; public: whether everybody sees the picture.

    looked_on: the town hall's day on which waiting answers were last looked at; the next look is on another day.
    """

    __tablename__ = "reach_survey"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), unique=True)
    asks: Mapped[bool] = mapped_column(default=False)
    public: Mapped[bool] = mapped_column(default=False)
    looked_on: Mapped[date]
    revision: Mapped[int] = mapped_column(default=0)


class ReachQuestion(Base):
    """One question of a survey. key: which of the shipped ones; asked: whether it is on the sheet.

    answers: key -> words per language, in their order, also those taken out. figures: answer -> people or percent of
    the town, {} before somebody wrote them. sheets_waiting, sheets_counted: how many sheets asked it; batches: how
    often what waited was counted in.
    """

    __tablename__ = "reach_question"
    __table_args__ = (UniqueConstraint("process_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    key: Mapped[str] = mapped_column(String(12))
    asked: Mapped[bool] = mapped_column(default=False)
    answers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    unit: Mapped[str] = mapped_column(String(8), default=Unit.PEOPLE)
    figures: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(String(200), default="")
    year: Mapped[int | None]
    sheets_waiting: Mapped[int] = mapped_column(default=0)
    sheets_counted: Mapped[int] = mapped_column(default=0)
    batches: Mapped[int] = mapped_column(default=0)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self.sheets_waiting, self.sheets_counted, self.batches)

    @property
    def shipped(self) -> Question:
        return question_named(self.key)

    @property
    def every_answer(self) -> list[Choice]:
        """Also those that cannot be chosen any more."""
        return [Choice(one["key"], one["words"], bool(one["gone"])) for one in self.answers]

    @property
    def offered(self) -> list[Choice]:
        return [choice for choice in self.every_answer if not choice.gone]

    @property
    def offer(self) -> Offer:
        return Offer(self.key, self.shipped.several, tuple(choice.key for choice in self.offered))

    @property
    def town(self) -> Figures:
        return Figures(Unit(self.unit), dict(self.figures), self.source, self.year)


class ReachCount(Base):
    """How many people gave one answer. No row is about a person, and none says when anything was counted.

    answer: a key, or one of the counters that belong to no answer (`rules.ANSWERED`, `rules.UNSAID`).
    waiting: not yet to be seen by anybody; counted: part of the picture, blurred once with each batch.
    """

    __tablename__ = "reach_count"

    question_id: Mapped[int] = mapped_column(ForeignKey("reach_question.id"), primary_key=True)
    answer: Mapped[str] = mapped_column(String(16), primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    waiting: Mapped[int] = mapped_column(default=0)
    counted: Mapped[int] = mapped_column(default=0)


class ReachAsked(Base):
    """That somebody was asked in a process, answered or not: nobody is asked or counted twice.

    Personal, and all there is. No moment, no number of its own, no order: on SQLite the rows lie in that of the key.
    Kept as long as the person is; `service.forget` deletes it.
    """

    __tablename__ = "reach_asked"
    __table_args__ = ({"sqlite_with_rowid": False},)

    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
