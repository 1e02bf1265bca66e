"""Only the desk moves parts."""

from participation.people.moving import Fate, Part

PART = Part({"forum_part.moved_by_id": Fate.STAYS})
