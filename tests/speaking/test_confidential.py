"""The Chatham House Rule at an item: who speaks is known at the desk, and to nobody once the item is over."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from participation.app import connect
from participation.foundation import database, migrations
from participation.foundation.audit import AuditEntry
from participation.foundation.database import Database
from participation.foundation.permissions import Actor, Role
from participation.live import fanout
from participation.live.rules import Audience, Screen
from participation.people.models import Person
from participation.privacy import service as leaving
from participation.sessions import service as sessions
from participation.sessions.models import LiveSession
from participation.sessions.sheet import Notes
from participation.speaking import moving, queries, sealing, service, sweeping
from participation.speaking.models import Speech
from participation.speaking.rules import Wish
from tests.conftest import House
from tests.speaking.table import Table, open_table, speeches, the_list

NAME = "Zarifakanari"
HOST = Actor(1, None, frozenset({Role.MODERATOR}), "Max Beispiel")


@pytest.fixture
def table(house: House) -> Table:
    return open_table(house, confidential=True)


def files_with(folder: Path, word: str) -> list[str]:
    """Every file of an installation in which a word stands, however it was written there."""
    ways = [word.encode(), word.encode("utf-16-le")]
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(way in file.read_bytes() for way in ways)
    ]


def backup_of(house: House, to: Path) -> Path:
    """As the handbook takes it, while the server runs."""
    with closing(sqlite3.connect(str(house.settings.database_file))) as now, closing(sqlite3.connect(to)) as kept:
        now.backup(kept)
    return to


def everything_shown(table: Table, house: House) -> str:
    """What hall, phones and strangers can read, frames included."""
    audience = fanout.current()
    topic = table.evening.topic
    frames = [
        str(audience.frame(Audience(topic, screen, lang)))
        for screen in (Screen.PHONE, Screen.PROJECTOR)
        for lang in ("de", "ar")
    ]
    stranger = house.resident()
    pages = [table.projects(), table.phone().sees(), stranger.reads(f"/sessions/{topic}")]
    return "".join([*frames, *pages])


def test_the_desk_reads_who_speaks_and_nobody_else(table: Table, house: House) -> None:
    phone, *_ = table.is_asked((NAME, table.bridge), ("Basel", table.mosque))
    table.does("call", place=0)

    page = table.console.shows()
    assert NAME in page
    assert "Verein Brücke" in page
    assert "Confidential item" in page
    shown = everything_shown(table, house)
    assert NAME not in shown
    assert "Verein Brücke" not in shown.replace("&#8296;Verein Brücke&#8297;", "")  # offered to whoever asks
    assert "1 person is waiting to speak." in table.projects()
    assert "It is your turn" in phone.sees()


def test_a_canary_is_in_no_file_while_the_item_is_on_and_afterwards(table: Table, house: House, tmp_path: Path) -> None:
    table.is_asked((NAME, table.bridge), ("Basel", table.mosque))
    table.writes_down(f"{NAME} die Zweite", table.mosque)
    table.does("call", place=0)
    table.does("move", place=1, behind="", reason=f"{NAME} muss gehen")
    folder = house.settings.instance
    assert files_with(folder, NAME) == []  # sealed in the tables, also while they speak
    kept = backup_of(house, tmp_path / "backup.sqlite")

    assert table.does("end_confidence")[0] == 303

    assert speeches() == []
    assert sealing.keys().all() == []
    assert files_with(folder, NAME) == []
    assert NAME not in table.console.shows()
    with closing(sqlite3.connect(kept)) as copy:
        rows = [sealed for (sealed,) in copy.execute("SELECT sealed FROM speech")]
    assert len(rows) == 3
    assert {sealing.unseal(the_list().public_id, sealed) for sealed in rows} == {sealing.Who()}


def test_the_log_says_that_somebody_was_moved_and_not_why(table: Table) -> None:
    table.is_asked(("Amina", table.bridge), ("Basel", table.mosque))

    assert table.does("move", place=1, behind="", reason=f"{NAME} muss gehen")[0] == 303

    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "speaking.move")).one()
    assert entry.reason == ""
    assert f"{NAME} muss gehen" in table.console.shows()


def test_the_rule_orders_a_confidential_list_as_any_other(table: Table) -> None:
    table.is_asked(("Amina", table.bridge), ("Basel", table.bridge), ("Cem", table.mosque))

    page = table.console.shows()
    places = [page.index(f'<bdi dir="auto">{name}</bdi></b>') for name in ("Amina", "Cem", "Basel")]
    assert places == sorted(places)


def test_after_a_restart_the_list_still_stands(table: Table, house: House) -> None:
    table.is_asked((NAME, table.bridge))

    sealing.use(house.settings.instance / "spoken")

    assert NAME in table.console.shows()


def test_an_item_becomes_confidential_while_people_are_on_its_list(house: House) -> None:
    table = open_table(house)
    phone, *_ = table.is_asked((NAME, table.bridge))

    assert table.does("confide")[0] == 303

    assert [(one.name, one.person_id, one.organisation_id) for one in speeches()] == [("", None, None)]
    assert NAME in table.console.shows()
    assert NAME not in everything_shown(table, house)
    assert "You are on the list" in phone.sees()
    assert table.goes_back(phone) == 303
    assert speeches() == []


def test_one_phone_asks_once_at_a_confidential_item_too(table: Table) -> None:
    phone, *_ = table.is_asked(("Amina", table.bridge))

    assert table.asks(phone, "Amina", table.bridge)[0] == 409


def test_the_list_takes_up_again_after_the_item_and_is_confidential_still(table: Table) -> None:
    table.is_asked((NAME, table.bridge))
    table.does("call", place=0)
    table.does("end_confidence")
    assert table.asks(table.phone(), "Spät", table.bridge)[0] == 409

    table.does("open")
    table.is_asked(("Basel", table.mosque))

    assert [one.name for one in speeches()] == [""]
    assert "Basel" in table.console.shows()


def test_the_session_ends_the_item(table: Table) -> None:
    table.is_asked((NAME, table.bridge))
    table.does("call", place=0)

    table.console.presses("end")

    assert speeches() == []
    assert sealing.keys().all() == []


def test_the_hall_goes_on_and_a_confidential_list_waits(table: Table) -> None:
    """A break called up by mistake must not forget who waits."""
    table.is_asked((NAME, table.bridge))
    table.console.presses("select", step=1)

    assert len(speeches()) == 1


def test_whoever_is_forgotten_is_off_a_confidential_list(table: Table) -> None:
    table.is_asked((NAME, table.bridge), ("Basel", table.mosque))
    with database.reading() as session:
        guest = min(one.who.person_id or 0 for one in session.scalars(queries.speeches(Speech.id > 0)))

    with database.transaction() as tx:
        leaving.forget(tx, tx.session.get_one(Person, guest), words=True)

    page = table.console.shows()
    assert NAME not in page
    assert "Basel" in page


def test_a_guest_who_signs_in_keeps_a_sealed_place(table: Table) -> None:
    table.is_asked((NAME, table.bridge))
    with database.transaction() as tx:
        speech = tx.session.scalars(queries.speeches(Speech.id > 0)).one()
        guest = speech.who.person_id
        assert guest is not None
        moving.settle(tx, guest, 1)

    with database.reading() as session:
        assert session.scalars(queries.speeches(Speech.id > 0)).one().who.person_id == 1


def test_a_key_that_outlived_its_item_is_swept_away(table: Table) -> None:
    """The house stopped between the end of an item and the end of its key."""
    table.is_asked((NAME, table.bridge))
    sealing.keys().make("of-a-list-that-is-gone")
    with database.reading() as session:
        assert sweeping.is_untidy(session)

    with database.transaction() as tx:
        sweeping.tidy_up(tx)

    assert sealing.keys().all() == [the_list().public_id]
    with database.reading() as session:
        assert not sweeping.is_untidy(session)


def test_without_its_key_nobody_is_named_and_the_desk_goes_on(table: Table, house: House) -> None:
    """As after a restore on another machine."""
    table.is_asked((NAME, table.bridge))
    for key in (house.settings.instance / "spoken").iterdir():
        key.unlink()
    sealing.use(house.settings.instance / "spoken")

    assert NAME not in table.console.shows()
    assert table.does("strike", place=0)[0] == 303
    table.is_asked(("Basel", table.mosque))
    assert "Basel" in table.console.shows()


def test_the_older_house_knows_nobody_of_a_confidential_item(lived_in: str, tmp_path: Path) -> None:
    sealing.use(tmp_path / "spoken")
    house = Database(lived_in)
    connect(house)
    with closing(house), house.transaction() as tx:
        live = tx.session.query(LiveSession).filter_by(state="open").first()
        assert live is not None
        secret = service.plan_list(tx, live, {"de": "Vertraulich"}, Notes(), minutes=3, confidential=True, by=HOST)
        known = service.plan_list(tx, live, {"de": "Offen"}, Notes(), minutes=3, by=HOST)
        service.enter_wish(tx, secret, service.Wanted(NAME, wish=Wish.SPEECH), by=HOST)
        service.enter_wish(tx, known, service.Wanted("Amina"), by=HOST)
        sessions.select_step(tx, live, secret.step_id, by=HOST)

    migrations.downgrade(lived_in, "0024")
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    newer = Database(lived_in)
    with closing(newer), newer.reading() as session:
        assert [one.name for one in session.scalars(select(Speech))] == ["Amina"]
