"""What is said in a rehearsal: it looks like a contribution, and is never kept."""

from collections.abc import Mapping
from typing import Any

from participation.contributions.models import Contribution
from participation.contributions.rules import Kind, Source, Standing, Status


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
