"""What this room keeps about people: who asked to speak and how they are called, until the session ends."""

from participation.foundation.messages import N_
from participation.foundation.privacy import Activity, Basis, Kept, Share, nobody

SPEAKING = Activity(
    "speakers",
    N_("Asking to speak in a session"),
    N_("To call people up one after the other, and to know whose organisation has spoken how long."),
    Basis.TASK,
    N_("Whoever asks to speak, on a phone or by raising a hand"),
    N_(
        "Names until the session ends; at a confidential item sealed, and gone with the item. Elsewhere it stays for"
        " which organisation somebody spoke, and how long, without a name."
    ),
)

TABLES = (
    nobody(
        "speakers_list", "id municipality_id process_id public_id session_id step_id minutes closed moves confidential"
    ),
    Kept(
        "speech",
        "id municipality_id list_id organisation_id granted lot ahead moved reason_lang interpreting_at interpreted"
        " clock_held sealed",
        (Share(SPEAKING, "name wish asked_at began_at ended_at reason", of="person_id", made="person_id"),),
        N_("Where you asked to speak"),
    ),
)
