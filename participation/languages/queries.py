"""The versions of contributions in one language, for readers and for the search."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from participation.contributions.models import Contribution
from participation.contributions.queries import saying
from participation.foundation.locales import base
from participation.foundation.text import fold
from participation.languages.models import Translation
from participation.languages.vouching import State


@dataclass(frozen=True, slots=True)
class Versions:
    """What there is of one contribution in one language.

    approved: readers get it first, also while it is outdated; offered: a machine's, which nobody has checked.
    """

    approved: Translation | None = None
    offered: Translation | None = None


NONE: Mapping[int, Versions] = {}
READABLE = (State.APPROVED, State.OFFERED)


def versions_for(session: Session, contribution_ids: Iterable[int], lang: str) -> dict[int, Versions]:
    """Contribution id -> what readers of the interface in `lang` may get: one statement for a page, none for nothing.

    It asks nobody whether they may read the contributions: whoever shows these words shows the original as well.
    """
    wanted = list(contribution_ids)
    return versions_among(session, wanted, lang) if wanted else {}


def versions_among(session: Session, contributions: Sequence[int] | Select[int], lang: str) -> dict[int, Versions]:
    """The same for ids that may be thousands, as a statement that selects them."""
    rows = session.scalars(
        select(Translation).where(
            Translation.contribution_id.in_(contributions),
            Translation.language == base(lang),
            Translation.state.in_(READABLE),
        )
    )
    found: dict[int, dict[str, Translation]] = {}
    for one in rows:
        found.setdefault(one.contribution_id, {})[one.state] = one
    return {about: Versions(states.get(State.APPROVED), states.get(State.OFFERED)) for about, states in found.items()}


def saying_in_any_language(search: str) -> list[ColumnElement[bool]]:
    """Every word of the search stands in the original, or every word in one approved version of it."""
    original = saying(search)
    if not original:
        return []
    words = [Translation.folded.contains(word, autoescape=True) for word in fold(search).split()[:8]]
    told = Translation.contribution_id == Contribution.id, Translation.state == State.APPROVED
    return [or_(and_(*original), select(Translation.id).where(*told, *words).exists())]


def states_in(session: Session, contribution_id: int, language: str) -> dict[str, Translation]:
    """State -> the version in it, of those that are not former."""
    rows = session.scalars(
        select(Translation).where(
            Translation.contribution_id == contribution_id,
            Translation.language == language,
            Translation.state != State.FORMER,
        )
    )
    return {one.state: one for one in rows}
