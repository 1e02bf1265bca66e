"""processes: drafts, dates of phases, what is open when; roles in one process; the municipality on every act."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
ALWAYS = {"de": "Mitmachen", "en": "Taking part", "tr": "Katılım", "ar": "المشاركة"}


def upgrade() -> None:
    with op.batch_alter_table("municipality") as table:
        table.add_column(sa.Column("host", sa.String(length=200), nullable=True))
        table.create_unique_constraint("uq_municipality_host", ["host"])
    with op.batch_alter_table("audit") as table:
        table.add_column(sa.Column("municipality_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_audit_municipality_id_municipality", "municipality", ["municipality_id"], ["id"])
        table.create_index("ix_audit_municipality_id", ["municipality_id"])
    processes_get_a_name_and_a_state()
    phases_get_dates()
    settings_say_what_is_open()
    roles_in_one_process()
    content_knows_its_process()


def processes_get_a_name_and_a_state() -> None:
    with op.batch_alter_table("process") as table:
        table.add_column(sa.Column("slug", sa.String(length=60), nullable=True))
        table.add_column(sa.Column("state", sa.String(length=10), nullable=False, server_default="published"))
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("published_at", Moment(timezone=True), nullable=True))
    op.execute(sa.text("UPDATE process SET slug = 'process-' || id"))
    set_now("process", "published_at")
    with op.batch_alter_table("process") as table:
        table.alter_column("slug", existing_type=sa.String(length=60), nullable=False)
        table.alter_column("state", existing_type=sa.String(length=10), server_default=None)
        table.alter_column("revision", existing_type=sa.Integer(), server_default=None)
        table.create_unique_constraint("uq_process_municipality_id_slug", ["municipality_id", "slug"])


def phases_get_dates() -> None:
    with op.batch_alter_table("phase") as table:
        table.add_column(sa.Column("precision", sa.String(length=12), nullable=False, server_default="open"))
        table.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("begun_at", Moment(timezone=True), nullable=True))
        table.add_column(sa.Column("ended_at", Moment(timezone=True), nullable=True))
    set_now("phase", "begun_at", "state <> 'todo'")
    set_now("phase", "ended_at", "state = 'done'")
    with op.batch_alter_table("phase") as table:
        table.alter_column("precision", existing_type=sa.String(length=12), server_default=None)
        table.drop_column("state")


def settings_say_what_is_open() -> None:
    """What a collection allowed until now it allows in the phases that run; where none runs, one is made that does."""
    op.create_table(
        "phase_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.Integer(), nullable=False),
        sa.Column("may_read", sa.Boolean(), nullable=False),
        sa.Column("may_submit", sa.Boolean(), nullable=False),
        sa.Column("may_support", sa.Boolean(), nullable=False),
        sa.Column("moderation", sa.String(length=4), nullable=False),
        sa.Column("results_hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_phase_setting_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["phase_id"], ["phase.id"], name=op.f("fk_phase_setting_phase_id_phase")),
        sa.ForeignKeyConstraint(["format_id"], ["format.id"], name=op.f("fk_phase_setting_format_id_format")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_setting")),
        sa.UniqueConstraint("phase_id", "format_id", name=op.f("uq_phase_setting_phase_id_format_id")),
    )
    op.create_index(op.f("ix_phase_setting_municipality_id"), "phase_setting", ["municipality_id"])
    op.create_index(op.f("ix_phase_setting_format_id"), "phase_setting", ["format_id"])
    carry_openings_over()
    with op.batch_alter_table("format") as table:
        table.drop_column("may_submit")
        table.drop_column("may_support")
        table.drop_column("closes_at")


def carry_openings_over() -> None:
    connection = op.get_bind()
    now = datetime.now(UTC)
    formats = sa.table(
        "format",
        *map(sa.column, ("id", "municipality_id", "process_id")),
        sa.column("may_submit", sa.Boolean),
        sa.column("may_support", sa.Boolean),
        sa.column("closes_at", Moment(timezone=True)),
    )
    for one in connection.execute(sa.select(formats)).mappings().all():
        over = one["closes_at"] is not None and one["closes_at"] <= now
        allowed = {"may_submit": one["may_submit"] and not over, "may_support": one["may_support"] and not over}
        for phase_id in running_phases(connection, one["process_id"], one["municipality_id"]):
            connection.execute(
                sa.insert(SETTING).values(
                    municipality_id=one["municipality_id"],
                    phase_id=phase_id,
                    format_id=one["id"],
                    may_read=True,
                    moderation="pre",
                    results_hidden=False,
                    **allowed,
                )
            )


SETTING = sa.table(
    "phase_setting",
    *map(sa.column, ("municipality_id", "phase_id", "format_id", "moderation")),
    *[sa.column(name, sa.Boolean) for name in ("may_read", "may_submit", "may_support", "results_hidden")],
)
PHASE = sa.table(
    "phase",
    *map(sa.column, ("id", "municipality_id", "process_id", "position", "precision")),
    sa.column("title", sa.JSON),
    sa.column("period", sa.JSON),
    sa.column("begun_at", Moment(timezone=True)),
    sa.column("ended_at", Moment(timezone=True)),
)


def running_phases(connection: sa.Connection, process_id: int, municipality_id: int) -> list[Any]:
    of_process = PHASE.c.process_id == process_id
    running = sa.select(PHASE.c.id).where(of_process, PHASE.c.begun_at.is_not(None), PHASE.c.ended_at.is_(None))
    found = list(connection.scalars(running))
    if not found:
        last = connection.scalar(sa.select(sa.func.max(PHASE.c.position)).where(of_process))
        connection.execute(
            sa.insert(PHASE).values(
                municipality_id=municipality_id,
                process_id=process_id,
                position=0 if last is None else last + 1,
                precision="open",
                title=ALWAYS,
                period={},
                begun_at=datetime.now(UTC),
            )
        )
        found = list(connection.scalars(running))
    return found


def roles_in_one_process() -> None:
    with op.batch_alter_table("membership") as table:
        table.add_column(sa.Column("process_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_membership_process_id_process", "process", ["process_id"], ["id"])
        table.create_index("ix_membership_process_id", ["process_id"])
        table.drop_constraint("uq_membership_person_id_role", type_="unique")
        table.create_unique_constraint(
            "uq_membership_person_id_municipality_id_process_id_role",
            ["person_id", "municipality_id", "process_id", "role"],
        )
    op.create_index(
        "uq_membership_whole",
        "membership",
        ["person_id", "municipality_id", "role"],
        unique=True,
        sqlite_where=sa.text("process_id IS NULL"),
        postgresql_where=sa.text("process_id IS NULL"),
    )


FROM_FORMAT = "(SELECT process_id FROM format WHERE format.id = contribution.format_id)"
FROM_CONTRIBUTION = "(SELECT process_id FROM contribution WHERE contribution.id = moderation_case.contribution_id)"
FROM_RUN_SHEET = (
    "(SELECT live_session.process_id FROM live_session JOIN run_step ON run_step.session_id = live_session.id"
    " WHERE run_step.ballot_id = ballot.id)"
)


def content_knows_its_process() -> None:
    belongs("contribution", FROM_FORMAT, index="ix_contribution_process_id")
    belongs("moderation_case", FROM_CONTRIBUTION)
    belongs("ballot", FROM_RUN_SHEET, index="ix_ballot_process_id", always=False)
    with op.batch_alter_table("moderation_case") as table:
        table.create_index("ix_moderation_case_waiting", ["municipality_id", "open", "process_id", "id"])
    with op.batch_alter_table("moderation_decision") as table:
        table.add_column(sa.Column("before", sa.String(length=12), nullable=False, server_default="waiting"))
    with op.batch_alter_table("moderation_decision") as table:
        table.alter_column("before", existing_type=sa.String(length=12), server_default=None)


def belongs(name: str, whose: str, *, index: str | None = None, always: bool = True) -> None:
    """Add `process_id` to a table that has rows, and fill it."""
    with op.batch_alter_table(name) as table:
        table.add_column(sa.Column("process_id", sa.Integer(), nullable=True))
    op.execute(sa.text(f"UPDATE {name} SET process_id = {whose}"))  # noqa: S608 - names of this file
    with op.batch_alter_table(name) as table:
        if always:
            table.alter_column("process_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(f"fk_{name}_process_id_process", "process", ["process_id"], ["id"])
        if index:
            table.create_index(index, ["process_id"])


def set_now(name: str, column: str, where: str = "1 = 1") -> None:
    stamp = sa.table(name, sa.column(column, Moment(timezone=True)))
    op.execute(sa.update(stamp).values({column: datetime.now(UTC)}).where(sa.text(where)))


def downgrade() -> None:
    with op.batch_alter_table("moderation_decision") as table:
        table.drop_column("before")
    with op.batch_alter_table("moderation_case") as table:
        table.drop_index("ix_moderation_case_waiting")
    for name, index in (
        ("ballot", "ix_ballot_process_id"),
        ("moderation_case", None),
        ("contribution", "ix_contribution_process_id"),
    ):
        with op.batch_alter_table(name) as table:
            if index:
                table.drop_index(index)
            table.drop_constraint(f"fk_{name}_process_id_process", type_="foreignkey")
            table.drop_column("process_id")
    roles_in_the_whole_town()
    settings_become_flags()
    phases_get_a_state()
    with op.batch_alter_table("process") as table:
        table.drop_constraint("uq_process_municipality_id_slug", type_="unique")
        for column in ("slug", "state", "revision", "published_at"):
            table.drop_column(column)
    with op.batch_alter_table("audit") as table:
        table.drop_index("ix_audit_municipality_id")
        table.drop_constraint("fk_audit_municipality_id_municipality", type_="foreignkey")
        table.drop_column("municipality_id")
    with op.batch_alter_table("municipality") as table:
        table.drop_constraint("uq_municipality_host", type_="unique")
        table.drop_column("host")


def roles_in_the_whole_town() -> None:
    """Roles in one process have no place in the older tables: nobody may get more rights by going back."""
    op.execute(sa.text("DELETE FROM membership WHERE process_id IS NOT NULL"))
    known = "('resident', 'interpreter', 'moderator', 'administration', 'administrator')"
    op.execute(sa.text(f"DELETE FROM membership WHERE role NOT IN {known}"))  # noqa: S608 - words of this file
    op.drop_index("uq_membership_whole", "membership")
    with op.batch_alter_table("membership") as table:
        table.drop_constraint("uq_membership_person_id_municipality_id_process_id_role", type_="unique")
        table.drop_index("ix_membership_process_id")
        table.drop_constraint("fk_membership_process_id_process", type_="foreignkey")
        table.drop_column("process_id")
        table.create_unique_constraint("uq_membership_person_id_role", ["person_id", "role"])


OPEN_NOW = (
    "EXISTS (SELECT 1 FROM phase_setting JOIN phase ON phase.id = phase_setting.phase_id"
    " WHERE phase_setting.format_id = format.id AND phase.begun_at IS NOT NULL AND phase.ended_at IS NULL"
    " AND phase_setting.{} = {})"
)


def settings_become_flags() -> None:
    yes = "true" if op.get_bind().dialect.name == "postgresql" else "1"
    with op.batch_alter_table("format") as table:
        table.add_column(sa.Column("may_submit", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("may_support", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("closes_at", Moment(timezone=True), nullable=True))
    for column in ("may_submit", "may_support"):
        op.execute(sa.text(f"UPDATE format SET {column} = {OPEN_NOW.format(column, yes)}"))  # noqa: S608 - as above
    with op.batch_alter_table("format") as table:
        table.alter_column("may_submit", existing_type=sa.Boolean(), server_default=None)
        table.alter_column("may_support", existing_type=sa.Boolean(), server_default=None)
    op.drop_index(op.f("ix_phase_setting_format_id"), "phase_setting")
    op.drop_index(op.f("ix_phase_setting_municipality_id"), "phase_setting")
    op.drop_table("phase_setting")


def phases_get_a_state() -> None:
    with op.batch_alter_table("phase") as table:
        table.add_column(sa.Column("state", sa.String(length=10), nullable=False, server_default="todo"))
    op.execute(sa.text("UPDATE phase SET state = 'now' WHERE begun_at IS NOT NULL"))
    op.execute(sa.text("UPDATE phase SET state = 'done' WHERE ended_at IS NOT NULL"))
    with op.batch_alter_table("phase") as table:
        table.alter_column("state", existing_type=sa.String(length=10), server_default=None)
        for column in ("precision", "starts_on", "ends_on", "begun_at", "ended_at"):
            table.drop_column(column)
