"""Worksheets and slides go down to a house that knows none, and nothing that groups wrote is lost."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.sessions.models import LiveSession
from participation.sessions.sheet import Notes, Worded
from participation.slides.service import Shown, add_slide
from participation.worksheets import service
from participation.worksheets.rules import Part, SheetKind

BEFORE = "0027"
HOST = Actor(1, None, frozenset({Role.MODERATOR}))
TABLES = {"worksheet", "filled_sheet", "slide"}


def test_what_groups_wrote_is_ideas_of_a_closed_collection_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        live = tx.session.scalars(select(LiveSession).filter_by(state="open")).one()
        made = [service.plan_worksheet(tx, live, kind, {"de": kind}, Notes(), by=HOST) for kind in SheetKind]
        for one in made:
            parts = {Part.TEXT: f"Blatt {one.kind}", Part.DATA: "38 von 100"}
            service.fill_in_for(tx, one, service.Answered(parts, None, "de", "de"), by=HOST)
        add_slide(tx, live, Worded("slide", {"de": "Zahlen"}), Shown("Stadt, 2026"), by=HOST)

    migrations.downgrade(lived_in, BEFORE)
    assert not TABLES & set(migrations.tables_left(lived_in))
    with closing(Database(lived_in)) as older, older.reading() as session:
        assert not {*SheetKind, "slide"} & set(session.scalars(text("SELECT kind FROM run_step")))
        kinds = session.execute(text("SELECT kind FROM contribution WHERE text LIKE 'Blatt %'")).scalars().all()
        assert kinds == ["idea"] * 4
        assert "worksheet" not in set(session.scalars(text("SELECT kind FROM format")))
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
