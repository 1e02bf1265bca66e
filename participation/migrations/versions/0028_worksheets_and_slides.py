"""worksheets of workshops with what groups filled in; slides with figures and their source."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

INDEXES = {
    "worksheet": ("municipality_id", "process_id", "session_id"),
    "filled_sheet": ("worksheet_id", "field_id"),
}


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "worksheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("accepts", sa.Boolean(), nullable=False),
        sa.Column("field_ids", sa.JSON(), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        key("worksheet", "municipality_id", "municipality"),
        key("worksheet", "process_id", "process"),
        key("worksheet", "session_id", "live_session"),
        key("worksheet", "step_id", "run_step"),
        key("worksheet", "format_id", "format"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worksheet")),
        sa.UniqueConstraint("public_id", name=op.f("uq_worksheet_public_id")),
        sa.UniqueConstraint("step_id", name=op.f("uq_worksheet_step_id")),
        sa.UniqueConstraint("format_id", name=op.f("uq_worksheet_format_id")),
    )
    op.create_table(
        "filled_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("worksheet_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("trial", sa.JSON(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        key("filled_sheet", "municipality_id", "municipality"),
        key("filled_sheet", "worksheet_id", "worksheet"),
        key("filled_sheet", "contribution_id", "contribution"),
        key("filled_sheet", "field_id", "field_of_action"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filled_sheet")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_filled_sheet_contribution_id")),
    )
    op.create_table(
        "slide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        key("slide", "municipality_id", "municipality"),
        key("slide", "step_id", "run_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slide")),
        sa.UniqueConstraint("step_id", name=op.f("uq_slide_step_id")),
    )
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """The run sheet keeps no step that the version before does not know; what groups wrote stays in collections.

    A worksheet becomes a collection that no phase opens: what was filled in are ideas then.
    """
    for table in ("slide", "filled_sheet", "worksheet"):
        op.drop_table(table)
    run_step = sa.table("run_step", sa.column("kind", sa.String))
    sheets = ("projects", "goals", "plans", "structures")
    op.execute(run_step.update().where(run_step.c.kind.in_(sheets)).values(kind="talk"))
    op.execute(run_step.update().where(run_step.c.kind == "slide").values(kind="text"))
    formats = sa.table("format", sa.column("kind", sa.String))
    op.execute(formats.update().where(formats.c.kind == "worksheet").values(kind="idea_collection"))
    said = sa.table("contribution", sa.column("kind", sa.String))
    kinds = ("project", "goal", "plan", "structure")
    op.execute(said.update().where(said.c.kind.in_(kinds)).values(kind="idea"))
