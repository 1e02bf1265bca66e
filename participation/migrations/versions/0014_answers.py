"""answers: what becomes of an idea, and what the town hall answers."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "stage_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        refers("stage_entry", "municipality_id", "municipality"),
        refers("stage_entry", "contribution_id", "contribution"),
        refers("stage_entry", "undoes_id", "stage_entry"),
        refers("stage_entry", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_entry")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_stage_entry_undoes_id")),
    )
    op.create_index(op.f("ix_stage_entry_municipality_id"), "stage_entry", ["municipality_id"])
    op.create_index("ix_stage_entry_contribution", "stage_entry", ["contribution_id", "id"])
    op.create_table(
        "official_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("original", sa.String(length=10), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("office", sa.String(length=160), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("published_at", Moment(timezone=True), nullable=True),
        sa.Column("changed_at", Moment(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL", name=op.f("ck_official_answer_published")
        ),
        refers("official_answer", "municipality_id", "municipality"),
        refers("official_answer", "process_id", "process"),
        refers("official_answer", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_answer")),
        sa.UniqueConstraint("once", name=op.f("uq_official_answer_once")),
    )
    op.create_index(op.f("ix_official_answer_municipality_id"), "official_answer", ["municipality_id"])
    op.create_index(op.f("ix_official_answer_process_id"), "official_answer", ["process_id"])
    op.create_table(
        "answer_to",
        sa.Column("contribution_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", Moment(timezone=True), nullable=True),
        refers("answer_to", "contribution_id", "contribution"),
        refers("answer_to", "answer_id", "official_answer"),
        refers("answer_to", "municipality_id", "municipality"),
        sa.PrimaryKeyConstraint("contribution_id", "answer_id", name=op.f("pk_answer_to")),
    )
    op.create_index(op.f("ix_answer_to_answer_id"), "answer_to", ["answer_id"])
    op.create_index(op.f("ix_answer_to_municipality_id"), "answer_to", ["municipality_id"])
    op.create_table(
        "answer_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("original", sa.String(length=10), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("office", sa.String(length=160), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("since", Moment(timezone=True), nullable=False),
        sa.Column("until", Moment(timezone=True), nullable=False),
        refers("answer_version", "municipality_id", "municipality"),
        refers("answer_version", "answer_id", "official_answer"),
        refers("answer_version", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_version")),
    )
    op.create_index(op.f("ix_answer_version_municipality_id"), "answer_version", ["municipality_id"])
    op.create_index(op.f("ix_answer_version_answer_id"), "answer_version", ["answer_id"])


def downgrade() -> None:
    """The older house knows neither: stages and answers go, the ideas stay."""
    op.drop_table("answer_version")
    op.drop_table("answer_to")
    op.drop_table("official_answer")
    op.drop_table("stage_entry")
