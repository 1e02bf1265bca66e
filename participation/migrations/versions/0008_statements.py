"""moderation: causes, statements of reasons, reports, appeals, remarks; who looks after a case."""

import calendar
import secrets
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

import participation.foundation.database

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Moment = participation.foundation.database.Moment
AT_ONCE = 500


def upgrade() -> None:
    with op.batch_alter_table("moderation_case") as table:
        table.add_column(sa.Column("decided_at", Moment(timezone=True), nullable=True))
        table.add_column(sa.Column("assignee_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_moderation_case_assignee_id_person", "person", ["assignee_id"], ["id"])
        table.create_index("ix_moderation_case_assignee_id", ["assignee_id"])
        table.create_index("ix_moderation_case_longest", ["municipality_id", "open", "opened_at", "id"])
    create("moderation_cause", cause_columns(), indexes=("municipality_id", "settled_by_id"))
    op.create_index("ix_moderation_cause_open", "moderation_cause", ["case_id", "settled_at", "kind"])
    create(
        "statement_of_reasons",
        statement_columns(),
        indexes=("municipality_id", "process_id", "contribution_id"),
        unique=("public_id", "decision_id"),
    )
    partial("uq_statement_of_reasons_in_force", "statement_of_reasons", ["contribution_id"], IN_FORCE)
    create("moderation_notice", notice_columns(), indexes=("municipality_id", "case_id", "reporter_id", "decision_id"))
    partial("uq_moderation_notice_open", "moderation_notice", ["contribution_id", "reporter_id"], "decided_at IS NULL")
    create(
        "moderation_appeal",
        appeal_columns(),
        indexes=("municipality_id", "case_id", "author_id", "decision_id"),
        unique=("statement_id",),
    )
    create("moderation_remark", remark_columns(), indexes=("municipality_id", "case_id"))
    op.execute(sa.text(DECIDED_AT))
    op.execute(sa.text(CAUSES))
    state_what_is_in_force()


IN_FORCE = "ended_at IS NULL AND contribution_id IS NOT NULL"
DECIDED_AT = (
    "UPDATE moderation_case SET decided_at ="
    " (SELECT MAX(at) FROM moderation_decision WHERE moderation_decision.case_id = moderation_case.id)"
)
CAUSES = (
    "INSERT INTO moderation_cause (municipality_id, case_id, kind, detail, at)"
    " SELECT municipality_id, id, 'new', '', opened_at FROM moderation_case WHERE open"
)


def number(name: str, refers: str = "", *, nullable: bool = False) -> list[sa.Column[Any] | sa.ForeignKeyConstraint]:
    """A column of numbers, and whose."""
    column: list[Any] = [sa.Column(name, sa.Integer(), nullable=nullable)]
    return [*column, sa.ForeignKeyConstraint([name], [f"{refers}.id"])] if refers else column


def words(name: str, length: int | None = None, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=length) if length else sa.Text(), nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Moment(timezone=True), nullable=nullable)


