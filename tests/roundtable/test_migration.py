"""A round table goes down to a house that knows none: items are speakers' lists, papers are ideas."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import select, text

from participation.app import connect
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.organisations.models import Organisation
from participation.people.models import Person
from participation.process.models import Process
from participation.roundtable.models import RoundTable
from participation.speaking import sealing
from tests.roundtable.lived import lived_table

BEFORE = "0025"


def test_a_table_that_met_in_the_older_house(lived_in: str, tmp_path: Path) -> None:
    sealing.use(tmp_path / "spoken")
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        process, crowd = tx.session.query(Process).first(), tx.session.query(Organisation).first()
        moderator = tx.session.scalars(select(Person.id).where(Person.name != "")).first()
        assert process is not None
        assert crowd is not None
        lived_table(tx, process, crowd, (moderator or 0, None))
        items = tx.session.scalar(text("SELECT count(*) FROM run_step WHERE kind = 'item'"))
        lists = tx.session.scalar(text("SELECT count(*) FROM run_step WHERE kind = 'speakers'"))

    migrations.downgrade(lived_in, BEFORE)
    tables = set(migrations.tables_left(lived_in))
    assert not {one for one in tables if one.startswith(("table_", "seat_")) or one in {"round_table", "agenda_item"}}
    with closing(Database(lived_in)) as older, older.reading() as session:
        now = session.scalar(text("SELECT count(*) FROM run_step WHERE kind = 'speakers'"))
        assert now == (items or 0) + (lists or 0)
        kinds = set(session.scalars(text("SELECT DISTINCT kind FROM contribution")))
        assert not {"proposal", "statement"} & kinds
        assert session.scalar(text("SELECT count(*) FROM contribution WHERE text LIKE 'Zehn Bänke%'")) == 1
        assert "round_table" not in set(session.scalars(text("SELECT DISTINCT kind FROM format")))
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as newer, newer.reading() as session:
        assert session.scalars(select(RoundTable)).all() == []
