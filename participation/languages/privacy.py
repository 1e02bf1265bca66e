"""What this room keeps about people, why and for how long."""

from participation.contributions.privacy import ABOUT, OF_AUTHOR
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody
from participation.people.privacy import ACTS

TRANSLATING = Activity(
    "translating",
    N_("Contributions in other languages"),
    N_("So that everybody reads in their language what others said in theirs."),
    Basis.TASK,
    N_("People who write contributions"),
    N_("As long as the contribution. They go with it."),
    recipients=N_(
        "The machine that translates, where the municipality has switched one on: it gets the words, also before they "
        "are public, and no names."
    ),
)

TABLES = (
    Kept(
        "translation",
        "id municipality_id contribution_id state of_version outdated revision provider",
        (
            Share(TRANSLATING, "language title text origin at", of=OF_AUTHOR, beside=ABOUT, made="folded"),
            Share(ACTS, of="made_by_id", made="made_by_id"),
            Share(ACTS, "approved_as approved_at", of="approved_by_id", made="approved_by_id"),
        ),
        N_("Translations of what you said, and translations you vouched for"),
    ),
    nobody("machine_choice", "id municipality_id is_on revision"),
    nobody("machine_task", "id municipality_id contribution_id language state tries due_at trouble"),
    nobody("glossary_term", "id municipality_id process_id texts note revision"),
)
