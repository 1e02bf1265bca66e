from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NextAct:
    """The one big button. label: already in the moderator's language; act "counting" or "nothing": only words."""

    label: str
    act: str
    step: int | None = None
    ballot: str | None = None
    revision: int | None = None
    key: str = "PageDown"
