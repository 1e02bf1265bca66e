"""the hall: announcement, undo, brake, rehearsal, screens that differ, a question asked again, counts by hand."""

from contextlib import AbstractContextManager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

import participation.foundation.database

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def upgrade() -> None:
    with op.batch_alter_table("live_session") as table:
        table.add_column(sa.Column("message", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("earlier", sa.JSON(), nullable=True))
        table.add_column(sa.Column("brake_at", Moment(timezone=True), nullable=True))
        table.add_column(sa.Column("brake_stopped", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("rehearsal", sa.Boolean(), nullable=False, server_default=sa.false()))
    with numbers_are_given_once("live_session") as table:
        for column in ("message", "brake_stopped", "rehearsal"):
            table.alter_column(column, server_default=None)
    with op.batch_alter_table("screen_key") as table:
        table.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        table.add_column(sa.Column("shows", sa.String(length=10), nullable=False, server_default="follow"))
    with op.batch_alter_table("screen_key") as table:
        table.alter_column("number", server_default=None)
        table.alter_column("shows", server_default=None)
    number_screens()
    with op.batch_alter_table("ballot") as table:
        table.add_column(sa.Column("before_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("hands", sa.Integer(), nullable=False, server_default="0"))
        table.create_foreign_key(op.f("fk_ballot_before_id_ballot"), "ballot", ["before_id"], ["id"])
    with numbers_are_given_once("ballot") as table:
        table.alter_column("hands", server_default=None)
    op.create_table(
        "hand_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("second", sa.String(length=80), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("taken_back_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_hand_count_ballot_id_ballot")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_hand_count_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_count")),
    )
    op.create_index(op.f("ix_hand_count_ballot_id"), "hand_count", ["ballot_id"])


def numbers_are_given_once(table: str) -> AbstractContextManager[BatchOperations]:
    """PostgreSQL never gives the number of a deleted row again; SQLite has to be told when the table is made."""
    if op.get_bind().dialect.name == "sqlite":
        return op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": True})
    return op.batch_alter_table(table)


def number_screens() -> None:
    """Two screens of one session cannot be called the same."""
    keys = sa.table("screen_key", sa.column("token_hash"), sa.column("session_id"), sa.column("number"))
    bind = op.get_bind()
    rows = bind.execute(sa.select(keys.c.session_id, keys.c.token_hash).order_by(keys.c.session_id)).all()
    seen: dict[int, int] = {}
    for session_id, token_hash in rows:
        seen[session_id] = seen.get(session_id, 0) + 1
        bind.execute(sa.update(keys).where(keys.c.token_hash == token_hash).values(number=seen[session_id]))


def downgrade() -> None:
    """A rehearsal is deleted: to the older house it would be a session. New methods are one answer, as they were counted.

    What was counted by hand stays in the results.
    """
    forget_rehearsals()
    op.execute("UPDATE ballot SET method = 'single' WHERE method NOT IN ('single', 'dots')")
    op.drop_index(op.f("ix_hand_count_ballot_id"), table_name="hand_count")
    op.drop_table("hand_count")
    with op.batch_alter_table("ballot") as table:
        table.drop_constraint(op.f("fk_ballot_before_id_ballot"), type_="foreignkey")
        table.drop_column("hands")
        table.drop_column("before_id")
    with op.batch_alter_table("screen_key") as table:
        table.drop_column("shows")
        table.drop_column("number")
    with op.batch_alter_table("live_session") as table:
        for column in ("rehearsal", "brake_stopped", "brake_at", "earlier", "message"):
            table.drop_column(column)


def forget_rehearsals() -> None:
    bind = op.get_bind()
    live = sa.table("live_session", sa.column("id"), sa.column("rehearsal", sa.Boolean()))
    ballot = sa.table("ballot", sa.column("id"), sa.column("audience"), sa.column("before_id"))
    gone = list(bind.scalars(sa.select(live.c.id).where(live.c.rehearsal)))
    audiences = [f"session:{one}" for one in gone]
    ballots = list(bind.scalars(sa.select(ballot.c.id).where(ballot.c.audience.in_(audiences))))
    bind.execute(sa.update(ballot).values(before_id=None))
    for name, column, values in (
        ("run_step", "session_id", gone),
        ("screen_key", "session_id", gone),
        ("vote", "ballot_id", ballots),
        ("counted_ballot", "ballot_id", ballots),
        ("hand_count", "ballot_id", ballots),
        ("ballot_option", "ballot_id", ballots),
        ("ballot", "id", ballots),
        ("seat", "audience", audiences),
        ("room_ticket", "audience", audiences),
        ("live_session", "id", gone),
    ):
        table = sa.table(name, sa.column(column))
        bind.execute(sa.delete(table).where(table.c[column].in_(values)))
