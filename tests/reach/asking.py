"""A process that asks its voluntary questions, and people who answer them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from werkzeug.test import TestResponse

from participation.contributions import service as contributions
from participation.contributions.rules import LanguageBy, Status
from participation.contributions.service import Said
from participation.foundation import clock, database
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Role
from participation.people import service as people
from participation.process.models import Format, Process
from participation.reach import service, setting
from participation.reach.models import ReachCount, ReachQuestion, ReachSurvey
from participation.reach.queries import survey_of
from tests.conftest import SAME_ORIGIN, Resident

SHEET = "/process/konzept/about-you"
MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)
OFFICE = Actor(1, None, frozenset({Role.ADMINISTRATION}))


@contextmanager
def on_day(day: int, hour: int = 9) -> Iterator[None]:
    with clock.held_at(MORNING.replace(hour=hour) + timedelta(days=day)):
        yield


def ask(*keys: str, process_id: int = 1) -> None:
    """Switch questions on."""
    with database.transaction() as tx:
        survey = setting.set_up(tx, tx.session.get_one(Process, process_id), by=OFFICE)
        setting.switch(tx, survey, asks=True, asked=keys, by=OFFICE, seen=survey.revision)


def somebody(tx: Transaction, number: int) -> Actor:
    """A guest who has written something."""
    guest, _ = people.welcome_guest(tx, 1, b"only for tests")
    said = Said(text=f"Idee Nummer {number}", language="de", language_by=LanguageBy.AUTHOR)
    contributions.receive(tx, said, into=tx.session.get_one(Format, 1), author_id=guest.id, status=Status.WAITING)
    return Actor(1, guest.id)


def people_answer(sheets: list[dict[str, list[str]]], first: int = 0) -> None:
    """As many people as sheets, each with one of them."""
    with database.transaction() as tx:
        process = tx.session.get_one(Process, 1)
        for number, sheet in enumerate(sheets, start=first):
            service.take_sheet(tx, process, sheet, by=somebody(tx, number))


def sends(resident: Resident, act: str = "send", **ticked: str | list[str]) -> TestResponse:
    form = {f"q-{key}": answers for key, answers in ticked.items()} | {"act": act}
    return resident.client.post(f"{SHEET}?lang=en", data=form, headers=SAME_ORIGIN)


def look() -> None:
    with database.reading() as session:
        due = service.is_time_to_look(session)
    if due:
        with database.transaction() as tx:
            service.look(tx)


def counters(key: str) -> dict[str, tuple[int, int]]:
    """The counters of a question: answer -> (waiting, counted), of what is not 0."""
    with database.reading() as session:
        rows = session.execute(
            select(ReachCount.answer, ReachCount.waiting, ReachCount.counted)
            .join(ReachQuestion, ReachQuestion.id == ReachCount.question_id)
            .where(ReachQuestion.key == key, ReachQuestion.process_id == 1)
            .order_by(ReachCount.answer)
        )
        return {answer: (waiting, counted) for answer, waiting, counted in rows if waiting or counted}


def question(key: str) -> ReachQuestion:
    with database.reading() as session:
        return session.scalars(
            select(ReachQuestion).where(ReachQuestion.key == key, ReachQuestion.process_id == 1)
        ).one()


def survey() -> ReachSurvey:
    with database.reading() as session:
        found = survey_of(session, 1)
    assert found is not None
    return found
