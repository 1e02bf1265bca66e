"""Forums go down to a house that knows none; what their parts found out and what was asked stays."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.cardwall.models import Wall, WallCard
from participation.forum.models import Forum
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.people.models import Person, PersonKind
from participation.process.models import Process
from tests.forum.lived import lived_forum

TABLES = {"forum", "forum_room", "forum_part", "forum_step", "podium_guest", "forum_result"}


def test_results_are_ideas_and_a_podium_is_a_wall_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        process = tx.session.scalars(select(Process).order_by(Process.id)).unique().all()[0]
        moderator = tx.session.scalars(select(Person.id).where(Person.kind == PersonKind.ACCOUNT)).first()
        step = int(lived_forum(tx, process, moderator)["podium_step"])

    migrations.downgrade(lived_in, "0029")
    assert not TABLES & set(migrations.tables_left(lived_in))
    with closing(Database(lived_in)) as older, older.reading() as session:
        kinds = session.execute(text("SELECT id, kind FROM run_step")).all()
        assert dict(tuple(one) for one in kinds)[step] == "cards"
        assert not {"programme", "podium", "results"} & {kind for _, kind in kinds}
        assert "result" not in set(session.scalars(text("SELECT kind FROM contribution")))
        said = session.execute(text("SELECT kind, status FROM contribution WHERE text LIKE 'Mehr Wohnungen (%'")).all()
        assert [tuple(one) for one in said] == [("idea", "published")]
        assert "dialogue_forum" not in set(session.scalars(text("SELECT kind FROM format")))
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as newer, newer.reading() as session:
        assert session.scalars(select(Forum)).all() == []
        wall = session.scalars(select(Wall).where(Wall.step_id == step)).one()
        assert wall.card_id is None
        assert {one.answered for one in session.scalars(select(WallCard))} == {"open"}
