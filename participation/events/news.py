from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """Recorded: somebody who waited has a place now. registration_id: their row."""

    registration_id: int
