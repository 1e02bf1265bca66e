"""Whoever works at the desk is no guest: what they did stays with them."""

from participation.people.moving import Fate, Part

PART = Part(
    {
        "talk_consent.taken_by_id": Fate.STAYS,
        "talk_wording.by_id": Fate.STAYS,
        "talk_passage.by_id": Fate.STAYS,
    }
)
