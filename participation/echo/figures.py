"""The figures of the page that shows how the administration answers, from the tables. A fixed number of statements."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from participation.answers.models import AnswerTo, OfficialAnswer
from participation.answers.queries import stage_column
from participation.answers.rules import DECIDED, AnswerState
from participation.contributions.lineage import joined_now
from participation.contributions.models import Contribution, LineageLink, LineageStep
from participation.contributions.queries import public_ideas
from participation.contributions.rules import Source
from participation.echo.rules import IdeaFacts, first_answers, under_way_through
from participation.fields.models import FieldOfAction, Placement


def ideas_of(session: Session, process_id: int) -> list[IdeaFacts]:
    """Every public idea that somebody of the town said. What was answered where it stands now is answered."""
    onward: dict[int, list[int]] = defaultdict(list)
    links = (
        select(LineageLink.from_id, LineageLink.to_id)
        .join(LineageStep, LineageStep.id == LineageLink.step_id)
        .where(LineageStep.process_id == process_id, *joined_now())
    )
    for from_id, to_id in session.execute(links):
        onward[from_id].append(to_id)
    answered = first_answers(own_answers(session, process_id), onward)
    rows = session.execute(
        select(Contribution.id, Contribution.source, Contribution.published_at, stage_column(), FieldOfAction.key)
        .outerjoin(Placement, Placement.contribution_id == Contribution.id)
        .outerjoin(FieldOfAction, FieldOfAction.id == Placement.field_id)
        .where(Contribution.process_id == process_id, *public_ideas())
    ).all()
    own = {one for one, _, _, stage, field in rows if stage in DECIDED or field is not None}
    under_way = under_way_through(own, onward)
    return [
        IdeaFacts(one, public_at, field, one in under_way, answered.get(one))
        for one, source, public_at, _, field in rows
        if source != Source.MODERATORS and public_at is not None
    ]


def own_answers(session: Session, process_id: int) -> dict[int, datetime]:
    """Contribution id -> when the first official answer to itself was published."""
    rows = session.execute(
        select(AnswerTo.contribution_id, func.min(OfficialAnswer.published_at))
        .join(OfficialAnswer, OfficialAnswer.id == AnswerTo.answer_id)
        .where(OfficialAnswer.process_id == process_id, OfficialAnswer.state == AnswerState.PUBLISHED)
        .group_by(AnswerTo.contribution_id)
    )
    return {one: at for one, at in rows if at is not None}
