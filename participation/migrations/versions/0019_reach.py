"""reach: voluntary questions about the person, counters of their answers, and who was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "reach_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        refers("reach_survey", "municipality_id", "municipality"),
        refers("reach_survey", "process_id", "process"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_survey")),
        sa.UniqueConstraint("process_id", name=op.f("uq_reach_survey_process_id")),
    )
    op.create_index(op.f("ix_reach_survey_municipality_id"), "reach_survey", ["municipality_id"])
    op.create_table(
        "reach_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sheets_waiting", sa.Integer(), nullable=False),
        sa.Column("sheets_counted", sa.Integer(), nullable=False),
        sa.Column("batches", sa.Integer(), nullable=False),
        refers("reach_question", "municipality_id", "municipality"),
        refers("reach_question", "process_id", "process"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach_question")),
        sa.UniqueConstraint("process_id", "key", name=op.f("uq_reach_question_process_id_key")),
    )
    op.create_index(op.f("ix_reach_question_municipality_id"), "reach_question", ["municipality_id"])
    op.create_table(
        "reach_count",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        refers("reach_count", "question_id", "reach_question"),
        refers("reach_count", "municipality_id", "municipality"),
        sa.PrimaryKeyConstraint("question_id", "answer", name=op.f("pk_reach_count")),
    )
    op.create_index(op.f("ix_reach_count_municipality_id"), "reach_count", ["municipality_id"])
    # without SQLite's hidden row numbers, which would keep the order in which people were asked
    op.create_table(
        "reach_asked",
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        refers("reach_asked", "process_id", "process"),
        refers("reach_asked", "person_id", "person"),
        refers("reach_asked", "municipality_id", "municipality"),
        sa.PrimaryKeyConstraint("process_id", "person_id", name=op.f("pk_reach_asked")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_reach_asked_person_id"), "reach_asked", ["person_id"])


def downgrade() -> None:
    """The older house asks nothing about anybody: counters and figures go."""
    for table in ("reach_asked", "reach_count", "reach_question", "reach_survey"):
        op.drop_table(table)
