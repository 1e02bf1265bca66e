"""the live vote: sessions, run sheet, ballots, votes, tickets, seats, screens."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("per_option", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.Column("frozen", sa.String(length=64), nullable=False),
        sa.Column("opened_at", participation.foundation.database.Moment(timezone=True), nullable=True),
        sa.Column("closed_at", participation.foundation.database.Moment(timezone=True), nullable=True),
        sa.Column("published_at", participation.foundation.database.Moment(timezone=True), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("voted", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_ballot_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("public_id", name=op.f("uq_ballot_public_id")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_audience"), ["audience"], unique=False)
        batch_op.create_index(batch_op.f("ix_ballot_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "room_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("returned_at", participation.foundation.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_room_ticket_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_ticket")),
        sa.UniqueConstraint("audience", "number", name=op.f("uq_room_ticket_audience_number")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_room_ticket_code_hash")),
    )
    with op.batch_alter_table("room_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_ticket_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "ballot_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_option_ballot_id_ballot")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_ballot_option_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_option")),
    )
    with op.batch_alter_table("ballot_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_option_ballot_id"), ["ballot_id"], unique=False)

    op.create_table(
        "counted_ballot",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_counted_ballot_ballot_id_ballot")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_counted_ballot_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("ballot_id", "place", name=op.f("pk_counted_ballot")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "live_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("view", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("opened_at", participation.foundation.database.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", participation.foundation.database.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_live_session_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["process_id"], ["process.id"], name=op.f("fk_live_session_process_id_process")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_session")),
        sa.UniqueConstraint("code", name=op.f("uq_live_session_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_live_session_public_id")),
    )
    with op.batch_alter_table("live_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_live_session_municipality_id"), ["municipality_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_live_session_process_id"), ["process_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=60), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=True),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_seat_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["room_ticket.id"], name=op.f("fk_seat_ticket_id_room_ticket")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_seat")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_seat_ticket_id")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_audience"), ["audience"], unique=False)
        batch_op.create_index(batch_op.f("ix_seat_municipality_id"), ["municipality_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("voter_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("own_revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_vote_ballot_id_ballot")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_vote_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("ballot_id", "voter_key", name=op.f("pk_vote")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_run_step_ballot_id_ballot")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_run_step_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["live_session.id"], name=op.f("fk_run_step_session_id_live_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_step")),
        sa.UniqueConstraint("ballot_id", name=op.f("uq_run_step_ballot_id")),
    )
    with op.batch_alter_table("run_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_step_session_id"), ["session_id"], unique=False)

    op.create_table(
        "screen_key",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", participation.foundation.database.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_screen_key_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["live_session.id"], name=op.f("fk_screen_key_session_id_live_session")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_screen_key")),
    )
    with op.batch_alter_table("screen_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screen_key_session_id"), ["session_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("screen_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screen_key_session_id"))

    op.drop_table("screen_key")
    with op.batch_alter_table("run_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_step_session_id"))

    op.drop_table("run_step")
    op.drop_table("vote")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_seat_audience"))

    op.drop_table("seat")
    with op.batch_alter_table("live_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_live_session_process_id"))
        batch_op.drop_index(batch_op.f("ix_live_session_municipality_id"))

    op.drop_table("live_session")
    op.drop_table("counted_ballot")
    with op.batch_alter_table("ballot_option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_option_ballot_id"))

    op.drop_table("ballot_option")
    with op.batch_alter_table("room_ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_ticket_municipality_id"))

    op.drop_table("room_ticket")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ballot_municipality_id"))
        batch_op.drop_index(batch_op.f("ix_ballot_audience"))

    op.drop_table("ballot")
