"""threads: a phase may open comments; the place of a comment under what it talks about."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing that runs is opened by itself: the administration opens comments where it wants them."""
    op.add_column("phase_setting", sa.Column("may_comment", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("phase_setting") as table:
        table.alter_column("may_comment", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        "comment_place",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("top_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=40), nullable=False),
        sa.Column("stance", sa.String(length=10), nullable=False),
        sa.Column("voice", sa.Integer(), nullable=False),
        sa.Column("speaks_as", sa.String(length=20), nullable=True),
        sa.Column("quoted_id", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_comment_place_municipality_id_municipality")
        ),
        *[
            sa.ForeignKeyConstraint(
                [f"{part}_id"], ["contribution.id"], name=op.f(f"fk_comment_place_{part}_id_contribution")
            )
            for part in ("comment", "root", "top", "parent", "answers", "quoted")
        ],
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_comment_place")),
    )
    op.create_index(op.f("ix_comment_place_municipality_id"), "comment_place", ["municipality_id"])
    op.create_index("ix_comment_place_root", "comment_place", ["root_id", "depth"])
    op.create_index("ix_comment_place_branch", "comment_place", ["top_id", "path"])


def downgrade() -> None:
    """The older house knows no comments: they go, with everything that hangs on them."""
    op.drop_table("comment_place")
    comments = "(SELECT id FROM contribution WHERE kind = 'comment')"
    cases = f"(SELECT id FROM moderation_case WHERE contribution_id IN {comments})"  # noqa: S608 - own names
    for name, column, those in (
        ("support", "contribution_id", comments),
        ("moderation_decision", "case_id", cases),
        ("moderation_case", "contribution_id", comments),
        ("contribution", "id", comments),
    ):
        op.execute(sa.text(f"DELETE FROM {name} WHERE {column} IN {those}"))  # noqa: S608 - own names
    with op.batch_alter_table("phase_setting") as table:
        table.drop_column("may_comment")
