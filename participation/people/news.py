from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonParted:
    """Recorded: somebody was removed by an administrator, or ended their account; by: as the audit names who did it."""

    person_id: int
    municipality_id: int
    by: str


@dataclass(frozen=True, slots=True)
class HouseFounded:
    """Recorded: a municipality has moved in; rooms above prepare what it begins with."""

    municipality_id: int
