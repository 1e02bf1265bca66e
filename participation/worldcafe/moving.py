"""A guest takes part in a café; with an account they are still the same person at the same table."""

from participation.people.moving import Fate, Part
from participation.worldcafe.hearing import let_go

PART = Part({"cafe_guest.person_id": Fate.MOVES}, before=let_go)
