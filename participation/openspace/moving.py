"""A guest can put their own concern in its place; that they did so goes over to their account."""

from participation.people.moving import Fate, Part

PART = Part({"space_topic.moved_by_id": Fate.MOVES, "space_act.by_id": Fate.MOVES})
