from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListGrew:
    """Announced: somebody came onto a speakers' list, or left it. session: the public id of its session."""

    session: str
