from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """Announced: every screen of this session looks different now. topic: its public id."""

    topic: str


@dataclass(frozen=True, slots=True)
class StepCalled:
    """Recorded: another step is on now. session_id: its session."""

    session_id: int


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """Recorded: a session is over. session_id: its row."""

    session_id: int
