"""The one way to write: it waits politely, happens whole or not at all, and lets nobody in between."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import gevent
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session

from participation.foundation import database
from participation.foundation.database import Database
from participation.foundation.jobs import Job
from participation.foundation.messages import HouseBusy
from participation.foundation.municipality import Municipality, found_municipality
from tests.conftest import House
from tests.switches import watched_switches
from tests.writers import another_writer


def towns() -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Municipality.slug).order_by(Municipality.id)))


def write_town(slug: str) -> None:
    with database.transaction() as tx:
        found_municipality(tx, slug=slug, name=slug)


def test_a_door_waits_for_the_writer_and_everybody_else_goes_on(house: House) -> None:
    with another_writer(house) as let_go:

        def others_go_on() -> None:
            for _ in range(20):
                gevent.sleep(0.001)
            let_go.set()  # never reached if the waiting door held up the loop

        others = gevent.spawn(others_go_on)
        door = gevent.spawn(write_town, "neustadt")
        gevent.joinall([others, door], raise_error=True)

    assert towns() == ["musterstadt", "neustadt"]


def test_a_door_that_waited_too_long_says_so_and_has_changed_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)

    with another_writer(house), pytest.raises(HouseBusy):
        write_town("neustadt")

    assert towns() == ["musterstadt"]
    write_town("neustadt")
    assert towns() == ["musterstadt", "neustadt"]


def test_a_resident_who_waited_too_long_reads_a_sentence(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    resident = house.resident()

    with another_writer(house):
        answer = resident.client.post(
            "/ideas/ideen/new?lang=en", data={"text": "Mehr Bänke"}, headers={"Sec-Fetch-Site": "same-origin"}
        )

    assert answer.status_code == 503
    assert "Nothing is lost: please send it again." in answer.text
    assert "Mehr Bänke" in answer.text


def test_while_many_wait_to_write_the_others_can_read(house: House) -> None:
    with another_writer(house) as let_go:
        doors = [gevent.spawn(write_town, f"town{number:02}") for number in range(30)]
        gevent.sleep(0)  # each door has tried once and waits

        assert towns() == ["musterstadt"]

        let_go.set()
        gevent.joinall(doors, raise_error=True)

    assert len(towns()) == 31


def test_only_a_lock_is_waited_for_and_other_troubles_are_not_hidden(tmp_path: Path) -> None:
    nowhere = Database(f"sqlite:///{tmp_path / 'nowhere' / 'participation.sqlite'}")

    with pytest.raises(OperationalError, match="unable to open"), nowhere.transaction():
        pytest.fail("a write in a missing folder began")


def test_a_transaction_inside_a_transaction_is_refused(house: House) -> None:
    with database.transaction() as tx:
        found_municipality(tx, slug="neustadt", name="Neustadt")
        with pytest.raises(RuntimeError, match="only doors open one"), database.transaction():
            pytest.fail("a second transaction began")

    assert towns() == ["musterstadt", "neustadt"]


def test_a_use_case_that_fails_leaves_nothing_behind(house: House) -> None:
    def stumble() -> None:
        with database.transaction() as tx:
            found_municipality(tx, slug="neustadt", name="Neustadt")
            raise LookupError

    with pytest.raises(LookupError):
        stumble()

    assert towns() == ["musterstadt"]
    assert not database.transaction_is_open()


def test_only_the_greenlet_with_the_transaction_has_it_open(house: House) -> None:
    assert not database.transaction_is_open()
    with database.transaction():
        assert database.transaction_is_open()
    assert not database.transaction_is_open()


def test_somebody_who_reads_meanwhile_sees_the_last_state_that_was_true(house: House) -> None:
    with database.transaction() as tx:
        found_municipality(tx, slug="neustadt", name="Neustadt")

        assert towns() == ["musterstadt"]

    assert towns() == ["musterstadt", "neustadt"]


def test_what_changes_in_a_read_scope_is_not_kept(house: House) -> None:
    with database.reading() as session:
        town = session.scalars(select(Municipality)).one()
        town.name = "Umbenannt"

    with database.reading() as session:
        assert session.scalars(select(Municipality.name)).one() == "Musterstadt"


def test_a_transaction_that_gives_way_is_noticed(house: House) -> None:
    with watched_switches() as gave_way, database.transaction():
        give_way()

    assert gave_way == [f"switch at {__file__}:{give_way.__code__.co_firstlineno + 1}"]


def give_way() -> None:
    gevent.sleep(0)


def test_waiting_outside_a_transaction_is_nobodys_business(house: House) -> None:
    with watched_switches() as gave_way:
        gevent.sleep(0)
        with database.transaction():
            pass
        gevent.sleep(0)

    assert gave_way == []


def test_sqlite_keeps_every_write_and_never_waits_in_c(house: House) -> None:
    expected = {
        "busy_timeout": 0,
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "secure_delete": 1,
    }
    with database.current().engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in expected}

    assert found == expected


def test_a_moment_comes_back_in_utc_and_one_without_a_zone_is_refused(house: House) -> None:
    summer = timezone(timedelta(hours=2))
    moment = datetime(2026, 7, 1, 12, 0, tzinfo=summer)

    write_moment(moment)

    assert (kept_moment(), kept_moment().tzinfo) == (moment, UTC)
    with pytest.raises(StatementError, match="without a time zone"):
        write_moment(moment.replace(tzinfo=None))


def write_moment(moment: datetime) -> None:
    with database.transaction() as tx:
        tx.session.add(Job(kind="any", payload={}, not_before=moment))


def kept_moment() -> datetime:
    with database.reading() as session:
        return session.scalars(select(Job.not_before)).one()


def test_a_moment_keeps_its_instant_on_postgresql(house_on_postgres: House) -> None:
    moment = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))

    write_moment(moment)

    assert (kept_moment(), kept_moment().tzinfo) == (moment, UTC)


def test_without_a_database_in_use_nobody_reads_or_writes() -> None:
    with pytest.raises(RuntimeError, match="no database is in use"), database.reading() as session:
        assert isinstance(session, Session)
