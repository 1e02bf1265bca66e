"""events: an invitation, registration with a waiting list, arrival, feedback."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
INDEXES = {
    "event": ("municipality_id", "process_id", "series", "starts_at"),
    "event_group": ("event_id",),
    "registration": ("event_id", "person_id"),
    "event_feedback": ("event_id",),
}


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("way", sa.JSON(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("bring", sa.JSON(), nullable=False),
        sa.Column("childcare", sa.Boolean(), nullable=False),
        sa.Column("interpreters", sa.JSON(), nullable=False),
        sa.Column("starts_at", Moment(timezone=True), nullable=False),
        sa.Column("ends_at", Moment(timezone=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("takes", sa.Boolean(), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("published_at", Moment(timezone=True), nullable=True),
        sa.Column("cancelled_at", Moment(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_lang", sa.String(length=10), nullable=False),
        sa.Column("reminded_at", Moment(timezone=True), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("numbers", sa.Integer(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=True),
        sa.Column("came", sa.Integer(), nullable=True),
        key("event", "municipality_id", "municipality"),
        key("event", "process_id", "process"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("public_id", name=op.f("uq_event_public_id")),
    )
    op.create_table(
        "event_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        key("event_group", "municipality_id", "municipality"),
        key("event_group", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_group")),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("interpreter", sa.String(length=10), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("needs", sa.String(length=400), nullable=False),
        sa.Column("has_place", sa.Boolean(), nullable=False),
        sa.Column("registered_at", Moment(timezone=True), nullable=False),
        sa.Column("cancelled_at", Moment(timezone=True), nullable=True),
        sa.Column("arrived_at", Moment(timezone=True), nullable=True),
        key("registration", "municipality_id", "municipality"),
        key("registration", "event_id", "event"),
        key("registration", "person_id", "person"),
        key("registration", "group_id", "event_group"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_registration_event_id_number")),
    )
    op.create_table(
        "event_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=60), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("good", sa.Text(), nullable=False),
        sa.Column("better", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        key("event_feedback", "municipality_id", "municipality"),
        key("event_feedback", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_feedback")),
        sa.UniqueConstraint("event_id", "once", name=op.f("uq_event_feedback_event_id_once")),
    )
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table in ("event_feedback", "registration", "event_group", "event"):
        op.drop_table(table)
