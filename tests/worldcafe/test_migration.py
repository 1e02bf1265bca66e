"""Cafés go down to a house that knows none, and nothing that was said at the tables is lost."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.sessions.models import LiveSession
from tests.worldcafe.lived import lived_cafe

BEFORE = "0028"
HOST = Actor(1, None, frozenset({Role.MODERATOR}))
TABLES = {"cafe", "cafe_table", "cafe_round", "cafe_guest", "cafe_place", "cafe_note"}


def test_what_was_said_is_ideas_of_a_closed_collection_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        live = tx.session.scalars(select(LiveSession).filter_by(state="open")).first()
        assert live is not None
        lived_cafe(tx, live, guests=(), host=HOST)
        assert tx.session.scalar(text("SELECT count(*) FROM cafe_place")) == 6

    migrations.downgrade(lived_in, BEFORE)
    assert not TABLES & set(migrations.tables_left(lived_in))
    with closing(Database(lived_in)) as older, older.reading() as session:
        assert not {"round", "harvest"} & set(session.scalars(text("SELECT DISTINCT kind FROM run_step")))
        kinds = session.scalars(text("SELECT kind FROM contribution WHERE text = 'مكان نلتقي فيه'")).all()
        assert "idea" in kinds
        assert "note" not in set(session.scalars(text("SELECT DISTINCT kind FROM contribution")))
        assert "world_cafe" not in set(session.scalars(text("SELECT DISTINCT kind FROM format")))
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
