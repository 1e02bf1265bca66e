"""Only colleagues translate."""

from participation.people.moving import Fate, Part

PART = Part({"translation.made_by_id": Fate.STAYS, "translation.approved_by_id": Fate.STAYS})
