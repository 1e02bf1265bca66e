"""the open space of a session, with what is said in it and done with its order; whether phones support cards."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def in_a_space(table: str) -> list[sa.schema.SchemaItem]:
    """What everything said in a space has."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("trial", sa.JSON(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        key(table, "municipality_id", "municipality"),
        key(table, "space_id", "space"),
        key(table, "contribution_id", "contribution"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("contribution_id", name=op.f(f"uq_{table}_contribution_id")),
    ]


def upgrade() -> None:
    op.create_table(
        "space",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=True),
        sa.Column("takes_topics", sa.Boolean(), nullable=False),
        sa.Column("takes_reports", sa.Boolean(), nullable=False),
        sa.Column("at_mic_id", sa.Integer(), nullable=True),
        sa.Column("topics", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("actions", sa.Integer(), nullable=False),
        key("space", "municipality_id", "municipality"),
        key("space", "process_id", "process"),
        key("space", "session_id", "live_session"),
        key("space", "format_id", "format"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space")),
        sa.UniqueConstraint("public_id", name=op.f("uq_space_public_id")),
        sa.UniqueConstraint("session_id", name=op.f("uq_space_session_id")),
        sa.UniqueConstraint("format_id", name=op.f("uq_space_format_id")),
    )
    for column in ("municipality_id", "process_id"):
        op.create_index(op.f(f"ix_space_{column}"), "space", [column])
    op.create_table(
        "space_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        key("space_room", "municipality_id", "municipality"),
        key("space_room", "space_id", "space"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_room")),
    )
    op.create_index(op.f("ix_space_room_space_id"), "space_room", ["space_id"])
    op.create_table(
        "space_slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", Moment(timezone=True), nullable=False),
        sa.Column("ends_at", Moment(timezone=True), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        key("space_slot", "municipality_id", "municipality"),
        key("space_slot", "space_id", "space"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_slot")),
    )
    op.create_index(op.f("ix_space_slot_space_id"), "space_slot", ["space_id"])
    op.create_table(
        "space_topic",
        *in_a_space("space_topic"),
        sa.Column("host", sa.String(length=60), nullable=False),
        sa.Column("tongues", sa.JSON(), nullable=False),
        sa.Column("needs_interpreter", sa.Boolean(), nullable=False),
        sa.Column("interpreter", sa.String(length=60), nullable=False),
        sa.Column("heard_at", Moment(timezone=True), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("part_of_id", sa.Integer(), nullable=True),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", Moment(timezone=True), nullable=True),
        key("space_topic", "room_id", "space_room"),
        key("space_topic", "slot_id", "space_slot"),
        key("space_topic", "part_of_id", "space_topic"),
        key("space_topic", "from_id", "space_topic"),
        key("space_topic", "moved_by_id", "person"),
        sa.UniqueConstraint("room_id", "slot_id", name=op.f("uq_space_topic_room_id_slot_id")),
    )
    for column in ("space_id", "room_id", "slot_id", "part_of_id", "moved_by_id"):
        op.create_index(op.f(f"ix_space_topic_{column}"), "space_topic", [column])
    op.create_table(
        "space_report",
        *in_a_space("space_report"),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        key("space_report", "topic_id", "space_topic"),
    )
    op.create_table(
        "space_action",
        *in_a_space("space_action"),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        key("space_action", "topic_id", "space_topic"),
    )
    for table in ("space_report", "space_action"):
        for column in ("space_id", "topic_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_table(
        "space_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("undone_at", Moment(timezone=True), nullable=True),
        key("space_act", "municipality_id", "municipality"),
        key("space_act", "space_id", "space"),
        key("space_act", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_act")),
    )
    for column in ("space_id", "by_id"):
        op.create_index(op.f(f"ix_space_act_{column}"), "space_act", [column])
    with op.batch_alter_table("wall") as wall:
        wall.add_column(sa.Column("hearts", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("wall") as wall:
        wall.alter_column("hearts", server_default=None)


def downgrade() -> None:
    """The run sheet keeps no step that the version before does not know; what was said stays in the collections.

    A space becomes a collection that no phase opens: concerns, reports and agreements are ideas then.
    """
    with op.batch_alter_table("wall") as wall:
        wall.drop_column("hearts")
    for table in ("space_act", "space_action", "space_report", "space_topic", "space_slot", "space_room", "space"):
        op.drop_table(table)
    run_step = sa.table("run_step", sa.column("kind", sa.String))
    ours = ("topics", "market", "reports", "actions", "circle")
    op.execute(run_step.update().where(run_step.c.kind.in_(ours)).values(kind="talk"))
    formats = sa.table("format", sa.column("kind", sa.String))
    op.execute(formats.update().where(formats.c.kind == "open_space").values(kind="idea_collection"))
    said = sa.table("contribution", sa.column("kind", sa.String))
    op.execute(said.update().where(said.c.kind.in_(("topic", "report", "action"))).values(kind="idea"))
