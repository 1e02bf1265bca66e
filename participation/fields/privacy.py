"""What this room keeps about people, why and for how long. It goes with the words of a contribution."""

from participation.contributions.privacy import OF_AUTHOR
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody
from participation.people.privacy import ACTS

SORTING = Activity(
    "sorting",
    N_("Ordering ideas by what they are about"),
    N_(
        "To find fields and similar ideas across languages. The machine proposes, a person decides; no words leave "
        "the server."
    ),
    Basis.TASK,
    N_("People who write ideas"),
    N_("As long as the idea. They go with it."),
)

TABLES = (
    Kept(
        "idea_vector",
        "contribution_id municipality_id embedder calibration",
        (Share(SORTING, of=OF_AUTHOR, made="words vector"),),
    ),
    nobody("field_suggestion", "contribution_id rank municipality_id field_id score margin sure mode"),
    Kept(
        "placement",
        "contribution_id municipality_id field_id locked",
        (Share(ACTS, "at", of="by_id", made="by_id"),),
        N_("Ideas that stand where you put them"),
    ),
    Kept(
        "field_move",
        "id municipality_id process_id contribution_id from_field_id to_field_id locked_before locked_after undoes_id",
        (Share(ACTS, "kind at", of="by_id", made="by_id"),),
        N_("Where you put ideas in fields"),
    ),
    nobody("field_of_action", "id municipality_id process_id key position name sentence revision removed_at"),
    nobody("field_example", "id municipality_id process_id field_id kind language text embedder calibration vector"),
    nobody("suggestion_run", "process_id municipality_id mode embedder calibration library at"),
    nobody("field_calibration", "embedder calibration subspace"),
)
