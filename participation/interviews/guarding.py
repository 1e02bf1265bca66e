"""A passage becomes public only where everybody agreed to be quoted, whichever door somebody takes."""

from participation.contributions.news import ContributionPublished
from participation.contributions.rules import Kind
from participation.foundation.database import Transaction
from participation.interviews import queries
from participation.interviews.coding import stand_in_fields
from participation.interviews.rules import Agreed, NotToBeQuoted
from participation.moderation.news import CaseDecided
from participation.moderation.rules import Verdict
from participation.people import queries as people
from participation.people.models import Person


def hear_of_publication(tx: Transaction, news: ContributionPublished) -> None:
    """The queue, an appeal, an undo: raises NotToBeQuoted, and nothing of that happens."""
    found = queries.source_of(tx.session, news.contribution_id) if news.kind is Kind.PASSAGE else None
    if found is not None and not queries.agree(tx.session, found[0], Agreed.QUOTED):
        raise NotToBeQuoted


def hear_of_decision(tx: Transaction, news: CaseDecided) -> None:
    """Whoever lets it through places it in the field of its code with that, if they may."""
    found = queries.source_of(tx.session, news.contribution_id) if news.verdict == Verdict.PUBLISH else None
    person = tx.session.get(Person, news.by_id) if news.by_id is not None else None
    by = people.actor(tx.session, person, news.municipality_id) if found and person else None
    if found is not None and by is not None:
        stand_in_fields(tx, found[0], [found[1]], by=by)
