"""What was agreed stands in the field of action of the concern it came from, when it is let through in the hall."""

from collections.abc import Sequence

from sqlalchemy import select

from participation.contributions.models import Contribution
from participation.fields.models import FieldOfAction, Placement
from participation.fields.service import place_in_field
from participation.foundation.database import Transaction
from participation.foundation.permissions import Actor, Permission, may
from participation.openspace.models import Action, Report, Topic


def stand_with_topics(tx: Transaction, agreed: Sequence[Contribution], *, by: Actor) -> None:
    """Whoever lets them through places them with that, where a person has placed the concern or a report about it.

    What a person has placed already stays where it is; for the rest the machine proposes a field, as for every idea.
    """
    if not agreed or not may(by, Permission.PLACE_IN_FIELD, agreed[0]):
        return
    ids = [one.id for one in agreed]
    known = set(tx.session.scalars(select(Placement.contribution_id).where(Placement.contribution_id.in_(ids))))
    fields = fields_of_topics(tx, ids)
    for one in agreed:
        if one.id in fields and one.id not in known:
            place_in_field(tx, one, fields[one.id], by=by)


def fields_of_topics(tx: Transaction, action_ids: Sequence[int]) -> dict[int, int]:
    """Contribution of an action -> the field in which its concern stands, otherwise a report about that."""
    found: dict[int, int] = {}
    wanted = (
        select(Action.contribution_id, Placement.field_id)
        .where(Action.contribution_id.in_(action_ids), FieldOfAction.removed_at.is_(None))
        .join(FieldOfAction, FieldOfAction.id == Placement.field_id)
    )
    of_report = Report.topic_id == Action.topic_id, Placement.contribution_id == Report.contribution_id
    of_topic = Topic.id == Action.topic_id, Placement.contribution_id == Topic.contribution_id
    for condition in (of_report, of_topic):  # the concern's own field counts more
        found |= {action: field for action, field in tx.session.execute(wanted.where(*condition)) if action}
    return found
