"""A speakers' list goes down to a house that knows none: the step stays as a conversation."""

from contextlib import closing

from sqlalchemy import text

from participation.app import connect
from participation.foundation import migrations
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.sessions import service as sessions
from participation.sessions.models import LiveSession
from participation.sessions.sheet import Notes
from participation.speaking import chairing, service

BEFORE = "0023"
HOST = Actor(1, None, frozenset({Role.MODERATOR}))


def test_the_step_is_a_conversation_in_the_older_house(lived_in: str) -> None:
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        live = tx.session.query(LiveSession).filter_by(state="open").first()
        assert live is not None
        speakers = service.plan_list(tx, live, {"de": "Wer spricht?"}, Notes(), minutes=3, by=HOST)
        waits = service.enter_wish(tx, speakers, service.Wanted("Amina"), by=HOST)
        service.enter_wish(tx, speakers, service.Wanted("Cem"), by=HOST)
        sessions.select_step(tx, live, speakers.step_id, by=HOST)
        chairing.call(tx, speakers, waits.id, by=HOST)
        step = speakers.step_id

    migrations.downgrade(lived_in, BEFORE)
    assert not {"speakers_list", "speech"} & set(migrations.tables_left(lived_in))
    with closing(Database(lived_in)) as older, older.reading() as session:
        assert session.scalar(text("SELECT kind FROM run_step WHERE id = :id"), {"id": step}) == "talk"
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
