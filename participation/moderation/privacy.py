"""What this room keeps about people, why and for how long; how it forgets somebody."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from participation.contributions.privacy import ABOUT, OF_AUTHOR
from participation.foundation import clock
from participation.foundation.database import Base, Transaction
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share
from participation.moderation.models import Appeal, Case, CaseCause, Decision, Notice, Remark, Statement
from participation.people.privacy import ACTS

REPORTER_KEPT = timedelta(days=365)
NO_WORDS = "–"  # where a law wants words and there are none any more

REASONS = Activity(
    "reasons",
    N_("Decisions about contributions and their reasons"),
    N_("To read contributions, to tell their authors why something is less visible, and to look again when they ask."),
    Basis.DUTY,
    N_("People whose contributions are read, people who appeal"),
    N_("As long as the contribution. The words go with it; that there was a decision stays."),
)
REPORTING = Activity(
    "reporting",
    N_("Reports of illegal or hurtful content"),
    N_("To look at what somebody reports and to tell them the outcome."),
    Basis.DUTY,
    N_("People who report something"),
    N_("Name and mail address until %(num)s days after the outcome; the report as long as the decision."),
    days=REPORTER_KEPT.days,
)
NOTICING = Activity(
    "noticing",
    N_("Hints to the moderators"),
    N_("To notice floods and repeated texts. A hint decides nothing; a person does."),
    Basis.TASK,
    N_("People who write contributions"),
    N_("As long as the contribution. They go with it."),
)
OF_CASE = "case_id.contribution_id.author_id"
ABOUT_CASE = "case_id.contribution_id.public_id"

TABLES = (
    Kept(
        "moderation_case",
        "id municipality_id process_id contribution_id open revision opened_at decided_at",
        (Share(ACTS, of="assignee_id", made="assignee_id"),),
    ),
    Kept(
        "moderation_cause",
        "id municipality_id case_id settled_at settled_by_id",
        (Share(REASONS, "kind detail at", of=OF_CASE, beside=ABOUT_CASE),),
        N_("Why a person looked at what you said"),
    ),
    Kept(
        "moderation_decision",
        "id municipality_id case_id before automated version_id",
        (
            Share(REASONS, "verdict reason note at", of=OF_CASE, beside=ABOUT_CASE),
            Share(ACTS, of="by_id", made="by_id"),
        ),
        N_("Decisions about what you said"),
    ),
    Kept(
        "statement_of_reasons",
        "id municipality_id process_id contribution_id decision_id ended_by_id decided_by_machine",
        (
            Share(
                REASONS,
                "public_id kind until reason ground facts occasion noticed_by_machine redress appeal_until at ended_at",
                of=OF_AUTHOR,
                beside=ABOUT,
            ),
            Share(ACTS, of="by_id", made="by_id"),
        ),
        N_("Statements of reasons for you"),
    ),
    Kept(
        "moderation_notice",
        "id municipality_id contribution_id case_id cause_id decision_id",
        (
            Share(
                REPORTING,
                "reason words name email at changed_at outcome decided_at",
                of="reporter_id",
                beside=ABOUT,
                made="reporter_id",
            ),
        ),
        N_("What you reported"),
    ),
    Kept(
        "moderation_appeal",
        "id municipality_id statement_id case_id cause_id decision_id",
        (
            Share(
                REASONS,
                "words at outcome answer decided_at",
                of="author_id",
                beside="statement_id.public_id",
                made="author_id",
            ),
            Share(ACTS, of="against_id", made="against_id"),
            Share(ACTS, of="decided_by_id", made="decided_by_id"),
        ),
        N_("Your appeals"),
    ),
    Kept(
        "moderation_remark",
        "id municipality_id case_id",
        (Share(ACTS, "words at", of="by_id", made="by_id"),),
        N_("Your remarks to colleagues"),
    ),
    Kept(
        "moderation_trace",
        "contribution_id municipality_id",
        (Share(NOTICING, "likeness newcomer at", of=OF_AUTHOR, beside=ABOUT, made="exact fingerprint"),),
        N_("Whether what you said was like something else"),
    ),
    Kept("moderation_mark", "contribution_id municipality_id at", (Share(NOTICING, of=OF_AUTHOR, made="mark"),)),
    Kept(
        "moderation_hint",
        "id municipality_id contribution_id",
        (Share(NOTICING, "kind evidence at", of=OF_AUTHOR, beside=ABOUT),),
        N_("Hints the moderators saw beside what you said"),
    ),
)


def forget(tx: Transaction, person_id: int) -> None:
    """Whoever reported or appealed is nobody, and what was settled loses its words.

    An open report or appeal keeps its words until a person has decided: what it is about may be against the law.
    """
    change(tx, Notice, (Notice.reporter_id == person_id,), name="", email="")
    change(tx, Notice, (Notice.reporter_id == person_id, Notice.decided_at.is_not(None)), words="")
    change(tx, Appeal, (Appeal.author_id == person_id, Appeal.decided_at.is_not(None)), words="", answer="")


def forget_words(tx: Transaction, contribution_ids: Sequence[int]) -> None:
    """With the words of a contribution go those that others wrote about it, which may repeat them.

    That it was decided, by which rule, and whether a machine had a part in it stays.
    """
    among = list(contribution_ids)
    cases = select(Case.id).where(Case.contribution_id.in_(among))
    change(tx, CaseCause, (CaseCause.case_id.in_(cases),), detail="")
    change(tx, Decision, (Decision.case_id.in_(cases),), note="")
    change(tx, Remark, (Remark.case_id.in_(cases),), words="")
    change(tx, Appeal, (Appeal.case_id.in_(cases),), words="", answer="")
    change(tx, Notice, (Notice.case_id.in_(cases),), words="")
    change(tx, Statement, (Statement.contribution_id.in_(among), Statement.facts != ""), facts=NO_WORDS)


def change(tx: Transaction, table: type[Base], which: tuple[ColumnElement[bool], ...], **values: object) -> None:
    tx.session.execute(update(table).where(*which).values(**values).execution_options(synchronize_session="fetch"))


# --- what ends by itself


def settled_long_ago() -> tuple[ColumnElement[bool], ...]:
    named = or_(Notice.name != "", Notice.email != "")
    return Notice.decided_at < clock.now() - REPORTER_KEPT, named


def is_untidy(session: Session) -> bool:
    return session.scalar(select(Notice.id).where(*settled_long_ago()).limit(1)) is not None


def tidy_up(tx: Transaction) -> None:
    change(tx, Notice, settled_long_ago(), name="", email="")
