"""What this room keeps about people: nothing but what the municipality says about itself."""

from participation.foundation.privacy import nobody

TABLES = (
    nobody(
        "municipality",
        "id slug name host hue contact_email contact_phone logo logo_width logo_height pages revision "
        "lists_organisations",
    ),
    nobody("town_page", "id municipality_id kind texts as_of video revision changed_at"),
    nobody("town_picture", "municipality_id content"),
    nobody("job", "id kind payload state tries not_before last_error"),
)
