"""Sources go down to a house that knows none: what was released is an idea there, and nobody is named."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import select, text

from participation.app import connect
from participation.contributions.models import Contribution
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.interviews import sealing
from participation.interviews.models import TalkSource
from participation.process.models import Process
from tests.interviews.lived import lived_talks

BEFORE = "0030"


def test_sources_in_the_older_house(lived_in: str, tmp_path: Path) -> None:
    sealing.use(tmp_path / "asked")
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        process = tx.session.scalars(select(Process).order_by(Process.id)).unique().all()[0]
        lived_talks(tx, process)

    migrations.downgrade(lived_in, BEFORE)
    assert not {one for one in migrations.tables_left(lived_in) if one.startswith("talk_")}
    with closing(Database(lived_in)) as older, older.reading() as session:
        assert "passage" not in set(session.scalars(text("SELECT DISTINCT kind FROM contribution")))
        assert "interview" not in set(session.scalars(text("SELECT DISTINCT source FROM contribution")))
        assert "interviews" not in set(session.scalars(text("SELECT DISTINCT kind FROM format")))
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as newer, newer.reading() as session:
        assert session.scalars(select(TalkSource)).all() == []
        assert session.scalars(select(Contribution.text).where(Contribution.source == "paper")).all() != []
