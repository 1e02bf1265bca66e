from alembic import context

import participation.app  # noqa: F401 - every table must be known before they are compared
from participation.foundation.database import Base, open_engine

engine = open_engine(context.config.attributes["url"])
try:
    with engine.connect().execution_options(participation_write=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
finally:
    engine.dispose()
