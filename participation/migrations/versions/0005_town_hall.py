"""town hall: how a municipality looks and is reached, its own pages, its logo; who acted in a town is found quickly."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
ADDED = ("contact_email", "contact_phone", "logo", "logo_width", "logo_height", "pages", "revision")


def upgrade() -> None:
    # added and dropped in place: every table refers to this one, so it is not built anew
    op.add_column("municipality", sa.Column("contact_email", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("municipality", sa.Column("contact_phone", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("municipality", sa.Column("logo", sa.String(length=16), nullable=True))
    op.add_column("municipality", sa.Column("logo_width", sa.Integer(), nullable=True))
    op.add_column("municipality", sa.Column("logo_height", sa.Integer(), nullable=True))
    op.add_column("municipality", sa.Column("pages", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("municipality", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "town_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("video", sa.String(length=500), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_town_page_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_page")),
        sa.UniqueConstraint("municipality_id", "kind", name=op.f("uq_town_page_municipality_id_kind")),
    )
    op.create_table(
        "town_picture",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_town_picture_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("municipality_id", name=op.f("pk_town_picture")),
    )
    op.create_index("ix_audit_town_actor", "audit", ["municipality_id", "actor"])


def downgrade() -> None:
    op.drop_index("ix_audit_town_actor", "audit")
    op.drop_table("town_picture")
    op.drop_table("town_page")
    for column in ADDED:
        op.drop_column("municipality", column)
