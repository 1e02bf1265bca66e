"""Only the town hall answers. Whether an author has read it stands beside their contribution and goes with that."""

from participation.people.moving import Fate, Part

PART = Part({"stage_entry.by_id": Fate.STAYS, "official_answer.by_id": Fate.STAYS, "answer_version.by_id": Fate.STAYS})
