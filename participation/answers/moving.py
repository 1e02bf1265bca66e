"""Only the town hall answers."""

from participation.people.moving import Fate, Part

PART = Part({"stage_entry.by_id": Fate.STAYS, "official_answer.by_id": Fate.STAYS, "answer_version.by_id": Fate.STAYS})
