from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BallotMoved:
    """Recorded and announced: a ballot is in another state."""

    ballot_id: int
    audience: str


@dataclass(frozen=True, slots=True)
class TallyChanged:
    """Announced: a vote was stored, so figures may look different."""

    ballot_id: int
    audience: str
