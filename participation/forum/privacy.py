"""What this room keeps about people: names as the desk typed them. The words of results are those of contributions."""

from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody
from participation.people.privacy import ACTS

STAGE = Activity(
    "forum",
    N_("Names in the programme of a forum"),
    N_("So that everybody reads who leads a part and who sits on a podium."),
    Basis.TASK,
    N_("Whoever leads a part or sits on a podium"),
    N_("Until thirty days after the part or the session."),
    30,
)

TABLES = (
    nobody(
        "forum",
        "id municipality_id process_id public_id format_id session_id title text place day results published_at"
        " revision",
    ),
    nobody("forum_room", "id municipality_id forum_id name"),
    Kept(
        "forum_part",
        "id municipality_id forum_id public_id kind title text starts_at ends_at room_id interpreters session_id"
        " cancelled_at revision",
        # as the desk knows them; nobody can tell whose account that is
        (Share(STAGE, made="lead key_hash"), Share(ACTS, "moved_at", of="moved_by_id", made="moved_by_id")),
        N_("Programme of the day"),
    ),
    nobody("forum_step", "step_id municipality_id forum_id"),
    Kept(
        "podium_guest",
        "id municipality_id step_id named_at",
        (Share(STAGE, made="name role organisation"),),
    ),
    nobody("forum_result", "id municipality_id forum_id part_id contribution_id number"),
)
