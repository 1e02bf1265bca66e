from dataclasses import dataclass

from participation.contributions.rules import Kind


@dataclass(frozen=True, slots=True)
class ContributionReceived:
    """Recorded: somebody said something; it waits or is already public. sure: whether its language is known."""

    contribution_id: int
    municipality_id: int
    process_id: int
    waiting: bool
    kind: Kind = Kind.IDEA
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ContributionPublished:
    """Recorded: from now on everybody may read it."""

    contribution_id: int
    municipality_id: int
    kind: Kind = Kind.IDEA


@dataclass(frozen=True, slots=True)
class BoardChanged:
    """Announced: lists of this collection look different now."""

    format_id: int
