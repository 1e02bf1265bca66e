from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamesGone:
    """Announced: of a list nobody is to be known any more. speakers: its public id."""

    speakers: str


@dataclass(frozen=True, slots=True)
class ListGrew:
    """Announced: somebody came onto a speakers' list, or left it. session: the public id of its session."""

    session: str
