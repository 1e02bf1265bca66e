"""accounts: mail addresses, passwords, outside identities, links on their way, tries in vain."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "account_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("folded", sa.String(length=254), nullable=False),
        sa.Column("confirmed_at", Moment(timezone=True), nullable=False),
        refers("account_address", "municipality_id", "municipality"),
        refers("account_address", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_address")),
        sa.UniqueConstraint("municipality_id", "folded", name=op.f("uq_account_address_municipality_id_folded")),
        sa.UniqueConstraint("person_id", "municipality_id", name=op.f("uq_account_address_person_id_municipality_id")),
    )
    op.create_table(
        "account_password",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("municipality_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("changed_at", Moment(timezone=True), nullable=False),
        refers("account_password", "municipality_id", "municipality"),
        refers("account_password", "person_id", "person"),
        sa.PrimaryKeyConstraint("person_id", "municipality_id", name=op.f("pk_account_password")),
    )
    op.create_table(
        "account_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=False),
        refers("account_identity", "municipality_id", "municipality"),
        refers("account_identity", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_identity")),
        sa.UniqueConstraint(
            "municipality_id", "issuer", "subject", name=op.f("uq_account_identity_municipality_id_issuer_subject")
        ),
        sa.UniqueConstraint(
            "person_id", "municipality_id", "issuer", name=op.f("uq_account_identity_person_id_municipality_id_issuer")
        ),
    )
    op.create_table(
        "account_link",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("folded", sa.String(length=254), nullable=False),
        sa.Column("device_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("expires_at", Moment(timezone=True), nullable=False),
        sa.Column("used_at", Moment(timezone=True), nullable=True),
        refers("account_link", "municipality_id", "municipality"),
        refers("account_link", "person_id", "person"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_link")),
    )
    op.create_index("ix_account_link_address", "account_link", ["municipality_id", "folded"])
    op.create_index("ix_account_link_asked", "account_link", ["municipality_id", "asked_at"])
    for column in ("person_id", "device_hash", "expires_at"):
        op.create_index(op.f(f"ix_account_link_{column}"), "account_link", [column])
    op.create_table(
        "account_tries",
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_account_tries")),
    )
    op.create_index(op.f("ix_account_tries_last_at"), "account_tries", ["last_at"])


def downgrade() -> None:
    """The older house knows no such sign-in: residents' accounts become guests, whose recovery code leads back.

    The code is not stored, only its hash, and that needs the installation's secret; so a code is there only for whoever
    had one. Their contributions stay, and devices stay signed in.
    """
    op.drop_table("account_tries")
    op.drop_table("account_link")
    op.drop_table("account_identity")
    op.drop_table("account_password")
    op.drop_table("account_address")
    op.execute(
        "UPDATE person SET kind = 'guest' WHERE kind = 'account' AND name = '' "
        "AND NOT EXISTS (SELECT 1 FROM membership WHERE membership.person_id = person.id)"
    )
