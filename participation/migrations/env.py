from alembic import context
from alembic.migration import MigrationContext
from sqlalchemy import Connection

import participation.app  # noqa: F401 - every table must be known before they are compared
from participation.foundation.database import Base, open_engine


def let_tables_be_rebuilt(connection: Connection) -> None:
    """SQLite changes a table by building it anew; while the old one is dropped its references must not count.

    This is SQLite's own way (lang_altertable, section 7); the switch works only before the transaction begins.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")


def references_hold(ctx: MigrationContext, *_: object, **__: object) -> None:
    """After each step, still in its transaction: nothing refers to a row that is not there."""
    if ctx.connection is not None and ctx.connection.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"a migration left references to nothing: {broken[:5]}")


engine = open_engine(context.config.attributes["url"])
try:
    with engine.connect().execution_options(participation_write=True) as connection:
        let_tables_be_rebuilt(connection)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
            on_version_apply=references_hold,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
finally:
    engine.dispose()
