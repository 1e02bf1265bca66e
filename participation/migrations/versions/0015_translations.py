"""languages: what contributions say in other languages, the glossary, and the machine that translates."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
ONCE = ("approved", "draft", "offered")


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("of_version", sa.Integer(), nullable=False),
        sa.Column("outdated", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_as", sa.String(length=20), nullable=False),
        sa.Column("approved_at", Moment(timezone=True), nullable=True),
        refers("translation", "municipality_id", "municipality"),
        refers("translation", "contribution_id", "contribution"),
        refers("translation", "made_by_id", "person"),
        refers("translation", "approved_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
    )
    op.create_index(op.f("ix_translation_municipality_id"), "translation", ["municipality_id"])
    op.create_index("ix_translation_contribution", "translation", ["contribution_id", "language", "state"])
    for state in ONCE:
        condition = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_translation_{state}",
            "translation",
            ["contribution_id", "language"],
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        refers("glossary_term", "municipality_id", "municipality"),
        refers("glossary_term", "process_id", "process"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
    )
    op.create_index(op.f("ix_glossary_term_municipality_id"), "glossary_term", ["municipality_id"])
    op.create_index(op.f("ix_glossary_term_process_id"), "glossary_term", ["process_id"])
    op.create_table(
        "machine_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        refers("machine_choice", "municipality_id", "municipality"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_choice")),
        sa.UniqueConstraint("municipality_id", name=op.f("uq_machine_choice_municipality_id")),
    )
    op.create_table(
        "machine_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", Moment(timezone=True), nullable=False),
        sa.Column("trouble", sa.String(length=20), nullable=False),
        refers("machine_task", "municipality_id", "municipality"),
        refers("machine_task", "contribution_id", "contribution"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_task")),
        sa.UniqueConstraint("contribution_id", "language", name=op.f("uq_machine_task_contribution_id_language")),
    )
    op.create_index(op.f("ix_machine_task_municipality_id"), "machine_task", ["municipality_id"])
    op.create_index("ix_machine_task_due", "machine_task", ["state", "due_at"])


def downgrade() -> None:
    """The older house knows no versions in other languages: they go, every original stays. Waiting work goes as well."""
    op.execute("DELETE FROM job WHERE kind = 'languages.translate'")
    op.drop_table("machine_task")
    op.drop_table("machine_choice")
    op.drop_table("glossary_term")
    op.drop_table("translation")
