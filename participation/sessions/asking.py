"""Votes that a run sheet begins with: how far people agree with a sentence, or which fields of action come first."""

from enum import StrEnum

from participation.fields.queries import fields_of
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.sessions.models import LiveSession
from participation.voting import presets
from participation.voting.models import Ballot
from participation.voting.rules import MOST_OPTIONS, BallotKind, Method, proposed_dots, proposed_per_option
from participation.voting.service import Proposed, create_ballot

FEWEST = 2  # fields, below which there is nothing to choose


class Asks(StrEnum):
    AGREEMENT = "agreement"  # the question is a sentence; the answers lie on a scale
    FIELDS = "fields"  # points on the fields of action of the process


def prepared(tx: Transaction, live: LiveSession, question: dict[str, str], asks: Asks, *, by: Actor) -> Ballot | None:
    """A ballot of the session, not yet on its run sheet; None where there are too few fields. Raises NotAllowed."""
    if asks is Asks.AGREEMENT:
        method, options, dots = Method.SCALE, [Proposed(words) for words in presets.answers(Method.SCALE)], 1
    else:
        fields = fields_of(tx.session, live.process_id)[:MOST_OPTIONS]
        if len(fields) < FEWEST:
            return None
        method, options = Method.DOTS, [Proposed(dict(one.name), f"field:{one.id}") for one in fields]
        dots = proposed_dots(len(options))
    return create_ballot(
        tx,
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        audience=live.audience,
        question=question,
        options=options,
        method=method,
        kind=BallotKind.MOOD,
        dots=dots,
        per_option=proposed_per_option(dots),
        by=by,
    )
