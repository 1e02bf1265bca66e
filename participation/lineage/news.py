from dataclasses import dataclass

from participation.contributions.rules import StepKind


@dataclass(frozen=True, slots=True)
class StepTaken:
    """Recorded: moderators did something with where these ideas stand, or, `undone`, it was taken back."""

    municipality_id: int
    kind: StepKind
    contribution_ids: tuple[int, ...]
    by_id: int | None
    undone: bool = False
