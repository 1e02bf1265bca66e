"""What a forum does when somebody decided about one of its results, wherever that was."""

from participation.contributions.news import (
    ContributionHidden,
    ContributionPublished,
    ContributionWithdrawn,
    WordsChanged,
)
from participation.contributions.rules import Kind
from participation.forum import queries
from participation.forum.models import Forum
from participation.forum.planning import looks_different
from participation.foundation.database import Transaction

Visible = ContributionPublished | ContributionHidden | ContributionWithdrawn


def hear_of_result(tx: Transaction, news: Visible | WordsChanged) -> None:
    """At once desk and screen show it, or show it no more; phones follow within two seconds."""
    found = queries.result_of(tx.session, news.contribution_id) if news.kind is Kind.RESULT else None
    if found is not None:
        looks_different(tx, tx.session.get_one(Forum, found.forum_id))
