"""Only the desk puts cards in order."""

from participation.people.moving import Fate, Part

PART = Part({"wall_card.moved_by_id": Fate.STAYS, "wall_act.by_id": Fate.STAYS})