def create(name: str, columns: list[Any], *, indexes: tuple[str, ...], unique: tuple[str, ...] = ()) -> None:
    """A table with the names that the models' convention gives."""
    facts: list[Any] = [*number("id"), *number("municipality_id", "municipality"), *columns]
    for one in facts:
        if isinstance(one, sa.ForeignKeyConstraint):
            [key] = one.elements
            column, (target, _) = one.column_keys[0], key.target_fullname.split(".")
            one.name = op.f(f"fk_{name}_{column}_{target}")
    facts.append(sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")))
    facts += [sa.UniqueConstraint(one, name=op.f(f"uq_{name}_{one}")) for one in unique]
    op.create_table(name, *facts)
    for one in indexes:
        op.create_index(op.f(f"ix_{name}_{one}"), name, [one])


def partial(index: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(index, table, columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def cause_columns() -> list[Any]:
    return [
        *number("case_id", "moderation_case"),
        words("kind", 12),
        words("detail"),
        moment("at"),
        moment("settled_at", nullable=True),
        *number("settled_by_id", "moderation_decision", nullable=True),
    ]


def statement_columns() -> list[Any]:
    name = "ck_statement_of_reasons_"
    return [
        words("public_id", 32),
        *number("process_id", "process"),
        *number("contribution_id", "contribution", nullable=True),
        *number("decision_id", "moderation_decision", nullable=True),
        words("kind", 20),
        sa.Column("until", sa.Date(), nullable=True),
        words("reason", 20),
        words("ground", 12),
        words("facts"),
        words("occasion", 12),
        sa.Column("noticed_by_machine", sa.Boolean(), nullable=False),
        sa.Column("decided_by_machine", sa.Boolean(), nullable=False),
        words("redress", 10),
        moment("appeal_until", nullable=True),
        *number("by_id", "person", nullable=True),
        moment("at"),
        moment("ended_at", nullable=True),
        *number("ended_by_id", "moderation_decision", nullable=True),
        sa.CheckConstraint("NOT decided_by_machine", name=op.f(f"{name}person_decides")),
        sa.CheckConstraint("by_id IS NOT NULL OR occasion = 'source'", name=op.f(f"{name}somebody")),
        sa.CheckConstraint(
            "(contribution_id IS NOT NULL AND decision_id IS NOT NULL) OR kind = 'process_withdrawn'",
            name=op.f(f"{name}about"),
        ),
        sa.CheckConstraint("redress <> 'appeal' OR appeal_until IS NOT NULL", name=op.f(f"{name}redress")),
        sa.CheckConstraint(
            "(ground <> 'law' AND kind <> 'process_withdrawn') OR facts <> ''", name=op.f(f"{name}facts")
        ),
    ]


def notice_columns() -> list[Any]:
    return [
        *number("contribution_id", "contribution"),
        *number("case_id", "moderation_case"),
        *number("cause_id", "moderation_cause"),
        *number("reporter_id", "person"),
        words("reason", 20),
        words("words"),
        words("name", 120),
        words("email", 120),
        moment("at"),
        moment("changed_at"),
        words("outcome", 10, nullable=True),
        moment("decided_at", nullable=True),
        *number("decision_id", "moderation_decision", nullable=True),
    ]


def appeal_columns() -> list[Any]:
    return [
        *number("statement_id", "statement_of_reasons"),
        *number("case_id", "moderation_case"),
        *number("cause_id", "moderation_cause"),
        *number("author_id", "person"),
        *number("against_id", "person", nullable=True),
        words("words"),
        moment("at"),
        words("outcome", 10, nullable=True),
        words("answer"),
        moment("decided_at", nullable=True),
        *number("decided_by_id", "person", nullable=True),
        *number("decision_id", "moderation_decision", nullable=True),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> against_id", name=op.f("ck_moderation_appeal_somebody_else")
        ),
    ]


def remark_columns() -> list[Any]:
    return [*number("case_id", "moderation_case"), *number("by_id", "person"), words("words"), moment("at")]


# --- what was hidden before there were statements gets one now, and the six months begin today


def state_what_is_in_force() -> None:
    connection = op.get_bind()
    now = datetime.now(ZoneInfo("Europe/Berlin"))
    decision = sa.table(
        "moderation_decision",
        *map(sa.column, ("id", "municipality_id", "case_id", "reason", "note", "by_id", "verdict")),
    )
    at = sa.column("at", Moment(timezone=True))
    case = sa.table("moderation_case", *map(sa.column, ("id", "process_id", "contribution_id")))
    contribution = sa.table("contribution", *map(sa.column, ("id", "status", "published_at")))
    newest = sa.select(sa.func.max(decision.c.id)).group_by(decision.c.case_id)
    rows = connection.execute(
        sa.select(decision, sa.literal_column("moderation_decision.at", Moment(timezone=True)).label(at.name))
        .add_columns(case.c.process_id, case.c.contribution_id, contribution.c.status)
        .join_from(decision, case, case.c.id == decision.c.case_id)
        .join(contribution, contribution.c.id == case.c.contribution_id)
        .where(
            decision.c.id.in_(newest),
            sa.or_(
                contribution.c.status == "rejected",
                sa.and_(contribution.c.status == "waiting", contribution.c.published_at.is_not(None)),
            ),
        )
        .order_by(decision.c.id)
    ).all()
    statements = sa.table("statement_of_reasons", *STATED)
    for first in range(0, len(rows), AT_ONCE):
        connection.execute(sa.insert(statements), [stated(row, now) for row in rows[first : first + AT_ONCE]])


STATED: list[Any] = [
    *map(sa.column, ("municipality_id", "public_id", "process_id", "contribution_id", "decision_id", "kind", "reason")),
    *map(sa.column, ("ground", "facts", "occasion", "redress", "by_id")),
    sa.column("noticed_by_machine", sa.Boolean()),
    sa.column("decided_by_machine", sa.Boolean()),
    sa.column("appeal_until", Moment(timezone=True)),
    sa.column("at", Moment(timezone=True)),
]


def stated(row: Any, now: datetime) -> dict[str, object]:
    rejected = row.status == "rejected"
    reason = row.reason or "again"
    facts = row.note or ("—" if reason == "unlawful" else "")
    return {
        "municipality_id": row.municipality_id,
        "public_id": secrets.token_hex(16),
        "process_id": row.process_id,
        "contribution_id": row.contribution_id,
        "decision_id": row.id,
        "kind": "not_published" if rejected else "held",
        "reason": reason,
        "ground": {"unlawful": "law", "source": "unknown"}.get(reason, "house_rule"),
        "facts": facts,
        "occasion": "read" if row.by_id else "source",
        "noticed_by_machine": False,
        "decided_by_machine": False,
        "redress": "appeal",
        "appeal_until": six_months_after(now),
        "by_id": row.by_id,
        "at": row.at,
    }


def six_months_after(now: datetime) -> datetime:
    year, month = now.year + (now.month + 5) // 12, (now.month + 5) % 12 + 1
    day = min(now.day, calendar.monthrange(year, month)[1])
    return now.replace(year=year, month=month, day=day, hour=23, minute=59, second=59, microsecond=0)


def downgrade() -> None:
    """What was taken down stays hidden, as something rejected; verdicts that had no name before get the nearest one."""
    for name in ("moderation_remark", "moderation_appeal", "moderation_notice", "statement_of_reasons"):
        op.drop_table(name)
    op.drop_table("moderation_cause")
    op.execute(sa.text("UPDATE contribution SET status = 'rejected' WHERE status = 'taken_down'"))
    op.execute(sa.text("UPDATE moderation_decision SET before = 'rejected' WHERE before = 'taken_down'"))
    op.execute(sa.text("UPDATE moderation_decision SET verdict = 'reject' WHERE verdict = 'take_down'"))
    op.execute(sa.text("UPDATE moderation_decision SET verdict = 'publish' WHERE verdict IN ('keep', 'restore')"))
    op.execute(sa.text("DELETE FROM moderation_decision WHERE verdict = 'uphold'"))
    op.execute(sa.text("UPDATE contribution SET language_by = 'recognised' WHERE language_by = 'moderator'"))
    op.execute(sa.text("DELETE FROM job WHERE kind = 'moderation.lapse'"))
    with op.batch_alter_table("moderation_case") as table:
        table.drop_index("ix_moderation_case_longest")
        table.drop_index("ix_moderation_case_assignee_id")
        table.drop_constraint("fk_moderation_case_assignee_id_person", type_="foreignkey")
        table.drop_column("assignee_id")
        table.drop_column("decided_at")
