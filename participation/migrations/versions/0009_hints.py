"""hints: what a rule noticed in a contribution, and the fingerprints by which repeats and newcomers are found."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def upgrade() -> None:
    op.create_table(
        "moderation_trace",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("exact", sa.String(length=16), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("newcomer", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_moderation_trace_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_moderation_trace_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_moderation_trace")),
    )
    op.create_index("ix_moderation_trace_exact", "moderation_trace", ["municipality_id", "exact", "at"])
    op.create_index("ix_moderation_trace_alike", "moderation_trace", ["municipality_id", "fingerprint", "at"])
    op.create_index("ix_moderation_trace_newcomers", "moderation_trace", ["municipality_id", "newcomer", "at"])
    op.create_table(
        "moderation_mark",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_moderation_mark_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_moderation_mark_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("contribution_id", "mark", name=op.f("pk_moderation_mark")),
    )
    op.create_index("ix_moderation_mark_found", "moderation_mark", ["municipality_id", "mark", "at"])
    op.create_index(op.f("ix_moderation_mark_at"), "moderation_mark", ["at"])
    op.create_table(
        "moderation_hint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_moderation_hint_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_moderation_hint_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_hint")),
    )
    op.create_index(op.f("ix_moderation_hint_contribution_id"), "moderation_hint", ["contribution_id"])


def downgrade() -> None:
    """What a rule noticed goes; contributions and decisions stay as they are."""
    op.drop_index(op.f("ix_moderation_hint_contribution_id"), "moderation_hint")
    op.drop_table("moderation_hint")
    op.drop_index(op.f("ix_moderation_mark_at"), "moderation_mark")
    op.drop_index("ix_moderation_mark_found", "moderation_mark")
    op.drop_table("moderation_mark")
    op.drop_index("ix_moderation_trace_newcomers", "moderation_trace")
    op.drop_index("ix_moderation_trace_alike", "moderation_trace")
    op.drop_index("ix_moderation_trace_exact", "moderation_trace")
    op.drop_table("moderation_trace")
