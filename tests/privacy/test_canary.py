"""A word planted in every place that can be about somebody: they are handed all of it, and then it is nowhere."""

import logging

import pytest
from sqlalchemy import func, select

from participation.foundation import database, privacy
from participation.foundation.audit import first_broken
from participation.foundation.database import Base
from tests.canary import everything_stored, told_in
from tests.conftest import House
from tests.privacy.leaving import Leaver, is_forgotten, leaver_in
from tests.privacy.planting import CANARY, plant, readable

# what somebody said, what was made of it, and what was said about it
WORDS = {
    "contribution", "contribution_revision", "answer", "photo", "comment_place", "translation", "idea_vector",
    "moderation_cause", "moderation_decision", "moderation_hint", "moderation_remark",
    "statement_of_reasons", "ballot_option",
}  # fmt: skip


@pytest.fixture(params=["house", "house_on_postgres"])
def planted(request: pytest.FixtureRequest) -> Leaver:
    house: House = request.getfixturevalue(request.param)
    leaver = leaver_in(house)
    with database.transaction() as tx:
        plant(tx, leaver.person, leaver.contribution)
    return leaver


def test_the_copy_holds_the_word_from_every_column_that_can_be_read(planted: Leaver) -> None:
    package = planted.takes_along()
    told = planted.data()

    missing = [
        f"{kept.table}.{name}"
        for kept in privacy.tables().values()
        for share, name in readable(kept)
        if not any(CANARY in str(row.get(name, "")) for row in told.get(kept.table, []))
    ]

    assert missing == []
    page = package.read("index.html").decode()
    assert page.count(CANARY) >= 30
    assert CANARY.encode() in package.read("photos/1.jpg")


def test_the_copy_holds_nothing_by_which_somebody_could_act_for_them(planted: Leaver) -> None:
    told = planted.data()
    made = {name for kept in privacy.tables().values() for share in kept.shares for name in share.made.split()}

    assert {"token_hash", "recovery_hash", "hash", "person_id", "author_id"} <= made
    read = {(table, name) for table, rows in told.items() for row in rows for name in row}
    assert {
        (table, name) for table, name in read if name in {"token_hash", "recovery_hash", "hash", "end_hash"}
    } == set()


def test_after_leaving_with_ones_words_it_is_in_no_table_and_no_log(
    planted: Leaver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert len(told_in(CANARY)) > 20

    answer = planted.leaves()

    assert answer.status_code == 200
    assert "You are deleted here" in answer.text
    assert told_in(CANARY) == set()
    assert CANARY not in caplog.text
    assert is_forgotten(planted)
    with database.reading() as session:
        assert first_broken(session) is None


def test_after_leaving_without_ones_words_only_they_are_left_and_nobody_said_them(planted: Leaver) -> None:
    assert planted.leaves("only-me").status_code == 200

    assert told_in(CANARY) == WORDS
    assert is_forgotten(planted)
    assert refers_to(planted.person, "contribution", "author_id") == 0


def refers_to(person_id: int, table: str, column: str) -> int:
    found = Base.metadata.tables[table].c[column]
    with database.reading() as session:
        return session.scalar(select(func.count()).where(found == person_id)) or 0


def test_the_word_was_really_everywhere(planted: Leaver) -> None:
    """A canary that was planted nowhere would be gone from everywhere."""
    personal = {kept.table for kept in privacy.tables().values() if any(name for _, name in readable(kept))}

    assert personal <= told_in(CANARY)
    assert len(personal) > 15
    assert any(CANARY in value for _, value in everything_stored())
