"""Schema changes: upgrade at every start, and a check that they go up, fit the tables, and come down again."""

from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from participation.foundation.database import Base, open_engine
from participation.foundation.paths import PACKAGE


def config_for(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(PACKAGE / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def upgrade(url: str, to: str = "head") -> None:
    """Bring the database at `url` to the newest tables.

    When it is there, not even a lock is taken: a command may start beside a server that writes.
    """
    if to != "head" or not is_newest(url):
        command.upgrade(config_for(url), to)


def is_newest(url: str) -> bool:
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            heads = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(heads) == set(ScriptDirectory.from_config(config_for(url)).get_heads())


def downgrade(url: str, to: str = "base") -> None:
    command.downgrade(config_for(url), to)


def differences(url: str) -> list[str]:
    """How the tables of a migrated database differ from the models, in words; empty when they agree."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return [repr(difference) for difference in compare_metadata(context, Base.metadata)]
    finally:
        engine.dispose()


def tables_left(url: str) -> list[str]:
    engine = open_engine(url)
    try:
        return [name for name in inspect(engine).get_table_names() if name != "alembic_version"]
    finally:
        engine.dispose()


def check() -> list[str]:
    """Up, compare, down, on a temporary SQLite file; returns what is wrong."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'check.sqlite'}"
        upgrade(url)
        wrong = [f"the tables differ from the models: {difference}" for difference in differences(url)]
        downgrade(url)
        return wrong + [f"the downgrade leaves the table {name}" for name in tables_left(url)]
