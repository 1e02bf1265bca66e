"""Points on what a step has brought: a vote behind it on the run sheet, ready to be started."""

from collections.abc import Sequence

from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.foundation.wording import in_every_language
from participation.sessions import sheet
from participation.sessions.models import LiveSession
from participation.voting.rules import BallotKind, Method, proposed_dots, proposed_per_option
from participation.voting.service import Proposed, create_ballot


def ask_for_points(
    tx: Transaction, live: LiveSession, question: str, options: Sequence[Proposed], *, after: int | None, by: Actor
) -> None:
    """question: a sentence of ours; after: the step behind which it stands. Raises NotAllowed, TooFewOptions."""
    dots = proposed_dots(len(options))
    ballot = create_ballot(
        tx,
        municipality_id=live.municipality_id,
        process_id=live.process_id,
        audience=live.audience,
        question=in_every_language(question),
        options=options,
        method=Method.DOTS,
        kind=BallotKind.MOOD,
        dots=dots,
        per_option=proposed_per_option(dots),
        by=by,
    )
    sheet.add_step(tx, live, ballot, after=after)
