"""What this room keeps about people. The words are those of contributions, and go with them."""

from collections.abc import Sequence

from sqlalchemy import update

from participation.contributions.privacy import WRITING
from participation.foundation.database import Transaction
from participation.foundation.messages import N_
from participation.foundation.privacy import Kept, Share, nobody
from participation.openspace.models import Action, Topic
from participation.people.privacy import ACTS

OF_AUTHOR = "contribution_id.author_id"
ABOUT = "contribution_id.public_id"
# in a rehearsal words stand here, nobody can tell whose; they go with it
TRIAL = Share(WRITING, made="trial")
# as the desk knows them; nobody can tell whose account that is
INTERPRETER = Share(WRITING, made="interpreter")

TABLES = (
    nobody(
        "space",
        "id municipality_id process_id public_id session_id format_id takes_topics takes_reports at_mic_id topics"
        " reports actions",
    ),
    nobody("space_room", "id municipality_id space_id name gone"),
    nobody("space_slot", "id municipality_id space_id starts_at ends_at gone"),
    Kept(
        "space_topic",
        "id municipality_id space_id contribution_id number heard_at room_id slot_id part_of_id from_id revision",
        (
            Share(WRITING, "host tongues needs_interpreter", of=OF_AUTHOR, beside=ABOUT),
            INTERPRETER,
            Share(ACTS, "moved_at", of="moved_by_id", made="moved_by_id"),
            TRIAL,
        ),
        N_("Concerns that you brought to an open space, or put in their place"),
    ),
    Kept(
        "space_report",
        "id municipality_id space_id contribution_id number topic_id",
        (TRIAL,),
        N_("Reports of groups"),
    ),
    Kept(
        "space_action",
        "id municipality_id space_id contribution_id number topic_id",
        (Share(WRITING, "who due", of=OF_AUTHOR, beside=ABOUT), TRIAL),
        N_("What you want to do, as it was agreed"),
    ),
    Kept(
        "space_act",
        "id municipality_id space_id what undone_at",
        (Share(ACTS, "at", of="by_id", made="by_id"),),
        N_("Where you put concerns in order"),
    ),
)


def forget_names(tx: Transaction, contribution_ids: Sequence[int]) -> None:
    """How their authors called themselves goes when nobody is to know any more whose these words were."""
    among = list(contribution_ids)
    for names in (
        update(Topic).where(Topic.contribution_id.in_(among)).values(host="", tongues=[], needs_interpreter=False),
        update(Action).where(Action.contribution_id.in_(among)).values(who=""),
    ):
        tx.session.execute(names.execution_options(synchronize_session="fetch"))
