"""What says the same already, for whoever decides about an idea. The room that knows it registers here in app."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from participation.contributions.models import Contribution


@dataclass(frozen=True, slots=True)
class Earlier:
    """A public contribution that says something similar. same: it probably says the same."""

    said: Contribution
    same: bool


# (session, contribution id) -> the closest first; nothing where nobody can tell in time
Look = Callable[[Session, int], Sequence[Earlier]]

_look: Look | None = None


def register(look: Look) -> None:
    global _look  # noqa: PLW0603 - connected once by app
    _look = look


def earlier(session: Session, contribution: Contribution) -> Sequence[Earlier]:
    return _look(session, contribution.id) if _look else []
