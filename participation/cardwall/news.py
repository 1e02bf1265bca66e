from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WallChanged:
    """Announced: a wall looks different now. wall, session: their public ids.

    phones: whether phones read its cards; hearts: only how many want which, which may come a moment later.
    """

    wall: str
    session: str
    phones: bool = False
    hearts: bool = False
