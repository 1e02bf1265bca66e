from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WallChanged:
    """Announced: a wall looks different now. wall, session: their public ids; phones show nothing of it."""

    wall: str
    session: str
