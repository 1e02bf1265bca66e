"""What this room keeps about people: what they told, who they are, apart from each other, and what they agreed to."""

from sqlalchemy import update

from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody
from participation.interviews.models import Passage, TalkConsent, TalkWording
from participation.interviews.rules import NAMES_KEPT
from participation.people.privacy import ACTS

TALKS = Activity(
    "interviews",
    N_("Interviews and focus groups"),
    N_("To bring in what people told us who would not write it here, and to quote it without a name."),
    Basis.CONSENT,
    N_("Whoever is asked in an interview or a focus group"),
    N_("Until the day that was agreed, or until they take it back. Then nothing of it is left but the empty place."),
)
NAMES = Activity(
    "interview_names",
    N_("Names of those who were asked"),
    N_("To ask somebody again, and so that they can take back what they said. The names lie sealed, apart from it."),
    Basis.CONSENT,
    N_("Whoever is asked in an interview or a focus group"),
    N_("%(num)s days after the interview, or earlier at the press of a button. Then nobody can open them any more."),
    NAMES_KEPT.days,
)

TABLES = (
    Kept(
        "talk_source",
        "id municipality_id process_id format_id public_id kind number title language held_on place publisher year link"
        " paragraphs passages people names_until names_gone_at created_at gone_at gone",
        (Share(NAMES, made="led_by"),),
    ),
    Kept(
        "talk_person",
        "id municipality_id source_id number gone_at",
        (Share(TALKS, made="facts"),),
    ),
    Kept("talk_name", "person_id municipality_id source_id", (Share(NAMES, made="sealed"),)),
    Kept(
        "talk_consent",
        "id municipality_id source_id talk_person_id agreed how given_on kept_until revoked_at",
        (Share(ACTS, "taken_at", of="taken_by_id", made="taken_by_id"),),
        N_("What you did with interviews"),
    ),
    Kept(
        "talk_paragraph",
        "id municipality_id source_id number speaker version gone_at",
        (Share(TALKS, made="text"),),
    ),
    Kept(
        "talk_wording",
        "id municipality_id paragraph_id number",
        (Share(TALKS, made="text"), Share(ACTS, "at", of="by_id", made="by_id")),
        N_("What you did with interviews"),
    ),
    nobody(
        "talk_code",
        "id municipality_id process_id name meaning language field_id into_id retired_at revision",
    ),
    Kept(
        "talk_passage",
        "id municipality_id source_id paragraph_id contribution_id number begins ends page needs_look gone_at",
        (Share(ACTS, "at", of="by_id", made="by_id"),),
        N_("What you did with interviews"),
    ),
    nobody("talk_coding", "passage_id code_id municipality_id"),
)


def forget(tx: Transaction, person_id: int) -> None:
    """For erasure of a colleague: that something was done stays, by nobody."""
    for column in (TalkConsent.taken_by_id, TalkWording.by_id, Passage.by_id):
        mine = update(column.class_).where(column == person_id).values({column: None})
        tx.session.execute(mine.execution_options(synchronize_session="fetch"))
