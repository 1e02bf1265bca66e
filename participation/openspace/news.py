from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpaceChanged:
    """Announced: an open space looks different now. space, session: their public ids.

    hearts: only how many want to take part where, which may come a moment later.
    """

    space: str
    session: str
    hearts: bool = False
