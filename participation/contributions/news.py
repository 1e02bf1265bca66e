from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContributionReceived:
    """Recorded: somebody said something; it waits or is already public. sure: whether its language is known."""

    contribution_id: int
    municipality_id: int
    process_id: int
    waiting: bool
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ContributionPublished:
    """Recorded: from now on everybody may read it."""

    contribution_id: int
    municipality_id: int


@dataclass(frozen=True, slots=True)
class BoardChanged:
    """Announced: lists of this collection look different now."""

    format_id: int
