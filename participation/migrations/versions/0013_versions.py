"""versions: the wordings of a contribution, which of them a decision was about, and what its author took back."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def upgrade() -> None:
    """What is there has one wording each, and nothing was withdrawn."""
    # added and dropped in place: many tables refer to this one, so it is not built anew
    op.add_column("contribution", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("contribution", sa.Column("edited_at", Moment(timezone=True), nullable=True))
    op.add_column("contribution", sa.Column("withdrawn_at", Moment(timezone=True), nullable=True))
    op.create_table(
        "contribution_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("language_by", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_contribution_revision_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contribution_revision_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_contribution_revision_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_revision")),
        sa.UniqueConstraint("contribution_id", "number", name=op.f("uq_contribution_revision_contribution_id_number")),
    )
    op.create_index(op.f("ix_contribution_revision_municipality_id"), "contribution_revision", ["municipality_id"])
    op.create_index("ix_contribution_revision_by", "contribution_revision", ["by_id", "id"])
    for state in ("waiting", "current"):
        only = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_contribution_revision_{state}",
            "contribution_revision",
            ["contribution_id"],
            unique=True,
            sqlite_where=only,
            postgresql_where=only,
        )
    with op.batch_alter_table("moderation_decision") as table:
        table.add_column(sa.Column("version_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_moderation_decision_version_id_contribution_revision"),
            "contribution_revision",
            ["version_id"],
            ["id"],
        )
        table.create_index(op.f("ix_moderation_decision_version_id"), ["version_id"])


def downgrade() -> None:
    """The older house knows one wording: the present one stays. What was withdrawn stays hidden, and its words gone."""
    for statement in (
        # declining a version hid nothing that was public: such statements, and appeals against them, mean nothing there
        (
            "DELETE FROM moderation_appeal WHERE statement_id IN"
            " (SELECT id FROM statement_of_reasons WHERE kind = 'version_not_taken')"
        ),
        "DELETE FROM statement_of_reasons WHERE kind = 'version_not_taken'",
        "UPDATE moderation_decision SET verdict = 'keep', reason = NULL WHERE verdict IN ('adopt', 'decline')",
        "UPDATE moderation_cause SET kind = 'new' WHERE kind = 'edited'",
        "UPDATE statement_of_reasons SET occasion = 'read' WHERE occasion = 'edited'",
        "UPDATE moderation_notice SET outcome = 'hidden' WHERE outcome = 'withdrawn'",
        "UPDATE moderation_notice SET outcome = 'public' WHERE outcome = 'changed'",
        "UPDATE moderation_appeal SET outcome = 'hidden' WHERE outcome = 'withdrawn'",
        (
            "UPDATE contribution SET status = CASE WHEN published_at IS NULL THEN 'rejected' ELSE 'taken_down' END"
            " WHERE status = 'withdrawn'"
        ),
    ):
        op.execute(statement)
    with op.batch_alter_table("moderation_decision") as table:
        table.drop_index(op.f("ix_moderation_decision_version_id"))
        table.drop_constraint(op.f("fk_moderation_decision_version_id_contribution_revision"), type_="foreignkey")
        table.drop_column("version_id")
    op.drop_table("contribution_revision")
    for column in ("withdrawn_at", "edited_at", "version"):
        op.drop_column("contribution", column)
