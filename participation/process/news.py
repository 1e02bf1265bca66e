from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProcessWithdrawn:
    """Recorded: a process that everybody could see is a draft again, and what was said in it is hidden with it."""

    process_id: int
    municipality_id: int
    why: str
    by_id: int | None


@dataclass(frozen=True, slots=True)
class ProcessPublished:
    """Recorded: from now on everybody sees the process, for the first time or again."""

    process_id: int
    municipality_id: int
