from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HouseFounded:
    """Recorded: a municipality has moved in; rooms above prepare what it begins with."""

    municipality_id: int
