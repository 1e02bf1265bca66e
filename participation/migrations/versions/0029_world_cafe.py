"""worldcafe: tables, rounds, who sits where until the session ends, notes of the tables."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
INDEXES = {
    "cafe": ("municipality_id", "process_id"),
    "cafe_table": ("cafe_id",),
    "cafe_round": ("cafe_id",),
    "cafe_guest": ("cafe_id", "person_id"),
    "cafe_place": ("round_id", "guest_id", "table_id"),
    "cafe_note": ("cafe_id", "table_id", "round_id"),
}


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "cafe",
        number("id"),
        number("municipality_id"),
        number("process_id"),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        number("session_id"),
        number("format_id", nullable=True),
        number("people"),
        sa.Column("asks_hosts", sa.Boolean(), nullable=False),
        number("guests"),
        number("notes"),
        number("moves"),
        key("cafe", "municipality_id", "municipality"),
        key("cafe", "process_id", "process"),
        key("cafe", "session_id", "live_session"),
        key("cafe", "format_id", "format"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe")),
        *(once("cafe", column) for column in ("public_id", "session_id", "format_id")),
    )
    op.create_table(
        "cafe_table",
        number("id"),
        number("municipality_id"),
        number("cafe_id"),
        number("number"),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        key("cafe_table", "municipality_id", "municipality"),
        key("cafe_table", "cafe_id", "cafe"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_table")),
        once("cafe_table", "cafe_id", "number"),
    )
    op.create_table(
        "cafe_round",
        number("id"),
        number("municipality_id"),
        number("cafe_id"),
        number("step_id"),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.Column("called_at", Moment(timezone=True), nullable=True),
        number("people"),
        number("tables"),
        number("again"),
        number("gaps"),
        key("cafe_round", "municipality_id", "municipality"),
        key("cafe_round", "cafe_id", "cafe"),
        key("cafe_round", "step_id", "run_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_round")),
        once("cafe_round", "step_id"),
    )
    op.create_table(
        "cafe_guest",
        number("id"),
        number("municipality_id"),
        number("cafe_id"),
        number("number"),
        number("person_id", nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        number("host_of_id", nullable=True),
        key("cafe_guest", "municipality_id", "municipality"),
        key("cafe_guest", "cafe_id", "cafe"),
        key("cafe_guest", "person_id", "person"),
        key("cafe_guest", "host_of_id", "cafe_table"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_guest")),
        once("cafe_guest", "cafe_id", "number"),
        once("cafe_guest", "cafe_id", "person_id"),
        once("cafe_guest", "host_of_id"),
    )
    op.create_table(
        "cafe_place",
        number("id"),
        number("municipality_id"),
        number("round_id"),
        number("guest_id"),
        number("table_id"),
        key("cafe_place", "municipality_id", "municipality"),
        key("cafe_place", "round_id", "cafe_round"),
        key("cafe_place", "guest_id", "cafe_guest"),
        key("cafe_place", "table_id", "cafe_table"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_place")),
        once("cafe_place", "round_id", "guest_id"),
    )
    op.create_table(
        "cafe_note",
        number("id"),
        number("municipality_id"),
        number("cafe_id"),
        number("contribution_id", nullable=True),
        sa.Column("trial", sa.JSON(), nullable=True),
        number("number"),
        number("table_id"),
        number("round_id"),
        key("cafe_note", "municipality_id", "municipality"),
        key("cafe_note", "cafe_id", "cafe"),
        key("cafe_note", "contribution_id", "contribution"),
        key("cafe_note", "table_id", "cafe_table"),
        key("cafe_note", "round_id", "cafe_round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cafe_note")),
        once("cafe_note", "contribution_id"),
    )
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """What was said stays as ideas of a closed collection; steps of a café are conversations again."""
    for table in ("cafe_note", "cafe_place", "cafe_guest", "cafe_round", "cafe_table", "cafe"):
        op.drop_table(table)
    run_step = sa.table("run_step", sa.column("kind", sa.String))
    op.execute(run_step.update().where(run_step.c.kind.in_(("round", "harvest"))).values(kind="talk"))
    formats = sa.table("format", sa.column("kind", sa.String))
    op.execute(formats.update().where(formats.c.kind == "world_cafe").values(kind="idea_collection"))
    said = sa.table("contribution", sa.column("kind", sa.String))
    op.execute(said.update().where(said.c.kind == "note").values(kind="idea"))
