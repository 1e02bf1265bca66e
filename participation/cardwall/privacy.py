"""What this room keeps about people. The words of a card are those of a contribution, and go with it."""

from participation.contributions.privacy import WRITING
from participation.foundation.messages import N_
from participation.foundation.privacy import Kept, Share, nobody
from participation.people.privacy import ACTS

TABLES = (
    nobody(
        "wall",
        "id municipality_id process_id public_id session_id step_id format_id accepts hidden hearts revealed_at"
        " group_id card_id numbers declined",
    ),
    nobody("wall_group", "id municipality_id wall_id number name gone"),
    Kept(
        "wall_card",
        "id municipality_id wall_id contribution_id number ready group_id revision answered",
        # in a rehearsal words stand here, nobody can tell whose; they go with it
        (Share(ACTS, "moved_at", of="moved_by_id", made="moved_by_id"), Share(WRITING, made="trial")),
        N_("Cards that you put in their place"),
    ),
    Kept(
        "wall_act",
        "id municipality_id wall_id what undone_at",
        (Share(ACTS, "at", of="by_id", made="by_id"),),
        N_("Where you put cards in order"),
    ),
)
