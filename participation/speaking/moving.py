"""Whoever asked to speak as a guest and signs in keeps their place on the list."""

from participation.people.moving import Fate, Part

PART = Part({"speech.person_id": Fate.MOVES})
