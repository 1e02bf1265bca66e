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
    """Recorded: from now on everybody may read it. again: everybody could read it before."""

    contribution_id: int
    municipality_id: int
    kind: Kind = Kind.IDEA
    again: bool = False


@dataclass(frozen=True, slots=True)
class ContributionEdited:
    """Recorded: its author wrote other words. revision: the number of the row; waits: the present ones stay for now."""

    contribution_id: int
    municipality_id: int
    revision_id: int
    waits: bool
    sure: bool = True


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """Recorded: from now on a contribution says something else. What was made of its words is made anew."""

    contribution_id: int
    municipality_id: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class ContributionHidden:
    """Recorded: everybody could read it until now, and nobody can any more. Its statement of reasons is written."""

    contribution_id: int
    municipality_id: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class ContributionWithdrawn:
    """Recorded: its author took a contribution back. Whoever keeps anything of its words forgets it now."""

    contribution_id: int
    municipality_id: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class BoardChanged:
    """Announced: lists of this collection look different now."""

    format_id: int
