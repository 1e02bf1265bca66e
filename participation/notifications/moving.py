"""Only colleagues choose digests."""

from participation.people.moving import Fate, Part

PART = Part({"digest_choice.person_id": Fate.STAYS})
