"""round tables: seats with a mandate, a series of sessions, votes by seat, decisions, minutes and tasks."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
INDEXES = {
    "round_table": ("municipality_id", "parent_id", "process_id"),
    "table_group": ("table_id",),
    "table_seat": ("group_id", "organisation_id", "table_id"),
    "seat_holder": ("person_id", "seat_id"),
    "table_invitation": ("organisation_id", "table_id"),
    "table_session": ("table_id",),
    "seat_sitting": ("seat_id", "table_session_id"),
    "agenda_item": ("table_session_id",),
    "table_paper": ("item_id",),
    "seat_ballot": ("item_id", "paper_id", "table_id"),
    "table_dissent": ("ballot_id",),
    "table_task": ("item_id", "table_id"),
}


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    the_table()
    its_sessions()
    its_decisions()
    for table, columns in INDEXES.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def the_table() -> None:
    op.create_table(
        "round_table",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.JSON(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("seats_each", sa.Integer(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        key("round_table", "municipality_id", "municipality"),
        key("round_table", "process_id", "process"),
        key("round_table", "format_id", "format"),
        key("round_table", "parent_id", "round_table"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_table")),
        sa.UniqueConstraint("public_id", name=op.f("uq_round_table_public_id")),
        sa.UniqueConstraint("format_id", name=op.f("uq_round_table_format_id")),
    )
    op.create_table(
        "table_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        key("table_rules", "municipality_id", "municipality"),
        key("table_rules", "table_id", "round_table"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_rules")),
        sa.UniqueConstraint("table_id", "version", name=op.f("uq_table_rules_table_id_version")),
    )
    op.create_table(
        "table_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        key("table_group", "municipality_id", "municipality"),
        key("table_group", "table_id", "round_table"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_group")),
    )
    op.create_table(
        "table_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.Column("mandate_lang", sa.String(length=10), nullable=False),
        sa.Column("ended_at", Moment(timezone=True), nullable=True),
        key("table_seat", "municipality_id", "municipality"),
        key("table_seat", "table_id", "round_table"),
        key("table_seat", "group_id", "table_group"),
        key("table_seat", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_seat")),
    )
    op.create_table(
        "seat_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("agreed_at", Moment(timezone=True), nullable=True),
        key("seat_holder", "municipality_id", "municipality"),
        key("seat_holder", "seat_id", "table_seat"),
        key("seat_holder", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_holder")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_seat_holder_code_hash")),
        sa.UniqueConstraint("seat_id", "part", name=op.f("uq_seat_holder_seat_id_part")),
    )
    op.create_table(
        "table_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("talk_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", Moment(timezone=True), nullable=False),
        key("table_invitation", "municipality_id", "municipality"),
        key("table_invitation", "table_id", "round_table"),
        key("table_invitation", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_invitation")),
        sa.UniqueConstraint("table_id", "organisation_id", name=op.f("uq_table_invitation_table_id_organisation_id")),
    )


def its_sessions() -> None:
    op.create_table(
        "table_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("approved_at", Moment(timezone=True), nullable=True),
        sa.Column("approved_in_id", sa.Integer(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("remark_lang", sa.String(length=10), nullable=False),
        key("table_session", "municipality_id", "municipality"),
        key("table_session", "process_id", "process"),
        key("table_session", "table_id", "round_table"),
        key("table_session", "session_id", "live_session"),
        key("table_session", "approved_in_id", "table_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_session")),
        sa.UniqueConstraint("table_id", "number", name=op.f("uq_table_session_table_id_number")),
        sa.UniqueConstraint("session_id", name=op.f("uq_table_session_session_id")),
    )
    op.create_table(
        "seat_sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("table_session_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("came_at", Moment(timezone=True), nullable=False),
        sa.Column("left_at", Moment(timezone=True), nullable=True),
        key("seat_sitting", "municipality_id", "municipality"),
        key("seat_sitting", "table_session_id", "table_session"),
        key("seat_sitting", "seat_id", "table_seat"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_sitting")),
        sa.UniqueConstraint("table_session_id", "seat_id", name=op.f("uq_seat_sitting_table_session_id_seat_id")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("table_session_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        key("agenda_item", "municipality_id", "municipality"),
        key("agenda_item", "table_session_id", "table_session"),
        key("agenda_item", "step_id", "run_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("step_id", name=op.f("uq_agenda_item_step_id")),
    )


def its_decisions() -> None:
    op.create_table(
        "table_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("from_id", sa.Integer(), nullable=True),
        key("table_paper", "municipality_id", "municipality"),
        key("table_paper", "table_id", "round_table"),
        key("table_paper", "item_id", "agenda_item"),
        key("table_paper", "contribution_id", "contribution"),
        key("table_paper", "seat_id", "table_seat"),
        key("table_paper", "from_id", "table_paper"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_paper")),
        sa.UniqueConstraint("table_id", "number", name=op.f("uq_table_paper_table_id_number")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_table_paper_contribution_id")),
    )
    op.create_table(
        "seat_ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("need", sa.Integer(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", Moment(timezone=True), nullable=False),
        sa.Column("closed_at", Moment(timezone=True), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("cast", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("reasons_lang", sa.String(length=10), nullable=False),
        key("seat_ballot", "municipality_id", "municipality"),
        key("seat_ballot", "table_id", "round_table"),
        key("seat_ballot", "item_id", "agenda_item"),
        key("seat_ballot", "paper_id", "table_paper"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_ballot")),
        sa.UniqueConstraint("table_id", "number", name=op.f("uq_seat_ballot_table_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_seat_ballot_public_id")),
    )
    op.create_table(
        "seat_vote",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_lang", sa.String(length=10), nullable=False),
        sa.Column("entered", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        key("seat_vote", "ballot_id", "seat_ballot"),
        key("seat_vote", "seat_id", "table_seat"),
        key("seat_vote", "municipality_id", "municipality"),
        sa.PrimaryKeyConstraint("ballot_id", "seat_id", name=op.f("pk_seat_vote")),
    )
    op.create_table(
        "table_dissent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=60), nullable=True),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        key("table_dissent", "municipality_id", "municipality"),
        key("table_dissent", "ballot_id", "seat_ballot"),
        key("table_dissent", "seat_id", "table_seat"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_dissent")),
        sa.UniqueConstraint("ballot_id", "seat_id", name=op.f("uq_table_dissent_ballot_id_seat_id")),
        sa.UniqueConstraint("ballot_id", "once", name=op.f("uq_table_dissent_ballot_id_once")),
    )
    op.create_table(
        "table_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        sa.Column("done_at", Moment(timezone=True), nullable=True),
        key("table_task", "municipality_id", "municipality"),
        key("table_task", "table_id", "round_table"),
        key("table_task", "item_id", "agenda_item"),
        key("table_task", "seat_id", "table_seat"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_task")),
    )


def downgrade() -> None:
    """The run sheet keeps no step that the version before does not know, and a contribution no kind of its own.

    An item is a speakers' list; what a table put forward is an idea in a collection of its own.
    """
    for table in (
        "table_task",
        "table_dissent",
        "seat_vote",
        "seat_ballot",
        "table_paper",
        "agenda_item",
        "seat_sitting",
        "table_session",
        "table_invitation",
        "seat_holder",
        "table_seat",
        "table_group",
        "table_rules",
        "round_table",
    ):
        op.drop_table(table)
    step = sa.table("run_step", sa.column("kind", sa.String))
    op.execute(step.update().where(step.c.kind == "item").values(kind="speakers"))
    said = sa.table("contribution", sa.column("kind", sa.String))
    op.execute(said.update().where(said.c.kind.in_(["proposal", "statement"])).values(kind="idea"))
    collection = sa.table("format", sa.column("kind", sa.String))
    op.execute(collection.update().where(collection.c.kind == "round_table").values(kind="idea_collection"))
