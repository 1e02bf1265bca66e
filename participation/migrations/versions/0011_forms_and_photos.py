"""forms and photos: what a collection asks besides the text, what was answered, a photo with an idea."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment


def town(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["municipality_id"], ["municipality.id"], name=op.f(f"fk_{table}_municipality_id_municipality")
    )


def upgrade() -> None:
    """Collections that are there ask what they asked before, and take no photos."""
    # added and dropped in place: many tables refer to this one, so it is not built anew
    op.add_column("format", sa.Column("takes_photos", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "form_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("hint", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("removed_at", Moment(timezone=True), nullable=True),
        town("form_field"),
        sa.ForeignKeyConstraint(["format_id"], ["format.id"], name=op.f("fk_form_field_format_id_format")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_field")),
    )
    op.create_index(op.f("ix_form_field_municipality_id"), "form_field", ["municipality_id"])
    op.create_index(op.f("ix_form_field_format_id"), "form_field", ["format_id"])
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        town("answer"),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_answer_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["field_id"], ["form_field.id"], name=op.f("fk_answer_field_id_form_field")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("contribution_id", "field_id", name=op.f("uq_answer_contribution_id_field_id")),
    )
    op.create_index(op.f("ix_answer_municipality_id"), "answer", ["municipality_id"])
    op.create_index(op.f("ix_answer_field_id"), "answer", ["field_id"])
    op.create_table(
        "photo",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        town("photo"),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_photo_contribution_id_contribution")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_photo")),
    )
    op.create_index(op.f("ix_photo_municipality_id"), "photo", ["municipality_id"])


def downgrade() -> None:
    """The older house knows neither: answers and photos go, the ideas stay."""
    op.drop_table("photo")
    op.drop_table("answer")
    op.drop_table("form_field")
    op.drop_column("format", "takes_photos")
