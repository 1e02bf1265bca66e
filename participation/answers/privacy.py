"""What this room keeps about people: who of the town hall answered."""

from participation.foundation.messages import N_
from participation.foundation.privacy import Kept, Share, nobody
from participation.people.privacy import ACTS

TABLES = (
    Kept(
        "official_answer",
        "id municipality_id process_id state original texts office once revision created_at published_at",
        (Share(ACTS, "changed_at", of="by_id", made="by_id"),),
        N_("Answers you wrote for the municipality"),
    ),
    Kept(
        "answer_version",
        "id municipality_id answer_id original texts office until",
        (Share(ACTS, "since", of="by_id", made="by_id"),),
        N_("Versions of answers you wrote for the municipality"),
    ),
    Kept(
        "stage_entry",
        "id municipality_id contribution_id why place undoes_id",
        (Share(ACTS, "stage at", of="by_id", made="by_id"),),
        N_("What you said becomes of ideas"),
    ),
    nobody("answer_to", "contribution_id answer_id municipality_id"),
)
