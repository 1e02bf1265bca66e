from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForumChanged:
    """Announced: a programme or its results look different now. sessions: the public ids of all that show it.

    desk: only the desk sees the difference.
    """

    sessions: tuple[str, ...]
    desk: bool = False
