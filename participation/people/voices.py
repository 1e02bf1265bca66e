"""As whom somebody speaks besides themselves. The room of the organisations stands above; `app` connects."""

from collections.abc import Callable

from sqlalchemy.orm import Session

# (session, person id, municipality id) -> ids of the authors they may speak as
Finder = Callable[[Session, int, int], frozenset[int]]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    if finder not in _finders:
        _finders.append(finder)


def speaks_for(session: Session, person_id: int, municipality_id: int) -> frozenset[int]:
    """Asked only of those who hold the role ORGANISATION: nobody else costs a statement."""
    found: frozenset[int] = frozenset()
    for finder in _finders:
        found |= finder(session, person_id, municipality_id)
    return found
