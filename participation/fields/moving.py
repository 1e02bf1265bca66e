"""Only colleagues place ideas in fields."""

from participation.people.moving import Fate, Part

PART = Part({"placement.by_id": Fate.STAYS, "field_move.by_id": Fate.STAYS})
