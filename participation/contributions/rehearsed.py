"""What is said in a hall and has a place there. In a rehearsal it only looks like a contribution, and is never kept."""

from collections.abc import Mapping
from typing import Any, Protocol

from participation.contributions import service
from participation.contributions.models import Contribution
from participation.contributions.rules import Kind, Source, Standing, Status
from participation.foundation.database import Transaction


class Placed(Protocol):
    """A place in a hall: of a contribution, or, in a rehearsal, of bare words (`trial`)."""

    trial: Any

    @property
    def contribution(self) -> Contribution | None: ...


def want(tx: Transaction, place: Placed, person_id: int, *, wants: bool) -> None:
    """Somebody stands behind what was said there, or does not any more; asking twice changes nothing."""
    if place.contribution is None:
        hearts = set((place.trial or {}).get("hearts", ()))
        hearts = hearts | {person_id} if wants else hearts - {person_id}
        place.trial = {**(place.trial or {}), "hearts": sorted(hearts)}
    elif wants:
        service.add_support(tx, place.contribution, person_id)
    else:
        service.remove_support(tx, place.contribution, person_id)


def rehearsed(trial: Mapping[str, Any], kind: Kind) -> Contribution:
    """trial: its words {text, language}, whether the desk has let it through, and who stands behind it."""
    return Contribution(
        public_id="",
        kind=kind,
        title="",
        text=trial.get("text", ""),
        language=trial.get("language", ""),
        status=Status.PUBLISHED if trial.get("released") else Status.WAITING,
        standing=Standing.OWN,
        source=Source.SESSION,
        support_count=len(trial.get("hearts", ())),
    )
