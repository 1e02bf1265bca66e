"""The tables go up, fit the models and come down, also with a town in them."""

from contextlib import closing

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from participation.contributions.models import Contribution
from participation.contributions.rules import ON_THEIR_OWN
from participation.foundation import migrations
from participation.foundation.database import Database, open_engine
from tests.conftest import found_musterstadt


def count_ideas(url: str) -> int:
    with closing(Database(url)) as house, house.reading() as session:
        return session.scalar(select(func.count()).where(Contribution.kind.in_(ON_THEIR_OWN))) or 0


def test_the_tables_fit_the_models(url: str) -> None:
    migrations.upgrade(url)

    assert migrations.differences(url) == []


def test_a_second_upgrade_changes_nothing(url: str) -> None:
    migrations.upgrade(url)
    found_musterstadt(url)

    migrations.upgrade(url)

    assert count_ideas(url) > 50


def test_a_lived_in_house_comes_down_to_the_first_tables_and_up_again_with_its_ideas(lived_in: str) -> None:
    before = count_ideas(lived_in)

    migrations.downgrade(lived_in, "0001")
    migrations.upgrade(lived_in)

    assert migrations.differences(lived_in) == []
    assert count_ideas(lived_in) == before > 50


def test_a_lived_in_house_comes_down_and_leaves_nothing(lived_in: str) -> None:
    migrations.downgrade(lived_in)

    assert migrations.tables_left(lived_in) == []


def test_an_upgrade_that_fails_half_way_leaves_what_was_there(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE support (note TEXT)"))  # in the way of a table made late in 0001
    engine.dispose()

    with pytest.raises(DBAPIError, match="already exists"):
        migrations.upgrade(url)

    assert migrations.tables_left(url) == ["support"]


def test_a_difference_and_a_table_left_behind_are_said_in_words(url: str) -> None:
    migrations.upgrade(url)
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE phase ADD COLUMN colour TEXT"))
    engine.dispose()

    [difference] = migrations.differences(url)
    assert "remove_column" in difference
    assert "colour" in difference


def test_the_check_of_a_sound_house_finds_nothing() -> None:
    assert migrations.check() == []
