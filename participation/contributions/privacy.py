"""What this room keeps about people, why and for how long; how it forgets somebody."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from participation.contributions import following, voices
from participation.contributions.models import Answer, Contribution, Revision, Support
from participation.foundation import clock
from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody
from participation.people.privacy import ACTS

INTERNAL_KEPT = timedelta(days=730)

WRITING = Activity(
    "writing",
    N_("What people say"),
    N_(
        "To publish contributions, to talk about them and to work them into the concept; to let their authors change "
        "them, withdraw them and hear what becomes of them."
    ),
    Basis.TASK,
    N_("People who write ideas, comments and answers, in their own words also people they write about"),
    N_(
        "The words stay as a part of the public process until their author deletes them. That they are theirs is "
        "forgotten when they say so, or %(num)s days after they were here last."
    ),
    days=730,
)
ASKING = Activity(
    "asking",
    N_("Answers for the municipality alone"),
    N_("To answer questions of the municipality that were asked with a collection and are not public."),
    Basis.CONSENT,
    N_("People who answer them of their own accord"),
    N_("%(num)s days after they were sent, or until their author withdraws or deletes them."),
    days=INTERNAL_KEPT.days,
)
STANDING = Activity(
    "standing",
    N_("Supporting and following"),
    N_("To count each person once, and to tell them what becomes of what they support or follow."),
    Basis.TASK,
    N_("People who support or follow an idea"),
    N_("Until they take it back or are forgotten. Nobody else learns who supports or follows what."),
)
OF_AUTHOR = "contribution_id.author_id"
ABOUT = "contribution_id.public_id"

TABLES = (
    Kept(
        "contribution",
        "id municipality_id process_id format_id source_key standing support_count version organisation_id",
        (
            Share(
                WRITING,
                "public_id kind title text language language_by source status created_at published_at edited_at "
                "withdrawn_at told_by",
                of="author_id",
                made="author_id folded",
            ),
        ),
        N_("What you said"),
    ),
    Kept(
        "spoken_for",
        "contribution_id municipality_id",
        (Share(WRITING, "consented_at", of="written_by_id", beside=ABOUT, made="written_by_id"),),
        N_("What you wrote for an organisation"),
    ),
    Kept(
        "contribution_revision",
        "id municipality_id contribution_id state shown",
        (Share(WRITING, "number title text language language_by at", of=OF_AUTHOR, beside=ABOUT, made="by_id"),),
        N_("Former and new wordings of what you said"),
    ),
    Kept(
        "answer",
        "id municipality_id contribution_id field_id",
        (Share(ASKING, "text chosen language internal", of=OF_AUTHOR, beside=f"{ABOUT} field_id.label"),),
        N_("Your answers to questions"),
    ),
    Kept(
        "photo",
        "municipality_id contribution_id version width height",
        (Share(WRITING, "description language", of=OF_AUTHOR, beside=ABOUT, files="large", made="small"),),
        N_("Your photos"),
    ),
    Kept(
        "support",
        "contribution_id municipality_id step_id",
        (Share(STANDING, "created_at", of="person_id", beside=ABOUT, made="person_id"),),
        N_("What you support"),
    ),
    Kept(
        "follow",
        "contribution_id municipality_id",
        (Share(STANDING, "created_at", of="person_id", beside=ABOUT, made="person_id"),),
        N_("What you follow"),
    ),
    Kept(
        "lineage_step",
        "id municipality_id process_id from_format_id to_format_id undone_at",
        (Share(ACTS, "kind note at", of="by_id", made="by_id"), Share(ACTS, of="undone_by_id", made="undone_by_id")),
        N_("Where you put ideas"),
    ),
    nobody("lineage_link", "step_id from_id to_id"),
)


def forget(tx: Transaction, person_id: int) -> None:
    """What they support counts one less; what they said is a matter of the room that asks for it."""
    following.forget_follows(tx, person_id)
    voices.forget_writing(tx, person_id)
    supported = select(Support.contribution_id).where(Support.person_id == person_id)
    held = tx.session.scalars(
        select(Contribution)
        .where(Contribution.id.in_(supported))
        .order_by(Contribution.id)  # in one order: others change counts there as well
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    tx.session.execute(
        update(Contribution)
        .where(Contribution.id.in_([one.id for one in held]))
        .values(support_count=Contribution.support_count - 1)
        .execution_options(synchronize_session="fetch")
    )
    tx.session.execute(delete(Support).where(Support.person_id == person_id))


def let_go(tx: Transaction, contribution_ids: Sequence[int]) -> None:
    """Nothing says any more whose they were; what was answered for the municipality alone goes with that."""
    among = list(contribution_ids)
    for column, whose in ((Contribution.author_id, Contribution.id), (Revision.by_id, Revision.contribution_id)):
        tx.session.execute(
            update(column.class_)
            .where(whose.in_(among))
            .values({column: None})
            .execution_options(synchronize_session="fetch")
        )
    internal = Answer.internal.is_(other=True)
    tx.session.execute(delete(Answer).where(internal, Answer.contribution_id.in_(among)))


# --- what ends by itself


def old_answers() -> tuple[ColumnElement[bool], ...]:
    before = select(Contribution.id).where(Contribution.created_at < clock.now() - INTERNAL_KEPT)
    return Answer.internal.is_(other=True), Answer.contribution_id.in_(before)


def is_untidy(session: Session) -> bool:
    return session.scalar(select(Answer.id).where(*old_answers()).limit(1)) is not None


def tidy_up(tx: Transaction) -> None:
    tx.session.execute(delete(Answer).where(*old_answers()).execution_options(synchronize_session=False))
