"""lineage: where ideas stand, by which step, and which support came by it."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
BOARD = {"newest": "published_at", "support": "support_count"}


def upgrade() -> None:
    """Everything that was said stands in its own right."""
    op.create_table(
        "lineage_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("from_format_id", sa.Integer(), nullable=True),
        sa.Column("to_format_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", Moment(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_lineage_step_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["process_id"], ["process.id"], name=op.f("fk_lineage_step_process_id_process")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_lineage_step_by_id_person")),
        sa.ForeignKeyConstraint(["from_format_id"], ["format.id"], name=op.f("fk_lineage_step_from_format_id_format")),
        sa.ForeignKeyConstraint(["to_format_id"], ["format.id"], name=op.f("fk_lineage_step_to_format_id_format")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_lineage_step_undone_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineage_step")),
    )
    op.create_index(op.f("ix_lineage_step_municipality_id"), "lineage_step", ["municipality_id"])
    op.create_index(op.f("ix_lineage_step_process_id"), "lineage_step", ["process_id"])
    op.create_table(
        "lineage_link",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["lineage_step.id"], name=op.f("fk_lineage_link_step_id_lineage_step")),
        sa.ForeignKeyConstraint(["from_id"], ["contribution.id"], name=op.f("fk_lineage_link_from_id_contribution")),
        sa.ForeignKeyConstraint(["to_id"], ["contribution.id"], name=op.f("fk_lineage_link_to_id_contribution")),
        sa.PrimaryKeyConstraint("step_id", "from_id", "to_id", name=op.f("pk_lineage_link")),
    )
    op.create_index(op.f("ix_lineage_link_from_id"), "lineage_link", ["from_id"])
    op.create_index(op.f("ix_lineage_link_to_id"), "lineage_link", ["to_id"])
    # added in place: many tables refer to this one, so it is not built anew
    op.add_column("contribution", sa.Column("standing", sa.String(length=10), nullable=False, server_default="own"))
    for name, column in BOARD.items():
        op.drop_index(f"ix_contribution_board_{name}", "contribution")
        columns = ["format_id", "status", "standing", column, "id"]
        op.create_index(f"ix_contribution_board_{name}", "contribution", columns)
    with op.batch_alter_table("support") as table:
        table.add_column(sa.Column("step_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_support_step_id_lineage_step"), "lineage_step", ["step_id"], ["id"])


def downgrade() -> None:
    """The older house knows no steps: each text stands on its own, and counts the support given to itself."""
    connection = op.get_bind()
    # words of ours that the older house has no sentence for
    connection.execute(sa.text("UPDATE contribution SET source = 'web' WHERE source = 'moderators'"))
    connection.execute(sa.text("UPDATE moderation_cause SET kind = 'reported' WHERE kind = 'objection'"))
    connection.execute(
        sa.text(
            "UPDATE contribution SET support_count = (SELECT count(*) FROM support"
            " WHERE support.contribution_id = contribution.id AND support.step_id IS NULL)"
            " WHERE id IN (SELECT contribution_id FROM support WHERE step_id IS NOT NULL)"
        )
    )
    connection.execute(sa.text("DELETE FROM support WHERE step_id IS NOT NULL"))
    with op.batch_alter_table("support") as table:
        table.drop_constraint(op.f("fk_support_step_id_lineage_step"), type_="foreignkey")
        table.drop_column("step_id")
    for name, column in BOARD.items():
        op.drop_index(f"ix_contribution_board_{name}", "contribution")
        op.create_index(f"ix_contribution_board_{name}", "contribution", ["format_id", "status", column, "id"])
    op.drop_column("contribution", "standing")
    op.drop_table("lineage_link")
    op.drop_table("lineage_step")
