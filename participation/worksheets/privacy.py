"""What this room keeps about people. The words of a sheet are those of a contribution, and go with it."""

from participation.contributions.privacy import WRITING
from participation.foundation.messages import N_
from participation.foundation.privacy import Kept, Share, nobody

TABLES = (
    nobody(
        "worksheet",
        "id municipality_id process_id public_id session_id step_id format_id kind accepts field_ids numbers",
    ),
    Kept(
        "filled_sheet",
        "id municipality_id worksheet_id contribution_id number field_id",
        # in a rehearsal words stand here, nobody can tell whose; they go with it
        (Share(WRITING, made="trial"),),
        N_("Sheets that you filled in"),
    ),
)
