"""The evening in Musterstadt's hall: a session that is open, with two ballots ready."""

from typing import Any

from participation.contributions.models import Contribution
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor
from participation.process.models import Process
from participation.sessions.models import LiveSession
from participation.sessions.service import open_session, plan_session
from participation.sessions.sheet import add_step
from participation.voting.rules import BallotKind, Method, proposed_dots, proposed_per_option
from participation.voting.service import Proposed, create_ballot

KINDS = {"dots": (Method.DOTS, BallotKind.CONFIDENTIAL), "single_choice": (Method.SINGLE, BallotKind.MOOD)}


def open_evening(
    tx: Transaction,
    process: Process,
    content: dict[str, Any],
    *,
    ideas: dict[str, Contribution],
    fields: dict[str, int],
    by: Actor,
) -> LiveSession:
    """ideas: key of the demo -> contribution; fields: key of the template -> id."""
    texts = content["live_session"]
    live = plan_session(tx, process, title=texts["title"], place=texts["place"], by=by)
    for wanted in content["ballots"]:
        method, kind = KINDS[wanted["kind"]]
        options = [Proposed(option["label"], source_of(option, ideas, fields)) for option in wanted["options"]]
        dots = proposed_dots(len(options))
        ballot = create_ballot(
            tx,
            municipality_id=live.municipality_id,
            audience=live.audience,
            question=wanted["question"],
            options=options,
            method=method,
            kind=kind,
            dots=dots,
            per_option=proposed_per_option(dots),
            by=by,
        )
        add_step(tx, live, ballot)
    open_session(tx, live, by=by)
    return live


def source_of(option: dict[str, Any], ideas: dict[str, Contribution], fields: dict[str, int]) -> str:
    """What an option stands for: a field, or the first of the ideas that say the same."""
    if "field" in option:
        return f"field:{fields[option['field']]}" if option["field"] in fields else ""
    said = [ideas[key] for key in option["idea_keys"] if key in ideas]
    return f"idea:{said[0].id}" if said else ""
