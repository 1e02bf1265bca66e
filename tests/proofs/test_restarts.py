"""The plug is pulled in the middle of every kind of step: afterwards the hall stands where it stood."""

import pytest
from sqlalchemy import select

from participation.bench.stand import database_url
from participation.bench.votes import come_back
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.sessions import sheet
from participation.sessions.models import LiveSession
from participation.sessions.rules import StepKind
from participation.voting.rules import BallotKind
from tests.proofs.hall import Hall

WORDED = [kind for kind in StepKind if kind is not StepKind.VOTE]


def adds(hall: Hall, kind: StepKind) -> int:
    house = Database(database_url(hall.server.instance))
    try:
        with house.transaction() as tx:
            live = tx.session.scalars(select(LiveSession)).one()
            words = sheet.Worded(kind, {"de": f"Jetzt: {kind}"}, {"de": "Ein Satz."}, sheet.Notes(minutes=20))
            return sheet.add_words(tx, live, words, by=Actor(1, None, frozenset({Role.MODERATOR}))).id
    finally:
        house.close()


def stands(hall: Hall) -> tuple[object, ...]:
    """What the tables say of the evening."""
    house = Database(database_url(hall.server.instance))
    try:
        with house.reading() as session:
            live = session.scalars(select(LiveSession)).one()
            return live.step_id, live.view, live.clock, live.message, live.brake_at, live.seq, live.moves
    finally:
        house.close()


@pytest.mark.parametrize("kind", [StepKind.TALK, *[pytest.param(kind, marks=pytest.mark.slow) for kind in WORDED]])
def test_a_step_with_its_time_and_an_announcement_stand_as_they_stood(hall: Hall, kind: StepKind) -> None:
    step = adds(hall, kind)
    hall.host.acts("select", step=str(step))
    hall.host.acts("time_start")
    hall.host.acts("message", call="soon")
    phone = hall.phone(hall.evening.tickets[0])
    before, shown = stands(hall), phone.screen.says_hello()["frame"]
    assert "Jetzt: " in shown["html"]
    assert "data-clock=" in shown["html"]

    hall.server.kill()
    hall.server.start()

    come_back(phone.screen)
    again = phone.screen.says_hello()["frame"]
    assert stands(hall) == before
    assert (again["html"], again["seq"]) == (shown["html"], shown["seq"])
    assert again["epoch"] != shown["epoch"]  # a screen that slept asks for everything
    hall.host.acts("undo")
    assert stands(hall)[3] == {}
    assert stands(hall)[2] == before[2]


@pytest.mark.slow
def test_a_vote_that_was_paused_is_paused_and_goes_on(hall: Hall) -> None:
    hall.begins(BallotKind.MOOD)
    hall.moves("pause")
    before = stands(hall)

    hall.server.kill()
    hall.server.start()

    assert stands(hall) == before
    assert hall.ballot().state == "paused"
    hall.moves("resume")
    hall.ends()
    hall.moves("publish")
    assert hall.ballot().state == "published"
