"""confidential items: whoever speaks there is sealed, with a key outside the database."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("speakers_list") as table:
        table.add_column(sa.Column("confidential", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("speakers_list") as table:
        table.alter_column("confidential", server_default=None)
    with op.batch_alter_table("speech") as table:
        table.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Who spoke at a confidential item is not said in an older house either: these contributions go."""
    speech = sa.table("speech", sa.column("sealed", sa.LargeBinary))
    op.execute(speech.delete().where(speech.c.sealed.is_not(None)))
    with op.batch_alter_table("speech") as table:
        table.drop_column("sealed")
    with op.batch_alter_table("speakers_list") as table:
        table.drop_column("confidential")
