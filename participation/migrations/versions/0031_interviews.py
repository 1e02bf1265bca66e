"""interviews: sources with consent, names apart, texts in paragraphs, codes and passages."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
INDEXES = {
    "talk_source": (
        "format_id",
        "municipality_id",
        "process_id",
    ),
    "talk_person": ("source_id",),
    "talk_name": ("source_id",),
    "talk_consent": (
        "source_id",
        "taken_by_id",
        "talk_person_id",
    ),
    "talk_paragraph": ("source_id",),
    "talk_wording": (
        "by_id",
        "paragraph_id",
    ),
    "talk_code": (
        "field_id",
        "into_id",
        "process_id",
    ),
    "talk_passage": (
        "by_id",
        "paragraph_id",
        "source_id",
    ),
    "talk_coding": ("code_id",),
}


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "talk_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("led_by", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("publisher", sa.String(length=120), nullable=False),
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("paragraphs", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("names_until", sa.Date(), nullable=True),
        sa.Column("names_gone_at", Moment(timezone=True), nullable=True),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("gone_at", Moment(timezone=True), nullable=True),
        sa.Column("gone", sa.String(length=10), nullable=False),
        key("talk_source", "municipality_id", "municipality"),
        key("talk_source", "process_id", "process"),
        key("talk_source", "format_id", "format"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_source")),
        sa.UniqueConstraint("process_id", "kind", "number", name=op.f("uq_talk_source_process_id_kind_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_talk_source_public_id")),
    )
    op.create_table(
        "talk_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(length=80), nullable=False),
        sa.Column("gone_at", Moment(timezone=True), nullable=True),
        key("talk_person", "municipality_id", "municipality"),
        key("talk_person", "source_id", "talk_source"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_person")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_talk_person_source_id_number")),
    )
    op.create_table(
        "talk_name",
        sa.Column("person_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        key("talk_name", "person_id", "talk_person"),
        key("talk_name", "municipality_id", "municipality"),
        key("talk_name", "source_id", "talk_source"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_talk_name")),
    )
    op.create_table(
        "talk_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("talk_person_id", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.JSON(), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", Moment(timezone=True), nullable=False),
        sa.Column("revoked_at", Moment(timezone=True), nullable=True),
        key("talk_consent", "municipality_id", "municipality"),
        key("talk_consent", "source_id", "talk_source"),
        key("talk_consent", "talk_person_id", "talk_person"),
        key("talk_consent", "taken_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_consent")),
    )
    op.create_table(
        "talk_paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gone_at", Moment(timezone=True), nullable=True),
        key("talk_paragraph", "municipality_id", "municipality"),
        key("talk_paragraph", "source_id", "talk_source"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_paragraph")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_talk_paragraph_source_id_number")),
    )
    op.create_table(
        "talk_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        key("talk_wording", "municipality_id", "municipality"),
        key("talk_wording", "paragraph_id", "talk_paragraph"),
        key("talk_wording", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_wording")),
        sa.UniqueConstraint("paragraph_id", "number", name=op.f("uq_talk_wording_paragraph_id_number")),
    )
    op.create_table(
        "talk_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=True),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", Moment(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        key("talk_code", "municipality_id", "municipality"),
        key("talk_code", "process_id", "process"),
        key("talk_code", "field_id", "field_of_action"),
        key("talk_code", "into_id", "talk_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_code")),
    )
    op.create_table(
        "talk_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=20), nullable=False),
        sa.Column("needs_look", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("gone_at", Moment(timezone=True), nullable=True),
        key("talk_passage", "municipality_id", "municipality"),
        key("talk_passage", "source_id", "talk_source"),
        key("talk_passage", "paragraph_id", "talk_paragraph"),
        key("talk_passage", "contribution_id", "contribution"),
        key("talk_passage", "by_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_passage")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_talk_passage_source_id_number")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_talk_passage_contribution_id")),
    )
    op.create_table(
        "talk_coding",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        key("talk_coding", "passage_id", "talk_passage"),
        key("talk_coding", "code_id", "talk_code"),
        key("talk_coding", "municipality_id", "municipality"),
        sa.PrimaryKeyConstraint("passage_id", "code_id", name=op.f("pk_talk_coding")),
    )
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """What was released stays, as ideas in a collection of their own; nobody knows any more where they came from."""
    for table in (
        "talk_coding",
        "talk_passage",
        "talk_code",
        "talk_wording",
        "talk_paragraph",
        "talk_consent",
        "talk_name",
        "talk_person",
        "talk_source",
    ):
        op.drop_table(table)
    said = sa.table("contribution", sa.column("kind", sa.String), sa.column("source", sa.String))
    op.execute(said.update().where(said.c.kind == "passage").values(kind="idea"))
    op.execute(said.update().where(said.c.source == "interview").values(source="paper"))
    collection = sa.table("format", sa.column("kind", sa.String))
    op.execute(collection.update().where(collection.c.kind == "interviews").values(kind="idea_collection"))
