"""Walls go down to a house that knows none, and nothing that was said on them is lost."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.cardwall import service as walls
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.languages.hearing import Written
from participation.sessions import service
from participation.sessions.models import LiveSession
from participation.sessions.sheet import Notes

BEFORE = "0021"
HOST = Actor(1, None, frozenset({Role.MODERATOR}))


def test_cards_are_ideas_of_a_closed_collection_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        live = tx.session.scalars(select(LiveSession).filter_by(state="open")).one()
        wall = walls.plan_wall(tx, live, {"de": "Was hilft?"}, Notes(), hidden=False, by=HOST)
        service.select_step(tx, live, wall.step_id, by=HOST)
        walls.write_card(tx, wall, Written("Mehr Sprachkurse", "de", "de"), by=HOST)
        step = wall.step_id

    migrations.downgrade(lived_in, BEFORE)
    assert not {"wall", "wall_card", "wall_group", "wall_act"} & set(migrations.tables_left(lived_in))
    with closing(Database(lived_in)) as older, older.reading() as session:
        assert session.scalars(text("SELECT kind FROM run_step WHERE id = :step"), {"step": step}).all() == ["talk"]
        said = session.execute(text("SELECT kind, status FROM contribution WHERE text = 'Mehr Sprachkurse'")).one()
        assert tuple(said) == ("idea", "waiting")
        assert set(session.scalars(text("SELECT kind FROM format"))) == {"idea_collection"}
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
