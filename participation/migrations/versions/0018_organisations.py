"""organisations: who they are, who speaks for them, and what was said for them."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    create_organisation()
    create_people_of_it()
    op.create_table(
        "spoken_for",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("consented_at", Moment(timezone=True), nullable=True),
        refers("spoken_for", "contribution_id", "contribution"),
        refers("spoken_for", "municipality_id", "municipality"),
        refers("spoken_for", "written_by_id", "person"),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_spoken_for")),
    )
    for column in ("municipality_id", "written_by_id"):
        op.create_index(op.f(f"ix_spoken_for_{column}"), "spoken_for", [column])
    add_columns_in_place()


def create_organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=240), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        refers("organisation", "municipality_id", "municipality"),
        refers("organisation", "author_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("author_id", name=op.f("uq_organisation_author_id")),
        sa.UniqueConstraint("municipality_id", "folded", name=op.f("uq_organisation_municipality_id_folded")),
        sa.UniqueConstraint("municipality_id", "key", name=op.f("uq_organisation_municipality_id_key")),
    )


def create_people_of_it() -> None:
    op.create_table(
        "organisation_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=False),
        refers("organisation_member", "municipality_id", "municipality"),
        refers("organisation_member", "organisation_id", "organisation"),
        refers("organisation_member", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_member")),
        sa.UniqueConstraint(
            "organisation_id", "person_id", name=op.f("uq_organisation_member_organisation_id_person_id")
        ),
    )
    op.create_index(op.f("ix_organisation_member_person_id"), "organisation_member", ["person_id"])
    op.create_table(
        "organisation_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("folded", sa.String(length=254), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("expires_at", Moment(timezone=True), nullable=False),
        refers("organisation_invitation", "municipality_id", "municipality"),
        refers("organisation_invitation", "organisation_id", "organisation"),
        refers("organisation_invitation", "invited_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_organisation_invitation_token_hash")),
    )
    for column in ("organisation_id", "invited_by_id", "expires_at"):
        op.create_index(op.f(f"ix_organisation_invitation_{column}"), "organisation_invitation", [column])


def add_columns_in_place() -> None:
    """Many tables refer to these two, so they are not built anew."""
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a reference with a new column, which Alembic does not write
        op.execute(
            "ALTER TABLE contribution ADD COLUMN organisation_id INTEGER"
            " CONSTRAINT fk_contribution_organisation_id_organisation REFERENCES organisation (id)"
        )
    else:
        op.add_column("contribution", sa.Column("organisation_id", sa.Integer(), nullable=True))
        op.create_foreign_key(
            op.f("fk_contribution_organisation_id_organisation"),
            "contribution",
            "organisation",
            ["organisation_id"],
            ["id"],
        )
    op.add_column("contribution", sa.Column("told_by", sa.String(length=80), nullable=True))
    op.create_index(op.f("ix_contribution_organisation_id"), "contribution", ["organisation_id"])
    op.add_column(
        "municipality", sa.Column("lists_organisations", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """The older house knows no organisations: whoever wrote something for one is its author, so nothing said is lost."""
    op.execute(
        "UPDATE comment_place SET speaks_as = NULL WHERE speaks_as = 'organisation'"
        " AND comment_id IN (SELECT id FROM contribution WHERE organisation_id IS NOT NULL)"
    )
    op.execute(
        "UPDATE contribution SET author_id ="
        " (SELECT written_by_id FROM spoken_for WHERE spoken_for.contribution_id = contribution.id)"
        " WHERE organisation_id IS NOT NULL"
    )
    op.execute(
        "UPDATE contribution_revision SET by_id ="
        " (SELECT author_id FROM contribution WHERE contribution.id = contribution_revision.contribution_id)"
        " WHERE by_id IN (SELECT author_id FROM organisation)"
    )
    # members without a name are residents; the older house would show them among the colleagues
    op.execute(
        "DELETE FROM membership WHERE role = 'organisation' AND person_id IN (SELECT id FROM person WHERE name = '')"
    )
    op.drop_column("municipality", "lists_organisations")
    op.drop_index(op.f("ix_contribution_organisation_id"), "contribution")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE contribution DROP COLUMN organisation_id")
    else:
        op.drop_constraint(op.f("fk_contribution_organisation_id_organisation"), "contribution", type_="foreignkey")
        op.drop_column("contribution", "organisation_id")
    op.drop_column("contribution", "told_by")
    op.drop_table("spoken_for")
    op.drop_table("organisation_invitation")
    op.drop_table("organisation_member")
    op.drop_table("organisation")
    op.execute("DELETE FROM person WHERE kind = 'collective'")
