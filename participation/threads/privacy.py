"""What this room keeps about people, why and for how long. Its quotes go with the words they quote."""

from participation.contributions.privacy import WRITING
from participation.foundation.messages import N_
from participation.foundation.privacy import Kept, Share

TABLES = (
    Kept(
        "comment_place",
        "comment_id municipality_id root_id top_id parent_id answers_id depth path quoted_id",
        (
            Share(
                WRITING,
                "stance voice speaks_as quote",
                of="comment_id.author_id",
                beside="comment_id.public_id root_id.public_id",
            ),
        ),
        N_("Where your comments stand"),
    ),
)
