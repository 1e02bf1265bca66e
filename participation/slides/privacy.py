from participation.foundation.privacy import nobody

TABLES = (nobody("slide", "id municipality_id step_id source link figures"),)
