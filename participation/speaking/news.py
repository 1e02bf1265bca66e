from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ItemConfided:
    """Recorded: a step becomes confidential; whoever has named somebody there already refuses. step_id: its row."""

    step_id: int


@dataclass(frozen=True, slots=True)
class NamesGone:
    """Announced: of a list nobody is to be known any more. speakers: its public id."""

    speakers: str


@dataclass(frozen=True, slots=True)
class ListGrew:
    """Announced: somebody came onto a speakers' list, or left it. session: the public id of its session."""

    session: str
