from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from participation.contributions.difference import Run, difference
from participation.contributions.models import Revision
from participation.contributions.rules import RevisionState
from participation.contributions.versions import History, whole
from participation.foundation.locales import Words


@dataclass(frozen=True, slots=True)
class Version:
    """One wording as the page shows it. state: what became of it.

    runs: how it differs from the one before it in the list, None for the first, which stands there whole.
    """

    number: int
    at: datetime
    state: str
    words: Words
    runs: Sequence[Run] | None
    before: int | None

    @property
    def is_current(self) -> bool:
        return self.state == RevisionState.CURRENT


def version(one: Revision, before: Revision | None) -> Version:
    return Version(
        number=one.number,
        at=one.at,
        state=one.state,
        words=Words(whole(one), one.language),
        runs=difference(whole(before), whole(one)) if before else None,
        before=before.number if before else None,
    )


def versions_of(found: History) -> list[Version]:
    before = [*found.shown[1:], found.before]
    return [version(one, earlier) for one, earlier in zip(found.shown, before, strict=True)]
