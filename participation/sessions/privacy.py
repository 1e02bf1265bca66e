"""What this room keeps about people: nothing. Who sits in a hall is a matter of `voting`."""

from participation.foundation.privacy import nobody

TABLES = (
    nobody(
        "live_session",
        "id municipality_id process_id public_id title place state view code step_id seq opened_at ended_at"
        " clock_ends_at clock_left moves message earlier brake_at brake_stopped rehearsal",
    ),
    nobody(
        "run_step",
        "id municipality_id session_id position kind ballot_id title text script material minutes revision",
    ),
    nobody("screen_key", "token_hash municipality_id session_id expires_at number shows"),
)
