from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReplyPublished:
    """Recorded: a comment is read by everybody for the first time, and stands in its place."""

    comment_id: int


@dataclass(frozen=True, slots=True)
class ThreadChanged:
    """Announced: what is said under this contribution looks different now. root: its public id."""

    root: str
