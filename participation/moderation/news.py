from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HintsNoticed:
    """Recorded: a rule noticed something in a contribution, so a person should look. detail: the kinds of hints."""

    contribution_id: int
    municipality_id: int
    detail: str
