"""notices: what each person is told, what they follow, and residents' wish for mail."""

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
UNSEEN = sa.text("seen_at IS NULL")


def refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    create_notification()
    op.create_table(
        "follow",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(timezone=True), nullable=False),
        refers("follow", "contribution_id", "contribution"),
        refers("follow", "person_id", "person"),
        refers("follow", "municipality_id", "municipality"),
        sa.PrimaryKeyConstraint("contribution_id", "person_id", name=op.f("pk_follow")),
    )
    op.create_index(op.f("ix_follow_person_id"), "follow", ["person_id"])
    carry_marks_over()
    with op.batch_alter_table("answer_to") as table:
        table.drop_column("seen_at")
    op.add_column("outgoing_mail", sa.Column("html", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("outgoing_mail") as table:
        table.alter_column("html", server_default=None)
    with op.batch_alter_table("digest_choice") as table:
        table.add_column(sa.Column("about", sa.String(length=8), nullable=False, server_default="desk"))
        table.add_column(sa.Column("asked_for", sa.LargeBinary(length=32), nullable=True))
        table.add_column(sa.Column("asked_times", sa.Integer(), nullable=False, server_default="0"))
        table.drop_constraint(op.f("uq_digest_choice_person_id_municipality_id"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_digest_choice_person_id_municipality_id_about"), ["person_id", "municipality_id", "about"]
        )
        table.create_index(op.f("ix_digest_choice_asked_for"), ["asked_for"])
    with op.batch_alter_table("digest_choice") as table:
        table.alter_column("about", server_default=None)
        table.alter_column("asked_times", server_default=None)


def create_notification() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("tie", sa.Integer(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_at", Moment(timezone=True), nullable=False),
        sa.Column("at", Moment(timezone=True), nullable=False),
        sa.Column("seen_at", Moment(timezone=True), nullable=True),
        refers("notification", "municipality_id", "municipality"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index(op.f("ix_notification_municipality_id"), "notification", ["municipality_id"])
    op.create_index(op.f("ix_notification_contribution_id"), "notification", ["contribution_id"])
    op.create_index("ix_notification_person", "notification", ["person_id", "at"])
    op.create_index("ix_notification_seen_at", "notification", ["seen_at"])
    op.create_index(
        "uq_notification_unseen",
        "notification",
        ["person_id", "contribution_id", "kind"],
        unique=True,
        sqlite_where=UNSEEN,
        postgresql_where=UNSEEN,
    )


def carry_marks_over() -> None:
    """What authors had not said to have read of their answers is new for them, as it was."""
    op.execute(
        """
        INSERT INTO notification
            (municipality_id, person_id, kind, contribution_id, tie, detail, count, first_at, at, seen_at)
        SELECT c.municipality_id, c.author_id, 'answer', c.id, 1, '{"changed": false}', COUNT(*),
            MIN(COALESCE(o.changed_at, o.published_at)), MAX(COALESCE(o.changed_at, o.published_at)), NULL
        FROM answer_to a
        JOIN official_answer o ON o.id = a.answer_id
        JOIN contribution c ON c.id = a.contribution_id
        WHERE o.state = 'published' AND a.seen_at IS NULL AND c.author_id IS NOT NULL
        GROUP BY c.municipality_id, c.author_id, c.id
        """
    )


def downgrade() -> None:
    """The older house knows marks of answers alone: of those that are new for their authors, and no other news."""
    op.add_column("answer_to", sa.Column("seen_at", Moment(timezone=True), nullable=True))
    op.execute(
        """
        UPDATE answer_to SET seen_at = CURRENT_TIMESTAMP
        WHERE NOT EXISTS (
            SELECT 1 FROM notification n
            JOIN contribution c ON c.id = n.contribution_id AND c.author_id = n.person_id
            JOIN official_answer o ON o.id = answer_to.answer_id
            WHERE n.contribution_id = answer_to.contribution_id AND n.kind = 'answer' AND n.seen_at IS NULL
              AND COALESCE(o.changed_at, o.published_at) >= n.first_at
        )
        """
    )
    op.drop_table("follow")
    op.drop_table("notification")
    with op.batch_alter_table("outgoing_mail") as table:
        table.drop_column("html")
    op.execute("DELETE FROM outgoing_mail WHERE kind IN ('own_digest', 'own_confirm')")
    op.execute("DELETE FROM digest_choice WHERE about <> 'desk'")
    with op.batch_alter_table("digest_choice") as table:
        table.drop_index(op.f("ix_digest_choice_asked_for"))
        table.drop_constraint(op.f("uq_digest_choice_person_id_municipality_id_about"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_digest_choice_person_id_municipality_id"), ["person_id", "municipality_id"]
        )
        table.drop_column("asked_times")
        table.drop_column("asked_for")
        table.drop_column("about")
