"""The audit is a chain: whatever is altered, removed or slipped in breaks it."""

import pytest
from sqlalchemy import delete, update

from participation.foundation import audit, database
from participation.foundation.audit import Act, AuditEntry
from tests.conftest import House


@pytest.fixture
def chain(house: House) -> House:
    with database.transaction() as tx:
        for number in range(5):
            audit.enter(tx, Act("person:1", "ballot.open", f"ballot:{number}", reason="Runde 1"), town=1)
    return house


def first_broken() -> int | None:
    with database.reading() as session:
        return audit.first_broken(session)


def test_an_empty_chain_and_an_untouched_one_are_whole(house: House) -> None:
    assert first_broken() is None

    with database.transaction() as tx:
        audit.enter(tx, Act("system", "account.open", "person:1"), town=1)
        audit.enter(tx, Act("system", "account.open", "person:2"), town=1)

    assert first_broken() is None
    with database.reading() as session:
        assert [entry.seq for entry in audit.entries(session)] == [1, 2]


@pytest.mark.parametrize("column", ["actor", "action", "object", "before", "after", "reason"])
def test_an_altered_entry_is_found(chain: House, column: str) -> None:
    with database.transaction() as tx:
        tx.session.execute(update(AuditEntry).where(AuditEntry.seq == 3).values({column: "person:2"}))

    assert first_broken() == 3


def test_an_entry_moved_in_time_is_found(chain: House) -> None:
    with database.transaction() as tx:
        first = tx.session.get_one(AuditEntry, 1).at
        tx.session.execute(update(AuditEntry).where(AuditEntry.seq == 4).values(at=first))

    assert first_broken() == 4


def test_a_forged_entry_with_a_hash_of_its_own_breaks_the_next(chain: House) -> None:
    with database.transaction() as tx:
        entry = tx.session.get_one(AuditEntry, 2)
        act = Act("person:9", entry.action, entry.object, reason=entry.reason)
        entry.actor = act.actor
        entry.hash = audit.link_hash(act, seq=2, at=entry.at, previous=entry.prev_hash, town=1)

    assert first_broken() == 3


def test_a_removed_entry_is_missed(chain: House) -> None:
    with database.transaction() as tx:
        tx.session.execute(delete(AuditEntry).where(AuditEntry.seq == 2))

    assert first_broken() == 3


def test_signs_that_move_from_one_field_to_the_next_are_found(chain: House) -> None:
    with database.transaction() as tx:
        values = {"action": "ballot.openb", "object": "allot:2"}
        tx.session.execute(update(AuditEntry).where(AuditEntry.seq == 3).values(values))

    assert first_broken() == 3


def test_a_use_case_that_fails_leaves_no_entry(chain: House) -> None:
    def stumble() -> None:
        with database.transaction() as tx:
            audit.enter(tx, Act("person:1", "ballot.close", "ballot:1"), town=1)
            raise LookupError

    with pytest.raises(LookupError):
        stumble()

    with database.reading() as session:
        assert [entry.seq for entry in audit.entries(session)] == [1, 2, 3, 4, 5]


def test_a_fingerprint_tells_states_apart_without_holding_them() -> None:
    assert audit.state_hash("waiting") == audit.state_hash("waiting")
    assert len({audit.state_hash("waiting"), audit.state_hash("published"), audit.state_hash("waiting", 1)}) == 3
    assert "waiting" not in audit.state_hash("waiting")


def test_the_chain_is_the_same_on_postgresql(house_on_postgres: House) -> None:
    with database.transaction() as tx:
        for number in range(3):
            audit.enter(tx, Act("person:1", "ballot.open", f"ballot:{number}"), town=1)
    assert first_broken() is None

    with database.transaction() as tx:
        tx.session.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(actor="person:2"))

    assert first_broken() == 2
