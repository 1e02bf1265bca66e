"""forums: a programme with parts, who sits on a podium, results; what became of questions."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
INDEXES = {
    "forum": ("municipality_id", "process_id"),
    "forum_room": ("forum_id",),
    "forum_part": ("forum_id", "moved_by_id", "room_id"),
    "forum_step": ("forum_id",),
    "podium_guest": ("step_id",),
    "forum_result": ("forum_id", "part_id"),
}


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "forum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("published_at", Moment(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        key("forum", "municipality_id", "municipality"),
        key("forum", "process_id", "process"),
        key("forum", "format_id", "format"),
        key("forum", "session_id", "live_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forum_public_id")),
        sa.UniqueConstraint("format_id", name=op.f("uq_forum_format_id")),
        sa.UniqueConstraint("session_id", name=op.f("uq_forum_session_id")),
    )
    op.create_table(
        "forum_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        key("forum_room", "municipality_id", "municipality"),
        key("forum_room", "forum_id", "forum"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_room")),
    )
    op.create_table(
        "forum_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("starts_at", Moment(timezone=True), nullable=False),
        sa.Column("ends_at", Moment(timezone=True), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("interpreters", sa.JSON(), nullable=False),
        sa.Column("lead", sa.String(length=80), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("cancelled_at", Moment(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", Moment(timezone=True), nullable=True),
        key("forum_part", "municipality_id", "municipality"),
        key("forum_part", "forum_id", "forum"),
        key("forum_part", "room_id", "forum_room"),
        key("forum_part", "session_id", "live_session"),
        key("forum_part", "moved_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_part")),
        sa.UniqueConstraint("public_id", name=op.f("uq_forum_part_public_id")),
        sa.UniqueConstraint("session_id", name=op.f("uq_forum_part_session_id")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_forum_part_key_hash")),
    )
    op.create_table(
        "forum_step",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        key("forum_step", "step_id", "run_step"),
        key("forum_step", "municipality_id", "municipality"),
        key("forum_step", "forum_id", "forum"),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_forum_step")),
    )
    op.create_table(
        "podium_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=80), nullable=False),
        sa.Column("named_at", Moment(timezone=True), nullable=False),
        key("podium_guest", "municipality_id", "municipality"),
        key("podium_guest", "step_id", "run_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_podium_guest")),
    )
    op.create_table(
        "forum_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        key("forum_result", "municipality_id", "municipality"),
        key("forum_result", "forum_id", "forum"),
        key("forum_result", "part_id", "forum_part"),
        key("forum_result", "contribution_id", "contribution"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forum_result")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_forum_result_contribution_id")),
    )
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    with op.batch_alter_table("wall") as wall:
        wall.add_column(sa.Column("card_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("wall_card") as card:
        card.add_column(sa.Column("answered", sa.String(length=8), nullable=False, server_default="open"))
    with op.batch_alter_table("wall_card") as card:
        card.alter_column("answered", server_default=None)


def downgrade() -> None:
    """Nothing that was said is lost: results become ideas of a collection that no phase opens, a podium a wall."""
    with op.batch_alter_table("wall_card") as card:
        card.drop_column("answered")
    with op.batch_alter_table("wall") as wall:
        wall.drop_column("card_id")
    for table in ("forum_result", "podium_guest", "forum_step", "forum_part", "forum_room", "forum"):
        op.drop_table(table)
    step = sa.table("run_step", sa.column("kind", sa.String))
    op.execute(step.update().where(step.c.kind == "podium").values(kind="cards"))
    op.execute(step.update().where(step.c.kind.in_(["programme", "results"])).values(kind="talk"))
    said = sa.table("contribution", sa.column("kind", sa.String))
    op.execute(said.update().where(said.c.kind == "result").values(kind="idea"))
    collection = sa.table("format", sa.column("kind", sa.String))
    op.execute(collection.update().where(collection.c.kind == "dialogue_forum").values(kind="idea_collection"))
