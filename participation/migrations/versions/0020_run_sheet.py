"""run sheet: steps that are no votes, with words, notes and minutes; the clock of a session and who moved it on."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def upgrade() -> None:
    with op.batch_alter_table("run_step") as table:
        table.add_column(sa.Column("kind", sa.String(length=10), nullable=False, server_default="vote"))
        table.add_column(sa.Column("title", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("text", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("script", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("material", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        table.alter_column("ballot_id", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("run_step") as table:
        for column in ("kind", "title", "text", "script", "material", "revision"):
            table.alter_column(column, server_default=None)
    with op.batch_alter_table("live_session") as table:
        table.add_column(sa.Column("clock_ends_at", Moment(timezone=True), nullable=True))
        table.add_column(sa.Column("clock_left", sa.Integer(), nullable=True))
        table.add_column(sa.Column("moves", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("live_session") as table:
        table.alter_column("moves", server_default=None)


def downgrade() -> None:
    """The older house knows votes alone: a session that is at another step stands at none, and those steps go."""
    op.execute(
        "UPDATE live_session SET step_id = NULL WHERE step_id IN (SELECT id FROM run_step WHERE ballot_id IS NULL)"
    )
    op.execute("DELETE FROM run_step WHERE ballot_id IS NULL")
    with op.batch_alter_table("live_session") as table:
        for column in ("moves", "clock_left", "clock_ends_at"):
            table.drop_column(column)
    with op.batch_alter_table("run_step") as table:
        table.alter_column("ballot_id", existing_type=sa.Integer(), nullable=False)
        for column in ("revision", "minutes", "material", "script", "text", "title", "kind"):
            table.drop_column(column)
