from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """Announced: what is said under this contribution looks different now. root: its public id."""

    root: str
