"""team: devices and links belong to one municipality; a code that shows one account to another municipality."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
AT_HOME = "(SELECT municipality_id FROM person WHERE person.id = {}.person_id)"


def upgrade() -> None:
    for name in ("device_key", "sign_in_link"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("municipality_id", sa.Integer(), nullable=True))
        op.execute(sa.text(f"UPDATE {name} SET municipality_id = {AT_HOME.format(name)}"))  # noqa: S608 - own names
        with op.batch_alter_table(name) as table:
            table.alter_column("municipality_id", existing_type=sa.Integer(), nullable=False)
            table.create_foreign_key(
                f"fk_{name}_municipality_id_municipality", "municipality", ["municipality_id"], ["id"]
            )
    op.create_table(
        "personal_code",
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_personal_code_person_id_person")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_personal_code")),
    )
    op.create_index(op.f("ix_personal_code_person_id"), "personal_code", ["person_id"])


def downgrade() -> None:
    """A key or link of another municipality than one's own would open one's own: those go."""
    op.drop_index(op.f("ix_personal_code_person_id"), "personal_code")
    op.drop_table("personal_code")
    for name in ("device_key", "sign_in_link"):
        op.execute(sa.text(f"DELETE FROM {name} WHERE municipality_id <> {AT_HOME.format(name)}"))  # noqa: S608 - own names
        with op.batch_alter_table(name) as table:
            table.drop_constraint(f"fk_{name}_municipality_id_municipality", type_="foreignkey")
            table.drop_column("municipality_id")
