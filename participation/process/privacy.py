"""What this room keeps about people: nothing."""

from participation.foundation.privacy import nobody

TABLES = (
    nobody("process", "id municipality_id slug state title question lead revision published_at"),
    nobody(
        "phase", "id municipality_id process_id position title period precision starts_on ends_on begun_at ended_at"
    ),
    nobody("format", "id municipality_id process_id kind slug title question takes_photos"),
    nobody(
        "phase_setting",
        "id municipality_id phase_id format_id may_read may_submit may_support may_comment moderation results_hidden",
    ),
    nobody("form_field", "id municipality_id format_id kind position label hint choices required internal removed_at"),
)
