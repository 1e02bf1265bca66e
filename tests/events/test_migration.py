"""Events go down to a house that knows none, and nobody is named there."""

from contextlib import closing

from sqlalchemy import select

from participation.app import connect
from participation.events.models import Event
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.process.models import Process
from tests.events.lived import lived_events


def test_events_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        process = tx.session.scalars(select(Process).order_by(Process.id)).unique().all()[0]
        lived_events(tx, process, b"a secret of the house")

    migrations.downgrade(lived_in, "0026")
    assert not {"event", "event_group", "registration", "event_feedback"} & set(migrations.tables_left(lived_in))
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as newer, newer.reading() as session:
        assert session.scalars(select(Event)).all() == []
