"""Words on a run sheet and the clock go down to a house that knows votes alone, and nothing of a vote is lost."""

from contextlib import closing

from sqlalchemy import text

from participation.app import connect
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.sessions import service, sheet
from participation.sessions.models import LiveSession
from participation.sessions.rules import StepKind

BEFORE = "0019"
HOST = Actor(1, None, frozenset({Role.MODERATOR}))


def test_a_session_that_is_at_a_slide_stands_at_no_step_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house):
        with house.transaction() as tx:
            live = tx.session.query(LiveSession).filter_by(state="open").one()
            step = sheet.add_words(tx, live, sheet.Worded(StepKind.TALK, {"de": "Kreis"}), by=HOST)
            service.select_step(tx, live, step.id, by=HOST)
            service.turn_clock(tx, live, "time_start", by=HOST)
        with house.reading() as session:
            votes = session.execute(text("SELECT id, ballot_id FROM run_step WHERE kind = 'vote' ORDER BY id")).all()
            assert len(votes) >= 2

    migrations.downgrade(lived_in, BEFORE)
    with closing(Database(lived_in)) as older, older.reading() as session:
        assert session.execute(text("SELECT id, ballot_id FROM run_step ORDER BY id")).all() == votes
        assert session.scalars(text("SELECT step_id FROM live_session WHERE step_id IS NOT NULL")).all() == []
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as house, house.reading() as session:
        kinds = session.execute(text("SELECT id, ballot_id FROM run_step WHERE kind = 'vote' ORDER BY id")).all()
        assert kinds == votes
