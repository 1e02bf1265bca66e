from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """Announced: every screen of this session looks different now. topic: its public id."""

    topic: str
