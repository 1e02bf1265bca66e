"""speakers' lists: who wants to speak at a step, who has spoken, and for which organisation."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "speakers_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        key("speakers_list", "municipality_id", "municipality"),
        key("speakers_list", "process_id", "process"),
        key("speakers_list", "session_id", "live_session"),
        key("speakers_list", "step_id", "run_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers_list")),
        sa.UniqueConstraint("public_id", name=op.f("uq_speakers_list_public_id")),
        sa.UniqueConstraint("step_id", name=op.f("uq_speakers_list_step_id")),
    )
    for column in ("municipality_id", "process_id", "session_id"):
        op.create_index(op.f(f"ix_speakers_list_{column}"), "speakers_list", [column])
    op.create_table(
        "speech",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("wish", sa.String(length=8), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=True),
        sa.Column("ahead", sa.JSON(), nullable=True),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("reason_lang", sa.String(length=10), nullable=False),
        sa.Column("began_at", Moment(timezone=True), nullable=True),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        sa.Column("interpreting_at", Moment(timezone=True), nullable=True),
        sa.Column("interpreted", sa.Integer(), nullable=False),
        sa.Column("clock_held", sa.Boolean(), nullable=False),
        key("speech", "municipality_id", "municipality"),
        key("speech", "list_id", "speakers_list"),
        key("speech", "person_id", "person"),
        key("speech", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speech")),
    )
    for column in ("list_id", "person_id", "organisation_id"):
        op.create_index(op.f(f"ix_speech_{column}"), "speech", [column])


def downgrade() -> None:
    """The run sheet keeps no step that the version before does not know: people talk at it."""
    op.drop_table("speech")
    op.drop_table("speakers_list")
    run_step = sa.table("run_step", sa.column("kind", sa.String))
    op.execute(run_step.update().where(run_step.c.kind == "speakers").values(kind="talk"))
