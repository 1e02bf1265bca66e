"""Who decides and who is decided about: colleagues by name, residents with what they wrote."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from participation.contributions.models import Contribution
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said, receive
from participation.foundation import database
from participation.foundation.permissions import Actor, Role
from participation.moderation import cases, service
from participation.moderation.appeals import appeal
from participation.moderation.models import Case, Decision, Statement
from participation.moderation.notices import Reported, report
from participation.moderation.rules import Cause, Reason
from participation.people import service as people
from participation.process.models import Format


def colleague(name: str, role: Role = Role.MODERATOR) -> Actor:
    with database.transaction() as tx:
        person = people.open_account(tx, 1, name, [role])
        return Actor(1, person.id, frozenset({Role.RESIDENT, role}), name)


def guest() -> Actor:
    with database.transaction() as tx:
        person, _ = people.welcome_guest(tx, 1, b"only for tests")
        return Actor(1, person.id)


@dataclass
class Told:
    """A contribution, its author, and what happens to it."""

    id: int
    author: Actor

    @property
    def case(self) -> Case:
        with database.reading() as session:
            return session.scalars(select(Case).where(Case.contribution_id == self.id)).one()

    @property
    def status(self) -> str:
        with database.reading() as session:
            return session.get_one(Contribution, self.id).status

    @property
    def statement(self) -> Statement:
        """The newest one."""
        with database.reading() as session:
            wanted = select(Statement).where(Statement.contribution_id == self.id).order_by(Statement.id.desc())
            return session.scalars(wanted.limit(1)).one()

    def statements(self) -> list[tuple[str, str, bool]]:
        """(what was done, by which rule, whether it is in force), the oldest first."""
        with database.reading() as session:
            wanted = select(Statement).where(Statement.contribution_id == self.id).order_by(Statement.id)
            return [(one.kind, one.reason, one.ended_at is None) for one in session.scalars(wanted)]

    def published(self, by: Actor, note: str = "", seen: int | None = None) -> Decision:
        with database.transaction() as tx:
            case = tx.session.get_one(Case, self.case.id)
            return service.publish(tx, case, note=note, by=by, seen=case.revision if seen is None else seen)

    def hidden(
        self, by: Actor, reason: Reason | None = Reason.OFF_TOPIC, note: str = "", seen: int | None = None
    ) -> Decision:
        with database.transaction() as tx:
            case = tx.session.get_one(Case, self.case.id)
            seen = case.revision if seen is None else seen
            return service.reject(tx, case, reason=reason, note=note, by=by, seen=seen)

    def undone(self, by: Actor) -> Decision:
        with database.transaction() as tx:
            case = tx.session.get_one(Case, self.case.id)
            return service.undo(tx, case, by=by, seen=case.revision)

    def appealed(self, words: str = "Das war nicht so gemeint.", by: Actor | None = None) -> None:
        with database.transaction() as tx:
            appeal(tx, tx.session.get_one(Statement, self.statement.id), words, by=by or self.author)

    def reported(self, by: Actor, words: str = "Das beleidigt mich.", reason: Reason = Reason.INSULT) -> None:
        with database.transaction() as tx:
            about = tx.session.get_one(Contribution, self.id)
            report(tx, about, Reported(reason, words, in_good_faith=True), by=by)

    def flagged(self, detail: str = "2 links") -> None:
        with database.transaction() as tx:
            cases.add_cause(tx, tx.session.get_one(Contribution, self.id), Cause.RULE, detail)


def told(text: str = "", *, status: Status = Status.WAITING, author: Actor | None = None) -> Told:
    """What somebody says; without words of their own it is something that nobody else has said."""
    author = author or guest()
    with database.transaction() as tx:
        number = tx.session.scalar(select(func.count(Contribution.id))) or 0
        said = Said(text=text or f"Mehr Bänke im Park ({number})", language="de", language_by=LanguageBy.AUTHOR)
        home = tx.session.get_one(Format, 1)
        idea = receive(tx, said, into=home, author_id=author.person_id, status=status)
        return Told(idea.id, author)


@dataclass
class Office:
    """Two moderators and an administrator."""

    max: Actor
    aylin: Actor
    erika: Actor


@pytest.fixture
def office(house: object) -> Office:
    return Office(colleague("Max Beispiel"), colleague("Aylin Örnek"), colleague("Erika Muster", Role.ADMINISTRATOR))
