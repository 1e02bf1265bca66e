"""The tables of fields come and go on both databases, and what people said stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from participation.foundation import migrations
from participation.foundation.database import open_engine
from tests.postgres import Postgres

SAID = (
    "INSERT INTO municipality (id, slug, name, hue) VALUES (1, 'musterstadt', 'Musterstadt', 205)",
    "INSERT INTO process (id, municipality_id, title, question, lead) VALUES (1, 1, '{}', '{}', '{}')",
    (
        "INSERT INTO format (id, municipality_id, process_id, kind, slug, title, question, may_submit, may_support)"
        " VALUES (1, 1, 1, 'idea_collection', 'ideen', '{}', '{}', true, true)"
    ),
    (
        "INSERT INTO contribution (id, municipality_id, format_id, public_id, kind, title, text, folded, language,"
        " language_by, source, status, support_count, created_at) VALUES (1, 1, 1, 'abc', 'idea', '', 'Ein Bus', 'bus',"
        " 'de', 'author', 'web', 'published', 0, '2026-01-01 10:00:00')"
    ),
)
PLACED = (
    (
        "INSERT INTO field_of_action (id, municipality_id, process_id, key, position, name, sentence, revision)"
        " VALUES (1, 1, 1, 'mobility', 0, '{}', '{}', 0)"
    ),
    (
        "INSERT INTO field_example (id, municipality_id, process_id, field_id, kind, language, text,"
        " embedder, calibration) VALUES (1, 1, 1, 1, 'example', 'de', 'Bus', '', '')"
    ),
    (
        "INSERT INTO placement (contribution_id, municipality_id, field_id, locked, at)"
        " VALUES (1, 1, 1, false, '2026-01-01 10:00:00')"
    ),
    (
        "INSERT INTO field_move (id, municipality_id, process_id, contribution_id, kind, to_field_id, locked_before,"
        " locked_after, at) VALUES (1, 1, 1, 1, 'place', 1, false, false, '2026-01-01 10:00:00')"
    ),
    (
        "INSERT INTO field_suggestion (contribution_id, rank, municipality_id, field_id, score, margin, sure, mode)"
        " VALUES (1, 1, 1, 1, 2.5, 1.5, true, 'use')"
    ),
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'moving.sqlite'}"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        yield server.new_database()


def write(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.execute(text(statement))
    connection.commit()


def counts(connection: Connection, *tables: str) -> list[int]:
    return [connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables]  # noqa: S608 - our own names


def test_fields_come_to_what_was_said_and_go_without_it(url: str) -> None:
    migrations.upgrade(url, "0001")
    engine = open_engine(url)
    with engine.connect() as connection:
        write(connection, SAID)

    migrations.upgrade(url, "0002")
    with engine.connect() as connection:
        write(connection, PLACED)
        assert counts(connection, "contribution", "placement", "field_move", "field_suggestion") == [1, 1, 1, 1]

    migrations.downgrade(url, "0001")
    with engine.connect() as connection:
        assert counts(connection, "contribution", "format", "process") == [1, 1, 1]
    assert {"placement", "field_of_action", "field_move"}.isdisjoint(migrations.tables_left(url))

    migrations.upgrade(url, "0002")
    with engine.connect() as connection:
        assert counts(connection, "contribution", "placement", "field_of_action") == [1, 0, 0]
    engine.dispose()
