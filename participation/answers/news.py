from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """Recorded: an official answer to these contributions is public, or, `changed`, says something else, since `at`."""

    answer_id: int
    municipality_id: int
    contribution_ids: tuple[int, ...]
    by_id: int | None
    at: datetime
    changed: bool = False


@dataclass(frozen=True, slots=True)
class StageSaid:
    """Recorded: it was said what becomes of these contributions, or, `taken_back`, that does not count any more."""

    municipality_id: int
    contribution_ids: tuple[int, ...]
    stage: str
    by_id: int | None
    taken_back: bool = False
