"""The last press of the desk is taken back: the hall stands as it stood before. Taken back twice, it is done again."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from participation.sessions.models import LiveSession, RunStep
from participation.sessions.timing import Clock


def remember(live: LiveSession) -> None:
    """How the hall stands now, for whoever takes back what comes next."""
    live.earlier = standing(live)


def standing(live: LiveSession) -> dict[str, Any]:
    ends = live.clock_ends_at
    return {
        "step": live.step_id,
        "view": live.view,
        "ends": ends.isoformat() if ends else None,
        "left": live.clock_left,
        "message": dict(live.message),
    }


def take_back(session: Session, live: LiveSession) -> bool:
    """Stand as before; what stood until now can be taken back again. False where there is nothing to go back to."""
    earlier = live.earlier
    if earlier is None:
        return False
    step = session.get(RunStep, earlier["step"]) if earlier["step"] is not None else None
    if earlier["step"] is not None and (step is None or step.session_id != live.id):
        return False  # somebody took that step out
    live.earlier = standing(live)
    ends = datetime.fromisoformat(earlier["ends"]) if earlier["ends"] else None
    live.step_id, live.view, live.message = earlier["step"], earlier["view"], earlier["message"]
    live.clock = Clock(ends, earlier["left"])
    return True
