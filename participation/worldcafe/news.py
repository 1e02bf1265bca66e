from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CafeChanged:
    """Announced: a world café looks different now. session: its public id."""

    session: str
