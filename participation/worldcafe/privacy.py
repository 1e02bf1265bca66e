"""What this room keeps about people: who takes part, which languages they say they speak, and where they sit.

All of it goes when the session ends. The words of notes are those of contributions, and go with them.
"""

from participation.contributions.privacy import WRITING
from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody

CAFE = Activity(
    "cafe",
    N_("Taking part in a world café"),
    N_("To give everybody a table, other people in each round, and somebody at the table who understands them."),
    Basis.CONSENT,
    N_("Whoever says on a phone that they take part"),
    N_(
        "Until the session ends. Nobody sees which languages somebody speaks, the moderators neither. It stays how many"
        " people sat at how many tables."
    ),
)

TABLES = (
    nobody(
        "cafe",
        "id municipality_id process_id public_id session_id format_id people asks_hosts guests notes moves",
    ),
    nobody("cafe_table", "id municipality_id cafe_id number place closed"),
    nobody("cafe_round", "id municipality_id cafe_id step_id seed called_at people tables again gaps"),
    Kept(
        "cafe_guest",
        "id municipality_id cafe_id left host_of_id",
        (Share(CAFE, "number languages", of="person_id", made="person_id"),),
        N_("World cafés in which you take part"),
    ),
    Kept(
        "cafe_place",
        "id municipality_id round_id table_id",
        (Share(CAFE, of="guest_id.person_id", beside="table_id.number", made="guest_id"),),
        N_("Tables at which you sit"),
    ),
    # in a rehearsal words stand here, nobody can tell whose; they go with it
    Kept(
        "cafe_note",
        "id municipality_id cafe_id contribution_id number table_id round_id",
        (Share(WRITING, made="trial"),),
        N_("Notes of tables"),
    ),
)
