"""What a group wrote stands in the field of action that it chose, once a person has let it through."""

from sqlalchemy import select

from participation.contributions.rules import Standing
from participation.fields.models import FieldMove
from participation.fields.service import place_in_field
from participation.foundation.database import Transaction
from participation.foundation.messages import Refused
from participation.foundation.permissions import Permission, may
from participation.moderation.news import CaseDecided
from participation.moderation.rules import Verdict
from participation.people import queries as people
from participation.people.models import Person
from participation.worksheets import queries


def hear_of_decision(tx: Transaction, news: CaseDecided) -> None:
    """Whoever lets it through places it with that, if they may. What a person has moved before stays as it is.

    Where the group chose no field, or one that is gone, the machine proposes one, as for every idea.
    """
    found = queries.place_of(tx.session, news.contribution_id) if news.verdict == Verdict.PUBLISH else None
    person = tx.session.get(Person, news.by_id) if news.by_id is not None else None
    if found is None or found.field_id is None or person is None or found.said.standing != Standing.OWN:
        return
    by = people.actor(tx.session, person, news.municipality_id)
    moved = select(FieldMove.id).where(FieldMove.contribution_id == news.contribution_id).limit(1)
    if by is None or not may(by, Permission.PLACE_IN_FIELD, found.said) or tx.session.scalar(moved) is not None:
        return
    try:
        with tx.session.begin_nested():
            place_in_field(tx, found.said, found.field_id, by=by, seen_revision=0)
    except Refused:
        return  # the field is gone, or a colleague was faster
