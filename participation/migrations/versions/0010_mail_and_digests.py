"""mail and digests: mails on their way, and how colleagues want to hear what waits."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def upgrade() -> None:
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("to", sa.String(length=254), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("end", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("sent_at", Moment(timezone=True), nullable=True),
        sa.Column("given_up_at", Moment(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", Moment(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_outgoing_mail_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outgoing_mail_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    for column in ("municipality_id", "person_id", "next_try_at"):
        op.create_index(op.f(f"ix_outgoing_mail_{column}"), "outgoing_mail", [column])
    op.create_table(
        "digest_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("often", sa.String(length=10), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("site", sa.String(length=254), nullable=False),
        sa.Column("confirm_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("address_until", Moment(timezone=True), nullable=True),
        sa.Column("asked_at", Moment(timezone=True), nullable=True),
        sa.Column("confirmed_at", Moment(timezone=True), nullable=True),
        sa.Column("end_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("chosen_at", Moment(timezone=True), nullable=True),
        sa.Column("digest_at", Moment(timezone=True), nullable=True),
        sa.Column("told_at", Moment(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=10), nullable=False),
        sa.Column("trouble_at", Moment(timezone=True), nullable=True),
        sa.Column("read_at", Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_digest_choice_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_choice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_choice")),
        sa.UniqueConstraint("confirm_hash", name=op.f("uq_digest_choice_confirm_hash")),
        sa.UniqueConstraint("end_hash", name=op.f("uq_digest_choice_end_hash")),
        sa.UniqueConstraint("person_id", "municipality_id", name=op.f("uq_digest_choice_person_id_municipality_id")),
    )
    op.create_index(op.f("ix_digest_choice_municipality_id"), "digest_choice", ["municipality_id"])


def downgrade() -> None:
    """Whoever had digests by mail must choose them anew; mails on their way are lost."""
    op.drop_index(op.f("ix_digest_choice_municipality_id"), "digest_choice")
    op.drop_table("digest_choice")
    for column in ("next_try_at", "person_id", "municipality_id"):
        op.drop_index(op.f(f"ix_outgoing_mail_{column}"), "outgoing_mail")
    op.drop_table("outgoing_mail")
