"""walls of cards: a step of a run sheet at which everybody writes, its groups, and what was done with their order."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "wall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=True),
        sa.Column("accepts", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("revealed_at", Moment(timezone=True), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.Column("declined", sa.JSON(), nullable=False),
        key("wall", "municipality_id", "municipality"),
        key("wall", "process_id", "process"),
        key("wall", "session_id", "live_session"),
        key("wall", "step_id", "run_step"),
        key("wall", "format_id", "format"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall")),
        sa.UniqueConstraint("public_id", name=op.f("uq_wall_public_id")),
        sa.UniqueConstraint("step_id", name=op.f("uq_wall_step_id")),
        sa.UniqueConstraint("format_id", name=op.f("uq_wall_format_id")),
    )
    for column in ("municipality_id", "process_id", "session_id"):
        op.create_index(op.f(f"ix_wall_{column}"), "wall", [column])
    op.create_table(
        "wall_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("wall_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        key("wall_group", "municipality_id", "municipality"),
        key("wall_group", "wall_id", "wall"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_group")),
    )
    op.create_index(op.f("ix_wall_group_wall_id"), "wall_group", ["wall_id"])
    op.create_table(
        "wall_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("wall_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("trial", sa.JSON(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", Moment(timezone=True), nullable=True),
        key("wall_card", "municipality_id", "municipality"),
        key("wall_card", "wall_id", "wall"),
        key("wall_card", "contribution_id", "contribution"),
        key("wall_card", "group_id", "wall_group"),
        key("wall_card", "moved_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_card")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_wall_card_contribution_id")),
    )
    for column in ("wall_id", "group_id", "moved_by_id"):
        op.create_index(op.f(f"ix_wall_card_{column}"), "wall_card", [column])
    op.create_table(
        "wall_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("wall_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("undone_at", Moment(timezone=True), nullable=True),
        key("wall_act", "municipality_id", "municipality"),
        key("wall_act", "wall_id", "wall"),
        key("wall_act", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_act")),
    )
    for column in ("wall_id", "by_id"):
        op.create_index(op.f(f"ix_wall_act_{column}"), "wall_act", [column])


def downgrade() -> None:
    """The run sheet keeps no step that the version before does not know; what was said stays in the collections.

    A format of cards becomes a collection that no phase opens: its cards are ideas then.
    """
    for table in ("wall_act", "wall_card", "wall_group", "wall"):
        op.drop_table(table)
    run_step = sa.table("run_step", sa.column("kind", sa.String))
    op.execute(run_step.update().where(run_step.c.kind == "cards").values(kind="talk"))
    formats = sa.table("format", sa.column("kind", sa.String))
    op.execute(formats.update().where(formats.c.kind == "card_wall").values(kind="idea_collection"))
    said = sa.table("contribution", sa.column("kind", sa.String))
    op.execute(said.update().where(said.c.kind == "card").values(kind="idea"))
