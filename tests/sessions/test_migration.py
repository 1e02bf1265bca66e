"""Words on a run sheet and the clock go down to a house that knows votes alone, and nothing of a vote is lost."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.process.models import Process
from participation.sessions import projectors, queries, rehearsal, service, sheet
from participation.sessions.models import LiveSession
from participation.sessions.rules import StepKind
from participation.voting import hands, tickets
from participation.voting.service import copy_ballot

BEFORE = "0019"
BEFORE_THE_HALL = "0020"
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


def test_a_rehearsal_goes_and_what_was_counted_stays_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        live = tx.session.scalars(select(LiveSession).filter_by(state="open")).one()
        first = queries.steps_of(tx.session, live)[0][1]
        assert first is not None
        first.state, first.result, first.voted = "closed", {str(one.id): 0 for one in first.options}, 0
        first.method, first.dots, first.per_option = "gradients", 1, 1
        hands.enter_hands(tx, first.id, {first.options[0].id: 7}, 0, "Bea Muster", by=HOST, seen=first.revision)
        again = copy_ballot(tx, first, live.audience, again=True, by=HOST)
        sheet.add_step(tx, live, again)
        projectors.open_screen(tx, live, by=HOST)
        projectors.open_screen(tx, live, by=HOST)
        plan = service.plan_session(
            tx, tx.session.get_one(Process, live.process_id), title={"de": "Probe"}, place={}, by=HOST
        )
        sheet.add_step(tx, plan, copy_ballot(tx, first, plan.audience, by=HOST))
        rehearsed = rehearsal.rehearse(tx, plan, by=HOST)
        tickets.print_tickets(tx, rehearsed.audience, 2, by=HOST)
        number, topic = first.id, rehearsed.public_id

    migrations.downgrade(lived_in, BEFORE_THE_HALL)
    assert "hand_count" not in migrations.tables_left(lived_in)
    with closing(Database(lived_in)) as older, older.reading() as session:
        assert topic not in session.scalars(text("SELECT public_id FROM live_session")).all()
        assert set(session.scalars(text("SELECT method FROM ballot"))) == {"single", "dots"}
        voted = {row.id: row.voted for row in session.execute(text("SELECT id, voted FROM ballot"))}
        assert voted[number] == 7
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as house, house.reading() as session:
        numbers = session.execute(text("SELECT session_id, number FROM screen_key ORDER BY session_id, number")).all()
        assert len(set(numbers)) == len(numbers) >= 2
        if lived_in.startswith("sqlite"):
            made = session.scalars(text("SELECT sql FROM sqlite_master WHERE name IN ('live_session', 'ballot')")).all()
            assert [sql.count("AUTOINCREMENT") for sql in made] == [1, 1]
