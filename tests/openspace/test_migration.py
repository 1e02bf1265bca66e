"""Spaces go down to a house that knows none, and nothing that was said in them is lost."""

from contextlib import closing

from sqlalchemy import select, text

from participation.app import connect
from participation.cardwall import service as walls
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.languages.hearing import Written
from participation.openspace import planning, service
from participation.openspace.rules import Part
from participation.openspace.service import Agreed, Concern, Told
from participation.sessions import sheet
from participation.sessions.models import LiveSession
from participation.sessions.sheet import Notes, Worded

BEFORE = "0022"
HOST = Actor(1, None, frozenset({Role.MODERATOR}))
TABLES = {"space", "space_room", "space_slot", "space_topic", "space_report", "space_action", "space_act"}


def test_what_was_said_is_ideas_of_a_closed_collection_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        live = tx.session.scalars(select(LiveSession).filter_by(state="open")).one()
        walls.plan_wall(tx, live, {"de": "Was hilft?"}, Notes(), hidden=False, hearts=True, by=HOST)
        sheet.add_words(tx, live, Worded("circle", {"de": "Zum Schluss"}), by=HOST)
        space = planning.plan_space(tx, live, by=HOST)
        planning.add_rooms(tx, space, ["Aula"], by=HOST)
        topic = service.enter_topic(tx, space, Concern(Written("Mehr Bänke", "de", "de")), by=HOST)
        service.report(tx, space, topic, Told({Part.SAID: "Drei Bänke"}, "de", "de"), by=HOST)
        service.agree(tx, space, Agreed(Written("Stadt fragen", "de", "de"), "Amina"), by=HOST)

    migrations.downgrade(lived_in, BEFORE)
    assert not TABLES & set(migrations.tables_left(lived_in))
    with closing(Database(lived_in)) as older, older.reading() as session:
        assert set(session.scalars(text("SELECT kind FROM run_step"))) <= {"vote", "text", "talk", "cards", "break"}
        said = session.execute(
            text("SELECT text, kind FROM contribution WHERE text IN ('Mehr Bänke', 'Drei Bänke', 'Stadt fragen')")
        ).all()
        assert {tuple(row) for row in said} == {
            ("Mehr Bänke", "idea"),
            ("Drei Bänke", "idea"),
            ("Stadt fragen", "idea"),
        }
        assert set(session.scalars(text("SELECT kind FROM format"))) == {"idea_collection", "card_wall"}
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    with closing(Database(lived_in)) as newer, newer.reading() as session:
        assert not any(session.scalars(text("SELECT hearts FROM wall")))
